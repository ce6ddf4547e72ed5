"""Recommendation 9: a buyer replenishes, with the grade beside the price."""

import xmlrpc.client

import pytest

from .conftest import Person

# the add-ons on demand may have to be installed first
pytestmark = pytest.mark.timeout(1800)
PRODUCT = "Ramettes de papier A4"
CHEAP = "Papiers au rabais"


@pytest.fixture
def someone(chromium, optional, request):
    people = []

    def log_in(login):
        people.append(Person(chromium, optional, login, "replenishment"))
        return people[-1]

    yield log_in
    for one in people:
        if getattr(request.node, "has_failed", False):
            one.keep(f"failed-{one.login}")
        one.context.close()
        assert not one.errors, one.errors


def prepare(admin):
    """A paper to reorder: the cheaper supplier is unknown, which the company blocks."""

    def only(model, *domain):
        return admin.call(model, "search", list(domain), limit=1)[0]

    group = admin.call("ir.model.data", "check_object_reference", "stock",
                       "group_stock_manager")[1]  # fmt: skip
    buyer = only("res.users", ("login", "=", "acheteuse"))
    admin.call("res.users", "write", [buyer], {"group_ids": [(4, group)]})
    company = admin.call("res.users", "read", [buyer], ["company_id"])[0]["company_id"]
    cheap = admin.call(
        "res.partner", "create", {"name": CHEAP, "is_company": True, "buyer_id": buyer}
    )
    good = only("res.partner", ("charter_grade", "in", ["exemplary", "compliant"]))
    product = admin.call(
        "product.product",
        "create",
        {
            "name": PRODUCT,
            "is_storable": True,
            "seller_ids": [
                (0, 0, {"partner_id": cheap, "price": 3.2}),
                (0, 0, {"partner_id": good, "price": 3.9}),
            ],
        },
    )
    place = admin.call(
        "stock.warehouse",
        "search_read",
        [("company_id", "=", company[0])],
        ["lot_stock_id"],
    )[0]["lot_stock_id"][0]
    admin.call(
        "stock.warehouse.orderpoint",
        "create",
        {
            "product_id": product,
            "location_id": place,
            "product_min_qty": 20,
            "product_max_qty": 20,
            "trigger": "manual",
        },
    )
    cells = admin.call(
        "smart.charter.policy",
        "search",
        [
            ("company_id", "=", company[0]),
            ("document", "=", "purchase_order"),
            ("grade", "=", "unknown"),
        ],
    )
    admin.call("smart.charter.policy", "write", cells, {"effect": "block"})


def test_a_buyer_replenishes_with_the_grade_beside_the_price(someone):
    prepare(someone("admin"))
    buyer = someone("acheteuse")
    page = buyer.page
    page.goto(buyer.address + "/odoo/replenishment")
    row = page.locator(".o_data_row", has_text=PRODUCT)
    row.locator("td[name=charter_grade]", has_text="Inconnu").wait_for()
    assert CHEAP in row.locator("td[name=supplier_id]").inner_html()
    buyer.look("01-reapprovisionnement", full=False)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(buyer.address + "/odoo/replenishment")
    card = page.locator(".o_kanban_record", has_text=PRODUCT)
    card.locator("[name=charter_grade]", has_text="Inconnu").wait_for()
    assert CHEAP in card.inner_text()
    buyer.keep("01-telephone")
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(buyer.address + "/odoo/replenishment")

    row.locator("button:has(.fa-leaf)").click()
    page.locator(".modal .alert-danger", has_text=CHEAP).wait_for()
    sellers = page.locator(".modal [name=supplierinfo_ids]")
    assert sellers.locator("[name=charter_grade]").count() >= 2
    buyer.look("02-grade-et-prix", full=False)
    page.locator(".modal .btn-close").click()

    row.locator("button[name=action_replenish]").click()
    # the link opens another tab
    path = page.locator(".o_notification a").first.get_attribute("href")
    page.goto(buyer.address + path)
    page.locator(".alert-danger", has_text=CHEAP).wait_for()
    page.locator(".o-mail-Activity").first.wait_for()
    buyer.look("03-demande-de-prix", full=False)
    (order,) = buyer.call(
        "purchase.order",
        "search_read",
        [("partner_id.name", "=", CHEAP)],
        ["state"],
    )
    assert order["state"] == "draft"
    with pytest.raises(xmlrpc.client.Fault, match=CHEAP):
        buyer.call("purchase.order", "button_confirm", [order["id"]])
