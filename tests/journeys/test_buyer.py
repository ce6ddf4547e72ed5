"""Path 2: a buyer reads the charter's grade, and the company decides what it does."""

import re

import pytest

from tools.demo import reference

SUPPLIER = "Papeterie du Coin"
GRADED, UNKNOWN = "Imprimerie du Canal", "Atelier Typo du Nord"
DRAFT = [("state", "=", "draft")]


def find_request(buyer, supplier):
    """Return the id of the request for quotation made to `supplier`."""
    domain = [("partner_id.name", "=", supplier), *DRAFT]
    (request,) = buyer.call("purchase.order", "search", domain)
    return request


def open_request(buyer, request):
    # the back office keeps a connection open: its network is never quiet
    buyer.page.goto(f"{buyer.address}/odoo/purchase/{request}")
    buyer.page.locator(".o_form_view [name=partner_id]").first.wait_for()
    return buyer.page


def confirm(page):
    page.locator(".o_statusbar_buttons button[name=button_confirm]:visible").click()


def becomes_an_order(page):
    # a narrow bar shows its steps in a menu
    bar = page.locator(".o_statusbar_status")
    bar.locator(".o_arrow_button_current[data-value=purchase]").first.wait_for(
        state="attached"
    )


def test_a_buyer_reads_the_grade_of_a_supplier(person):
    """Recommendations 11 and 12: the grade, its lines, and what would improve it."""
    buyer = person("acheteuse")
    page = buyer.page
    page.goto(buyer.address + "/odoo/charter-suppliers")
    page.locator(".o_list_view .o_data_row").first.wait_for()
    buyer.reads("Exemplaire")
    buyer.look("01-fournisseurs", full=False)
    page.get_by_role("cell", name=SUPPLIER, exact=True).click()
    page.get_by_role("tab", name="Charte").click()
    page.locator("[name=charter_grade]", has_text="Conforme").first.wait_for()
    lines = page.locator("[name=charter_line_ids] .o_data_row")
    lines.first.wait_for()
    assert lines.count() > 8
    buyer.reads("Document examiné")
    rows = buyer.call(
        "res.partner",
        "search_read",
        [("supplier_rank", ">", 0)],
        fields=["name", "charter_grade"],
    )
    grades = {row["name"]: row["charter_grade"] for row in rows}
    for row in reference.rows("suppliers"):
        assert grades[row["name"]] == row["grade"]
    buyer.look("02-note-et-lignes", full=False)


def test_an_unknown_supplier_informs_then_blocks(person):
    """Recommendations 9 and 12: soft at first, as strict as the company decides."""
    buyer = person("acheteuse")
    graded, unknown = find_request(buyer, GRADED), find_request(buyer, UNKNOWN)
    page = open_request(buyer, graded)
    page.locator("[name=charter_grade]", has_text="Exemplaire").first.wait_for()
    page.get_by_role("tab", name="Alternatives").click()
    row = page.locator("[name=alternative_po_ids] .o_data_row", has_text=UNKNOWN)
    row.get_by_text("Inconnu").wait_for()
    buyer.look("03-demande-et-alternative", full=False)
    assert page.locator(".alert-info [name=charter_notice]:visible").count() == 0

    # the next one, made before the confirmation, meets another policy
    alone = {"purchase_group_id": False}
    (later,) = buyer.call("purchase.order", "copy", [unknown], alone)
    page = open_request(buyer, unknown)
    page.locator(".alert-info", has_text="Inconnu").wait_for()
    buyer.look("04-inconnu-informe", full=False)
    confirm(page)
    page.locator(".modal").get_by_role("button", name="Conserver").click()
    becomes_an_order(page)
    # what the buyer was told stays in the order's history
    page.locator(".o-mail-Message", has_text="a la note de charte").wait_for()
    buyer.look("05-inconnu-confirme", full=False)

    block_the_unknown(person("achats"))

    page = open_request(buyer, later)
    page.locator(".alert-danger", has_text="Inconnu").wait_for()
    confirm(page)
    refusal = page.locator(".modal", has_text="Votre société")
    refusal.wait_for()
    assert UNKNOWN in refusal.inner_text()
    buyer.look("07-confirmation-refusee", full=False)
    refusal.get_by_role("button", name=re.compile("Fermer|OK")).last.click()
    state = buyer.call("purchase.order", "read", [later], fields=["state"])
    assert state[0]["state"] == "draft"

    page = open_request(buyer, graded)
    confirm(page)
    becomes_an_order(page)


def block_the_unknown(manager):
    """Let the purchase manager change one cell of the company's matrix."""
    page = manager.page
    page.goto(manager.address + "/odoo/charter-effects")
    page.locator(".o_list_view .o_group_header").first.wait_for()
    page.locator(".o_group_header", has_text="Bon de commande").click()
    row = page.locator(".o_data_row", has_text="Inconnu")
    row.locator("td[name=effect]").click()
    page.locator(".o_selected_row td[name=effect] input").first.click()
    page.locator(".o_field_selection_menu").get_by_text("Bloquer").click()
    page.locator(".o_list_button_save:visible").first.click()
    row.locator("td[name=effect]", has_text="Bloquer").wait_for()
    manager.look("06-politique", full=False)


def test_a_supplier_reads_and_signs_the_charter(person):
    """Recommendation 13: the charter is known to those it is about."""
    supplier = person("fournisseur")
    page = supplier.go("/my/charter")
    supplier.reads("Conforme")
    supplier.reads("Le plus court chemin")
    supplier.look("08-page-du-fournisseur")
    assert supplier.fits_a_phone()
    page.locator("form[action='/my/charter/sign'] input[name=signer_name]").fill(
        "Claire Dupont"
    )
    page.locator("form[action='/my/charter/sign'] button").click()
    supplier.reads("Claire Dupont")
    supplier.look("09-charte-signee")
    assert supplier.fits_a_phone()
    with pytest.raises(Exception, match=r"(?i)acc"):
        supplier.call("smart.supplier.assessment", "search_read", [], fields=["id"])
