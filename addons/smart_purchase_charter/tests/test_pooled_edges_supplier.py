# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .assessment_common import AssessmentCommon


@tagged("post_install", "-at_install")
class TestPooledEdgesSupplier(AssessmentCommon):
    """What happens to the supplier while members are committing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["product.supplierinfo"].create(
            {
                "partner_id": cls.supplier.id,
                "product_tmpl_id": cls.product.product_tmpl_id.id,
                "price": 10,
            }
        )

    def _create_pool(self):
        pool = self.env["smart.pooled.order"].create(
            {
                "name": "Paper",
                "partner_id": self.supplier.id,
                "deadline": fields.Datetime.now() + timedelta(days=60),
                "line_ids": [Command.create({"product_id": self.product.id})],
            }
        )
        pool.action_open()
        self._commit(pool, 4)
        return pool

    def _commit(self, pool, quantity):
        return self.env["smart.pooled.commitment"]._commit(
            self.member, pool.line_ids, quantity
        )

    def _prepare_order(self, pool):
        pool.action_close()
        pool.action_create_purchase_order()
        return pool.purchase_order_ids

    def test_suspended_during_the_pool_it_gets_no_order(self):
        self._assess_as(self.supplier, "exemplary")
        self._set_effect("excluded", "block")
        pool = self._create_pool()
        incident = self._create_incident("severe").with_user(self.ethics)
        incident.decision = "Until the inspection is over"
        incident.action_suspend()
        self.assertEqual(self.supplier.charter_grade, "excluded")
        self._commit(pool, 6)
        purchase = self._prepare_order(pool)
        with self.assertRaisesRegex(UserError, "Your company blocks it"):
            purchase.button_confirm()
        self.assertEqual(pool.state, "closed")
        purchase.button_cancel()
        pool.action_cancel()
        self.assertEqual(pool.state, "cancelled")

    def test_a_charter_replaced_during_the_pool_rewrites_nothing(self):
        self._assess_as(self.supplier, "exemplary")
        self._set_effect("unknown", "block")
        self._set_effect("provisional", "block")
        pool = self._create_pool()
        score = self.supplier.charter_score
        new = self.charter.copy({"name": "Second version"})
        new.action_adopt()
        self.assertEqual(self.charter.state, "superseded")
        self.supplier._refresh_charter_grade()
        self.assertEqual(self.supplier.charter_grade, "exemplary")
        self.assertEqual(self.supplier.charter_score, score)
        purchase = self._prepare_order(pool)
        purchase.button_confirm()
        self.assertEqual(pool.state, "ordered")

    def test_a_proof_that_ends_on_the_day_of_the_order_still_counts(self):
        self._set_effect("provisional", "block")
        day = fields.Date.today() + relativedelta(days=30)
        codes = dict.fromkeys(
            self.charter.criterion_ids.mapped("code"), ("4", "declaration")
        )
        assessment = self._assess(self.supplier, codes, is_confirmed=False)
        assessment.line_ids.valid_until = day
        assessment.action_confirm()
        grade = self.supplier.charter_grade
        self.assertNotIn(grade, ("unknown", "provisional"))
        pool = self._create_pool()
        with freeze_time(f"{day} 12:00:00"):
            self.env.invalidate_all()
            self._run("ir_cron_refresh_grades")
            self.assertEqual(self.supplier.charter_grade, grade)
            purchase = self._prepare_order(pool)
            purchase.button_confirm()
            self.assertEqual(pool.state, "ordered")
        with freeze_time(f"{day + relativedelta(days=1)} 12:00:00"):
            self.env.invalidate_all()
            self._run("ir_cron_refresh_grades")
            self.assertEqual(self.supplier.charter_grade, "provisional")
            late = self._create_order(self.supplier)
            with self.assertRaisesRegex(UserError, "blocks it"):
                late.button_confirm()

    def test_a_derogation_that_ended_during_the_pool_no_longer_helps(self):
        self._set_effect("insufficient", "block")
        pool = self._create_pool()
        self.supplier.sudo().charter_grade = "insufficient"
        today = fields.Date.today()
        derogation = (
            self.env["smart.supplier.derogation"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": self.supplier.id,
                    "reason": "The only one nearby",
                    "date_end": today + relativedelta(days=5),
                }
            )
        )
        derogation.with_user(self.purchase_manager).action_approve()
        purchase = self._prepare_order(pool)
        with freeze_time(f"{today + relativedelta(days=6)} 09:00:00"):
            self.env.invalidate_all()
            with self.assertRaisesRegex(UserError, "blocks it"):
                purchase.button_confirm()
        self.env.invalidate_all()
        purchase.button_confirm()
        self.assertEqual(pool.state, "ordered")

    def test_merged_suppliers_keep_their_pools_and_prices(self):
        pool = self._create_pool()
        kept = self._create_supplier("Imprimerie verte SA")
        self.supplier_user.unlink()
        self.supplier.child_ids.unlink()
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.supplier | kept).ids, kept, extra_checks=False
        )
        self.env.invalidate_all()
        self.assertEqual(pool.partner_id, kept)
        self.assertEqual(pool.line_ids.current_price, 10)
        purchase = self._prepare_order(pool)
        self.assertEqual((purchase.partner_id, purchase.amount_untaxed), (kept, 40))
