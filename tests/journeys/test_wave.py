"""A wave from its sample to its seal: recommendations 19 and 21, items 3 and 4."""

import re

import pytest

from . import accessibility
from .statusbar import press

NAME = "Vague témoin"
SEED, SIZE = "2027", "320"


def open_wave(evaluator):
    # the back office keeps a connection open: its network is never quiet
    evaluator.page.goto(evaluator.address + "/odoo/impact-waves")
    rows = evaluator.page.locator(".o_list_view .o_data_row")
    rows.filter(has_text=NAME).locator("td[name=name]").click()
    evaluator.page.locator(".o_form_view .o_statusbar_status").wait_for()
    return evaluator.page


def night(someone, name):
    """Let a scheduled action run, as the server does by itself."""
    [cron] = someone.call("ir.cron", "search_read", [("cron_name", "ilike", name)])
    someone.call("ir.cron", "method_direct_trigger", [cron["id"]])


@pytest.fixture(scope="module")
def sampled(enter):
    """Let the evaluator prepare a sample and open the wave; return who is asked."""
    evaluator = enter("evaluatrice", "wave")
    page = evaluator.page
    page.goto(evaluator.address + "/odoo/impact-waves")
    page.locator(".o_list_view .o_data_row").first.wait_for()
    page.get_by_role("button", name="Nouveau").first.click()
    page.locator("[name=name] input").fill(NAME)
    page.locator("[name=instrument_id] input").click()
    page.locator(".o-autocomplete--dropdown-item", has_text="dix questions").click()
    page.locator("[name=sampling] select, [name=sampling] input").first.click()
    choose_sample(page)
    page.locator("[name=sample_size] input").fill(SIZE)
    page.locator("[name=seed] input").fill(SEED)
    evaluator.look("01-echantillon", full=False)
    press(page, "Ouvrir la vague", confirmed=True)
    page.locator(".o_arrow_button_current", has_text="Ouverte").first.wait_for()
    assert page.locator("[name=frame_count]").inner_text() == SIZE
    evaluator.context.close()
    return NAME


def choose_sample(page):
    select = page.locator("[name=sampling] select")
    if select.count():
        select.select_option(label="Un échantillon")
    else:
        page.locator(".o_select_menu_item", has_text="Un échantillon").click()


@pytest.fixture(scope="module")
def asked(enter, sampled):
    """Return the login of a member whom the seed drew."""
    for login in ("lea", "amine", "sofie"):
        someone = enter(login, "wave")
        page = someone.go("/my/impact")
        found = page.locator("#wrap .card", has_text=sampled).count()
        someone.context.close()
        if found:
            return login
    raise AssertionError("the seed drew none of those who may log in")


def test_the_evaluator_invites_and_reminds(person, sampled, asked):
    evaluator, administrator = person("evaluatrice"), person("admin")
    page = open_wave(evaluator)
    press(page, "Inviter", confirmed=True)
    night(administrator, "remind by batches")
    page = open_wave(evaluator)
    page.get_by_role("tab", name="Invitations").click()
    line = page.locator("[name=round_ids] .o_data_row").first
    line.get_by_text("Envoyé").wait_for()
    evaluator.look("02-invitations", full=False)
    press(page, "Rappeler", confirmed=True)
    night(administrator, "remind by batches")
    page = open_wave(evaluator)
    page.get_by_role("tab", name="Invitations").click()
    page.locator("[name=round_ids] .o_data_row").nth(1).wait_for()


def test_a_member_answers_sees_and_erases(person, sampled, asked):
    member = person(asked)
    page = member.go("/my/impact")
    member.look("03-portail")
    accessibility.check(page)
    page.set_viewport_size({"width": 390, "height": 844})
    card = page.locator("#wrap .card", has_text=NAME)
    card.get_by_role("button", name="Répondre").click()
    page.locator(".o_impact_notice").wait_for()
    member.reads("Ce que deviennent vos réponses")
    assert not page.locator("[data-question-type]").count()
    member.look("04-donnees-personnelles")
    page.locator("button[value=start]:not(.disabled)").click()
    page.locator("button[value=finish]").wait_for()
    scales = page.locator("[data-question-type=scale]")
    choices = page.locator("[data-question-type=simple_choice_radio]")
    for rank in range(scales.count()):
        scales.nth(rank).locator("label").nth(3).click()
    # the last one is left empty
    for rank in range(choices.count() - 1):
        choices.nth(rank).locator("label").nth(1).click()
    page.locator("button[value=finish]:not(.disabled)").click()
    page.locator(".modal-footer .btn-primary").click()
    page.locator(".o_survey_finished").wait_for()

    page = member.go("/my/impact/mine")
    own = page.locator("section.card", has_text=NAME)
    own.locator("summary").first.click()
    assert own.locator("dd").count() == 9
    own.locator("summary").nth(1).click()
    member.look("05-mes-reponses")
    assert member.fits_a_phone()
    accessibility.check(page)
    own.get_by_role("button", name="Effacer mes réponses").click()
    member.reads("Vos réponses ont été effacées")
    assert not page.locator("section.card", has_text=NAME).count()
    member.look("06-effacees")
    accessibility.check(page)


def test_another_s_link_is_refused(person, sampled):
    member = person("lea")
    [wave] = person("evaluatrice").call(
        "smart.impact.wave", "search", [("name", "=", NAME)]
    )
    page = member.go(f"/my/impact/{wave}/start/{'0' * 32}")
    member.reads("Ce lien ne sert pas ici")
    member.look("07-lien-refuse")
    assert member.fits_a_phone()
    accessibility.check(page)


def test_the_evaluator_reads_rates_alone(person, sampled, asked):
    evaluator = person("evaluatrice")
    page = open_wave(evaluator)
    page.locator(".oe_stat_button", has_text="Taux de réponse").click()
    page.locator(".o_data_row", has_text="Ensemble").wait_for()
    evaluator.look("08-taux", full=False)
    # one member answered, who is a few: neither where, nor that it is not elsewhere
    assert not page.locator("td[name=answered]", has_text=re.compile(r"[01]")).count()
    page = open_wave(evaluator)
    press(page, "Clôturer la vague", confirmed=True)
    page.locator(".o_arrow_button_current", has_text="Clôturée").first.wait_for()
    page.get_by_role("tab", name="Anonymat").click()
    evaluator.reads("Qui a répondu est oublié")
    evaluator.look("09-scellee", full=False)
    [wave] = evaluator.call("smart.impact.wave", "search", [("name", "=", NAME)])
    rows = evaluator.call("smart.impact.participation", "search", [])
    assert not rows
    [state] = evaluator.call("smart.impact.wave", "read", [wave], ["is_sealed"])
    assert state["is_sealed"]


def test_the_manager_sees_what_destroying_the_key_means(person):
    manager = person("impact")
    page = manager.page
    page.goto(manager.address + "/odoo/impact-programmes")
    page.locator(".o_data_row").first.locator("td").nth(1).click()
    page.get_by_role("tab", name="Anonymat").click()
    page.get_by_role("button", name="Détruire la clé").click()
    page.locator(".modal", has_text="définitif").wait_for()
    manager.look("10-cle", full=False)
    page.locator(".modal-footer .btn-secondary").click()
