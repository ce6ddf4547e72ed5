"""Chapter of the purchases: a year of orders and bills, and two open requests."""

import datetime
import random

from . import filieres, reference
from .suppliers import as_user, silent

SEED = 9
ORDERS, BILLED = 60, 40
YEAR = 360
# what waits for a decision: the same brochures from a graded supplier, and cheaper from
# one nobody assessed
BROCHURES = "Imprimerie du Canal"
REQUESTS = (("Imprimerie du Canal", 148.00), ("Atelier Typo du Nord", 132.00))


def tell(env, _count):
    """Order, receive and post bills as the people concerned would have done."""
    quiet = silent(env)
    found = _catalogue(quiet)
    buyer = as_user(quiet, "acheteuse")
    past = _orders(buyer, found)
    _confirm(past)
    _bill(as_user(quiet, "achats"), past[:BILLED])
    _compare(buyer, found)


def _compare(env, found):
    """Ask two suppliers for the same, as alternatives of one another."""
    # what the setting "Purchase Alternatives" does
    employees = env.ref("base.group_user").sudo()
    alternatives = env.ref("purchase_requisition.group_purchase_alternatives")
    employees.write({"implied_ids": [(4, alternatives.id)]})
    _partner, product, _price, quantity = found[BROCHURES]
    now = datetime.datetime.now()
    orders = env["purchase.order"].create(
        [
            _order_vals((found[supplier][0], product, price, quantity), quantity, now)
            for supplier, price in REQUESTS
        ]
    )
    env["purchase.order.group"].create({"order_ids": [(6, 0, orders.ids)]})


def _catalogue(env):
    """Return {supplier: (partner, product, price, usual quantity)}."""
    partners = {
        partner.name: partner
        for partner in env["res.partner"].search([("supplier_rank", ">", 0)])
    }
    goods = {product.name: product for product in env["product.product"].search([])}
    return {
        row["supplier"]: (
            partners[row["supplier"]],
            goods[row["product"]],
            float(row["price"]),
            int(row["usual_quantity"]),
        )
        for row in reference.rows("products")
    }


def _orders(env, found):
    """Create the year's orders, oldest first; regular suppliers come back more."""
    dice = random.Random(SEED)
    names = list(found)
    regulars = [row["name"] for row in reference.rows("suppliers") if row["buyer"]]
    days = sorted((dice.randrange(25, YEAR) for _ in range(ORDERS)), reverse=True)
    vals_list = []
    for rank, age in enumerate(days):
        # each supplier once, then those that the buyer follows
        name = names[rank * 7 % len(names)] if rank % 3 else dice.choice(regulars)
        quantity = max(1, round(found[name][3] * dice.uniform(0.5, 1.5)))
        day = filieres.TODAY - datetime.timedelta(days=age)
        vals_list.append(_order_vals(found[name], quantity, _at_work(day, dice)))
    return env["purchase.order"].create(vals_list)


def _at_work(day, dice):
    moment = datetime.time(dice.randrange(8, 17), dice.randrange(60))
    return datetime.datetime.combine(day, moment)


def _order_vals(offer, quantity, moment):
    partner, product, price, _usual = offer
    line = {"product_id": product.id, "product_qty": quantity, "price_unit": price}
    return {
        "partner_id": partner.id,
        "date_order": moment.replace(microsecond=0),
        "order_line": [(0, 0, line)],
    }


def _confirm(orders):
    moments = {order: order.date_order for order in orders}
    orders.button_confirm()
    for order, moment in moments.items():
        order.date_approve = moment
        order.order_line.qty_received = order.order_line.product_qty


def _bill(env, orders):
    """Create and post one bill per order, a fortnight after it."""
    for order in orders.with_env(env):
        order.action_create_invoice()
        day = order.date_order.date() + datetime.timedelta(days=14)
        order.invoice_ids.write(
            {"invoice_date": day, "ref": f"F-{day:%Y%m}-{order.id:04d}"}
        )
    orders.with_env(env).invoice_ids.sorted("invoice_date").action_post()
