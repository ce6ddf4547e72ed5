"""Recommendations 18 and 25: what people say comes back as decisions."""

import re

from .accessibility import check as check_page

ASKED = "Nos priorités pour 2027"
OVER = "Ce qui compte le plus"


def check(page):
    page.wait_for_load_state("networkidle")
    check_page(page)


def test_a_member_says_what_matters(person):
    lea = person("lea")
    page = lea.go("/my/impact")
    page.get_by_role("link", name=re.compile("Dites ce qui compte")).click()
    page.wait_for_url("**/consultations")
    check(page)
    page.get_by_role("link", name=re.compile(ASKED)).click()
    page.wait_for_url("**/consultations/*")
    check(page)
    fields = page.locator(".o_impact_consultation fieldset")
    assert fields.count() == 4
    page.get_by_role("button", name="Envoyer mon avis").click()
    page.locator(".o_impact_error").wait_for()
    fields.nth(0).get_by_label("5", exact=True).check()
    fields.nth(1).get_by_label("2", exact=True).check()
    fields.nth(0).locator("textarea").fill("D'abord un revenu sur lequel compter.")
    assert lea.fits_a_phone()
    lea.look("01-avis")
    page.get_by_role("button", name="Envoyer mon avis").click()
    page.locator(".o_impact_saved").wait_for()
    assert page.get_by_label("5", exact=True).first.is_checked()

    evaluator = person("evaluatrice")
    page = evaluator.page
    page.goto(evaluator.address + "/odoo/impact-consultations")
    page.locator(".o_data_row", has_text=ASKED).first.click()
    page.locator(".oe_stat_button", has_text="Commentaires à lire").click()
    row = page.locator(".o_data_row", has_text="un revenu sur lequel compter")
    row.get_by_role("button", name="Afficher").click()
    row.get_by_role("button", name="Afficher").wait_for(state="detached")
    evaluator.look("02-commentaires", full=False)
    assert "Lambert" not in page.locator(".o_list_view").inner_text()


def test_what_came_out_and_what_was_decided(person):
    lea = person("lea")
    page = lea.go("/my/impact/consultations")
    page.get_by_role("link", name=OVER).click()
    page.wait_for_url("**/consultations/*")
    assert page.locator(".o_impact_importance tbody tr").count() == 4
    assert page.locator(".o_impact_materiality circle").count() == 4
    assert page.locator(".o_impact_comment").count() == 3
    check(page)
    assert lea.fits_a_phone()
    lea.look("03-resultats")

    page = lea.go("/my/impact/decisions")
    lea.reads("sept jours")
    check(page)
    assert lea.fits_a_phone()
    lea.look("04-vous-avez-dit")

    evaluator = person("evaluatrice")
    page = evaluator.page
    for path, name in (
        ("impact-decisions", "05-registre"),
        ("impact-contributions", "06-contributions"),
        ("impact-works", "07-travaux"),
    ):
        page.goto(f"{evaluator.address}/odoo/{path}")
        page.locator(".o_list_view, .o_pivot_view").first.wait_for()
        page.wait_for_timeout(500)
        evaluator.look(name, full=False)
    page.goto(evaluator.address + "/odoo/impact-programmes")
    page.locator(".o_data_row").first.locator("td[name=name]").click()
    page.get_by_role("tab", name="Parties prenantes").click()
    page.locator(".o_impact_stakes").wait_for()
    assert page.locator(".o_impact_stakes tbody tr").count() == 4
    evaluator.look("08-matrice", full=False)
