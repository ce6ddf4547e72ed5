# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .pooled_common import PooledCommon


@tagged("post_install", "-at_install")
class TestPooledEdgesReceipt(PooledCommon):
    """What arrives is not what was ordered, and people are not who they were."""

    def _receive(self, pool, received):
        purchase = pool.purchase_order_ids.filtered(lambda po: po.state == "purchase")
        purchase.order_line[:1].qty_received = received
        pool.action_allocate()
        return pool.commitment_ids.sorted("id").mapped("allocated_qty")

    # === RECEIPT === #

    def test_the_tables_of_the_note_from_records(self):
        tables = {
            "divisor": {18: [8, 4, 5, 1], 13: [6, 3, 3, 1], 3: [1, 1, 1, 0]},
            "first_come": {
                18: [9, 4, 4, 1],
                13: [7, 4, 2, 0],
                12: [7, 4, 1, 0],
                3: [3, 0, 0, 0],
            },
            "max_min": {18: [8, 4, 4, 2], 13: [5, 4, 3, 1], 12: [4, 4, 3, 1]},
        }
        for policy, rows in tables.items():
            pool = self._create_pool(policy=policy)
            self._commit_the_worked_case(pool)
            self._order(pool)
            for received, shares in sorted(rows.items()):
                with self.subTest(policy=policy, received=received):
                    self.assertEqual(self._receive(pool, received), shares)

    def test_three_deliveries_take_nothing_back(self):
        pool = self._create_pool()
        self._commit_the_worked_case(pool)
        self._order(pool)
        before = [0, 0, 0, 0]
        for received in (5, 11, 18):
            now = self._receive(pool, received)
            self.assertEqual(sum(now), received)
            self.assertTrue(all(a <= b for a, b in zip(before, now, strict=True)))
            before = now

    def test_all_goes_back_to_the_supplier_after_the_distribution(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        self._order(pool)
        self._receive(pool, 6)
        pool.action_distribute()
        self.assertEqual(self._receive(pool, 0), [0])
        self.assertEqual(pool.commitment_ids.reason, "nothing")
        self.assertEqual((pool.line_ids.received_qty, pool.line_ids.left_qty), (0, 0))

    def test_something_else_beside_what_was_ordered_is_nobody_s(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        purchase = self._order(pool)
        other = self._create_pooled_product("Wrong paper")
        purchase.order_line.create(
            {
                "order_id": purchase.id,
                "product_id": other.id,
                "product_qty": 6,
                "qty_received": 6,
            }
        )
        self.assertEqual(self._receive(pool, 2), [2])
        self.assertEqual(pool.line_ids.received_qty, 2)

    def test_kilograms_are_not_counted_as_pieces(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        purchase = self._order(pool)
        kilogram = self.env.ref("uom.product_uom_kgm")
        purchase.order_line.write({"product_uom_id": kilogram.id, "qty_received": 6})
        with self.assertRaisesRegex(UserError, "received in kg"):
            pool.action_allocate()
        self.assertEqual(pool.commitment_ids.allocated_qty, 0)
        dozen = self.env.ref("uom.product_uom_dozen")
        purchase.order_line.write({"product_uom_id": dozen.id, "qty_received": 0.5})
        pool.action_allocate()
        self.assertEqual(pool.commitment_ids.allocated_qty, 6)

    def test_a_vendor_price_per_kilogram_opens_no_pool_of_pieces(self):
        pool = self._create_pool(is_open=False)
        self.product.seller_ids[0].product_uom_id = self.env.ref("uom.product_uom_kgm")
        with self.assertRaisesRegex(UserError, "is per kg"):
            pool.action_open()

    def test_kilograms_by_the_half_arrive_by_the_gram(self):
        pool = self._create_pool(line={"step": 0.5, "lot_size": 2.5})
        self._commit(pool, self.anne, 1.5)
        self._commit(pool, self.bachir, 1)
        self._order(pool)
        shares = self._receive(pool, 2.25)
        self.assertEqual(sum(shares), 2)
        self.assertEqual(pool.line_ids.left_qty, 0.25)

    # === PEOPLE === #

    def test_a_member_of_two_filieres_is_in_once(self):
        for filiere in (self.filiere_show, self.filiere_code):
            self._join(self.anne, filiere)
        pool = self._create_pool(filiere_id=self.filiere_show.id)
        mine = self.env["smart.pooled.order"].with_user(self.anne.user_ids)
        self.assertEqual(mine.search([("id", "=", pool.id)]).ids, pool.ids)
        self._commit(pool, self.anne, 3)
        self._commit(pool, self.anne, 6)
        self.assertEqual(pool.commitment_ids.mapped("quantity"), [6])

    def test_two_contacts_of_one_member_keep_all_they_asked_for(self):
        pool, other = self._create_pool(), self._create_pool()
        rank = self._commit(pool, self.bachir, 4, 1, 9.5).commit_date
        self._commit(pool, self.anne, 2, 2, 12)
        self._commit(other, self.bachir, 6)
        self.bachir.user_ids.unlink()
        need = self.env["smart.pool.proposal"]._propose(self.anne, "Ink", 2)
        need._back(self.bachir, 3)
        self._merge(self.bachir, self.anne)
        kept = pool.commitment_ids
        self.assertEqual(kept.partner_id, self.anne)
        self.assertEqual((kept.quantity, kept.tolerance), (6, 3))
        self.assertEqual(kept.max_price, 9.5)
        self.assertEqual(kept.commit_date, rank)
        self.assertEqual(other.commitment_ids.partner_id, self.anne)
        self.assertEqual(need.backed_qty, 5)
        self._order(other)
        self.assertEqual(self._receive(other, 6), [6])

    def test_merged_after_the_sharing_she_gets_both_parts(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 4)
        self._commit(pool, self.bachir, 2)
        self._order(pool)
        self._receive(pool, 6)
        self.bachir.user_ids.unlink()
        self._merge(self.bachir, self.anne)
        self.assertEqual(pool.commitment_ids.mapped("allocated_qty"), [6])
        self.assertEqual(self._receive(pool, 6), [6])

    def _merge(self, source, target):
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (source | target).ids, target, extra_checks=False
        )
        self.env.invalidate_all()

    # === TIME === #

    def test_withdrawn_at_the_last_second_and_closed_by_two_runs(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        self._commit(pool, self.bachir, 6)
        with freeze_time(pool.deadline - timedelta(seconds=1)):
            self.env.invalidate_all()
            self._commit(pool, self.bachir, 0)
        for minutes in (0, 1):
            with freeze_time(pool.deadline + timedelta(minutes=minutes)):
                self.env.invalidate_all()
                pool._cron_close_due()
        self.assertEqual((pool.state, pool.line_ids.firm_qty), ("closed", 6))
        self.assertEqual(len(pool.activity_ids), 1)

    def test_a_product_that_the_quotation_lacks_is_named(self):
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [
                    Command.create({"product_id": self.product.id, "price_unit": 7})
                ],
            }
        )
        action = purchase.action_open_to_members()
        pool = self.env["smart.pooled.order"].browse(action["res_id"])
        glue = self._create_pooled_product("Glue")
        pool.line_ids = [Command.create({"product_id": glue.id})]
        pool.action_open()
        self._commit(pool, self.anne, 3)
        pool.action_close()
        with self.assertRaisesRegex(UserError, "Glue is not on"):
            pool.action_create_purchase_order()
