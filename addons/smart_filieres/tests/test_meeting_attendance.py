# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .meetings_common import SOON, MeetingsCommon


@tagged("post_install", "-at_install")
class TestMeetingAttendance(MeetingsCommon, CronMixinCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls._create_member("Ada Lovelace", login="attend_ada")
        cls.bea = cls._create_member("Bea Martin", login="attend_bea")
        # a test user gives its contact an address that others have too
        cls.ada.email, cls.bea.email = "ada@example.org", "bea.martin@example.org"
        cls.meeting = cls._create_meeting()

    def _register(self, **values):
        return self.env["event.registration"].create(
            {"event_id": self.meeting.id, **values}
        )

    def test_who_books_for_herself_is_the_member(self):
        row = self._register(partner_id=self.ada.id)
        self.assertEqual(row.member_id, self.ada)

    def test_who_books_for_others_is_not_them(self):
        rows = self.env["event.registration"].create(
            [
                {
                    "event_id": self.meeting.id,
                    "partner_id": self.ada.id,
                    "name": name,
                    "email": email,
                }
                for name, email in (
                    ("LOVELACE Ada", self.ada.email),
                    ("Bea Martin", "BEA.MARTIN@example.org "),
                    ("A friend", self.ada.email),
                )
            ]
        )
        self.assertEqual(rows[0].member_id, self.ada)
        self.assertEqual(rows[1].member_id, self.bea)
        self.assertFalse(rows[2].member_id)

    def test_an_address_that_two_members_share_links_nobody(self):
        self._create_member("Bea Martin", email=self.bea.email)
        row = self._register(name="Bea Martin", email=self.bea.email)
        self.assertFalse(row.member_id)

    def test_an_address_without_her_name_links_nobody(self):
        row = self._register(name="Office", email=self.bea.email)
        self.assertFalse(row.member_id)
        row.name = "Bea Martin"
        self.assertEqual(row.member_id, self.bea)

    def test_no_contact_is_made(self):
        before = self.env["res.partner"].search_count([])
        self._register(name="Somebody New", email="new@example.org")
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_a_member_is_linked_once_per_meeting(self):
        self._register(partner_id=self.ada.id)
        again = self._register(partner_id=self.ada.id)
        self.assertFalse(again.member_id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.env.cr.savepoint(),
        ):
            again.member_id = self.ada
            self.env.flush_all()

    def test_merging_attendees_keeps_the_one_who_came(self):
        first = self._register(partner_id=self.ada.id)
        second = self._register(name="Ada L.", email="other@example.org")
        second.action_set_done()
        (first | second).with_user(self.animator).action_merge()
        self.assertEqual((first.state, second.state), ("cancel", "done"))
        self.assertEqual(second.member_id, self.ada)
        self.assertFalse(first.member_id)

    def test_different_members_are_not_merged(self):
        rows = self._create_attendee(self.meeting, self.ada)
        rows |= self._create_attendee(self.meeting, self.bea)
        with self.assertRaises(UserError):
            rows.action_merge()

    def test_merging_contacts_keeps_that_she_came(self):
        came = self._create_attendee(self.meeting, self.ada, state="done")
        self._create_attendee(self.meeting, self.bea)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        self.ada.user_ids.unlink()
        self.ada.email = self.bea.email
        wizard._merge((self.ada | self.bea).ids, self.bea)
        self.assertEqual(came.exists().state, "done")
        self.assertEqual(came.member_id, self.bea)

    def test_the_last_seat_then_the_waiting_list(self):
        self.meeting.write({"seats_limited": True, "seats_max": 1})
        first = self.meeting._sign_up(self.ada)
        second = self.meeting._sign_up(self.bea)
        self.assertEqual((first.state, first.is_waiting), ("open", False))
        self.assertEqual((second.state, second.is_waiting), ("draft", True))
        self.assertEqual(self.meeting.waiting_count, 1)
        first.action_cancel()
        self.assertEqual((second.state, second.is_waiting), ("open", False))

    def test_a_larger_room_lets_those_who_wait_in(self):
        self.meeting.write({"seats_limited": True, "seats_max": 1})
        self.meeting._sign_up(self.ada)
        second = self.meeting._sign_up(self.bea)
        self.meeting.seats_max = 2
        self.assertEqual(second.state, "open")

    def test_signing_up_twice_is_once(self):
        first = self.meeting._sign_up(self.ada)
        self.assertEqual(self.meeting._sign_up(self.ada, True), first)
        self.assertTrue(first.show_attendance)

    def test_tickets_are_left_to_the_cron(self):
        """Sending commits: a page that may still fail must not wait for it."""
        self.meeting.event_mail_ids = [
            Command.create(
                {
                    "interval_type": "after_sub",
                    "interval_unit": "now",
                    "template_ref": "mail.template,%s"
                    % self.env.ref("event.event_subscription").id,
                }
            )
        ]
        with self.capture_triggers("event.event_mail_scheduler") as triggers:
            row = self.meeting._sign_up(self.ada)
            self.assertFalse(self.meeting.event_mail_ids.mail_registration_ids)
        self.assertEqual(len(triggers.records), 1)
        self.env["event.mail"].schedule_communications()
        mails = self.meeting.event_mail_ids.mail_registration_ids
        self.assertEqual(mails.registration_id, row)
        self.assertTrue(mails.mail_sent)

    def test_one_cannot_sign_up_once_it_began(self):
        with freeze_time(SOON), self.assertRaises(UserError):
            self.meeting._sign_up(self.ada)

    def test_who_did_not_opt_in_is_not_named(self):
        self.meeting._sign_up(self.ada, show_attendance=True)
        self.meeting._sign_up(self.bea)
        self.assertEqual(self.meeting._get_shown_attendees(), ["Ada Lovelace"])

    def test_a_member_reads_no_registration_over_rpc(self):
        row = self.meeting._sign_up(self.ada)
        for user in (self.ada.user_ids, self.bea.user_ids):
            for model in (
                "event.event",
                "event.registration",
                "smart.room",
                "smart.room.booking",
                "smart.meeting.invitation",
                "smart.meeting.report",
            ):
                with self.subTest(model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search_read([], ["id"])
            with self.assertRaises(AccessError):
                row.with_user(user).action_cancel()
            with self.assertRaises(AccessError):
                row.with_user(user).action_merge()

    def test_the_day_is_that_of_the_place(self):
        night = self._create_meeting(begin=datetime(2031, 3, 4, 23, 30))
        self._create_attendee(night, self.ada, state="done")
        self.env.flush_all()
        rows = self.env.execute_query(self.env["event.event"]._get_tie_evidence_query())
        mine = [row for row in rows if row[1] == str(night.id)]
        self.assertEqual(
            mine, [("meeting", str(night.id), self.ada.id, datetime(2031, 3, 5).date())]
        )

    def test_linking_does_not_ask_per_attendee(self):
        members = [self._create_member(f"Name{n} Family{n}") for n in range(60)]
        self.env.flush_all()

        def count(some):
            rows = [
                {
                    "event_id": self._create_meeting(f"M{len(some)}").id,
                    "name": member.name,
                    "email": member.email,
                }
                for member in some
            ]
            event = self._create_meeting(f"N{len(some)}")
            created = self.env["event.registration"].create(
                [{**row, "event_id": event.id, "name": "x"} for row in rows]
            )
            for row, member in zip(created, some, strict=True):
                row.with_context(tracking_disable=True).name = member.name
            created.member_id = False
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            created._find_members()
            return self.env.cr.sql_log_count - before

        self.assertEqual(count(members[:5]), count(members[5:55]))
