# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .pooled_common import PooledCommon


@tagged("post_install", "-at_install")
class TestPooledRider(PooledCommon):
    """Recommendation 15: members join what the structure buys, and it joins them."""

    def _create_purchase(self, quantity=10, price=7.5):
        return self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_qty": quantity,
                            "price_unit": price,
                        }
                    )
                ],
            }
        )

    def _open(self, document):
        action = document.with_user(self.buyer).action_open_to_members()
        return self.env["smart.pooled.order"].browse(action["res_id"])

    def test_a_quotation_grows_with_what_members_ask_for(self):
        purchase = self._create_purchase()
        pool = self._open(purchase)
        self.assertEqual(pool.line_ids.structure_qty, 10)
        self.assertEqual(pool.line_ids.current_price, 7.5)
        pool.with_user(self.buyer).action_open()
        self._commit(pool, self.anne, 3)
        self._commit(pool, self.bachir, 2)
        pool.with_user(self.buyer).action_close()
        pool.with_user(self.buyer).action_create_purchase_order()
        self.assertEqual(pool.purchase_order_ids, purchase)
        line = purchase.order_line
        self.assertEqual((line.product_qty, line.price_unit), (15, 7.5))
        purchase.button_confirm()
        self.assertEqual(pool.state, "ordered")
        line.qty_received = 8
        pool.action_allocate()
        got = {c.partner_id: c.allocated_qty for c in pool.commitment_ids}
        self.assertEqual((got[self.anne], got[self.bachir]), (3, 2))
        self.assertEqual(got[self.env.company.partner_id], 3)

    def test_of_a_confirmed_order_members_take_a_quota(self):
        purchase = self._create_purchase()
        purchase.button_confirm()
        pool = self._open(purchase)
        pool.line_ids.max_total = 6
        pool.action_open()
        self._commit(pool, self.anne, 4)
        with self.assertRaisesRegex(UserError, "no longer available"):
            self._commit(pool, self.bachir, 3)
        pool.action_close()
        pool.action_create_purchase_order()
        self.assertEqual(pool.state, "ordered")
        self.assertEqual(purchase.order_line.product_qty, 10)
        self.assertEqual(pool.line_ids.structure_qty, 6)
        self.assertEqual(pool.line_ids.ordered_qty, 10)

    def test_an_agreement_gives_its_price_and_what_is_left_of_it(self):
        agreement = self.env["purchase.requisition"].create(
            {
                "vendor_id": self.supplier.id,
                "line_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_qty": 20,
                            "price_unit": 6.5,
                        }
                    )
                ],
            }
        )
        with self.assertRaisesRegex(UserError, "Confirm"):
            self._open(agreement)
        agreement.action_confirm()
        pool = self._open(agreement)
        self.assertEqual(pool.line_ids.max_total, 20)
        pool.action_open()
        self._commit(pool, self.anne, 5)
        purchase = self._order(pool)
        self.assertEqual(purchase.requisition_id, agreement)
        self.assertEqual(purchase.order_line.price_unit, 6.5)

    def test_once_only_and_by_buyers_only(self):
        purchase = self._create_purchase()
        for user in (self.anne.user_ids, self.employee):
            with self.assertRaises(AccessError):
                purchase.with_user(user).action_open_to_members()
        pool = self._open(purchase)
        pool.action_open()
        self._commit(pool, self.anne, 3)
        pool.action_close()
        pool.action_create_purchase_order()
        with self.assertRaisesRegex(UserError, "already"):
            self._open(purchase)
        with self.assertRaisesRegex(UserError, "already on"):
            pool.action_create_purchase_order()

    def test_a_cancelled_order_is_not_revived(self):
        purchase = self._create_purchase()
        pool = self._open(purchase)
        pool.action_open()
        self._commit(pool, self.anne, 3)
        purchase.button_cancel()
        pool.action_close()
        with self.assertRaisesRegex(UserError, "was cancelled"):
            pool.action_create_purchase_order()

    def test_the_structure_joins_a_pool_of_members(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 4)
        pool.line_ids.with_user(self.buyer).structure_qty = 8
        self.assertEqual(pool.line_ids.planned_qty, 12)
        self.assertEqual(pool.line_ids.current_price, 9.2)
        purchase = self._order(pool)
        purchase.order_line.qty_received = 6
        pool.action_allocate()
        got = {c.partner_id: c.allocated_qty for c in pool.commitment_ids}
        self.assertEqual(got[self.anne], 4)
        self.assertEqual(got[self.env.company.partner_id], 2)
