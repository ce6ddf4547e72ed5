# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .meetings_common import SOON, MeetingsCommon


@tagged("post_install", "-at_install")
class TestRooms(MeetingsCommon):
    def _book(self, begin=SOON, hours=2, **values):
        return self.env["smart.room.booking"].create(
            {
                "name": "Accountant",
                "room_id": self.room.id,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=hours),
                **values,
            }
        )

    def test_two_published_meetings_never_share_a_room(self):
        self._create_meeting("Lights", room_id=self.room.id)
        with self.assertRaisesRegex(ValidationError, "Lights"):
            self._create_meeting(
                "Sound", begin=SOON + timedelta(hours=1), room_id=self.room.id
            )

    def test_one_after_the_other_is_fine(self):
        self._create_meeting("Lights", room_id=self.room.id)
        after = self._create_meeting(
            "Sound", begin=SOON + timedelta(hours=2), room_id=self.room.id
        )
        self.assertTrue(after.booking_ids.is_firm)

    def test_the_database_refuses_what_python_did_not_see(self):
        self._create_meeting("Lights", room_id=self.room.id)
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.ExclusionViolation) as caught,
            self.env.cr.savepoint(),
        ):
            self.env.execute_query(
                SQL(
                    "INSERT INTO smart_room_booking"
                    " (room_id, date_begin, date_end, is_firm)"
                    " VALUES (%s, %s, %s, TRUE) RETURNING id",
                    self.room.id,
                    SOON,
                    SOON + timedelta(hours=1),
                )
            )
        message = self.env["smart.room.booking"]._sql_error_to_message(caught.exception)
        self.assertIn("just booked", message)

    def test_a_draft_is_an_option_until_it_is_published(self):
        self._create_meeting("Lights", room_id=self.room.id)
        draft = self._create_meeting("Sound", room_id=self.room.id, is_visible=False)
        self.assertFalse(draft.booking_ids.is_firm)
        with self.assertRaises(ValidationError):
            draft.action_publish()

    def test_a_booking_follows_its_meeting(self):
        meeting = self._create_meeting(room_id=self.room.id)
        later = SOON + timedelta(days=1)
        meeting.write({"date_begin": later, "date_end": later + timedelta(hours=3)})
        self.assertEqual(meeting.booking_ids.date_begin, later)
        booking = meeting.booking_ids
        meeting.kanban_state = "cancel"
        self.assertFalse(booking.exists())
        self._book(later)

    def test_a_booking_by_hand_keeps_the_room(self):
        self._book()
        with self.assertRaisesRegex(ValidationError, "Accountant"):
            self._create_meeting(room_id=self.room.id)
        self._book(is_firm=False)

    def test_the_booking_of_a_meeting_is_not_moved_by_hand(self):
        meeting = self._create_meeting(room_id=self.room.id)
        booking = meeting.booking_ids.with_user(self.animator)
        with self.assertRaises(UserError):
            booking.write({"date_end": SOON + timedelta(hours=9)})

    def test_the_room_gives_place_address_and_territory(self):
        meeting = self._create_meeting(room_id=self.room.id)
        self.assertEqual(meeting.workplace_id, self.place)
        self.assertEqual(meeting.address_id, self.place)
        self.assertEqual(meeting.territory_id, self.territory_liege)
        with self.assertRaises(ValidationError):
            meeting.workplace_id = self.place_far

    def test_who_may_book(self):
        with self.assertRaises(AccessError):
            self.env["smart.room.booking"].with_user(self.employee).create(
                {
                    "room_id": self.room.id,
                    "date_begin": SOON,
                    "date_end": SOON + timedelta(hours=1),
                }
            )
        meeting = self.env["event.event"].with_user(self.animator)
        meeting = meeting.create(
            {
                "name": "By the animator",
                "date_begin": SOON,
                "date_end": SOON + timedelta(hours=1),
                "room_id": self.room.id,
                "is_visible": True,
            }
        )
        self.assertTrue(meeting.booking_ids.is_firm)

    def test_rooms_of_another_company_stay_there(self):
        other = self.env["res.company"].create({"name": "Other country"})
        self.place.company_id = other
        found = self.env["smart.room"].with_user(self.animator).search([])
        self.assertNotIn(self.room, found)
