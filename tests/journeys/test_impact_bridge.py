"""Recommendations 8 and 22: figures of purchasing and of filières, as indicators."""

SAVED = "A05"


def open_form(person, path):
    person.page.goto(person.address + path)
    person.page.locator(".o_form_view .o_form_sheet").wait_for()
    return person.page


def test_an_evaluator_computes_what_buying_together_saved(person):
    evaluator = person("evaluatrice")
    page = evaluator.page
    page.goto(evaluator.address + "/odoo/impact-indicators")
    page.locator(".o_data_row").first.wait_for()
    (indicator,) = evaluator.call(
        "smart.impact.indicator", "search", [("code", "=", SAVED)]
    )
    page = open_form(evaluator, f"/odoo/impact-indicators/{indicator}")
    evaluator.look("01-indicateur", full=False)
    page.locator("button[name=action_compute_figure]").click()
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
