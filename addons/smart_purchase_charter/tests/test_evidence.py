# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .charter_common import CharterCommon


@tagged("post_install", "-at_install")
class TestEvidence(CharterCommon):
    def test_an_evidence_holds_as_long_as_its_criterion_says(self):
        criterion = self.charter.criterion_ids[0]
        evidence = self._create_evidence(self.supplier, criterion, date="2026-01-31")
        self.assertEqual(
            evidence.date_expiry,
            fields.Date.to_date("2026-01-31")
            + relativedelta(months=criterion.validity_months),
        )

    def test_an_empty_evidence_is_not_accepted(self):
        with self.assertRaisesRegex(ValidationError, "neither a file nor a reference"):
            self._create_evidence(
                self.supplier, self.charter.criterion_ids[0], reference=False
            )

    def test_a_reviewed_evidence_is_frozen(self):
        evidence = self._create_evidence(self.supplier, self.charter.criterion_ids[0])
        for vals in ({"date_expiry": "2099-01-01"}, {"proof": "third_party"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                evidence.write(vals)
        with self.assertRaises(UserError):
            evidence.unlink()

    def test_expired_evidence_is_found(self):
        evidence = self._create_evidence(
            self.supplier,
            self.charter.criterion_ids[0],
            date="2020-01-01",
            date_expiry="2020-06-01",
        )
        found = evidence.search([("is_expired", "=", True)])
        self.assertIn(evidence, found)
        others = evidence.search([("is_expired", "=", False)])
        self.assertNotIn(evidence, others)

    def test_rejecting_an_evidence_changes_the_grade_at_once(self):
        assessment = self._assess_as(self.supplier, "exemplary")
        self.assertEqual(self.supplier.charter_score, 100)
        assessment.line_ids[-1].evidence_id.action_reject()
        self.assertEqual(self.supplier.charter_score, 85)

    def _let_the_declaration_expire(self, suppliers):
        """Return the day after the carbon declaration of each supplier expired."""
        for supplier in suppliers:
            assessment = self._assess_example(supplier, is_confirmed=False)
            line = assessment.line_ids.filtered(lambda x: x.criterion_id.code == "C")
            line.valid_until = assessment.date + relativedelta(months=1)
            assessment.action_confirm()
        return assessment.date + relativedelta(months=1, days=1)

    def test_the_grade_changes_by_itself_the_day_after_a_proof_expires(self):
        day = self._let_the_declaration_expire(self.supplier)
        assessment = self.supplier.charter_assessment_id
        with freeze_time(day - relativedelta(days=1)):
            self._run_cron()
            self.assertAlmostEqual(self.supplier.charter_score, 57.78, 2)
        with freeze_time(day):
            self._run_cron()
            self.assertAlmostEqual(self.supplier.charter_score, 53.61, 2)
        self.assertAlmostEqual(assessment.score, 57.78, 2, "A snapshot does not move")

    def test_running_the_refresh_twice_changes_nothing(self):
        day = self._let_the_declaration_expire(self.supplier)
        with freeze_time(day):
            self._run_cron()
            values = self.supplier.read(["charter_score", "charter_grade"])
            messages = self.supplier.message_ids
            self._run_cron()
        self.assertEqual(self.supplier.read(["charter_score", "charter_grade"]), values)
        self.assertEqual(self.supplier.message_ids, messages)

    def test_queries_of_the_refresh_do_not_grow_with_the_suppliers(self):
        suppliers = self.env["res.partner"].union(
            *(self._create_supplier(f"Supplier {i}") for i in range(12))
        )
        for supplier in suppliers:
            self._assess_as(supplier, "insufficient")
        suppliers._refresh_charter_grade()
        counts = [self._count_queries(suppliers[:n]) for n in (2, 12)]
        self.assertEqual(counts[0], counts[1])

    def _count_queries(self, suppliers):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        suppliers._refresh_charter_grade()
        return self.env.cr.sql_log_count - before

    def _run_cron(self):
        cron = self.env.ref("smart_purchase_charter.ir_cron_refresh_grades")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
