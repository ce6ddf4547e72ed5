# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .charter_common import CharterCommon


@tagged("post_install", "-at_install")
class TestBuyingMatrix(CharterCommon):
    def _order(self, user=None, **kwargs):
        return self._create_order(self.supplier, user=user or self.purchaser, **kwargs)

    def _derogate(self, **values):
        today = fields.Date.context_today(self.env.user)
        derogation = (
            self.env["smart.supplier.derogation"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": self.supplier.id,
                    "reason": "Only one in the valley",
                    "date_end": today + timedelta(days=30),
                    **values,
                }
            )
        )
        derogation.with_user(self.ethics).action_approve()
        return derogation

    def test_an_approval_is_the_native_one(self):
        self._set_effect("unknown", "approve")
        order = self._order()
        order.button_confirm()
        self.assertEqual(order.state, "to approve")
        order.button_approve()
        self.assertEqual(order.state, "to approve")
        order.with_user(self.purchase_manager).button_approve()
        self.assertEqual(order.state, "purchase")

    def test_a_manager_approves_while_confirming(self):
        self._set_effect("unknown", "approve")
        order = self._order(user=self.purchase_manager)
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_a_native_approval_stays_needed(self):
        self.env.company.write(
            {"po_double_validation": "two_step", "po_double_validation_amount": 50}
        )
        self._assess_as(self.supplier, "exemplary")
        order = self._order()
        order.button_confirm()
        self.assertEqual(order.state, "to approve")

    def test_a_derogation_spares_the_approval(self):
        self._set_effect("unknown", "approve")
        self._derogate()
        order = self._order()
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_a_derogation_that_ended_since_the_request_is_refused(self):
        self._set_effect("unknown", "block")
        derogation = self._derogate()
        order = self._order()
        self.assertTrue(order.charter_derogation_id)
        today = fields.Date.context_today(self.env.user)
        self.env.cr.execute(
            "UPDATE smart_supplier_derogation SET date_start = %s, date_end = %s "
            "WHERE id = %s",
            (today - timedelta(days=3), today - timedelta(days=1), derogation.id),
        )
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            order.button_confirm()

    def test_a_derogation_for_a_category_or_a_product_only(self):
        self._set_effect("unknown", "block")
        paper = self.env["product.category"].create({"name": "Paper"})
        self._derogate(category_id=paper.id)
        with self.assertRaises(UserError):
            self._order().button_confirm()
        self.product.categ_id = self.env["product.category"].create(
            {"name": "Recycled", "parent_id": paper.id}
        )
        self._order().button_confirm()
        other = self.env["product.product"].create({"name": "Ink"})
        order = self._order()
        order.order_line = [Command.create({"product_id": other.id})]
        with self.assertRaises(UserError):
            order.button_confirm()
        self._derogate(product_id=other.id)
        with self.assertRaises(UserError):
            order.button_confirm()

    def test_asking_a_quotation_has_its_own_column(self):
        self._set_effect("unknown", "block", document="rfq")
        order = self._order()
        with self.assertRaisesRegex(UserError, "derogation"):
            order.action_rfq_send()
        with self.assertRaises(UserError):
            order.print_quotation()
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        self._set_effect("unknown", "justify", document="rfq")
        order = self._order()
        with self.assertRaisesRegex(UserError, "reason"):
            order.action_rfq_send()
        order.charter_justification = "To know the market"
        self.assertTrue(order.action_rfq_send())

    def test_an_agreement_waits_for_a_manager(self):
        self._set_effect("unknown", "approve", document="agreement")
        agreement = self.env["purchase.requisition"].create(
            {
                "vendor_id": self.supplier.id,
                "line_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_qty": 5,
                            "price_unit": 10,
                        }
                    )
                ],
            }
        )
        with self.assertRaisesRegex(UserError, "manager"):
            agreement.with_user(self.buyer).action_confirm()
        agreement.with_user(self.purchase_manager).action_confirm()
        self.assertEqual(agreement.state, "confirmed")

    def test_a_pool_is_checked_when_it_opens(self):
        self._set_effect("unknown", "block", document="pool")
        self.product.seller_ids = [
            Command.create({"partner_id": self.supplier.id, "price": 10})
        ]
        pool = self.env["smart.pooled.order"].create(
            {
                "name": "Paper",
                "partner_id": self.supplier.id,
                "deadline": fields.Datetime.now() + timedelta(days=9),
                "line_ids": [Command.create({"product_id": self.product.id})],
            }
        )
        with self.assertRaisesRegex(UserError, "derogation"):
            pool.with_user(self.buyer).action_open()
        self._set_effect("unknown", "inform", document="pool")
        pool.invalidate_recordset()
        pool.with_user(self.buyer).action_open()
        self.assertEqual(pool.state, "open")

    def test_the_threshold_is_in_the_currency_of_the_company(self):
        dollar = self.env["res.currency"].create({"name": "TST", "symbol": "T"})
        rate = {"currency_id": dollar.id, "rate": 10, "name": "2020-01-01"}
        self.env["res.currency.rate"].create(rate)
        policy = self._set_effect("unknown", "none")
        policy.copy({"min_amount": 100, "effect": "block"})
        order = self._create_order(self.supplier, 500)
        order.currency_id = dollar
        self.assertEqual(order.charter_effect, "none")
        order.order_line.price_unit = 1000
        self.assertEqual(order.charter_effect, "block")

    def test_the_matrix_is_edited_on_one_screen(self):
        manager = self.env["smart.charter.matrix"].with_user(self.purchase_manager)
        with Form(manager) as form:
            with form.line_ids.edit(0) as line:
                self.assertEqual(line.grade, "unknown")
                self.assertEqual(line.effect_purchase_order, "inform")
                line.effect_purchase_order = "approve"
            with form.line_ids.new() as line:
                line.grade = "unknown"
                line.min_amount = 5000
                line.effect_purchase_order = "block"
        form.record.action_save()
        policy = self.env["smart.charter.policy"]
        matrix = policy._get_matrix(self.env.company)
        args = (matrix, self.env.company, "purchase_order", "unknown")
        self.assertEqual(policy._get_effect(*args, 10), "approve")
        self.assertEqual(policy._get_effect(*args, 5000), "block")
        count = policy.search_count([("company_id", "=", self.env.company.id)])
        self.assertEqual(count, 29)

    def test_only_the_manager_edits_it(self):
        for user in (self.buyer, self.ethics, self.member_user):
            with self.assertRaises(AccessError):
                self.env["smart.charter.matrix"].with_user(user).create({})

    def test_an_older_company_gets_the_documents_that_are_new(self):
        policies = self.env["smart.charter.policy"]
        policies.search(
            [("company_id", "=", self.env.company.id), ("document", "=", "pool")]
        ).unlink()
        policies._create_defaults()
        policies._create_defaults()
        found = policies.search(
            [("company_id", "=", self.env.company.id), ("document", "=", "pool")]
        )
        self.assertEqual(len(found), 7)
