"""Recommendations 8 and 22: figures of purchasing and of filières, as indicators."""

import datetime

from .accessibility import check
from .test_programme import vote

SAVED, BUYING = "A05", "A04"
BALLOT = "Séance des achats"


def open_form(person, path):
    person.page.goto(person.address + path)
    person.page.locator(".o_form_view .o_form_sheet").wait_for()
    return person.page


def test_an_evaluator_reads_what_buying_together_saved(person):
    evaluator = person("evaluatrice")
    page = evaluator.page
    page.goto(evaluator.address + "/odoo/impact-indicators")
    page.locator(".o_data_row").first.wait_for()
    (indicator,) = evaluator.call(
        "smart.impact.indicator", "search", [("code", "=", SAVED)]
    )
    page = open_form(evaluator, f"/odoo/impact-indicators/{indicator}")
    evaluator.look("01-indicateur", full=False)
    page.locator("button[name=action_view_figures]").click()
    page.locator(".o_list_view .o_data_row").first.wait_for()
    evaluator.look("02-economies", full=False)
    figures = evaluator.call(
        "smart.impact.figure",
        "search_read",
        [("indicator_id", "=", indicator)],
        ["is_total", "is_masked", "people", "value"],
    )
    (total,) = [one for one in figures if one["is_total"]]
    assert total["people"] >= 5
    assert total["value"] > 0
    # no place with fewer than five members is shown
    assert all(one["is_masked"] or one["people"] >= 5 for one in figures)

    # she reads figures, never who bought what
    page.goto(evaluator.address + "/odoo/pooled-shares")
    page.locator(".modal, .o_notification, .o_error_dialog").first.wait_for()


def test_who_stands_for_the_figures_sees_where_they_come_from(person):
    hers = person("mesures")
    (indicator,) = hers.call(
        "smart.impact.indicator",
        "search_read",
        [("code", "=", SAVED)],
        ["numerator_id"],
    )
    page = open_form(hers, f"/odoo/impact-measures/{indicator['numerator_id'][0]}")
    page.locator("button[name=action_try]").click()
    page.locator(".o_notification").first.wait_for()
    hers.look("03-mesure", full=False)
    page.goto(hers.address + "/odoo/pooled-shares")
    page.locator(".o_pivot").first.wait_for()
    hers.look("04-economies-par-territoire", full=False)


def adopt(person, evaluator, code):
    """Propose an indicator of the list and have the board vote for it."""
    (indicator,) = evaluator.call(
        "smart.impact.indicator", "search", [("code", "=", code)]
    )
    page = open_form(evaluator, f"/odoo/impact-indicators/{indicator}")
    page.locator("button[name=action_propose]").click()
    page.locator(".o_kanban_record, .o_data_row, .o_form_view").last.wait_for()
    domain = [("indicator_id", "=", indicator)]
    (proposal,) = evaluator.call("smart.impact.proposal", "search", domain)
    words = {"answer": "Une décision en dépend : quels achats faire ensemble."}
    evaluator.call("smart.impact.proposal", "write", [proposal], words)
    page = open_form(evaluator, f"/odoo/impact-proposals/{proposal}")
    page.locator("button[name=action_retain]").click()
    page.locator("button[name=action_retain]").wait_for(state="detached")
    vote(person, evaluator, str(proposal), BALLOT)
    return indicator


def compute(evaluator, indicator, kind="Une année"):
    """Read the figures of this year, which is not over, from the dialog."""
    page = open_form(evaluator, f"/odoo/impact-indicators/{indicator}")
    page.locator("button[name=action_compute_figure]").click()
    dialog = page.locator(".modal")
    dialog.get_by_label(kind).check()
    dialog.locator("[name=year] input").fill(str(datetime.date.today().year))
    return dialog


def test_a_figure_of_purchasing_is_voted_read_and_published(person):
    """Recommendations 8 and 22, to the end: members and anybody read it."""
    evaluator = person("evaluatrice")
    indicator = adopt(person, evaluator, BUYING)
    dialog = compute(evaluator, indicator)
    evaluator.look("05-periode", full=False)
    dialog.locator("button[name=action_compute]").click()
    page = evaluator.page
    page.locator(".modal").wait_for(state="detached")
    page.locator(".o_list_view .o_data_row").first.wait_for()
    page.locator("thead .o_list_record_selector input").check()
    page.locator("button[name=action_publish]").first.click()
    page.locator(".o_data_row .text-bg-success").first.wait_for()
    evaluator.look("06-publie", full=False)

    # a quarter of the same year would tell what is masked
    dialog = compute(evaluator, indicator, "Un trimestre")
    dialog.locator("button[name=action_compute]").click()
    page.locator(".modal", has_text="chevauche").wait_for()
    evaluator.look("07-chevauchement", full=False)

    lea = person("lea")
    for path, name in (("/my/impact", "08-membre"), ("/impact", "09-public")):
        if path == "/impact":
            lea.forget()
        page = lea.go(path)
        for code in (BUYING, SAVED, "F01"):
            page.locator(f".o_impact_other[data-code={code}]").wait_for()
        others = page.locator(".o_impact_other details")
        others.evaluate_all("all => all.forEach(one => one.open = true)")
        check(page)
        assert lea.fits_a_phone()
        lea.look(name)
