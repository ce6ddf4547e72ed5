"""Recommendations 18, 20, 22, 23 and 26: proposed, voted, read by anybody."""

import re
import xmlrpc.client

import pytest

from .accessibility import check

NAME = "Temps consacré à la transmission"
CONSULTED = "Égalité d'accès aux avances"
BALLOT = "Séance de juin"


def propose(lea):
    page = lea.go("/my/impact/proposals/new")
    check(page)
    page.fill("#name", NAME)
    page.select_option("#dimension", "work")
    page.fill("#reason", "Nous formons les plus jeunes sans que cela se voie.")
    page.click("#wrap form button[type=submit]")
    # an indicator without a decision is refused, and what was typed stays
    page.locator(".alert-danger").wait_for()
    assert page.input_value("#name") == NAME
    assert page.input_value("#dimension") == "work"
    lea.look("01-proposition")
    assert lea.fits_a_phone()
    page.fill("#decision", "Budget du compagnonnage")
    page.click("#wrap form button[type=submit]")
    page.locator(".o_impact_one[data-state=submitted]").wait_for()
    return re.search(r"/proposals/(\d+)", page.url).group(1)


def open_form(person, path):
    person.page.goto(person.address + path)
    person.page.locator(".o_form_view .o_statusbar_status").wait_for()
    return person.page


def press(page, name, confirmed=False):
    page.locator(f".o_statusbar_buttons button[name={name}]").click()
    if confirmed:
        page.locator(".modal-footer .btn-primary").click()
    page.locator(".modal").wait_for(state="detached")


def pick(page, field, text):
    page.locator(f"[name={field}] input").first.fill(text)
    page.locator(".o-autocomplete--dropdown-item", has_text=text).first.click()


def choose(page, field, label):
    """Choose from a selection, whichever widget shows it."""
    select = page.locator(f"[name={field}] select")
    if select.count():
        select.select_option(label=label)
        return
    page.locator(f"[name={field}] input").click()
    page.locator(".o_select_menu_item", has_text=label).first.click()


def state_is(page, state):
    page.locator(
        f".o_statusbar_status .o_arrow_button_current[data-value={state}]"
    ).first.wait_for()


def test_from_a_proposal_to_the_public_list(person):
    lea, evaluator = person("lea"), person("evaluatrice")
    number = propose(lea)

    page = evaluator.page
    page.goto(evaluator.address + "/odoo/impact-proposals")
    page.locator(".o_kanban_record", has_text=NAME).wait_for()
    evaluator.look("02-propositions", full=False)
    page = open_form(evaluator, f"/odoo/impact-proposals/{number}")
    press(page, "action_consult")
    state_is(page, "consultation")

    sofie = person("sofie")
    page = sofie.go(f"/my/impact/proposals/{number}")
    assert "Lambert" not in page.locator("#wrap").inner_text()
    page.check("#importance_4")
    page.fill("#comment", "Surtout la première année.")
    check(page)
    page.click("form[action$=opinion] button[type=submit]")
    page.locator(".o_impact_comment").wait_for()
    sofie.look("03-avis")
    assert sofie.fits_a_phone()

    page = open_form(evaluator, f"/odoo/impact-proposals/{number}")
    pick(page, "criterion_id", "Compétences")
    page.locator("[name=answer] textarea").fill("Rien ne le mesure aujourd'hui.")
    # nothing is retained before it is known what the answers are turned into
    press(page, "action_retain")
    page.locator(".modal", has_text="type de chiffre").wait_for()
    page.locator(".modal-footer .btn-primary").click()
    page.locator(".modal").wait_for(state="detached")
    choose(page, "figure_kind", "Part des répondants")
    press(page, "action_retain")
    state_is(page, "screened")
    evaluator.look("04-retenue", full=False)
    vote(person, evaluator, number)
    read_the_list(lea, number)


def vote(person, evaluator, number, name=BALLOT):
    bodies = evaluator.call("smart.impact.body", "search", [])
    programme = evaluator.call("smart.impact.programme", "search", [])
    ballot = evaluator.call(
        "smart.impact.ballot",
        "create",
        {
            "name": name,
            "body_id": bodies[0],
            "programme_id": programme[0],
            "date_close": "2099-12-31",
        },
    )
    evaluator.call(
        "smart.impact.proposal", "write", [int(number)], {"ballot_id": ballot}
    )
    page = open_form(evaluator, f"/odoo/impact-votes/{ballot}")
    press(page, "action_open")
    state_is(page, "open")
    nothing_moves(evaluator, int(number), ballot)
    # before its last day, a vote closes once every seat has voted
    for login in ("lea", "amine", "sofie"):
        seat = person(login)
        page = seat.go("/my/impact/proposals")
        page.get_by_role("link", name=name).click()
        page.locator(".o_impact_ballot").wait_for()
        page.check(f"#vote_{number}_for")
        check(page)
        assert seat.fits_a_phone()
        page.click("#wrap form button[type=submit]")
        page.locator(".alert-success").wait_for()
        if login == "lea":
            seat.look("05-vote")
    page = open_form(evaluator, f"/odoo/impact-votes/{ballot}")
    press(page, "action_close", confirmed=True)
    state_is(page, "closed")
    evaluator.look("06-depouillement", full=False)


def nothing_moves(evaluator, number, ballot):
    """By a script of hers too: what is voted, or adopted, stays as it is."""
    rpc = evaluator.call
    [proposal] = rpc(
        "smart.impact.proposal", "read", [number], ["indicator_id", "definition"]
    )
    [adopted] = rpc("smart.impact.indicator", "search", [("code", "=", "S11")])
    [item] = rpc(
        "smart.impact.item",
        "search",
        [
            ("code", "=", "INC1"),
            ("indicator_ids", "=", adopted),
            ("instrument_id.wave_ids.state", "=", "published"),
        ],
        limit=1,
    )
    indicator = proposal["indicator_id"][0]
    for model, record, vals in (
        ("smart.impact.proposal", number, {"name": "Autre chose"}),
        ("smart.impact.proposal", number, {"definition": "Autre mesure"}),
        ("smart.impact.indicator", indicator, {"kind": "share"}),
        ("smart.impact.indicator", indicator, {"formula": "Autre formule"}),
        ("smart.impact.indicator", adopted, {"minimum_cell": 9}),
        ("smart.impact.indicator", adopted, {"active": False}),
        ("smart.impact.item", item, {"indicator_ids": [(3, adopted)]}),
        ("smart.impact.ballot", ballot, {"date_close": "2020-01-01"}),
    ):
        with pytest.raises(xmlrpc.client.Fault):
            rpc(model, "write", [record], vals)
    with pytest.raises(xmlrpc.client.Fault):
        rpc("smart.impact.ballot", "action_close", [ballot])


def read_the_list(lea, number):
    page = lea.go(f"/my/impact/proposals/{number}")
    page.locator(".o_impact_one[data-state=adopted]").wait_for()
    assert page.locator(".o_impact_tally").count() == 1
    lea.look("07-adoptee")
    page = lea.go("/my/impact/proposals")
    check(page)
    assert lea.fits_a_phone()
    lea.look("08-liste-des-propositions")

    # anybody, without an account
    lea.forget()
    page = lea.go("/impact")
    assert page.locator(f".o_impact_indicator[data-code=P{number}]").count() == 1
    assert page.locator(".o_impact_indicator[data-code=S11]").count() == 1
    assert page.locator(".o_impact_indicator[data-code=R01]").count() == 0
    assert page.locator(".o_impact_outcome[data-state=refused]").count() == 1
    assert page.locator(".o_impact_wave").count() >= 4
    assert "Lambert" not in page.content()
    lea.reads("Notre question")
    lea.look("09-page-publique")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    check(page)
    lea.look("10-page-publique-ouverte")
    assert lea.fits_a_phone()


def test_other_sources_than_a_survey(person):
    """Recommendation 22: the cooperative's own data, and coded texts."""
    evaluator = person("evaluatrice")
    page = evaluator.page
    page.goto(evaluator.address + "/odoo/impact-measures")
    page.locator(".o_data_row", has_text="Membres de la coopérative").click()
    page.locator("button[name=action_take_charge]").wait_for()
    press(page, "action_take_charge")
    press(page, "action_try")
    page.locator(".o_notification").first.wait_for()
    evaluator.look("11-mesure", full=False)
    (indicator,) = evaluator.call(
        "smart.impact.indicator", "search", [("code", "=", "I09")]
    )
    page = open_form(evaluator, f"/odoo/impact-indicators/{indicator}")
    page.locator(".nav-link[name=codebook]").click()
    page.locator("[name=kappa]").first.wait_for()
    evaluator.look("12-grille", full=False)
    _codes_what_was_written(evaluator)
    page.goto(evaluator.address + "/odoo/impact-programmes")
    page.locator(".o_data_row").first.click()
    page.locator(".nav-link[name=coverage]").click()
    page.locator(".o_field_widget[name=coverage] table").wait_for()
    evaluator.look("13-couverture", full=False)


def _codes_what_was_written(evaluator):
    """Take the free texts of a closed wave, and give one a theme."""
    domain = [("name", "=", "Vague de printemps 2025")]
    (wave,) = evaluator.call("smart.impact.wave", "search", domain)
    page = open_form(evaluator, f"/odoo/impact-waves/{wave}")
    page.locator("button[name=action_take_texts]").click()
    rows = page.locator(".o_list_view .o_data_row")
    rows.first.wait_for()
    waiting = evaluator.call(
        "smart.impact.excerpt", "search_count", [("wave_id", "=", wave)]
    )
    rows.first.locator("[name=my_theme_id]").click()
    rows.first.locator("[name=my_theme_id] input").fill("Choisir")
    page.locator(".o-autocomplete--dropdown-item", has_text="Choisir").click()
    evaluator.look("14-textes-libres", full=False)
    page.locator(".o_list_button_save").first.click()
    page.locator(".o_selected_row").wait_for(state="detached")
    mine = [("wave_id", "=", wave), ("my_theme_id", "!=", False)]
    assert evaluator.call("smart.impact.excerpt", "search_count", mine) == 1
    assert waiting > 10
