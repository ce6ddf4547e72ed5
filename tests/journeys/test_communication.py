"""Recommendation 7: a plan is made, agreed to and run; nobody gets more than wanted."""

import re
import xmlrpc.client

import pytest

from tools.demo import accounts

from .accessibility import check

PLANS, LETTERS = "/odoo/smart-communication-plans", "/odoo/smart-letters"


def open_row(someone, path, text, *, column=None):
    """Open the record of a list whose row says `text`."""
    page = someone.page
    page.goto(someone.address + path)
    row = page.locator(".o_list_view .o_data_row", has_text=text).first
    row.wait_for()
    row.locator(f"td[name={column}]" if column else "td.o_data_cell").first.click()
    page.locator(".o_form_view .o_statusbar_status").wait_for()
    return page


def press(page, label, *, confirmed=False):
    button = page.locator(".o_statusbar_buttons").get_by_role(
        "button", name=label, exact=True
    )
    button.click()
    if confirmed:
        page.locator(".modal-footer .btn-primary").click()


def becomes(page, label):
    page.locator(
        ".o_statusbar_status .o_arrow_button_current", has_text=label
    ).first.wait_for()


def test_a_plan_is_made_agreed_to_and_started(person):
    animator, officer = person("animatrice"), person(accounts.COMMUNICATION.login)
    page = animator.page
    page.goto(animator.address + PLANS)
    page.locator(".o_list_view").wait_for()
    page.get_by_role("button", name="Nouveau").first.click()
    filiere = page.locator("[name=filiere_id] input")
    filiere.fill("Jeu vid")
    page.locator(".o-autocomplete--dropdown-item", has_text="Jeu vidéo").first.click()
    press(page, "Copier le modèle")
    page.locator("[name=line_ids] .o_data_row").nth(9).wait_for()
    animator.look("01-plan", full=False)
    press(page, "Soumettre")
    becomes(page, "Soumis")

    agreed = open_row(officer, PLANS, "Jeu vidéo")
    press(agreed, "Donner l'accord")
    becomes(agreed, "Validé")
    officer.look("02-accord", full=False)

    page.reload()
    press(page, "Démarrer")
    becomes(page, "En cours")
    page.goto(animator.address + "/odoo/smart-communication-calendar")
    page.locator(".o_calendar_view .fc-event").first.wait_for()
    animator.look("03-calendrier", full=False)


def test_letters_are_drafted_at_night_and_held_back_by_the_cap(person):
    admin = person(accounts.ADMINISTRATOR.login)
    crons = admin.call("ir.cron", "search", [("code", "=", "model._cron_prepare()")])
    for _twice in range(2):
        admin.call("ir.cron", "method_direct_trigger", crons)
    drafts = admin.call(
        "mailing.mailing",
        "search_read",
        [("filiere_id.code", "=", "F01"), ("state", "=", "draft")],
        ["audience", "validation_state", "held_back_count"],
    )
    assert sorted(draft["audience"] for draft in drafts) == ["confirmed", "potential"]

    animator = person("animatrice")
    page = open_row(animator, LETTERS, "Brouillon", column="subject")
    page.goto(animator.address + LETTERS)
    row = page.locator(".o_data_row", has_text="Membres confirmés")
    row = row.filter(has_text="Brouillon").first
    row.locator("td[name=subject]").click()
    page.locator(".o_form_view").wait_for()
    # Noa had her letters of three filières this month
    banner = page.locator(".alert-info", has_text="retenus par le plafond")
    assert int(re.search(r"\d+", banner.inner_text())[0]) >= 1
    page.locator("[name=subject] textarea, [name=subject] input").first.fill(
        "Nouvelles du plateau"
    )
    animator.look("04-lettre", full=False)
    press(page, "Envoyer à sa date")
    page.locator("button[name=action_hold_letter]:visible").wait_for()


def test_a_letter_beyond_the_members_waits_for_the_communication(person):
    animator, officer = person("animatrice"), person(accounts.COMMUNICATION.login)
    page = open_row(animator, LETTERS, "Membres potentiels", column="subject")
    animator.reads("donne son accord avant qu'elle parte")
    buttons = page.locator(".o_statusbar_buttons")
    assert not buttons.get_by_role("button", name="Envoyer à sa date").count()
    animator.look("05-attend", full=False)
    [letter] = animator.call(
        "mailing.mailing",
        "search",
        [("audience", "=", "potential"), ("filiere_id.code", "=", "F01")],
    )
    for method, *arguments in (
        ("write", {"validation_state": "validated"}),
        ("write", {"state": "in_queue"}),
        ("action_launch",),
        ("action_send_mail",),
        ("action_validate_letter",),
    ):
        with pytest.raises(xmlrpc.client.Fault):
            animator.call("mailing.mailing", method, [letter], *arguments)

    agreed = open_row(officer, LETTERS, "Membres potentiels", column="subject")
    press(agreed, "Donner l'accord")
    agreed.locator("[name=validated_by_id]", has_text="Elsa Morel").wait_for()
    page.reload()
    press(page, "Envoyer à sa date")
    page.locator("button[name=action_hold_letter]:visible").wait_for()


def test_a_member_unsubscribes_from_one_filiere_and_keeps_the_others(person):
    noa = person(accounts.READER.login)
    page = noa.go("/my/communication")
    stage = page.locator("fieldset", has_text="Spectacle vivant")
    stage.get_by_label("Lettres et invitations").uncheck()
    page.locator("main").get_by_role("button", name="Enregistrer").click()
    page.locator("[data-saved]").wait_for()
    assert not stage.get_by_label("Lettres et invitations").is_checked()
    assert stage.get_by_label("Récapitulatifs des besoins").is_checked()
    assert page.locator("fieldset input:checked").count() == 5
    noa.look("06-ce-que-je-recois")
    assert noa.fits_a_phone()
    check(page)
    # her own choice, and nobody else's, over RPC as well
    rows = noa.call("smart.filiere.optout", "search_read", [], ["partner_id", "is_out"])
    assert [row["partner_id"][1] for row in rows] == [accounts.READER.name]
    with pytest.raises(xmlrpc.client.Fault):
        noa.call("smart.filiere.optout", "write", [rows[0]["id"]], {"is_out": False})


def test_measures_point_at_nobody(person):
    animator = person("animatrice")
    page = animator.page
    page.goto(animator.address + "/odoo/smart-communication-measures")
    page.locator(".o_pivot table").wait_for()
    animator.look("07-mesures", full=False)
    rows = animator.call(
        "smart.communication.report", "search_read", [], ["sent", "opened"]
    )
    assert rows
    assert all(not 0 < row[key] < 5 for row in rows for key in ("sent", "opened"))
