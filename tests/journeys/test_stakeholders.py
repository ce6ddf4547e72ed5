"""Recommendations 18 and 25: a funder speaks and reads, an evaluator decides."""

import re

from .accessibility import check

ASKED = "Nos priorités pour 2027"
OVER = "Ce qui compte le plus"
DECISION = "Moyens donnés aux filières"


def test_a_funder_says_what_matters_and_reads_the_results(person):
    region = person("region")
    page = region.go("/my/impact/consultations")
    check(page)
    assert region.fits_a_phone()
    region.look("01-consultations")
    page.get_by_role("link", name=re.compile(ASKED)).click()
    page.wait_for_url("**/consultations/*")
    fields = page.locator(".o_impact_consultation fieldset")
    fields.nth(0).get_by_label("4", exact=True).check()
    fields.nth(0).locator("textarea").fill("Ce que la Région finance d'abord.")
    page.get_by_role("button", name="Envoyer mon avis").click()
    page.locator(".o_impact_saved").wait_for()
    check(page)
    assert region.fits_a_phone()
    region.look("02-avis")

    page = region.go("/my/impact/consultations")
    page.get_by_role("link", name=OVER).click()
    page.locator(".o_impact_importance tbody tr").first.wait_for()
    region.look("03-resultats-de-la-consultation")
    page = region.go("/my/impact")
    check(page)
    page.get_by_role("link", name=re.compile("printemps 2026")).click()
    page.locator(".o_impact_value").first.wait_for()
    check(page)
    assert region.fits_a_phone()
    region.look("04-resultats")
    # she finances: she is not asked as a member is
    assert page.locator("form[action$=answer]").count() == 0


def test_an_evaluator_decides_and_members_read_it(person):
    evaluator = person("evaluatrice")
    page = evaluator.page
    page.goto(evaluator.address + "/odoo/impact-decisions")
    page.locator(".o_data_row", has_text=DECISION).locator("td[name=name]").click()
    page.locator(".o_form_view .o_statusbar_status").wait_for()
    page.locator(".o_arrow_button[data-value=taken]").first.click()
    page.locator("button[name=action_publish]").click()
    # what a reader would miss is asked for
    page.locator(".modal", has_text=DECISION).wait_for()
    evaluator.look("05-il-manque", full=False)
    page.locator(".modal-footer .btn-primary").click()
    page.locator(".modal").wait_for(state="detached")
    page.locator("[name=decided_on] input, [name=decided_on] button").first.click()
    page.locator(".o_datetime_picker .o_today").first.click()
    page.keyboard.press("Escape")
    for field, words in (
        ("said", "Vous demandez du temps pour vous rencontrer."),
        ("decided", "Chaque filière animée reçoit douze heures par trimestre."),
        ("reason", "La moitié des sociétaires en sont membres."),
    ):
        page.locator(f"[name={field}] textarea").fill(words)
    page.locator("button[name=action_publish]").click()
    page.locator("button[name=action_withdraw]").wait_for()
    evaluator.look("06-publiee", full=False)

    lea = person("lea")
    for path, name in (
        ("/my/impact/decisions", "07-membre"),
        ("/impact/decisions", "08-public"),
    ):
        if path == "/impact/decisions":
            lea.forget()
        page = lea.go(path)
        lea.reads("douze heures par trimestre")
        check(page)
        assert lea.fits_a_phone()
        lea.look(name)
    contributions = evaluator.call(
        "smart.impact.engagement",
        "search_count",
        [("phase", "=", "decision"), ("name", "=", DECISION)],
    )
    assert contributions == 1
