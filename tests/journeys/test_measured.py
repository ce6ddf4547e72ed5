"""Recommendations 22 and 23: what is measured, how, and what is not measured yet."""

from .accessibility import check

FULL = "Vague complète d'automne 2025"


def test_what_is_measured_and_what_is_not(person):
    evaluator = person("evaluatrice")
    page = evaluator.page
    page.goto(evaluator.address + "/odoo/impact-indicators")
    page.locator(".o_list_view .o_data_row").first.wait_for()
    page.locator(".o_searchview_dropdown_toggler").click()
    page.locator(".o_filter_menu .dropdown-item", has_text="Pas encore mesuré").click()
    page.keyboard.press("Escape")
    rows = page.locator(".o_list_view .o_data_row")
    rows.filter(has_text="S06").wait_for(state="detached")
    assert rows.filter(has_text="R01").count() == 1
    evaluator.look("01-pas-encore-mesures", full=False)

    rows.filter(has_text="S02").locator("td[name=name]").click()
    page.locator(".o_form_view .alert", has_text="rémunération horaire").wait_for()
    evaluator.look("02-ce-qui-manque", full=False)

    [median] = evaluator.call(
        "smart.impact.indicator", "search", [("code", "=", "S06")]
    )
    page.goto(evaluator.address + f"/odoo/impact-indicators/{median}")
    page.locator(".o_form_view .o_statusbar_status").wait_for()
    assert not page.locator(".o_form_view .alert:visible").count()
    evaluator.look("03-mediane", full=False)

    [rate] = evaluator.call("smart.impact.indicator", "search", [("code", "=", "R07")])
    page.goto(evaluator.address + f"/odoo/impact-indicators/{rate}")
    page.locator("button[name=action_compute_figure]").click()
    page.locator(".modal button[name=action_compute]").click()
    page.locator(".o_list_view .o_data_row").first.wait_for()
    evaluator.look("04-taux-de-reponse", full=False)
    see_full_wave(evaluator)
    read_the_page(person)


def see_full_wave(evaluator):
    [wave] = evaluator.call("smart.impact.wave", "search", [("name", "=", FULL)])
    page = evaluator.page
    page.goto(evaluator.address + f"/odoo/impact-waves/{wave}")
    page.locator(".oe_stat_button", has_text="Tableau de bord").click()
    card = page.locator(".o_impact_card", has_text="Temps administratif gagné")
    card.wait_for()
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    # hours lie on no axis from 0 to 100
    assert card.locator("svg.o_impact_whisker").count() == 0
    card.scroll_into_view_if_needed()
    evaluator.look("05-questionnaire-complet", full=False)


def read_the_page(person):
    lea = person("lea")
    page = lea.go("/my/impact")
    page.get_by_role("link", name=FULL).click()
    lea.reads("Temps administratif gagné")
    lea.look("06-resultats")
    assert lea.fits_a_phone()
    check(page)

    page = lea.go("/impact")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    missing = page.locator(".o_impact_indicator[data-code=S02]")
    assert missing.locator(".o_impact_unmeasured").count() == 1
    assert "données de paie" in missing.inner_text()
    measured = page.locator(".o_impact_indicator[data-code=S06]")
    assert measured.locator(".o_impact_unmeasured").count() == 0
    check(page)
    assert lea.fits_a_phone()
    lea.look("07-page-publique")
