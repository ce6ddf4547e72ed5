# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .charter_common import CharterCommon


@tagged("post_install", "-at_install")
class TestCharterPolicy(CharterCommon):
    def test_a_fresh_company_informs_and_blocks_nothing(self):
        company = self.env["res.company"].create({"name": "New office"})
        policies = self.env["smart.charter.policy"].search(
            [("company_id", "=", company.id), ("document", "=", "purchase_order")]
        )
        self.assertEqual(
            {policy.grade for policy in policies if policy.effect == "inform"},
            {"unknown", "provisional", "excluded", "insufficient"},
        )
        self.assertFalse(policies.filtered(lambda p: p.effect in ("justify", "block")))

    def test_an_unknown_supplier_informs_and_the_order_passes(self):
        order = self._create_order(self.supplier, user=self.purchaser)
        self.assertEqual(order.charter_effect, "inform")
        self.assertIn("Unknown", order.charter_notice)
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        self.assertIn("Unknown", order.message_ids[0].body)

    def test_a_good_supplier_says_nothing(self):
        self._assess_as(self.supplier, "exemplary")
        order = self._create_order(self.supplier)
        self.assertFalse(order.charter_notice)
        messages = order.message_ids
        order.button_confirm()
        self.assertFalse((order.message_ids - messages).filtered("body"))

    def test_the_grade_is_that_of_the_company_behind_a_contact(self):
        self._assess_as(self.supplier, "exemplary")
        order = self._create_order(self.supplier_user.partner_id)
        self.assertEqual(order.charter_grade, "exemplary")
        self.assertEqual(order.order_line.charter_grade, "exemplary")

    def test_a_company_that_chose_so_blocks(self):
        self._set_effect("unknown", "block")
        order = self._create_order(self.supplier, user=self.purchaser)
        with self.assertRaisesRegex(UserError, "derogation"):
            order.button_confirm()
        self.assertEqual(order.state, "draft")

    def test_approving_directly_does_not_go_around_the_block(self):
        self._set_effect("unknown", "block")
        order = self._create_order(self.supplier, user=self.purchaser)
        with self.assertRaises(UserError):
            order.button_approve()
        self.assertEqual(order.state, "draft")

    def test_another_company_is_not_concerned_by_the_choice(self):
        self._set_effect("unknown", "block")
        company = self.env["res.company"].create({"name": "Other office"})
        order = self._create_order(self.supplier)
        matrix = self.env["smart.charter.policy"]._get_matrix(
            company | order.company_id
        )
        policy = self.env["smart.charter.policy"]
        args = ("purchase_order", "unknown", 10)
        self.assertEqual(policy._get_effect(matrix, company, *args), "inform")
        self.assertEqual(policy._get_effect(matrix, order.company_id, *args), "block")

    def test_a_reason_is_asked_and_kept(self):
        self._set_effect("unknown", "justify")
        order = self._create_order(self.supplier, user=self.purchaser)
        with self.assertRaisesRegex(UserError, "reason"):
            order.button_confirm()
        order.charter_justification = "Only printer in the valley"
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        self.assertIn("Only printer in the valley", order.message_ids[0].body)

    def test_blank_is_not_a_reason(self):
        self._set_effect("unknown", "justify")
        order = self._create_order(self.supplier)
        order.charter_justification = "   "
        with self.assertRaises(UserError):
            order.button_confirm()

    def test_an_effect_applies_from_its_amount_on(self):
        policy = self._set_effect("unknown", "none")
        policy.copy({"min_amount": 500, "effect": "block"})
        effects = {
            price: self._create_order(self.supplier, price).charter_effect
            for price in (499.99, 500, 500.01)
        }
        self.assertEqual(effects, {499.99: "none", 500: "block", 500.01: "block"})

    def test_the_form_says_it_before_the_order_is_saved(self):
        with Form(self.env["purchase.order"].with_user(self.purchaser)) as form:
            form.partner_id = self.supplier
            self.assertEqual(form.charter_grade, "unknown")
            self.assertIn("Unknown", form.charter_notice)

    def _derogate(self, **values):
        today = fields.Date.context_today(self.env.user)
        derogations = self.env["smart.supplier.derogation"].with_user(self.buyer)
        return derogations.create(
            {
                "partner_id": self.supplier.id,
                "reason": "Leaves coal next year",
                "date_end": today + timedelta(days=30),
                **values,
            }
        )

    def test_a_derogation_lets_a_blocked_supplier_pass(self):
        self._set_effect("unknown", "block")
        order = self._create_order(self.supplier)
        self._derogate().with_user(self.ethics).action_approve()
        order.invalidate_recordset()
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        self.assertIn("derogation", order.message_ids[0].body)

    def test_a_derogation_holds_within_its_amount_and_dates_only(self):
        self._set_effect("unknown", "block")
        yesterday = fields.Date.context_today(self.env.user) - timedelta(days=1)
        self._derogate(max_amount=99).with_user(self.ethics).action_approve()
        ended = self._derogate(date_start=yesterday, date_end=yesterday)
        ended.with_user(self.ethics).action_approve()
        with self.assertRaises(UserError):
            self._create_order(self.supplier, 100).button_confirm()
        self._create_order(self.supplier, 99).button_confirm()

    def test_a_request_or_a_refusal_opens_nothing(self):
        self._set_effect("unknown", "block")
        self._derogate()
        refused = self._derogate().with_user(self.ethics)
        refused.action_approve()
        refused.action_refuse()
        with self.assertRaises(UserError):
            self._create_order(self.supplier).button_confirm()

    def test_who_asks_for_a_derogation_does_not_decide(self):
        derogation = self._derogate()
        with self.assertRaisesRegex(UserError, "other than"):
            derogation.action_approve()
        asked = self.env["smart.supplier.derogation"].with_user(self.purchase_manager)
        asked = asked.create(derogation.sudo().copy_data()[0])
        with self.assertRaises(UserError):
            asked.action_approve()

    def test_an_agreement_is_checked_too(self):
        self._set_effect("unknown", "block", document="agreement")
        product = self._create_order(self.supplier).order_line.product_id
        agreement = self.env["purchase.requisition"].create(
            {
                "vendor_id": self.supplier.id,
                "requisition_type": "blanket_order",
                "line_ids": [
                    Command.create(
                        {"product_id": product.id, "product_qty": 5, "price_unit": 10}
                    )
                ],
            }
        )
        with self.assertRaises(UserError):
            agreement.action_confirm()
        self._set_effect("unknown", "inform", document="agreement")
        agreement.invalidate_recordset()
        agreement.action_confirm()
        self.assertEqual(agreement.state, "confirmed")

    def test_alternatives_keep_their_dialog(self):
        order = self._create_order(self.supplier)
        other = self._create_order(self._create_supplier("Other"))
        order.alternative_po_ids = other
        messages = order.message_ids
        self.assertEqual(order.button_confirm()["target"], "new")
        self.assertEqual(order.message_ids, messages, "Not confirmed, not logged")
        order.with_context(skip_alternative_check=True).button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_queries_of_the_check_do_not_grow_with_the_orders(self):
        orders = self.env["purchase.order"].union(
            *(self._create_order(self._create_supplier(f"S{i}")) for i in range(12))
        )
        fields_read = ["charter_grade", "charter_effect", "charter_notice"]
        counts = []
        for batch in (orders[:2], orders[:2], orders):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch.read(fields_read)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
