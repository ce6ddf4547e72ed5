# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..engine.settlement import Amounts, Part, settle

CENT = Decimal("0.01")


def total(shares):
    return sum(shares.values(), Amounts())


@tagged("post_install", "-at_install")
class TestEngineSettlement(BaseCase):
    def test_thirteen_pieces_with_taxes(self):
        parts = [Part(1, 1, 6), Part(2, 1, 3), Part(3, 1, 3), Part(4, 1, 1)]
        bill = Amounts(Decimal("110.50"), Decimal("23.21"))
        shares = settle(parts, {1: bill}, bill, CENT)
        self.assertEqual(
            [(share.untaxed, share.tax) for share in shares.values()],
            [
                (Decimal("51.00"), Decimal("10.71")),
                (Decimal("25.50"), Decimal("5.36")),
                (Decimal("25.50"), Decimal("5.36")),
                (Decimal("8.50"), Decimal("1.78")),
            ],
        )
        self.assertEqual(total(shares), bill)

    def test_freight_follows_the_value_of_the_goods(self):
        parts = [Part(1, 1, 8), Part(2, 1, 4), Part(3, 1, 5), Part(4, 1, 1)]
        goods = Amounts(Decimal("153.00"))
        shares = settle(parts, {1: goods}, Amounts(Decimal("173.00")), CENT)
        freight = [
            share.untaxed - quantity * Decimal("8.50")
            for share, quantity in zip(shares.values(), (8, 4, 5, 1), strict=True)
        ]
        self.assertEqual(
            freight, [Decimal(cents) for cents in ("8.89", "4.44", "5.56", "1.11")]
        )

    def test_each_product_bears_its_own_taxes(self):
        parts = [Part(1, 1, 1), Part(2, 2, 1)]
        products = {
            1: Amounts(Decimal("100.00"), Decimal("21.00")),
            2: Amounts(Decimal("100.00"), Decimal("6.00")),
        }
        bill = Amounts(Decimal("200.00"), Decimal("27.00"))
        shares = settle(parts, products, bill, CENT)
        self.assertEqual([share.tax for share in shares.values()], [21, 6])

    def test_any_bill_comes_back_to_the_cent(self):
        seeded = random.Random(5)
        for _case in range(100):
            products = {
                product: Amounts(
                    Decimal(seeded.randint(0, 9999)) * CENT,
                    Decimal(seeded.randint(0, 999)) * CENT,
                )
                for product in (1, 2, 3)
            }
            parts = [
                Part(key, key % 3 + 1, seeded.randint(0, 7)) for key in range(1, 14)
            ]
            bill = Amounts(
                sum(product.untaxed for product in products.values())
                + Decimal(seeded.randint(-300, 3000)) * CENT,
                Decimal(seeded.randint(0, 4000)) * CENT,
            )
            self.assertEqual(total(settle(parts, products, bill, CENT)), bill)

    def test_a_refund_larger_than_the_bill_is_negative_for_all(self):
        parts = [Part(1, 1, 2), Part(2, 1, 1)]
        bill = Amounts(Decimal("-10.00"), Decimal("-2.10"))
        shares = settle(parts, {1: bill}, bill, CENT)
        self.assertEqual(total(shares), bill)
        self.assertTrue(all(share.total < 0 for share in shares.values()))

    def test_free_goods_share_the_freight_by_quantity(self):
        parts = [Part(1, 1, 3), Part(2, 1, 1)]
        shares = settle(parts, {1: Amounts()}, Amounts(Decimal("4.00")), CENT)
        self.assertEqual([share.untaxed for share in shares.values()], [3, 1])

    def test_a_bill_for_what_nobody_got_is_refused(self):
        with self.assertRaises(ValueError):
            settle([Part(1, 1, 2)], {2: Amounts(Decimal(5))}, Amounts(Decimal(5)), CENT)
