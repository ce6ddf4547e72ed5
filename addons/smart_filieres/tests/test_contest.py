# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .criteria_common import CriteriaCommon

TEXT = "Half of us are not in this count: <b>look</b> again."
REPLY = "You are right, forty people came by another list."


@tagged("post_install", "-at_install")
class TestContest(CriteriaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_members(cls.filiere_show, 10)
        cls.ada = cls._create_member("Ada", login="contest_ada")
        cls.bea = cls._create_member("Bea", login="contest_bea")
        cls.assessment = cls._assess(cls.filiere_show)
        cls.Contest = cls.env["smart.filiere.contest"]

    def _open(self, partner=None, **values):
        contest = self.Contest._open(
            self.assessment, partner or self.ada, values.pop("text", TEXT), **values
        )
        return contest.with_user(self.filiere_manager)

    def test_an_answer_is_due_within_the_days_of_the_grid(self):
        contest = self._open(line=self.assessment.line_ids[0])
        today = fields.Date.context_today(contest)
        self.assertEqual(contest.date_deadline, today + timedelta(days=30))
        self.assertEqual(self.assessment.state, "contested")
        with self.assertRaisesRegex(UserError, "contested"):
            self.assessment.with_user(self.filiere_manager).action_decide()

    def test_a_member_sees_her_own_only(self):
        mine, theirs = self._open(), self._open(self.bea)
        user = self.ada.user_ids
        self.assertEqual(self.Contest.with_user(user).search([]).ids, mine.ids)
        with self.assertRaises(AccessError):
            theirs.with_user(user).read(["text"])
        self.assertFalse(self.Contest.with_user(self.animator).search([]))
        for refused in (
            lambda: mine.with_user(user).write({"text": "other"}),
            lambda: mine.with_user(user).action_uphold(),
            lambda: self.Contest.with_user(user).create(
                {
                    "assessment_id": self.assessment.id,
                    "partner_id": self.bea.id,
                    "text": TEXT,
                    "date_deadline": "2030-01-01",
                }
            ),
        ):
            with self.assertRaises(AccessError):
                refused()

    def test_what_cannot_be_contested(self):
        self._open()
        for partner, text in (
            (self.ada, TEXT),
            (self.bea, "no"),
            (self.bea, "x" * 5000),
        ):
            with self.assertRaises(ValidationError):
                self._open(partner, text=text)
        draft = self._assess(self.filiere_show, freeze=False)
        with self.assertRaises(ValidationError):
            self.Contest._open(draft, self.bea, TEXT)

    def test_an_answer_needs_its_reason_and_is_sent(self):
        contest = self._open()
        with self.assertRaisesRegex(UserError, "reasoned"):
            contest.action_reject()
        contest.reply = "<script>1</script> it was counted twice, see the minutes"
        contest.action_reject()
        self.assertEqual(contest.state, "rejected")
        self.assertEqual(contest.replied_by_id, self.filiere_manager)
        self.assertEqual(self.assessment.state, "frozen")
        mail = self.env["mail.mail"].search(
            [("model", "=", contest._name), ("res_id", "=", contest.id)]
        )
        self.assertEqual(mail.recipient_ids, self.ada)
        self.assertIn("counted twice", mail.body_html)
        self.assertNotIn("<script>", mail.body_html)
        with self.assertRaises(UserError):
            contest.reply = "Something else, after it was sent"
        with self.assertRaises(UserError):
            contest.action_uphold()

    def test_what_she_wrote_is_not_rewritten(self):
        contest = self._open()
        for values in (
            {"text": "I agree with everything"},
            {"state": "rejected"},
            {"date_deadline": "2040-01-01"},
            {"partner_id": self.bea.id},
        ):
            with self.assertRaises(UserError):
                contest.write(values)

    def test_upheld_makes_a_new_assessment(self):
        contest = self._open()
        self._create_members(self.filiere_show, 40)
        contest.reply = REPLY
        contest.action_uphold()
        again = contest.new_assessment_id
        self.assertEqual((again.state, again.members), ("draft", 50))
        self.assertEqual(again.previous_id, self.assessment)
        self.assertEqual(self.assessment.members, 10)

    def test_it_stays_contested_until_everybody_is_answered(self):
        first, second = self._open(), self._open(self.bea)
        first.reply = second.reply = REPLY
        first.action_answer()
        self.assertEqual(self.assessment.state, "contested")
        second.action_answer()
        self.assertEqual(self.assessment.state, "frozen")

    def test_a_week_before_managers_are_reminded_once(self):
        contest = self._open()
        self.Contest._cron_remind()
        self.assertFalse(contest.activity_ids)
        with freeze_time(contest.date_deadline - timedelta(days=7)):
            self.Contest._cron_remind()
            self.Contest._cron_remind()
        mine = contest.activity_ids.filtered(
            lambda row: row.user_id == self.filiere_manager
        )
        self.assertEqual(len(mine), 1)
        self.assertEqual(mine.date_deadline, contest.date_deadline)
        contest.reply = REPLY
        contest.action_answer()
        self.assertFalse(contest.activity_ids)
