# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .charter_common import EXAMPLE, CharterCommon


@tagged("post_install", "-at_install")
class TestAssessment(CharterCommon):
    def test_a_supplier_that_was_never_assessed_is_unknown(self):
        self.assertEqual(self.supplier.charter_grade, "unknown")
        self.assertFalse(self.supplier.charter_has_score)

    def test_a_new_assessment_asks_every_applicable_criterion(self):
        assessment = self._assess(self.supplier, {}, is_confirmed=False)
        codes = assessment.line_ids.mapped("criterion_id.code")
        self.assertEqual(codes, [row[0] for row in EXAMPLE])
        self.assertEqual(assessment.grade, "provisional")

    def test_the_worked_example_from_the_lines_to_the_supplier(self):
        assessment = self._assess_example(self.supplier)
        self.assertRecordValues(
            assessment,
            [{"state": "confirmed", "grade": "progress", "reason": "theme_floor"}],
        )
        self.assertAlmostEqual(assessment.score, 57.78, 2)
        self.assertAlmostEqual(assessment.coverage, 83.3, 1)
        self.assertEqual(self.supplier.charter_grade, "progress")
        self.assertAlmostEqual(self.supplier.charter_score, 57.78, 2)
        self.assertIn("ETH", self.supplier.charter_explanation)
        self.assertIn("Criterion F", self.supplier.charter_next_step)

    def test_the_points_of_the_lines_sum_to_the_score(self):
        assessment = self._assess_example(self.supplier)
        points = sum(assessment.line_ids.mapped("points"))
        self.assertAlmostEqual(points, assessment.score, 2)

    def test_the_form_shows_criteria_and_grade_while_the_assessor_answers(self):
        with Form(self.env["smart.supplier.assessment"].with_user(self.buyer)) as form:
            form.partner_id = self.supplier
            self.assertEqual(len(form.line_ids), len(EXAMPLE))
            for index in range(len(EXAMPLE)):
                with form.line_ids.edit(index) as line:
                    line.level = "4"
                    line.proof = "declaration"
            self.assertEqual((form.grade, form.score), ("progress", 50))
        form.record.action_confirm()
        self.assertEqual(self.supplier.charter_grade, "progress")

    def test_an_empty_assessment_is_not_confirmed(self):
        with self.assertRaisesRegex(UserError, "Nobody answered"):
            self._assess(self.supplier, {})

    def test_confirming_freezes_the_lines(self):
        assessment = self._assess_example(self.supplier)
        line = assessment.line_ids[0]
        attempts = [
            lambda: line.write({"level": "0"}),
            lambda: line.unlink(),
            lambda: line.copy(),
            lambda: assessment.write({"line_ids": [(2, line.id)]}),
            lambda: assessment.write({"partner_id": self.member.id}),
            lambda: assessment.unlink(),
        ]
        for attempt in attempts:
            with self.subTest(attempt=attempt), self.assertRaises(UserError):
                attempt()

    def test_a_correction_supersedes_and_starts_from_what_is_known(self):
        first = self._assess_example(self.supplier)
        action = first.action_correct()
        second = self.env["smart.supplier.assessment"].browse(action["res_id"])
        answers = second.line_ids.filtered("level")
        self.assertEqual(len(answers), 5)
        line = second.line_ids.filtered(lambda x: x.criterion_id.code == "F")
        line.write({"level": "2", "proof": "declaration"})
        second.action_confirm()
        self.assertRecordValues(
            first, [{"state": "superseded", "superseded_by_id": second.id}]
        )
        self.assertEqual(self.supplier.charter_assessment_id, second)

    def test_a_document_is_credited_only_with_an_accepted_evidence(self):
        assessment = self._assess(self.supplier, {}, is_confirmed=False)
        assessment.line_ids[0].write({"level": "4", "proof": "document"})
        with self.assertRaisesRegex(ValidationError, "without an accepted evidence"):
            assessment.action_confirm()

    def test_the_evidence_of_another_supplier_proves_nothing(self):
        other = self._create_supplier("Other")
        assessment = self._assess(self.supplier, {}, is_confirmed=False)
        line = assessment.line_ids[0]
        evidence = self._create_evidence(other, line.criterion_id)
        with self.assertRaisesRegex(ValidationError, "does not prove"):
            line.evidence_id = evidence

    def test_the_company_is_assessed_and_not_its_contact(self):
        with self.assertRaisesRegex(ValidationError, "instead of its contact"):
            self._assess(self.supplier_user.partner_id, {}, is_confirmed=False)

    def test_a_superseded_charter_is_no_longer_assessed(self):
        assessment = self._assess(self.supplier, {}, is_confirmed=False)
        self._create_charter(EXAMPLE[:2])
        with self.assertRaisesRegex(UserError, "in force"):
            assessment.action_confirm()

    def test_a_new_charter_version_rewrites_no_grade(self):
        assessment = self._assess_example(self.supplier)
        self._create_charter(EXAMPLE[:2])
        self.supplier._refresh_charter_grade()
        self.assertEqual(self.supplier.charter_assessment_id, assessment)
        self.assertEqual(self.supplier.charter_grade, "progress")

    def test_only_the_committee_states_a_breach(self):
        assessment = self._assess(self.supplier, {}, is_confirmed=False)
        line = assessment.line_ids[0]
        with self.assertRaises(AccessError):
            line.with_user(self.buyer).is_breach = True
        line.with_user(self.ethics).is_breach = True
        self.assertTrue(line.is_breach)

    def _exclude(self):
        charter = self.charter.copy()
        charter.criterion_ids[0].is_knock_out = True
        charter.action_adopt()
        assessment = self._assess(
            self.supplier, {}, is_confirmed=False, charter=charter
        )
        assessment.line_ids[0].with_user(self.ethics).is_breach = True
        assessment.with_user(self.ethics).action_confirm()
        return assessment

    def test_a_knock_out_breach_excludes_the_supplier(self):
        self._exclude()
        self.assertEqual(self.supplier.charter_grade, "excluded")
        self.assertFalse(self.supplier.charter_has_score)

    def test_a_buyer_cannot_assess_a_breach_away(self):
        self._exclude()
        drafts = self.env["smart.supplier.assessment"].with_user(self.buyer)
        draft = drafts.create({"partner_id": self.supplier.id})
        self.assertTrue(draft.line_ids[0].is_breach)
        with self.assertRaises(AccessError):
            draft.line_ids[0].is_breach = False
        draft.line_ids[0].unlink()
        draft.action_confirm()
        self.assertEqual(self.supplier.charter_grade, "excluded")

    def test_a_line_made_anew_does_not_drop_a_breach(self):
        first = self._exclude()
        drafts = self.env["smart.supplier.assessment"].with_user(self.buyer)
        draft = drafts.create({"partner_id": self.supplier.id})
        criterion = first.line_ids[0].criterion_id
        draft.line_ids[0].unlink()
        draft.line_ids.create({"assessment_id": draft.id, "criterion_id": criterion.id})
        with self.assertRaisesRegex(AccessError, "ethics committee"):
            draft.action_confirm()

    def test_no_score_stays_out_of_the_mean(self):
        self._assess_as(self.supplier, "exemplary")
        self._assess_as(self._create_supplier("Silent"), "provisional")
        [(mean, count)] = self.env["smart.supplier.assessment"]._read_group(
            [("charter_id", "=", self.charter.id)], [], ["score:avg", "__count"]
        )
        self.assertEqual((mean, count), (100, 2))

    def test_the_supplier_keeps_the_history_of_its_grade(self):
        self._assess_as(self.supplier, "exemplary")
        self.assertIn("Unknown → Exemplary", self.supplier.message_ids[0].body)
