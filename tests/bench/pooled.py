"""Close 10,000 commitments on 50 products into one order, and share what arrives."""

import statistics
import time

from . import ground
from .clock import Way, alternate, check, report

MOST_SECONDS, MOST_SECONDS_TO_SHARE = 5, 0.5
MOST_QUERIES = 400
REPEATS = 3


def measure(env):
    """Measure the whole way, and the sharing of it alone."""
    order = ground.pool_of_fifty(env)
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
            f"{len(order.commitment_ids):,} commitments on {ground.PRODUCTS} products",
            [way],
            [
                check("seconds in all", way.seconds, MOST_SECONDS),
                check(
                    "seconds to share",
                    statistics.median(sharing),
                    MOST_SECONDS_TO_SHARE,
                ),
                check("queries", way.queries, MOST_QUERIES),
            ],
        )
    ]
