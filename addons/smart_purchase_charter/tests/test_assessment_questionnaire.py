# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .assessment_common import AssessmentCommon
from .charter_common import EXAMPLE


@tagged("post_install", "-at_install")
class TestAssessmentQuestionnaire(AssessmentCommon):
    def _review(self, questionnaire):
        """Accept everything, as the buyer, what is put aside too."""
        mine = questionnaire.with_user(self.buyer)
        mine.action_accept_rest()
        self._answer_of(mine, "D").write({"decision": "accepted"})
        mine.action_finish()
        return questionnaire.assessment_id

    def _end(self, line, day):
        """Let a proof end some day, although what is confirmed is frozen."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE smart_supplier_assessment_line SET valid_until = %s WHERE id = %s",
            [day, line.id],
        )
        self.env.invalidate_all()

    def test_the_worked_example_from_the_answers_to_the_grade(self):
        questionnaire = self._answer_example(self._open_questionnaire())
        self.assertEqual(questionnaire.activity_ids.user_id, self.buyer)
        assessment = self._review(questionnaire)
        self.assertEqual(assessment.state, "confirmed")
        self.assertAlmostEqual(self.supplier.charter_score, 57.78, 2)
        self.assertAlmostEqual(self.supplier.charter_coverage, 83.3, 1)
        self.assertEqual(self.supplier.charter_grade, "progress")
        self.assertEqual(questionnaire.state, "reviewed")
        self.assertTrue(self._mails("your answers were read"))

    def test_after_the_declaration_expired_by_itself(self):
        assessment = self._review(self._answer_example(self._open_questionnaire()))
        line = assessment.line_ids.filtered(lambda x: x.criterion_id.code == "C")
        self._end(line, assessment.date + relativedelta(days=3))
        self.supplier._refresh_charter_grade()
        with freeze_time(assessment.date + relativedelta(days=4)):
            self._run("ir_cron_refresh_grades")
            self.assertAlmostEqual(self.supplier.charter_score, 53.61, 2)
            last = self._grades()[0]
            self.assertEqual((last.cause, last.grade), ("expiry", "progress"))
            self.assertAlmostEqual(last.score, 53.61, 2)
            self.assertEqual(len(last.inputs), len(EXAMPLE))
            count = len(self._grades())
            mails = self._mails("the grade of")
            self.assertEqual(mails.recipient_ids, self.supplier | self.buyer.partner_id)
            self._run("ir_cron_refresh_grades")
        self.assertEqual(len(self._grades()), count)
        self.assertEqual(self._mails("the grade of"), mails)

    def test_the_short_form_for_a_micro_supplier(self):
        self.supplier.is_micro_supplier = True
        questionnaire = self._open_questionnaire()
        self.assertTrue(questionnaire.is_short)
        codes = questionnaire.answer_ids.mapped("criterion_id.code")
        self.assertEqual(codes, ["A", "B", "C"])

    def test_the_short_form_of_our_charter_stays_under_twenty(self):
        charter = self.env.ref("smart_purchase_charter.smart_charter_1", False)
        charters = charter or self.env["smart.charter"].search(
            [("criterion_ids", "!=", False)], order="version"
        )
        short = charters[0].criterion_ids.filtered("is_micro")
        self.assertLess(len(short), 20)

    def test_one_questionnaire_at_a_time_goes_on(self):
        first = self._open_questionnaire()
        self._answer_of(first, "A")._save(
            {"level": "2", "is_not_applicable": False, "comment": ""}, {}
        )
        self.assertEqual(self._open_questionnaire(), first)
        self.assertEqual((first.answered_count, first.question_count), (1, 7))

    def test_a_second_one_starts_from_what_is_known(self):
        self._review(self._answer_example(self._open_questionnaire()))
        second = self._open_questionnaire()
        answer = self._answer_of(second, "A")
        self.assertEqual(answer.level, "4")
        self.assertEqual(answer.evidence_id.state, "accepted")

    def test_a_level_is_lowered_with_a_reason(self):
        questionnaire = self._answer_example(self._open_questionnaire())
        answer = self._answer_of(questionnaire, "A").with_user(self.buyer)
        with self.assertRaisesRegex(ValidationError, "write why"):
            answer.write({"decision": "lowered", "reviewed_level": "2"})
        with self.assertRaisesRegex(ValidationError, "level below"):
            answer.write(
                {"decision": "lowered", "reviewed_level": "4", "review_note": "No"}
            )
        answer.write(
            {"decision": "lowered", "reviewed_level": "2", "review_note": "No figures"}
        )
        assessment = self._review(questionnaire)
        self.assertEqual(assessment.line_ids[0].level, "2")

    def test_a_refused_proof_counts_for_nothing_and_says_why(self):
        questionnaire = self._answer_example(self._open_questionnaire())
        answer = self._answer_of(questionnaire, "G").with_user(self.buyer)
        answer.write({"decision": "refused", "review_note": "Another company"})
        assessment = self._review(questionnaire)
        line = assessment.line_ids[-1]
        self.assertEqual((line.level, line.proof), ("4", "none"))
        self.assertRecordValues(
            answer.evidence_id,
            [{"state": "rejected", "review_note": "Another company"}],
        )

    def test_put_aside_counts_once_accepted_and_within_thirty_percent(self):
        questionnaire = self._open_questionnaire()
        for code in "DFG":
            self._answer_of(questionnaire, code)._save(
                {"level": False, "is_not_applicable": True, "comment": "No"}, {}
            )
        self._answer_of(questionnaire, "A")._save(
            {"level": "2", "is_not_applicable": False, "comment": ""}, {}
        )
        questionnaire._submit("Anne")
        mine = questionnaire.with_user(self.buyer)
        mine.action_accept_rest()
        with self.assertRaisesRegex(UserError, "Decide about"):
            mine.action_finish()
        aside = mine.answer_ids.filtered("is_not_applicable")
        aside.write({"decision": "accepted"})
        with self.assertRaisesRegex(ValidationError, "More than 30"):
            mine.action_finish()
        aside[1:].write({"decision": "refused", "review_note": "It does apply"})
        mine.action_finish()
        lines = questionnaire.assessment_id.line_ids
        self.assertEqual(len(lines.filtered("is_not_applicable_accepted")), 1)

    def test_all_put_aside_makes_no_grade(self):
        questionnaire = self._open_questionnaire()
        for answer in questionnaire.answer_ids:
            answer._save(
                {"level": False, "is_not_applicable": True, "comment": "No"}, {}
            )
        questionnaire._submit("Anne")
        mine = questionnaire.with_user(self.buyer)
        mine.answer_ids.write({"decision": "accepted"})
        with self.assertRaises(ValidationError):
            mine.action_finish()
        mine.answer_ids.write({"decision": "refused", "review_note": "It does"})
        with self.assertRaisesRegex(UserError, "Nobody answered"):
            mine.action_finish()
        self.assertEqual(self.supplier.charter_grade, "unknown")

    def test_a_criterion_without_weight_changes_nothing(self):
        charter = self.charter.copy()
        charter.criterion_ids[1:].weight = 0
        charter.action_adopt()
        questionnaire = self._open_questionnaire()
        for code in "AF":
            self._answer_of(questionnaire, code)._save(
                {"level": "4", "is_not_applicable": False, "comment": ""}, {}
            )
        questionnaire._submit("Anne")
        mine = questionnaire.with_user(self.buyer)
        mine.action_accept_rest()
        mine.action_finish()
        self.assertEqual(self.supplier.charter_score, 50)

    def test_a_new_charter_midway_keeps_the_answers_by_code(self):
        questionnaire = self._open_questionnaire()
        self._answer_of(questionnaire, "A")._save(
            {"level": "2", "is_not_applicable": False, "comment": "Ours"}, {}
        )
        new = self._create_charter((*EXAMPLE[:2], ("Z", "ENV", 5)))
        self.assertEqual(questionnaire.charter_id, new)
        codes = questionnaire.answer_ids.mapped("criterion_id.code")
        self.assertEqual(sorted(codes), ["A", "B", "Z"])
        self.assertEqual(self._answer_of(questionnaire, "A").comment, "Ours")

    def test_a_new_charter_during_the_review(self):
        questionnaire = self._answer_example(self._open_questionnaire())
        new = self._create_charter((*EXAMPLE[:2], ("Z", "ENV", 5)))
        mine = questionnaire.with_user(self.buyer)
        mine.action_accept_rest()
        mine.action_finish()
        self.assertEqual(questionnaire.assessment_id.charter_id, new)

    def test_a_buyer_reads_the_answers_and_writes_none(self):
        questionnaire = self._open_questionnaire()
        answer = self._answer_of(questionnaire, "A").with_user(self.buyer)
        for vals in ({"level": "4"}, {"comment": "x"}, {"decision": "accepted"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                answer.write(vals)
        with self.assertRaises(UserError):
            questionnaire.with_user(self.buyer).write({"state": "submitted"})
        with self.assertRaises(AccessError):
            answer.create({"questionnaire_id": questionnaire.id})
        with self.assertRaises(AccessError):
            answer.unlink()

    def test_the_address_of_a_link_is_not_chosen(self):
        questionnaire = (
            self.env["smart.supplier.questionnaire"]
            .with_user(self.buyer)
            .create({"partner_id": self.supplier.id, "access_token": "guessed"})
        )
        self.assertNotEqual(questionnaire.access_token, "guessed")

    def test_proofs_that_end_are_told_once_each(self):
        assessment = self._review(self._answer_example(self._open_questionnaire()))
        for line, days in zip(assessment.line_ids[:2], (85, 20), strict=True):
            self._end(line, assessment.date + relativedelta(days=days))
        self._run("ir_cron_assessment_reminders")
        reminders = self.env["smart.supplier.reminder"].search(
            [("partner_id", "=", self.supplier.id)]
        )
        told = {(one.criterion_code, one.days) for one in reminders}
        self.assertEqual(told, {("A", 90), ("B", 30)})
        mail = self._mails("proofs that end")
        self.assertEqual(len(mail), 1)
        self.assertIn("/charter/answer/", mail.body_html)
        self._run("ir_cron_assessment_reminders")
        self.assertEqual(self._mails("proofs that end"), mail)
        with freeze_time(fields.Date.today() + relativedelta(days=30)):
            self._run("ir_cron_assessment_reminders")
        self.assertEqual(len(self._mails("proofs that end")), 2)

    def test_a_proof_that_ends_today_still_counts_today(self):
        assessment = self._review(self._answer_example(self._open_questionnaire()))
        line = assessment.line_ids[0]
        day = line.valid_until
        self.assertTrue(line._is_proof_valid(day))
        self.assertFalse(line._is_proof_valid(day + relativedelta(days=1)))
