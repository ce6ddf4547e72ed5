# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SmartCommon


@tagged("post_install", "-at_install")
class TestMembership(SmartCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls._create_member("Ada")
        cls.profile = cls._create_profile(cls.ada, activity_ids=cls.activity_show.ids)

    def _membership(self):
        return self.env["smart.filiere.membership"].search(
            [("partner_id", "=", self.ada.id)]
        )

    def test_an_activity_proposes_its_filiere(self):
        self.assertEqual(self.filiere_show._propose_by_activity(), 1)
        membership = self._membership()
        self.assertEqual(membership.state, "proposed")
        self.assertEqual(membership.origin, "activity")

    def test_proposing_twice_asks_once(self):
        self.filiere_show._propose_by_activity()
        self.assertEqual(self.filiere_show._propose_by_activity(), 0)

    def test_a_refusal_is_never_asked_again(self):
        self.filiere_show._propose_by_activity()
        self._membership()._set_refused()
        self.assertEqual(self.filiere_show._propose_by_activity(), 0)
        self.assertEqual(self._membership().state, "refused")

    def test_staff_cannot_undo_a_refusal(self):
        self._join(self.ada, self.filiere_show, state="refused")
        with self.assertRaisesRegex(UserError, "Only the member"):
            self._membership().action_confirm()
        self._membership()._set_confirmed(by_member=True)
        self.assertTrue(self._membership().confirmed_by_member)

    def test_who_is_no_member_is_not_asked(self):
        self.ada.is_member = False
        self.assertEqual(self.filiere_show._propose_by_activity(), 0)

    def test_a_closed_filiere_asks_nobody_at_night(self):
        self.filiere_show.state = "closed"
        self.env["smart.filiere"]._cron_propose_members()
        self.assertFalse(self._membership())

    def test_one_membership_per_filiere(self):
        self._join(self.ada, self.filiere_show)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._join(self.ada, self.filiere_show)

    def test_only_who_is_in_counts(self):
        self._join(self.ada, self.filiere_show)
        self._join(self._create_member("Bea"), self.filiere_show, state="proposed")
        self._join(self._create_member("Cleo"), self.filiere_show, state="refused")
        self.assertEqual(self.filiere_show.member_count, 1)
        self.assertEqual(self.filiere_show.proposed_count, 1)
        self.assertEqual(self.ada.filiere_ids, self.filiere_show)

    def test_members_are_found_by_their_filiere(self):
        self._join(self.ada, self.filiere_show)
        self._join(self._create_member("Bea"), self.filiere_show, state="left")
        found = self.env["res.partner"].search(
            [("filiere_ids", "in", self.filiere_show.ids)]
        )
        self.assertEqual(found, self.ada)

    def test_an_answer_is_not_written_by_hand(self):
        membership = self._join(self.ada, self.filiere_show, state="refused")
        as_animator = membership.with_user(self.animator)
        with self.assertRaisesRegex(UserError, "not written by hand"):
            as_animator.write({"state": "confirmed"})
        with self.assertRaisesRegex(UserError, "not written by hand"):
            as_animator.write({"confirmed_by_member": True})

    def test_staff_only_propose(self):
        membership = (
            self.env["smart.filiere.membership"]
            .with_user(self.animator)
            .create(
                {
                    "partner_id": self.ada.id,
                    "filiere_id": self.filiere_show.id,
                    "state": "confirmed",
                    "confirmed_by_member": True,
                }
            )
        )
        self.assertEqual(membership.state, "proposed")
        self.assertFalse(membership.confirmed_by_member)
        membership.action_confirm()
        self.assertEqual(membership.state, "confirmed")

    def test_a_membership_that_ended_leaves_everything(self):
        profile = self.profile
        profile._release({"name": "members"})
        self.ada.member_until = "2020-01-01"
        self.env["res.partner"]._cron_end_members()
        profile.invalidate_recordset(["is_listed"])
        self.assertFalse(self.ada.is_member)
        self.assertFalse(profile.is_listed)

    def test_leaving_needs_to_be_in(self):
        self._join(self.ada, self.filiere_show, state="proposed")
        with self.assertRaises(UserError):
            self._membership()._set_left()

    def test_the_animator_is_told_how_many_were_asked(self):
        action = self.filiere_show.with_user(
            self.filiere_manager
        ).action_propose_members()
        self.assertIn("1", action["params"]["message"])

    def test_an_employee_may_not_propose(self):
        with self.assertRaises(UserError):
            self.filiere_show.with_user(self.employee)._propose_by_activity()

    def test_the_number_of_queries_does_not_grow(self):
        members = [self._create_member(f"M{i}") for i in range(30)]
        for member in members:
            self._create_profile(member, activity_ids=self.activity_show.ids)
        self.env.flush_all()
        with self.assertQueryCount(4):
            self.assertEqual(self.filiere_show._propose_by_activity(), 31)
