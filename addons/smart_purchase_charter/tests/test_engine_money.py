# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..engine.money import split_amount

CENT = Decimal("0.01")


@tagged("post_install", "-at_install")
class TestEngineMoney(BaseCase):
    def test_freight_of_twenty_over_eight_four_five_one(self):
        parts = split_amount(Decimal("20.00"), dict(a=8, b=4, c=5, d=1), CENT)
        self.assertEqual(
            list(parts.values()), [Decimal(p) for p in ("8.89", "4.44", "5.56", "1.11")]
        )

    def test_parts_always_give_the_amount_back(self):
        seeded = random.Random(3)
        for _case in range(200):
            amount = Decimal(seeded.randint(-99_999, 99_999)) * CENT
            weights = {key: seeded.randint(0, 9) for key in range(1, 12)}
            parts = split_amount(amount, weights, CENT)
            self.assertEqual(sum(parts.values()), amount)
            self.assertTrue(all(part * amount >= 0 for part in parts.values()))

    def test_a_refund_is_split_like_a_bill(self):
        bill = split_amount(Decimal("10.00"), dict(a=1, b=2), CENT)
        refund = split_amount(Decimal("-10.00"), dict(a=1, b=2), CENT)
        self.assertEqual(refund, {key: -part for key, part in bill.items()})

    def test_a_cent_that_ties_goes_to_the_first(self):
        parts = split_amount(Decimal("0.01"), dict(a=1, b=1), CENT)
        self.assertEqual(parts, dict(a=CENT, b=Decimal(0)))

    def test_without_weights_the_parts_are_equal(self):
        parts = split_amount(Decimal("3.00"), dict(a=0, b=0), CENT)
        self.assertEqual(set(parts.values()), {Decimal("1.50")})

    def test_currency_without_cents(self):
        parts = split_amount(Decimal(100), dict(a=1, b=1, c=1), Decimal(1))
        self.assertEqual(sorted(parts.values()), [33, 33, 34])

    def test_nobody_or_half_a_cent_is_refused(self):
        with self.assertRaises(ValueError):
            split_amount(Decimal("1.00"), {}, CENT)
        with self.assertRaises(ValueError):
            split_amount(Decimal("1.00"), dict(a=-1), CENT)
        with self.assertRaises(ValueError):
            split_amount(Decimal("0.005"), dict(a=1), CENT)
        self.assertEqual(split_amount(Decimal(0), {}, CENT), {})
