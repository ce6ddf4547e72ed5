# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..engine.pooling import (
    Demand,
    Tier,
    advise_order_up,
    ceil_steps,
    count_lots,
    make_plan,
    make_plan_with_ceilings,
    missing_to,
    price_at,
    to_steps,
)

TIERS = [
    Tier(0, Decimal("10.00")),
    Tier(12, Decimal("9.20")),
    Tier(18, Decimal("8.50")),
]


@tagged("post_install", "-at_install")
class TestEnginePooling(BaseCase):
    def test_tolerance_completes_a_begun_lot_but_never_makes_one(self):
        table = {(0, 5): 0, (2, 2): 1, (4, 4): 1, (5, 3): 2, (5, 2): 1, (0, 0): 0}
        for (firm, tolerance), lots in table.items():
            self.assertEqual(count_lots(firm, tolerance, 4), lots, (firm, tolerance))

    def test_missing_to_a_lot_is_the_smallest_demand_that_fills_it(self):
        for lot in (1, 4, 6):
            for firm in range(20):
                for tolerance in range(10):
                    target = count_lots(firm, tolerance, lot) + 1
                    missing = missing_to(target, firm, tolerance, lot)
                    before = count_lots(firm + missing - 1, tolerance, lot)
                    after = count_lots(firm + missing, tolerance, lot)
                    self.assertLess(before, target)
                    self.assertGreaterEqual(after, target)

    def test_threshold_itself_gives_the_price(self):
        prices = {11: "10.00", 12: "9.20", 17: "9.20", 18: "8.50", 100: "8.50"}
        for quantity, price in prices.items():
            self.assertEqual(price_at(quantity, TIERS), Decimal(price))
        self.assertIsNone(price_at(5, [Tier(6, Decimal(1))]))

    def test_a_dearer_break_does_not_replace_a_cheaper_one(self):
        tiers = [Tier(0, Decimal(5)), Tier(10, Decimal(6))]
        self.assertEqual(price_at(10, tiers), Decimal(5))
        self.assertIsNone(make_plan(3, 0, 1, tiers).next_price)

    def test_ordering_one_more_can_cost_less(self):
        advice = advise_order_up(17, TIERS)
        self.assertEqual(17 * price_at(17, TIERS), Decimal("156.40"))
        self.assertEqual(advice.extra, 1)
        self.assertEqual(advice.total, Decimal("153.00"))
        self.assertEqual(advice.saving, Decimal("3.40"))
        self.assertIsNone(advise_order_up(16, TIERS))
        self.assertIsNone(advise_order_up(18, TIERS))
        self.assertIsNone(advise_order_up(0, TIERS))

    def test_plan_of_the_worked_case(self):
        plan = make_plan(15, 6, 6, TIERS)
        self.assertEqual((plan.lots, plan.ordered, plan.from_tolerance), (3, 18, 3))
        self.assertEqual(plan.price, Decimal("8.50"))
        self.assertIsNone(plan.next_price)
        # A fourth lot may be begun by 19 firm, and 6 of tolerance then fill it.
        self.assertEqual(plan.missing_to_lot, 4)

    def test_plan_tells_the_distance_to_the_next_price(self):
        plan = make_plan(7, 0, 6, TIERS)
        self.assertEqual((plan.lots, plan.ordered, plan.unserved), (1, 6, 1))
        self.assertEqual(plan.price, Decimal("10.00"))
        self.assertEqual(plan.next_price, Decimal("9.20"))
        self.assertEqual((plan.missing_to_lot, plan.missing_to_price), (5, 5))

    def test_nothing_asked_orders_nothing_and_shows_the_entry_price(self):
        plan = make_plan(0, 9, 6, TIERS)
        self.assertEqual((plan.lots, plan.ordered), (0, 0))
        self.assertEqual(plan.price, Decimal("10.00"))
        self.assertEqual(plan.missing_to_lot, 1)

    def test_minimum_counts_in_lots_and_not_in_pieces(self):
        below = make_plan(5, 0, 5, TIERS, min_lots=2)
        self.assertEqual((below.lots, below.missing_to_lot), (0, 5))
        reached = make_plan(9, 1, 5, TIERS, min_lots=2)
        self.assertEqual((reached.lots, reached.ordered), (2, 10))

    def test_a_lot_larger_than_the_demand_is_not_ordered(self):
        plan = make_plan(3, 1, 100, TIERS)
        self.assertEqual((plan.lots, plan.missing_to_lot), (0, 96))

    def test_who_pays_no_more_leaves_when_the_price_stays_above(self):
        demands = [Demand(6), Demand(6, 0, Decimal("9.00"))]
        plan, barrier = make_plan_with_ceilings(demands, 6, TIERS)
        self.assertEqual((plan.ordered, plan.price), (6, Decimal("10.00")))
        self.assertEqual(barrier, Decimal("9.20"))

    def test_ceilings_are_kept_when_the_pool_reaches_the_price(self):
        demands = [Demand(12), Demand(6, 0, Decimal("8.50"))]
        plan, barrier = make_plan_with_ceilings(demands, 6, TIERS)
        self.assertEqual((plan.ordered, plan.price), (18, Decimal("8.50")))
        self.assertIsNone(barrier)

    def test_a_leaving_member_can_make_others_leave(self):
        demands = [
            Demand(6),
            Demand(6, 0, Decimal("9.50")),
            Demand(5, 0, Decimal("9.00")),
        ]
        plan, barrier = make_plan_with_ceilings(demands, 1, TIERS)
        self.assertEqual((plan.ordered, plan.price), (12, Decimal("9.20")))
        self.assertEqual(barrier, Decimal("9.20"))
        demands[1] = Demand(5, 0, Decimal("9.50"))
        plan, barrier = make_plan_with_ceilings(demands, 1, TIERS)
        self.assertEqual((plan.ordered, plan.price), (6, Decimal("10.00")))
        self.assertEqual(barrier, Decimal("10.00"))

    def test_kilograms_by_the_half_are_counted_exactly(self):
        self.assertEqual(to_steps(0.3, 0.1), 3)
        self.assertEqual(to_steps("2.5", 0.5), 5)
        self.assertEqual(ceil_steps(1.2, 0.5), 3)
        with self.assertRaises(ValueError):
            to_steps(0.25, 0.5)
