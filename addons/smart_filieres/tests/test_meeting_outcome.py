# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import api
from odoo.exceptions import AccessError
from odoo.fields import Datetime
from odoo.tests import tagged
from odoo.tools import SQL

from .meetings_common import MeetingsCommon

DAY = datetime(2026, 1, 10, 17)


@tagged("post_install", "-at_install")
class TestMeetingOutcome(MeetingsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = [cls._create_member(f"Member{n} Came") for n in range(6)]
        cls.meeting = cls._create_meeting(begin=DAY)
        cls.rows = cls.env["event.registration"].browse()
        for member in cls.members:
            cls.rows |= cls._create_attendee(cls.meeting, member, state="done")

    def _evidence(self, *pairs):
        """Return the SQL of meetings plus (member, key, days after the meeting)."""
        rows = [
            SQL(
                "SELECT 'relay', %s, %s, %s::date",
                key,
                self.members[index].id,
                (DAY + timedelta(days=days)).date(),
            )
            for index, key, days in pairs
        ]
        meetings = self.env["event.event"]._get_tie_evidence_query()
        return SQL(" UNION ALL ").join(
            SQL("(%s)", query) for query in [meetings, *rows]
        )

    def test_a_tie_is_born_when_the_first_other_thing_follows(self):
        evidence = self._evidence(
            (0, "a", 10), (1, "a", 10),  # born
            (2, "b", 91), (3, "b", 91),  # too late
            (2, "c", -5), (4, "c", -5), (2, "d", 5), (4, "d", 5),  # knew each other
            (5, "e", 90), (0, "e", 90),  # born on the last day
        )  # fmt: skip
        self.assertEqual(self.meeting._read_ties(evidence), {self.meeting.id: 2})

    def test_another_meeting_is_evidence_too(self):
        later = self._create_meeting("Later", begin=DAY + timedelta(days=30))
        for member in self.members[:3]:
            self._create_attendee(later, member, state="done")
        born = self.meeting._read_ties(self._evidence())
        self.assertEqual(born, {self.meeting.id: 3})

    def _count(self, evidence):
        def query(model):
            return evidence

        model = self.env.registry["event.event"]
        with patch.object(model, "_get_evidence_query", api.model(query)):
            self.env["event.event"]._cron_count_ties()

    def test_without_an_observatory_it_is_unknown(self):
        self._count(None)
        self.assertEqual(self.meeting.tie_state, "absent")
        report = self.env["smart.meeting.report"]
        rows = report._read_group(
            [("event_id", "=", self.meeting.id)], [], ["ties_born:sum"]
        )
        self.assertFalse(rows[0][0])
        # it is counted once there is one
        self._count(self._evidence((0, "a", 10), (1, "a", 10)))
        self.assertEqual((self.meeting.tie_state, self.meeting.ties_born), ("known", 1))

    def test_before_90_days_it_is_unknown(self):
        young = self._create_meeting(begin=Datetime.now() - timedelta(days=89))
        for member in self.members:
            self._create_attendee(young, member, state="done")
        self._count(self._evidence())
        self.assertEqual(young.tie_state, "waiting")

    def test_under_five_attendees_nothing_is_shown(self):
        self.rows[4:].action_cancel()
        self._count(self._evidence((0, "a", 10), (1, "a", 10)))
        self.assertEqual((self.meeting.tie_state, self.meeting.ties_born), ("small", 0))

    def test_the_pivot_counts_per_filiere(self):
        self._count(self._evidence((0, "a", 10), (1, "a", 10)))
        rows = (
            self.env["smart.meeting.report"]
            .with_user(self.animator)
            ._read_group(
                [("event_id", "=", self.meeting.id)],
                ["filiere_id"],
                ["attended:sum", "ties_born:sum"],
            )
        )
        self.assertEqual(rows, [(self.filiere_show, 6, 1)])

    def _token(self, row, note):
        return row._get_signed_url(f"satisfied_{note}").rpartition("/")[2]

    def _answer(self, row, note, token=None):
        token = token or self._token(row, note)
        record, action, is_open = row._from_signed(token)
        if is_open:
            record._run_signed(action)
        return is_open

    def test_one_answer_per_person_and_a_mean_from_five_on(self):
        other_link = self._token(self.rows[0], 1)
        for row, note in zip(self.rows[:4], (5, 4, 4, 3), strict=True):
            self.assertTrue(self._answer(row, note))
        self.assertFalse(self._answer(self.rows[0], 1, other_link))
        self.assertEqual(self.meeting.satisfaction_count, 0)
        self._answer(self.rows[4], 5)
        self.meeting.invalidate_recordset()
        self.assertEqual(self.meeting.satisfaction_count, 5)
        self.assertEqual(self.meeting.satisfaction_mean, 4.2)

    def test_no_mean_while_people_still_answer(self):
        begin = Datetime.now() - timedelta(days=3)
        self.meeting.write({"date_begin": begin, "date_end": begin})
        for row in self.rows:
            self._answer(row, 5)
        self.assertEqual(self.meeting.satisfaction_count, 0)

    def test_staff_do_not_read_one_answer(self):
        self._answer(self.rows[0], 1)
        for user in (self.animator, self.filiere_manager):
            with self.assertRaises(AccessError):
                self.rows[0].with_user(user).read(["satisfaction"])
            with self.assertRaises(AccessError):
                self.rows.with_user(user).search([("satisfaction", "=", 1)])

    def test_each_is_asked_once(self):
        begin = Datetime.now() - timedelta(days=1)
        self.meeting.write({"date_begin": begin, "date_end": begin})
        self.rows[5].action_cancel()
        for _turn in range(2):
            self.env["event.registration"]._cron_ask_satisfaction()
            mails = self.env["mail.mail"].search(
                [
                    ("model", "=", "event.registration"),
                    ("res_id", "in", self.rows.ids),
                    ("body_html", "like", "/smart/answer/"),
                ]
            )
            self.assertEqual(len(mails), 5)
