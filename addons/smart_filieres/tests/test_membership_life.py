# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import SmartCommon


@tagged("post_install", "-at_install")
class TestMembershipLife(SmartCommon):
    """Invitations, members merged or archived, codes withdrawn."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls._create_member("Ada Life")
        cls.bea = cls._create_member("Bea Life")
        cls.memberships = cls.env["smart.filiere.membership"]

    def _of(self, partner):
        return self.memberships.search([("partner_id", "=", partner.id)])

    def _invite(self, partners, message="Come & <i>see</i>", user=None):
        wizard = self.env["smart.filiere.invite"].with_user(user or self.animator)
        return wizard.create(
            {
                "filiere_id": self.filiere_show.id,
                "partner_ids": partners.ids,
                "message": message,
            }
        ).action_invite()

    def _mail(self, partner):
        return self.env["mail.mail"].search([("recipient_ids", "in", partner.ids)])

    def _press(self, number, partner):
        tokens = re.findall(r"/smart/answer/([^\"]+)", self._mail(partner).body_html)
        record, action, is_open = self.env["smart.signed.mixin"]._from_signed(
            tokens[number]
        )
        return is_open and record._run_signed(action)

    # === INVITATION === #

    def test_an_invitation_is_accepted_without_a_password(self):
        self._invite(self.ada)
        self.assertEqual(self._of(self.ada).state, "proposed")
        self.assertIn("&lt;i&gt;see", self._mail(self.ada).body_html)
        self.assertTrue(self._press(0, self.ada))
        self.assertEqual(self._of(self.ada).state, "confirmed")
        self.assertTrue(self._of(self.ada).confirmed_by_member)
        # answered: neither link serves any more
        self.assertFalse(self._press(1, self.ada))

    def test_who_refused_is_never_invited_again(self):
        self._invite(self.ada)
        self._press(1, self.ada)
        self.assertEqual(self._of(self.ada).state, "refused")
        answer = self._invite(self.ada | self.bea)
        self.assertIn("1", answer["params"]["message"])
        self.assertEqual(len(self._mail(self.ada)), 1)
        self.assertEqual(len(self._mail(self.bea)), 1)

    def test_who_was_proposed_by_a_rule_is_asked_by_a_person(self):
        self._join(self.ada, self.filiere_show, state="proposed", origin="activity")
        self._invite(self.ada)
        self.assertEqual(self._of(self.ada).origin, "invitation")
        self._invite(self.ada)
        self.assertEqual(len(self._mail(self.ada)), 1)

    def test_nobody_chosen_says_so_and_employees_do_not_invite(self):
        with self.assertRaises(UserError):
            self._invite(self.env["res.partner"])
        with self.assertRaises(AccessError):
            self._invite(self.ada, user=self.employee)

    # === MERGED, ARCHIVED === #

    def _merge(self, kept, gone):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((kept | gone).ids, kept)

    def test_a_refusal_survives_a_merge(self):
        self._join(self.ada, self.filiere_show, state="proposed")
        self._join(self.bea, self.filiere_show, state="proposed")._set_refused()
        self._join(self.bea, self.filiere_code)
        self._create_profile(self.bea, activity_ids=self.activity_show.ids)
        self._merge(self.ada, self.bea)
        states = {row.filiere_id: row.state for row in self._of(self.ada)}
        self.assertEqual(
            states, {self.filiere_show: "refused", self.filiere_code: "confirmed"}
        )
        self.assertEqual(self.filiere_show._propose_by_activity(self.ada), 0)

    def test_a_merge_keeps_one_profile_and_the_counts_right(self):
        for partner in (self.ada, self.bea):
            self._create_profile(partner, {"name": "members"}, headline=partner.name)
        self._merge(self.ada, self.bea)
        profile = self.env["smart.directory.profile"].search(
            [("partner_id", "=", self.ada.id)]
        )
        self.assertEqual(profile.headline, "Ada Life")
        self.env["smart.directory.entry"].flush_model()
        self.env.cr.execute(
            "SELECT SUM(members) FROM smart_directory_count WHERE code = 0"
        )
        (kept,) = self.env.cr.fetchone()
        self.assertEqual(kept, self.env["smart.directory.entry"].search_count([]))

    def test_archiving_takes_proposals_back_and_keeps_refusals(self):
        self._create_profile(
            self.ada, activity_ids=(self.activity_show | self.activity_code).ids
        )
        (self.filiere_show | self.filiere_code)._propose_by_activity(self.ada)
        self._of(self.ada).filtered(
            lambda row: row.filiere_id == self.filiere_show
        )._set_refused()
        self.ada.active = False
        self.assertEqual(self._of(self.ada).mapped("state"), ["refused"])
        self.assertEqual(
            (self.filiere_show | self.filiere_code)._propose_by_activity(), 0
        )
        self.ada.active = True
        # what was never answered may be asked, what was refused may not
        both = self.filiere_show | self.filiere_code
        self.assertEqual(both._propose_by_activity(self.ada), 1)
        self.assertEqual(
            {row.filiere_id: row.state for row in self._of(self.ada)},
            {self.filiere_show: "refused", self.filiere_code: "proposed"},
        )

    # === WITHDRAWN CODES === #

    def test_a_withdrawn_code_gives_way_to_the_one_that_replaces_it(self):
        new = self._create_activity("Stage arts", "T.90.21")
        profile = self._create_profile(
            self.ada,
            {"name": "members", "activities": "members"},
            activity_ids=self.activity_show.ids,
        )
        self.activity_show.write({"replaced_by_id": new.id, "active": False})
        self.assertEqual(profile.activity_ids, new)
        self.assertEqual(self.filiere_show.nace_activity_ids, new)
        entry = self.env["smart.directory.entry"].search(
            [("profile_id", "=", profile.id), ("audience", "=", "members")]
        )
        self.assertEqual(entry.activity_ids, new)
        self.assertEqual(self.filiere_show._propose_by_activity(self.ada), 1)

    def test_a_withdrawn_code_without_successor_proposes_nothing(self):
        self._create_profile(self.ada, activity_ids=self.activity_show.ids)
        self.activity_show.active = False
        self.assertEqual(self.filiere_show._propose_by_activity(self.ada), 0)

    def test_a_code_does_not_replace_itself(self):
        with self.assertRaises(ValidationError):
            self.activity_show.replaced_by_id = self.activity_show
