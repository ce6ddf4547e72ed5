# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import BaseCase, freeze_time, tagged
from odoo.tools import mute_logger

from ..engine.allocation import POLICIES, Claim, allocate, share_by_divisor
from ..engine.money import split_amount
from ..engine.pooling import Tier, make_plan
from ..engine.settlement import Amounts, Part, settle
from .pooled_common import PooledCommon

CENT = Decimal("0.01")


@tagged("post_install", "-at_install")
class TestPooledEdges(PooledCommon):
    """What goes wrong in real life, one test each."""

    def _share(self, pool, received):
        purchase = pool.purchase_order_ids.filtered(lambda po: po.state == "purchase")
        purchase.order_line[:1].qty_received = received
        pool.action_allocate()
        return pool.commitment_ids.sorted("id").mapped("allocated_qty")

    def test_nobody_asks_for_anything(self):
        pool = self._create_pool()
        pool.action_close()
        with self.assertRaisesRegex(UserError, "No lot"):
            pool.action_create_purchase_order()

    def test_the_lot_is_larger_than_the_demand(self):
        pool = self._create_pool(line={"lot_size": 48})
        self._commit(pool, self.anne, 5, 3)
        self.assertEqual((pool.line_ids.planned_qty, pool.amount_planned), (0, 0))
        self.assertEqual(pool.line_ids.missing_to_lot, 40)

    def test_tolerance_alone_orders_nothing(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 0, 12)
        self.assertEqual(pool.line_ids.planned_qty, 0)

    def test_the_threshold_itself_gives_the_price(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 12)
        self.assertEqual(pool.line_ids.current_price, 9.2)

    def test_the_minimum_counts_lots_and_not_pieces(self):
        pool = self._create_pool(line={"lot_size": 5, "min_lots": 2})
        self._commit(pool, self.anne, 5)
        self.assertEqual(pool.line_ids.planned_qty, 0)
        self._commit(pool, self.anne, 10)
        self.assertEqual(pool.line_ids.planned_qty, 10)

    def test_one_member_gets_what_she_asked_for(self):
        pool = self._create_pool(line={"lot_size": 1})
        self._commit(pool, self.anne, 1)
        self._order(pool)
        self.assertEqual(self._share(pool, 1), [1])

    def test_nothing_arrives_or_something_else(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        purchase = self._order(pool)
        with self.assertRaisesRegex(UserError, "Nothing of"):
            pool.action_allocate()
        other = self._create_pooled_product("Wrong paper")
        purchase.order_line.create(
            {
                "order_id": purchase.id,
                "product_id": other.id,
                "product_qty": 6,
                "qty_received": 6,
            }
        )
        with self.assertRaisesRegex(UserError, "Nothing of"):
            pool.action_allocate()

    def test_less_exactly_and_more(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 8)
        self._commit(pool, self.bachir, 4)
        self._order(pool)
        for received, shares, left in (
            (3, [2, 1], 0),
            (12, [8, 4], 0),
            (15, [8, 4], 3),
        ):
            self.assertEqual(self._share(pool, received), shares)
            self.assertEqual(pool.line_ids.left_qty, left)

    def test_returned_after_the_distribution(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 8)
        self._commit(pool, self.bachir, 4)
        self._order(pool)
        self._share(pool, 12)
        pool.action_distribute()
        damaged = pool.commitment_ids.sorted("id")[0]
        damaged.write({"manual_qty": 6, "manual_reason": "Two were broken"})
        self.assertEqual(self._share(pool, 10), [6, 4])

    def test_a_member_archived_or_gone_keeps_what_she_is_due(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 8)
        self._commit(pool, self.bachir, 4)
        self.anne.user_ids.active = False
        self.anne.active = False
        self.bachir.is_member = False
        self._order(pool)
        self.assertEqual(self._share(pool, 12), [8, 4])
        self.assertIn(self.anne, pool._get_handover().partner_id)

    def test_a_member_who_left_commits_no_more(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 8)
        self.anne.is_member = False
        with self.assertRaisesRegex(ValidationError, "not a member"):
            self._commit(pool, self.anne, 9)

    def test_the_closing_second_is_the_same_in_every_time_zone(self):
        pool = self._create_pool()
        pool.deadline = datetime(2027, 3, 28, 1, 0, 0)
        for zone in ("Europe/Brussels", "Pacific/Auckland", "America/Lima"):
            scoped = pool.with_context(tz=zone)
            with freeze_time("2027-03-28 00:59:59"):
                self._commit(scoped, self.anne, 1)
            with freeze_time("2027-03-28 01:00:00"):
                with self.assertRaisesRegex(UserError, "not open any more"):
                    self._commit(scoped, self.anne, 2)

    def test_decimals_and_whole_units(self):
        pool = self._create_pool(line={"step": 0.5, "lot_size": 2.5})
        self._commit(pool, self.anne, 0.5)
        self._commit(pool, self.bachir, 2)
        self.assertEqual(pool.line_ids.planned_qty, 2.5)
        with self.assertRaisesRegex(ValidationError, "multiple"):
            self._commit(pool, self.anne, 0.3)

    def test_the_price_changed_between_commitment_and_order(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6, 0, 10.5)
        self._commit(pool, self.bachir, 6)
        self.product.seller_ids.price = 11
        pool.action_close()
        pool.action_create_purchase_order()
        line = pool.purchase_order_ids.order_line
        self.assertEqual((line.product_qty, line.price_unit), (6, 11))
        states = {c.partner_id: c.state for c in pool.commitment_ids}
        self.assertEqual(states[self.anne], "priced_out")

    def test_a_withdrawal_crosses_the_tier_downwards(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        self._commit(pool, self.bachir, 6, 0, 9.5)
        self.assertEqual(pool.line_ids.current_price, 9.2)
        self._commit(pool, self.anne, 0)
        self.assertEqual(pool.line_ids.planned_qty, 0)
        self.assertEqual(pool.line_ids.current_price, 10)

    def test_another_currency_than_the_company(self):
        usd = self.env.ref("base.USD")
        company = self.env.company
        other = usd if company.currency_id != usd else self.env.ref("base.EUR")
        other.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": other.id,
                "rate": 2.0,
                "name": fields.Date.today(),
                "company_id": company.id,
            }
        )
        pool = self._create_pool(currency_id=other.id)
        self._commit(pool, self.anne, 6)
        self.assertEqual(pool.line_ids.current_price, 20)
        self.assertEqual(self._order(pool).currency_id, other)

    def test_a_product_stands_once(self):
        pool = self._create_pool(is_open=False)
        unique = mute_logger("odoo.sql_db")
        with unique, self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            pool.write({"line_ids": [Command.create({"product_id": self.product.id})]})
            pool.flush_recordset()

    def test_a_price_of_zero_is_not_ordered_above_a_ceiling(self):
        product = self._create_pooled_product("Free paper", tiers=((0, 0.0),))
        pool = self._create_pool(product)
        self._commit(pool, self.anne, 6, 0, 1)
        self.assertEqual(pool.line_ids.planned_qty, 6)

    def test_a_supplier_blocked_during_the_pool_stops_at_the_order(self):
        policy = self.env["smart.charter.policy"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("document", "=", "purchase_order"),
                ("grade", "=", "excluded"),
            ]
        )
        policy.effect = "block"
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        self.supplier.sudo().charter_grade = "excluded"
        pool.action_close()
        pool.action_create_purchase_order()
        with self.assertRaises(UserError):
            pool.purchase_order_ids.button_confirm()
        self.assertEqual(pool.state, "closed")

    def test_the_cron_run_twice_closes_once(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        with freeze_time(pool.deadline + timedelta(minutes=1)):
            self.env.invalidate_all()
            pool._cron_close_due()
            first = len(pool.activity_ids)
            pool._cron_close_due()
        self.assertEqual((pool.state, len(pool.activity_ids)), ("closed", first))


@tagged("post_install", "-at_install")
class TestPooledConservation(BaseCase):
    """Random pools, seeded: units and cents are never made or lost."""

    def test_random_steps_never_take_a_unit_back(self):
        dice, steps = random.Random(1415), 0
        while steps < 300_000:
            caps = [dice.randint(0, 30) for _n in range(dice.randint(1, 8))]
            before = [0] * len(caps)
            for supply in range(1, sum(caps) + 1):
                now = share_by_divisor(caps, supply)
                self.assertEqual(sum(now), supply)
                self.assertFalse(
                    any(b > a for a, b in zip(now, before, strict=True)),
                    (caps, supply),
                )
                before = now
                steps += 1

    def test_levels_and_hands_conserve_units(self):
        dice = random.Random(1416)
        for _round in range(3_000):
            claims = [
                Claim(
                    key,
                    dice.randint(0, 9),
                    dice.randint(0, 4),
                    dice.randint(0, 3),
                    dice.choice((0, 0, 1, 9)),
                    dice.choice((None, None, None, 2)),
                )
                for key in range(dice.randint(1, 8))
            ]
            supply = dice.randint(0, 60)
            result = allocate(claims, supply, dice.choice(list(POLICIES)))
            shares = result.shares
            self.assertEqual(
                sum(s.total for s in shares.values()) + result.left, supply
            )
            self.assertEqual(len(shares), len(claims))
            for claim in claims:
                if claim.by_hand is None:
                    self.assertLessEqual(shares[claim.key].firm, claim.firm)
                    self.assertLessEqual(shares[claim.key].tolerance, claim.tolerance)

    def test_random_bills_are_shared_to_the_cent(self):
        dice = random.Random(1417)
        for _round in range(1_500):
            parts = [
                Part(key, dice.randint(1, 3), dice.randint(1, 9)) for key in range(6)
            ]
            products = {
                part.product: Amounts(Decimal(dice.randint(0, 9999)) * CENT, Decimal(0))
                for part in parts
            }
            bill = Amounts(
                sum((a.untaxed for a in products.values()), Decimal(0))
                + Decimal(dice.randint(0, 999)) * CENT,
                Decimal(dice.randint(0, 999)) * CENT,
            )
            shares = settle(parts, products, bill, CENT)
            self.assertEqual(sum(shares.values(), Amounts()), bill)

    def test_freight_of_the_note(self):
        weights = dict(zip("ABCD", (8, 4, 5, 1), strict=True))
        shares = split_amount(Decimal("20.00"), weights, CENT)
        self.assertEqual(sum(shares.values()), Decimal("20.00"))
        self.assertEqual(
            [str(shares[key]) for key in weights], ["8.89", "4.44", "5.56", "1.11"]
        )

    def test_no_plan_orders_part_of_a_lot(self):
        dice = random.Random(1418)
        tiers = [Tier(0, Decimal("10")), Tier(12, Decimal("9.2"))]
        seen = Counter()
        for _round in range(5_000):
            lot = dice.randint(1, 9)
            firm, tolerance = dice.randint(0, 60), dice.randint(0, 20)
            plan = make_plan(firm, tolerance, lot, tiers, dice.randint(0, 4))
            self.assertEqual(plan.ordered % lot, 0)
            self.assertLessEqual(plan.ordered, firm + tolerance)
            seen[bool(plan.ordered)] += 1
        self.assertEqual(len(seen), 2)
