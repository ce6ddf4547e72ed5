"""More arrives than was asked for: the structure offers it, a member takes some."""

import contextlib
import datetime
import xmlrpc.client

from .accessibility import check

ASKED, ARRIVED, TAKEN = 4, 7, 2


def step(buyer, method, pool):
    """Call a button; it returns nothing, which XML-RPC cannot say."""
    with contextlib.suppress(xmlrpc.client.Fault):
        buyer.call("smart.pooled.order", method, [pool])


def prepare(buyer, manager):
    """Return a pooled order of which three units are left, shared by a buyer."""
    (product,) = buyer.call(
        "product.product", "search", [("name", "like", "Gaffer noir sans solvant%")]
    )
    (supplier,) = buyer.call(
        "res.partner", "search", [("name", "=", "Papeterie du Coin")]
    )
    (amine,) = buyer.call("res.partner", "search", [("user_ids.login", "=", "amine")])
    deadline = datetime.datetime.now() + datetime.timedelta(days=3)
    (pool,) = buyer.call(
        "smart.pooled.order",
        "create",
        [
            {
                "name": "Gaffer de l’automne",
                "partner_id": supplier,
                "deadline": f"{deadline:%Y-%m-%d %H:%M:%S}",
                "line_ids": [(0, 0, {"product_id": product})],
            }
        ],
    )
    (line,) = buyer.call("smart.pooled.order.line", "search", [("order_id", "=", pool)])
    step(buyer, "action_open", pool)
    buyer.call(
        "smart.pooled.commitment",
        "create",
        [{"line_id": line, "partner_id": amine, "quantity": ASKED}],
    )
    step(buyer, "action_close", pool)
    step(buyer, "action_create_purchase_order", pool)
    (order,) = buyer.call("purchase.order", "search", [("pooled_order_id", "=", pool)])
    manager.call("purchase.order", "button_confirm", [order])
    lines = buyer.call("purchase.order.line", "search", [("order_id", "=", order)])
    manager.call("purchase.order.line", "write", lines, {"qty_received": ARRIVED})
    step(buyer, "action_allocate", pool)
    return pool


def test_what_is_left_finds_a_member(person):
    """Recommendation 14: what nobody asked for has an owner, who offers it."""
    buyer, sofie = person("acheteuse"), person("sofie")
    pool = prepare(buyer, person("achats"))
    page = buyer.page
    page.goto(f"{buyer.address}/odoo/pooled-orders/{pool}")
    page.locator("button[name=action_offer_surplus]:visible").first.click()
    page.locator("button[name=action_stop_surplus]").first.wait_for(state="attached")
    buyer.look("01-proposer-ce-qui-reste", full=False)
    page = sofie.go("/my/pools")
    page.locator(".o_smart_pool_left").first.wait_for()
    sofie.look("02-il-en-reste")
    assert sofie.fits_a_phone()
    page = sofie.go(f"/my/pools/{pool}")
    form = page.locator(".o_smart_pool_surplus")
    form.locator("input[name=quantity]").fill("99")
    form.get_by_role("button").click()
    page.locator("[role=alert]").wait_for()
    sofie.look("03-trop")
    check(page)
    form.locator("input[name=quantity]").fill(str(TAKEN))
    form.get_by_role("button").click()
    page.locator(".o_smart_pool_mine").wait_for()
    sofie.reads("de ce qui restait")
    sofie.look("04-ma-part-du-reste")
    assert sofie.fits_a_phone()
    check(page)
