# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo.fields import Date, Datetime
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .meetings_common import SOON, MeetingsCommon


@tagged("post_install", "-at_install")
class TestMeetingPortal(MeetingsCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls._create_member("Ada Portal", login="meeting_ada")
        cls.bea = cls._create_member("Bea Portal", login="meeting_bea")
        cls.stranger = cls._create_member(
            "Sup Portal", login="meeting_sup", is_member=False
        )
        cls.meeting = cls._create_meeting("Lights and budgets", room_id=cls.room.id)
        cls.public = cls._create_meeting(
            "Open doors", begin=SOON + timedelta(days=40), audience="external"
        )
        cls.draft = cls._create_meeting("Not yet", is_visible=False)
        cls.path = f"/my/meetings/{cls.meeting.id}"

    def _post(self, path, **data):
        self.url_open("/my/meetings")
        data["csrf_token"] = Request.csrf_token(self)
        return self.url_open(path, data=data)

    def _registration(self, member):
        return self.meeting._get_member_registration(member)

    def test_a_member_sees_what_is_published(self):
        self.authenticate("meeting_ada", "meeting_ada")
        page = self.url_open("/my/meetings").text
        self.assertIn("Lights and budgets", page)
        self.assertIn("Open doors", page)
        self.assertNotIn("Not yet", page)
        draft = self.url_open(f"/my/meetings/{self.draft.id}")
        self.assertEqual(draft.status_code, 404)

    def test_filters_narrow_and_broken_ones_do_not(self):
        self.authenticate("meeting_ada", "meeting_ada")
        for query, shown in (
            (f"filiere={self.filiere_show.id}", True),
            (f"filiere={self.filiere_code.id}", False),
            (f"territory={self.territory_liege.id}", True),
            (f"territory={self.territory_brussels.id}", False),
            ("month=2031-03", True),
            ("month=2031-04", False),
            ("audience=external", False),
            ("mine=1", False),
            ("filiere=x&territory=-1&month=2031-99&audience=all", True),
        ):
            with self.subTest(query):
                page = self.url_open(f"/my/meetings?{query}")
                self.assertEqual(page.status_code, 200)
                self.assertEqual(f'data-id="{self.meeting.id}"' in page.text, shown)

    def test_she_signs_up_cancels_and_finds_it_among_hers(self):
        self.authenticate("meeting_ada", "meeting_ada")
        page = self._post(f"{self.path}/signup", show_attendance="1")
        self.assertIn('data-state="open"', page.text)
        row = self._registration(self.ada)
        self.assertEqual((row.member_id, row.partner_id), (self.ada, self.ada))
        self.assertTrue(row.show_attendance)
        self.assertIn("Lights and budgets", self.url_open("/my/meetings?mine=1").text)
        page = self._post(f"{self.path}/cancel")
        self.assertIn('data-state="none"', page.text)
        self.assertEqual(row.state, "cancel")

    def test_others_are_named_only_when_they_said_so(self):
        self.meeting._sign_up(self.ada)
        self.authenticate("meeting_bea", "meeting_bea")
        self.assertNotIn("Ada Portal", self.url_open(self.path).text)
        self._registration(self.ada).show_attendance = True
        page = self.url_open(self.path).text
        self.assertIn("Ada Portal", page)
        self.assertNotIn(self.ada.email, page)

    def test_the_waiting_list_says_so(self):
        self.meeting.write({"seats_limited": True, "seats_max": 1})
        self.meeting._sign_up(self.bea)
        self.authenticate("meeting_ada", "meeting_ada")
        page = self._post(f"{self.path}/signup")
        self.assertIn('data-state="waiting"', page.text)

    def test_who_is_no_member_has_no_page(self):
        self.authenticate("meeting_sup", "meeting_sup")
        for path in ("/my/meetings", self.path, "/my/workplaces", f"{self.path}/ics"):
            self.assertEqual(self.url_open(path).status_code, 404, path)

    def test_the_public_sees_external_meetings_only(self):
        self.authenticate(None, None)
        page = self.url_open("/rencontres").text
        self.assertIn("Open doors", page)
        self.assertNotIn("Lights and budgets", page)
        inside = self.url_open(f"/rencontres/{self.meeting.id}")
        self.assertEqual(inside.status_code, 404)
        shown = self.url_open(f"/rencontres/{self.public.id}")
        self.assertEqual(shown.status_code, 200)
        self.public.is_visible = False
        gone = self.url_open(f"/rencontres/{self.public.id}")
        self.assertEqual(gone.status_code, 404)

    def test_a_calendar_file_has_the_zone_of_the_place(self):
        self.authenticate("meeting_ada", "meeting_ada")
        answer = self.url_open(f"{self.path}/ics")
        self.assertIn("text/calendar", answer.headers["Content-Type"])
        self.assertIn("Europe/Brussels", answer.text)

    def test_workplaces_say_how_far(self):
        self.authenticate("meeting_ada", "meeting_ada")
        page = self.url_open("/my/workplaces").text
        self.assertIn("Attic", page)
        self.assertLess(page.index("The Post"), page.index("The Valley"))

    def test_a_suggestion_is_a_draft_and_text_stays_text(self):
        self.authenticate("meeting_ada", "meeting_ada")
        wish = {
            "name": "<b>Tour</b>",
            "why": "<script>alert(1)</script>",
            "day": str(Date.today() + timedelta(days=200)),
            "filiere": str(self.filiere_show.id),
        }
        self._post("/my/meetings/suggest", **wish)
        event = self.env["event.event"].search([("suggested_by_id", "=", self.ada.id)])
        self.assertEqual(event.name, "<b>Tour</b>")
        self.assertFalse(event.is_visible)
        self.assertNotIn("<script", event.description)
        local = Datetime.context_timestamp(
            event.with_context(tz="Europe/Brussels"), event.date_begin
        )
        self.assertEqual(local.hour, 18)

    def test_bad_suggestions_keep_what_was_typed(self):
        self.authenticate("meeting_ada", "meeting_ada")
        for wish in (
            {"name": "Tour", "day": "yesterday"},
            {"name": "Tour", "filiere": str(self.filiere_show.id), "day": "2001-01-01"},
            {"name": "Tour", "filiere": "99999999", "day": "2031-05-06"},
            {"name": " ", "filiere": "x"},
        ):
            with self.subTest(wish):
                page = self._post("/my/meetings/suggest", why="Because & co", **wish)
                self.assertEqual(page.status_code, 200)
                self.assertIn("alert-danger", page.text)
                self.assertIn("Because &amp; co", page.text)
        found = self.env["event.event"].search([("suggested_by_id", "=", self.ada.id)])
        self.assertFalse(found)
