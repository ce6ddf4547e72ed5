# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .meetings_common import SOON, MeetingsCommon


@tagged("post_install", "-at_install")
class TestMeetingPlanner(MeetingsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activity_light = cls._create_activity("Lighting", "T.90.39")
        cls.filiere_show.nace_activity_ids += cls.activity_light
        cls.room_far = cls._create_room(cls.place_far, "Hall", 15)
        cls.members = [
            cls._create_placed(f"Member{n} Near", "4000", activity)
            for n, activity in enumerate(
                [cls.activity_show] * 3 + [cls.activity_light] * 3
            )
        ]
        cls.far = [
            cls._create_placed(f"Member{n} Far", "1000", cls.activity_show)
            for n in range(7)
        ]

    @classmethod
    def _create_placed(cls, name, zip, activity, state="confirmed"):
        member = cls._create_member(name, zip=zip)
        cls._create_profile(member, activity_ids=[Command.set(activity.ids)])
        cls._join(member, cls.filiere_show, state=state)
        return member

    def _plan(self, **values):
        planner = self.env["smart.meeting.planner"].with_user(self.animator)
        planner = planner.create(
            {
                "filiere_id": self.filiere_show.id,
                "date_begin": SOON,
                "date_end": SOON + timedelta(hours=2),
                "theme": "Touring",
                **values,
            }
        )
        planner.action_rank()
        return planner

    def _line(self, planner, place):
        return planner.line_ids.filtered(lambda line: line.workplace_id == place)

    def test_the_place_with_the_varied_trades_comes_first(self):
        planner = self._plan()
        near, far = self._line(planner, self.place), self._line(planner, self.place_far)
        # 6 × (1 + 1)/2 = 6 against 7 × (1 + 0)/2 = 3.5
        self.assertEqual((near.near_count, near.evenness, near.score), (6, 1.0, 6.0))
        self.assertEqual((far.near_count, far.evenness, far.score), (7, 0.0, 3.5))
        self.assertLess(near.rank, far.rank)
        self.assertIn("6 members near × (1 + variety 1.0) / 2 = 6.0", near.reason)
        self.assertEqual(near.room_id, self.room)

    def test_who_only_was_proposed_or_left_does_not_count(self):
        for state in ("proposed", "left", "refused"):
            self._create_placed(f"{state} Near", "4000", self.activity_show, state)
        self.assertEqual(self._line(self._plan(), self.place).near_count, 6)

    def test_a_room_that_is_taken_moves_the_place_down(self):
        self._create_meeting(room_id=self.room.id)
        planner = self._plan()
        near = self._line(planner, self.place)
        self.assertEqual(near.obstacle, "busy")
        self.assertGreater(near.rank, self._line(planner, self.place_far).rank)
        with self.assertRaises(UserError):
            near.action_draft()

    def test_fewer_than_five_are_not_counted_on_screen(self):
        for member in self.members[:2]:
            member.membership_ids.write({"state": "left"})
        line = self._line(self._plan(), self.place)
        self.assertEqual((line.near_count, line.score), (0, 0))
        self.assertTrue(line.is_small)
        self.assertNotIn("4", line.near_text)
        self.assertNotIn("4 members", line.reason)

    def test_the_draft_has_room_filiere_and_invitations(self):
        line = self._line(self._plan(), self.place)
        event = self.env["event.event"].browse(line.action_draft()["res_id"])
        self.assertFalse(event.is_visible)
        self.assertTrue(event.booking_ids.is_firm)
        self.assertEqual(event.filiere_ids, self.filiere_show)
        self.assertEqual(event.territory_id, self.territory_liege)
        self.assertEqual(event.seats_max, 20)
        self.assertTrue(event.event_mail_ids)
        invited = event.invitation_ids.member_id
        self.assertEqual(set(invited), set(self.members))

    def test_each_member_is_invited_once_and_not_against_her_will(self):
        self.env["mail.blacklist"]._add(self.members[0].email)
        line = self._line(self._plan(), self.place)
        event = self.env["event.event"].browse(line.action_draft()["res_id"])
        self.assertNotIn(self.members[0], event.invitation_ids.member_id)
        self.assertEqual(len(event.invitation_ids), 5)
        self.assertEqual(line._invite(event.with_user(self.animator)), 0)
        with self.assertRaisesRegex(UserError, "not published"):
            event.with_user(self.animator).action_send_invitations()
        # she changes her mind between the list and the sending
        self.env["mail.blacklist"]._add(self.members[1].email)
        event.action_publish()
        event.with_user(self.animator).action_send_invitations()
        states = {row.member_id: row.state for row in event.invitation_ids}
        self.assertEqual(states[self.members[1]], "withheld")
        self.assertEqual(states[self.members[2]], "sent")
        self.assertEqual(len(self._get_mails(event)), 4)
        event.with_user(self.animator).action_send_invitations()
        self.assertEqual(len(self._get_mails(event)), 4)

    def _get_mails(self, event):
        return self.env["mail.mail"].search(
            [
                ("model", "=", "smart.meeting.invitation"),
                ("res_id", "in", event.invitation_ids.ids),
            ]
        )

    def test_the_answer_by_link_signs_up_once(self):
        line = self._line(self._plan(), self.place)
        event = self.env["event.event"].browse(line.action_draft()["res_id"])
        event.action_publish()
        invitation = event.invitation_ids[0]
        token = invitation._get_signed_url("come").rpartition("/")[2]
        record, action, is_open = invitation._from_signed(token)
        self.assertTrue(is_open)
        record._run_signed(action)
        self.assertEqual(invitation.state, "accepted")
        self.assertEqual(event.registration_ids.member_id, invitation.member_id)
        self.assertFalse(invitation._from_signed(token)[2])

    def test_only_animators_plan(self):
        with self.assertRaises(AccessError):
            self.env["smart.meeting.planner"].with_user(self.employee).create(
                {"filiere_id": self.filiere_show.id}
            )

    def test_the_form_proposes_a_time(self):
        form = Form(self.env["smart.meeting.planner"].with_user(self.animator))
        form.filiere_id = self.filiere_show
        planner = form.save()
        self.assertEqual(planner.date_end - planner.date_begin, timedelta(hours=2))

    def test_ranking_does_not_ask_per_place(self):
        planner = self._plan()
        before = self._count_queries(planner)
        for n in range(20):
            place = self._create_workplace(f"Place {n}", "4000")
            self._create_room(place, "Room", 20)
        self.assertLessEqual(self._count_queries(planner), before + 2)

    def _count_queries(self, planner):
        planner.action_rank()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        planner._read_squares()
        planner._read_places()
        return self.env.cr.sql_log_count - before
