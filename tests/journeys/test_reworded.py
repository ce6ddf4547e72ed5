"""Recommendation 19: what a reworded question costs, said before and after."""

import csv
import io
import re

import openpyxl
import pytest

from tools.demo import accounts

from . import accessibility
from .statusbar import press, state_becomes

NAME = "Vague aux mots nouveaux"
OLD, NEW = "utile et fidèle", "Ce que je fais au travail vaut la peine d'être fait."
CODE, SERIES = "MEA1", "Sens du travail"
# beside the three who may log in, so that a figure rests on people enough
MORE = 3


def open_wave(someone):
    page = someone.page
    page.goto(someone.address + "/odoo/impact-waves")
    rows = page.locator(".o_list_view .o_data_row")
    rows.filter(has_text=NAME).locator("td[name=name]").click()
    page.locator(".o_form_view .o_statusbar_status").wait_for()
    return page


def reword(page, text):
    """Open the question on the questionnaire and type other words, not yet saved."""
    page.locator("[name=item_ids] .o_data_row", has_text=CODE).locator(
        "td[name=text]"
    ).click()
    question = page.locator(".modal [name=text] input, .modal [name=text] textarea")
    question.first.fill(text)
    question.first.press("Tab")
    page.locator(".modal .alert-warning:visible", has_text=SERIES).wait_for()


def save_question(page):
    page.locator(".modal-footer .o_form_button_save").click()
    page.locator(".modal").wait_for(state="detached")
    page.locator(".o_form_button_save").click()
    page.locator(".o_impact_rewording [data-code]").wait_for()


@pytest.fixture(scope="module")
def reworded(enter):
    """Let the evaluator reword one question of ten, and open a wave with it."""
    evaluator = enter("evaluatrice", "reworded")
    page = evaluator.page
    page.goto(evaluator.address + "/odoo/impact-questionnaires")
    page.locator(".o_data_row", has_text="MEMBER10").first.click()
    press(page, "Nouvelle version")
    page.locator("[name=version]", has_text=re.compile("^2$")).wait_for()
    assert not page.locator(".o_impact_rewording").count()
    reword(page, NEW)
    evaluator.look("01-en-tapant", full=False)
    save_question(page)
    evaluator.reads(OLD)
    evaluator.look("02-ce-que-cela-coute", full=False)

    # it costs too much: the words of before come back, and nothing is broken
    page.locator("button[name=action_restore_wording]:visible").click()
    page.locator(".o_impact_rewording").wait_for(state="detached")
    row = page.locator("[name=item_ids] .o_data_row", has_text=CODE)
    assert OLD in row.inner_text()
    evaluator.look("03-repris")

    # nobody understood it: she rewords it for good
    reword(page, NEW)
    save_question(page)
    open_with_new_words(evaluator)
    evaluator.context.close()
    return NAME


def open_with_new_words(evaluator):
    page = evaluator.page
    page.goto(evaluator.address + "/odoo/impact-waves")
    page.locator(".o_list_view .o_data_row").first.wait_for()
    page.get_by_role("button", name="Nouveau").first.click()
    page.locator("[name=name] input").fill(NAME)
    page.locator("[name=instrument_id] input").click()
    page.locator(".o-autocomplete--dropdown-item", has_text="sociétaires v2").click()
    warning = page.locator(".alert-warning:visible", has_text=SERIES)
    warning.wait_for()
    assert warning.locator(".o_tag").count() >= 1
    evaluator.look("04-la-vague-previent", full=False)
    press(page, "Ouvrir la vague", confirmed=True)
    state_becomes(page, "Ouverte")


def answer(someone, grade, choice):
    page = someone.go("/my/impact")
    card = page.locator("#wrap .card", has_text=NAME)
    card.get_by_role("button", name="Répondre").click()
    page.locator("button[value=start]:not(.disabled)").click()
    page.locator("button[value=finish]").wait_for()
    assert NEW in page.locator(".o_survey_form").inner_text()
    for kind, at in (("scale", grade), ("simple_choice_radio", choice)):
        questions = page.locator(f"[data-question-type={kind}]")
        for rank in range(questions.count()):
            questions.nth(rank).locator("label").nth(at).click()
    page.locator("button[value=finish]:not(.disabled)").click()
    page.locator(".modal-footer .btn-primary").click()
    page.locator(".o_survey_finished").wait_for()


def give_access(administrator):
    """Give more members their portal; return their logins."""
    [lea] = administrator.call(
        "res.users", "search_read", [("login", "=", "lea")], ["partner_id", "group_ids"]
    )
    asked = administrator.call(
        "res.partner",
        "search",
        [("is_member", "=", True), ("user_ids", "=", False), ("email", "!=", False)],
        limit=MORE,
    )
    for rank, member in enumerate(asked):
        administrator.call(
            "res.users",
            "create",
            {
                "login": f"reworded{rank}",
                "password": accounts.PASSWORD,
                "partner_id": member,
                "lang": "fr_FR",
                "group_ids": [(6, 0, lea["group_ids"])],
            },
        )
    return [f"reworded{rank}" for rank in range(len(asked))]


@pytest.fixture(scope="module")
def published(enter, reworded):
    """Let members answer, and publish what they said beside the waves before."""
    administrator = enter("admin", "reworded")
    logins = ["lea", "amine", "sofie", *give_access(administrator)]
    administrator.context.close()
    for rank, login in enumerate(logins):
        member = enter(login, "reworded")
        answer(member, grade=rank % 5, choice=rank % 2)
        member.context.close()
    evaluator, manager = enter("evaluatrice", "reworded"), enter("impact", "reworded")
    page = open_wave(evaluator)
    press(page, "Clôturer la vague", confirmed=True)
    state_becomes(page, "Clôturée")
    press(page, "Calculer les indicateurs")
    state_becomes(page, "Calculée")
    [wave] = evaluator.call("smart.impact.wave", "search", [("name", "=", NAME)])
    page.locator("button[name=action_view_reviews]:visible").click()
    page.locator("thead .o_list_record_selector input").check()
    page.get_by_role("button", name="Relu", exact=True).first.click()
    page.locator(".o_data_row td[name=state]", has_text="À relire").first.wait_for(
        state="detached"
    )
    page = open_wave(manager)
    press(page, "Verrouiller tous les chiffres", confirmed=True)
    page.get_by_role("button", name="Publier", exact=True).first.wait_for()
    page = open_wave(evaluator)
    press(page, "Publier", confirmed=True)
    state_becomes(page, "Publiée")
    evaluator.context.close()
    manager.context.close()
    return wave


def test_the_evaluator_sees_which_series_ended(person, published):
    evaluator = person("evaluatrice")
    page = open_wave(evaluator)
    page.locator(".oe_stat_button", has_text="Tableau de bord").click()
    card = page.locator(".o_impact_card", has_text=SERIES).first
    card.get_by_text("La question a changé").first.wait_for()
    others = page.locator(".o_impact_card", has_text="Sécurité économique")
    assert "La question a changé" not in others.first.inner_text()
    card.scroll_into_view_if_needed()
    evaluator.look("05-tableau-de-bord", full=False)
    press(page, "Tendance")
    gap = page.locator("[data-trend]", has_text=SERIES).first
    gap.wait_for()
    assert gap.locator(".o_impact_key_break").count() == 1
    gap.scroll_into_view_if_needed()
    evaluator.look("06-tendance", full=False)


def on_a_phone(evaluator):
    """A phone opens on cards, which say it too."""
    page = evaluator.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{evaluator.address}/odoo/impact-results")
    cards = page.locator(".o_kanban_record:not(.o_kanban_ghost)")
    cards.first.wait_for()
    page.locator(".o_control_panel button:has(.fa-search)").first.click()
    page.locator(".o_facet_remove").first.wait_for()
    while page.locator(".o_facet_remove").count():
        page.locator(".o_facet_remove").first.click()
    cards.filter(has_text="Non comparé : La question a changé").first.wait_for()
    evaluator.keep("09-cartes-390")


def test_the_results_say_it_in_list_and_form(person, published):
    evaluator = person("evaluatrice")
    page = open_wave(evaluator)
    page.locator("button[name=action_view_results]:visible").click()
    page.locator(".o_searchview_input").wait_for()
    while page.locator(".o_facet_remove").count():
        page.locator(".o_facet_remove").first.click()
    row = page.locator(".o_data_row", has_text=SERIES).first
    row.wait_for()
    assert "B" in row.locator("td[name=obs_status]").inner_text()
    assert not row.locator("td[name=change]").inner_text().strip()
    evaluator.look("07-resultats", full=False)
    row.locator("td[name=indicator_id]").click()
    page.locator(".o_form_view [name=break_kind]").wait_for()
    evaluator.reads("La question a changé")
    evaluator.look("08-resultat", full=False)
    on_a_phone(evaluator)


def test_the_files_carry_the_flag(person, published, tmp_path):
    evaluator = person("evaluatrice")
    page = open_wave(evaluator)
    with page.expect_download() as download:
        press(page, "Classeur (xlsx)")
    path = tmp_path / "wave.xlsx"
    download.value.save_as(path)
    lines = openpyxl.load_workbook(path).worksheets[0]
    rows = [row for row in lines.iter_rows(values_only=True) if SERIES in map(str, row)]
    shown = [str(row) for row in rows if ":c" not in row]
    assert shown and all("B : rupture" in row for row in shown)
    page = person("lea").go(f"/my/impact/{published}")
    link = page.get_by_role("link", name="CSV", exact=True)
    answer_ = page.request.get(link.evaluate("link => link.href"))
    rows = list(csv.DictReader(io.StringIO(answer_.text())))
    flags = {row["indicator"]: row["obs_status"] for row in rows if row["n"]}
    assert flags["S14"] == "B" and flags["S11"] != "B"


def test_a_member_reads_why_it_is_not_compared(person, published):
    member = person("lea")
    page = member.go(f"/my/impact/{published}")
    card = page.locator(".o_impact_card, section.card", has_text=SERIES).first
    assert "La question a changé" in card.inner_text()
    assert "depuis la vague" not in card.inner_text()
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    member.look("10-membre")
    assert member.fits_a_phone()
    accessibility.check(page)
