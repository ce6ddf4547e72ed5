"""Recommendations 14 and 15: a need becomes an order, the structure takes part."""

import re

from .accessibility import check

NEED = "Papier recyclé pour nos ateliers"
TOLD = "Encre végétale"


def send(page, selector):
    page.click(selector)
    page.wait_for_load_state("networkidle")


def test_a_need_becomes_a_pooled_order(person):
    lea, sofie = person("lea"), person("sofie")
    page = lea.go("/my/needs")
    assert page.locator(".o_smart_need").count() >= 2
    check(page)
    assert lea.fits_a_phone()
    lea.look("01-besoins")

    page = lea.go("/my/needs/new")
    check(page)
    page.fill("#name", TOLD)
    page.fill("#quantity", "deux")
    send(page, "form .btn-primary:visible >> nth=-1")
    assert page.locator(".alert-danger").count() == 1
    assert page.input_value("#name") == TOLD
    lea.look("02-formulaire")
    page.fill("#quantity", "2,5")
    send(page, "form .btn-primary:visible >> nth=-1")
    assert page.locator(".o_smart_need_page[data-state=open]").count() == 1

    page = lea.go("/my/needs")
    page.get_by_role("link", name=NEED).click()
    page.fill("#quantity", "6")
    send(page, ".o_smart_need_back .btn-primary")
    assert page.locator(".o_smart_need_count").get_attribute("data-count") == "5"
    check(page)
    assert page.locator(".o_smart_need_open").count() == 0
    lea.look("03-soutenu")

    # Sofie followed the training
    page = sofie.go("/my/needs")
    page.get_by_role("link", name=NEED).click()
    page.locator(".o_smart_need_open").wait_for()
    check(page)
    sofie.look("04-coordonner")
    page.select_option("#choice", index=1)
    page.fill("#lot", "6")
    send(page, ".o_smart_need_open .btn-primary")
    page.locator(".o_smart_pool").wait_for()
    pool = int(re.search(r"/my/pools/(\d+)", page.url).group(1))

    page = lea.go(f"/my/pools/{pool}")
    page.locator("input[name=quantity]").first.fill("6")
    send(page, ".o_smart_pool_form .btn-primary")
    check(page)
    assert page.locator(".o_smart_pool_estimate").count() == 1
    assert lea.fits_a_phone()
    lea.look("05-engagee")


def test_members_join_an_order_of_the_structure(person):
    buyer, lea = person("acheteuse"), person("lea")
    (product,) = buyer.call(
        "product.product", "search", [("name", "=like", "Gaffer noir%")]
    )
    (supplier,) = buyer.call(
        "res.partner",
        "search",
        [("name", "=", "Papeterie du Coin"), ("is_company", "=", True)],
    )
    line = {"product_id": product, "product_qty": 20, "price_unit": 7.9}
    order = buyer.call(
        "purchase.order",
        "create",
        {"partner_id": supplier, "order_line": [(0, 0, line)]},
    )
    buyer.page.goto(f"{buyer.address}/odoo/purchase/{order}")
    buyer.page.locator("button[name=action_open_to_members]").first.click()
    buyer.page.locator("button[name=action_open]:visible").first.wait_for()
    buyer.look("06-ouvrir-la-commande", full=False)
    buyer.page.locator("button[name=action_open]:visible").first.click()
    buyer.page.locator("button[name=action_close]:visible").first.wait_for()
    (pool,) = buyer.call(
        "smart.pooled.order", "search", [("source_purchase_id", "=", order)]
    )
    page = lea.go(f"/my/pools/{pool}")
    page.locator("input[name=quantity]").first.fill("4")
    send(page, ".o_smart_pool_form .btn-primary")
    check(page)
    lea.look("07-avec-la-structure")
    buyer.page.locator("button[name=action_close]:visible").first.click()
    buyer.page.locator(".modal-footer .btn-primary").click()
    buyer.page.locator(
        "button[name=action_create_purchase_order]:visible"
    ).first.wait_for()
    buyer.call("smart.pooled.order", "action_create_purchase_order", [pool])
    (row,) = buyer.call("purchase.order", "read", [order], ["order_line"])
    (line,) = buyer.call(
        "purchase.order.line", "read", row["order_line"], ["product_qty"]
    )
    assert line["product_qty"] == 24
    buyer.page.goto(f"{buyer.address}/odoo/pool-needs")
    buyer.page.locator(".o_kanban_record").first.wait_for()
    buyer.look("08-besoins-acheteuse", full=False)
