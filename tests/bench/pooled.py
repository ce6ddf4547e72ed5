"""Close 10,000 commitments on 50 products into one order, and share what arrives."""

import datetime
import time

from odoo.fields import Command

from . import ground
from .clock import Way, alternate, check, report

PRODUCTS = 50
MOST_SECONDS, MOST_SECONDS_TO_SHARE = 5, 0.5
MOST_QUERIES = 400
REPEATS = 3


def measure(env):
    """Measure the whole way, and the sharing of it alone."""
    order = _create(env)
    sharing = []

    def whole():
        order.action_close()
        order.action_create_purchase_order()
        order.purchase_order_ids.button_confirm()
        for line in order.purchase_order_ids.order_line:
            line.qty_received = int(ground.RECEIVED * line.product_qty)
        env.flush_all()
        start = time.perf_counter()
        order.line_ids._allocate()
        env.flush_all()
        sharing.append(time.perf_counter() - start)
        return sum(order.commitment_ids.mapped("allocated_qty"))

    way = Way("close, order, confirm, receive, share", whole)
    alternate(env, [way], REPEATS)
    return [
        report(
            f"{len(order.commitment_ids):,} commitments on {PRODUCTS} products",
            [way],
            [
                check("seconds in all", way.seconds, MOST_SECONDS),
                check("seconds to share", min(sharing), MOST_SECONDS_TO_SHARE),
                check("queries", way.queries, MOST_QUERIES),
            ],
        )
    ]


def _create(env):
    supplier = env["res.partner"].create({"name": "Banc à cinquante"})
    products = env["product.product"].create(
        [
            {"name": f"Banc {n}", "type": "consu", "purchase_method": "receive"}
            for n in range(PRODUCTS)
        ]
    )
    env["product.supplierinfo"].create(
        [
            {
                "partner_id": supplier.id,
                "product_tmpl_id": product.product_tmpl_id.id,
                "price": 10,
            }
            for product in products
        ]
    )
    order = env["smart.pooled.order"].create(
        {
            "name": "Banc à cinquante",
            "partner_id": supplier.id,
            "deadline": datetime.datetime.now() + datetime.timedelta(days=30),
            "line_ids": [Command.create({"product_id": p.id}) for p in products],
        }
    )
    order.action_open()
    count = ground.COMMITMENTS // PRODUCTS
    members = env["res.partner"].search([("is_member", "=", True)], limit=count)
    if len(members) < count:
        members |= env["res.partner"].create(
            [
                {"name": f"Banc {n}", "is_member": True}
                for n in range(count - len(members))
            ]
        )
    env["smart.pooled.commitment"].create(
        [
            {
                "line_id": line.id,
                "partner_id": member.id,
                "quantity": 1 + (rank + number) * 7 % 13,
                "tolerance": rank % 3,
            }
            for number, line in enumerate(order.line_ids)
            for rank, member in enumerate(members)
        ]
    )
    return order
