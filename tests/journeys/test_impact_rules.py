"""Recommendations 20, 22, 23, 24 and 26: what the list and the figures refuse."""

import datetime

from .test_programme import open_form, pick, press

REASON = "La convention ne couvre pas ces questions."


def indicator_of(evaluator, code):
    domain = [("code", "=", code)]
    (found,) = evaluator.call("smart.impact.indicator", "search", domain)
    return found


def open_indicator(evaluator, code):
    found = indicator_of(evaluator, code)
    page = open_form(evaluator, f"/odoo/impact-indicators/{found}")
    return page, found


def save(page):
    page.locator(".o_form_button_save").first.click()


def test_three_primary_indicators_and_no_fourth(person):
    evaluator = person("evaluatrice")
    page, third = open_indicator(evaluator, "S03")
    page.locator("[name=is_primary] input").check()
    save(page)
    page.locator("[name=primary_on]").wait_for()
    evaluator.look("01-troisieme-principal", full=False)
    page, _fourth = open_indicator(evaluator, "S14")
    page.locator("[name=is_primary] input").check()
    save(page)
    page.locator(".modal, .o_notification", has_text="principaux").first.wait_for()
    evaluator.look("02-quatrieme-refuse", full=False)
    # other journeys find the list as it was
    values = {"is_primary": False}
    evaluator.call("smart.impact.indicator", "write", [third], values)


def create_external(evaluator):
    (like,) = evaluator.call(
        "smart.impact.indicator",
        "read",
        [indicator_of(evaluator, "S03")],
        ["criterion_id", "decision_ids"],
    )
    return evaluator.call(
        "smart.impact.indicator",
        "create",
        {
            "code": "X1",
            "name": "Pauvreté au travail, population active",
            "source": "external",
            "level": "impact",
            "criterion_id": like["criterion_id"][0],
            "decision_ids": [(6, 0, like["decision_ids"])],
        },
    )


def test_an_external_value_has_its_source_and_an_impact_its_comparison(person):
    evaluator = person("evaluatrice")
    create_external(evaluator)
    page = evaluator.page
    page.goto(evaluator.address + "/odoo/impact-figures/new")
    page.locator(".o_form_view .o_form_sheet").wait_for()
    pick(page, "indicator_id", "X1")
    year = datetime.date.today().year - 1
    for field, day in (("date_from", f"01/01/{year}"), ("date_to", f"31/12/{year}")):
        page.locator(f"[name={field}] input, [name={field}] button").first.click()
        page.locator(f"[name={field}] input").first.fill(day)
        page.keyboard.press("Tab")
    page.locator("[name=value] input").fill("4,7")
    save(page)
    page.locator("[name=reference].o_field_invalid").wait_for()
    evaluator.look("03-sans-source", full=False)
    page.locator("[name=reference] input").fill("EU-SILC, Eurostat, ilc_iw01")
    save(page)
    page.locator(".o_form_saved, .o_form_button_save").first.wait_for(state="attached")
    page.locator("button[name=action_publish]").click()
    # neither voted nor compared: it stays in the office
    page.locator(".modal", has_text="aucune comparaison").wait_for()
    evaluator.look("04-impact-sans-comparaison", full=False)


def test_a_researcher_adds_a_work_and_a_manager_refuses_an_extract(person):
    researcher, manager = person("chercheuse"), person("impact")
    page = researcher.page
    page.goto(researcher.address + "/odoo/impact-works/new")
    page.locator(".o_form_view .o_form_sheet").wait_for()
    page.locator("[name=name] input, [name=name] textarea").first.fill(
        "Le travail en coopérative d'activités"
    )
    page.locator("[name=authors] input").fill("A. Vermeulen")
    page.locator("[name=year] input").fill("2026")
    save(page)
    page.locator(".o_form_button_save:visible").wait_for(state="detached")
    researcher.look("05-travail", full=False)

    page.goto(researcher.address + "/odoo/impact-extracts/new")
    page.locator(".o_form_view .o_form_sheet").wait_for()
    page.locator("[name=name] input, [name=name] textarea").first.fill("Temps et sens")
    page.locator("[name=purpose] textarea").fill("Le temps choisi donne-t-il du sens ?")
    save(page)
    page.locator(".o_form_button_save:visible").wait_for(state="detached")
    researcher.look("06-extrait-demande", full=False)

    page = manager.page
    page.goto(manager.address + "/odoo/impact-extracts")
    page.locator(".o_data_row", has_text="Temps et sens").first.click()
    page.locator("button[name=action_refuse]").click()
    page.locator(".modal", has_text="Temps et sens").wait_for()
    page.locator(".modal-footer .btn-primary").click()
    page.locator(".modal").wait_for(state="detached")
    page.locator("[name=refusal] textarea").fill(REASON)
    press(page, "action_refuse")
    page.locator("button[name=action_refuse]").wait_for(state="detached")
    manager.look("07-extrait-refuse", full=False)

    page = researcher.page
    page.reload()
    researcher.reads(REASON)
    researcher.look("08-raison-du-refus", full=False)


def test_a_researcher_proposes_an_indicator(person):
    researcher = person("chercheuse")
    page = researcher.page
    page.goto(researcher.address + "/odoo/impact-proposals/new")
    page.locator(".o_form_view .o_form_sheet").wait_for()
    page.locator("[name=name] input, [name=name] textarea").first.fill(
        "Conflits de temps"
    )
    page.locator("[name=reason] textarea").fill("La littérature le lie au sens.")
    page.locator("[name=decision] input, [name=decision] textarea").first.fill(
        "Horaires des espaces de travail"
    )
    page.locator("button[name=action_submit]").click()
    page.locator("button[name=action_submit]").wait_for(state="detached")
    researcher.look("09-proposition-de-la-recherche", full=False)
    (proposal,) = researcher.call(
        "smart.impact.proposal",
        "search_read",
        [("name", "=", "Conflits de temps")],
        ["origin", "state"],
    )
    assert (proposal["origin"], proposal["state"]) == ("researcher", "submitted")


def test_no_wave_opens_on_what_nobody_adopted(person):
    evaluator = person("evaluatrice")
    [like] = evaluator.call(
        "smart.impact.indicator",
        "read",
        [indicator_of(evaluator, "S13")],
        ["criterion_id"],
    )
    draft = evaluator.call(
        "smart.impact.indicator",
        "create",
        {
            "code": "S99",
            "name": "Absences possibles",
            "criterion_id": like["criterion_id"][0],
        },
    )
    instrument = evaluator.call(
        "smart.impact.instrument",
        "create",
        {"name": "Questionnaire à l'essai", "code": "essai"},
    )
    evaluator.call(
        "smart.impact.item",
        "create",
        {
            "instrument_id": instrument,
            "code": "ESS1",
            "text": "Pouvez-vous vous absenter quand il le faut ?",
            "kind": "scale",
            "indicator_ids": [(4, draft)],
        },
    )
    (programme,) = evaluator.call("smart.impact.programme", "search", [])
    wave = evaluator.call(
        "smart.impact.wave",
        "create",
        {
            "name": "Vague à l'essai",
            "programme_id": programme,
            "instrument_id": instrument,
        },
    )
    page = open_form(evaluator, f"/odoo/impact-waves/{wave}")
    page.locator(".o_statusbar_buttons").get_by_role(
        "button", name="Ouvrir la vague"
    ).click()
    page.locator(".modal-footer .btn-primary").click()
    page.locator(".modal", has_text="S99").wait_for()
    evaluator.look("10-vague-refusee", full=False)
