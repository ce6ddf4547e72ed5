# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .referencing_common import ReferencingCommon


@tagged("post_install", "-at_install")
class TestReferencingProposal(ReferencingCommon):
    def _get_mails(self):
        members = (self.member | self.other).ids
        return self.env["mail.mail"].search(
            [("subject", "ilike", "Zz new"), ("recipient_ids", "in", members)]
        )

    def test_what_is_listed_is_shown_instead(self):
        self.supplier.write({"vat": False, "website": "https://www.verte.example"})
        for values in (
            {"name": "IMPRIMERIE VERTE sprl"},
            {"name": "Other", "website": "verte.example/shop"},
        ):
            proposal, listing = self._propose(**values)
            self.assertEqual((len(proposal), listing), (0, self.listing))

    def test_what_buyers_know_is_not_told_to_a_member(self):
        known = self._create_supplier("Zz known")
        proposal, listing = self._propose(name="ZZ Known SA")
        self.assertFalse(listing)
        self.assertEqual((proposal.duplicate_id, proposal.duplicate_by),
                         (known, "name"))  # fmt: skip
        mine = proposal.with_user(self.member_user)
        self.assertEqual(mine.name, "ZZ Known SA")
        for name in ("duplicate_id", "partner_id", "supporter_ids"):
            with self.assertRaises(AccessError):
                mine.read([name])

    def test_two_members_who_ask_for_the_same_are_both_told(self):
        self.env.user.company_id.email = "coop@example.org"
        first, _listing = self._propose()
        second, _listing = self._propose(self.other, name="zz NEW sa")
        self.assertEqual(first, second)
        self.assertEqual(first.supporter_count, 2)
        self.assertEqual(
            self.env["smart.supplier.proposal"]
            .with_user(self.other.user_ids)
            .search([]),
            first,
        )
        # asking twice is asking once
        self._propose()
        self.assertEqual(first.supporter_count, 2)
        first.category_id = self.food
        first.reason = "Good"
        first.with_user(self.buyer).action_list()
        mails = self._get_mails()
        self.assertEqual(mails.recipient_ids, self.member | self.other)
        self.assertEqual(len(mails), 2)

    def test_taken_into_the_list(self):
        proposal, _listing = self._propose(
            category_id=self.food.id, zip="4000", country_id=self.belgium.id
        )
        buyer_view = proposal.with_user(self.buyer)
        buyer_view.action_review()
        self.assertEqual(proposal.state, "review")
        buyer_view.action_list()
        listing = proposal.listing_id
        self.assertEqual((listing.state, listing.category_ids), ("listed", self.food))
        self.assertEqual(listing.territory_id, self.territory_liege)
        self.assertTrue(listing.partner_id.is_company)
        buyer_view.action_list()
        self.assertEqual(proposal.listing_id, listing)

    def test_a_known_supplier_is_not_made_twice(self):
        known = self._create_supplier("Zz known")
        proposal, _listing = self._propose(name="Zz known", category_id=self.food.id)
        proposal.with_user(self.buyer).action_list()
        self.assertEqual(proposal.listing_id.partner_id, known)

    def test_refused_with_a_reason(self):
        proposal, _listing = self._propose()
        with self.assertRaisesRegex(UserError, "why"):
            proposal.with_user(self.buyer).action_refuse()
        proposal.with_user(self.buyer).reason = "<b>Too far</b>"
        proposal.with_user(self.buyer).action_refuse()
        self.assertEqual(proposal.state, "refused")
        self.assertFalse(proposal.activity_ids)
        mail = self._get_mails()
        self.assertIn("&lt;b&gt;Too far", mail.body_html)
        # a refusal is no ban: it may be proposed again
        again, _listing = self._propose()
        self.assertNotEqual(again, proposal)

    def test_a_member_decides_nothing(self):
        proposal, _listing = self._propose()
        mine = proposal.with_user(self.member_user)
        for method in ("action_list", "action_review", "action_refuse"):
            with self.assertRaises(UserError):
                getattr(mine, method)()
        with self.assertRaises(UserError):
            mine.write({"reason": "Yes"})
        with self.assertRaises(AccessError):
            self.env["smart.supplier.proposal"].with_user(self.member_user).create(
                {"name": "x", "partner_id": self.member.id}
            )
        hers = self.env["smart.supplier.proposal"].with_user(self.other.user_ids)
        self.assertFalse(hers.search([]))

    def test_a_name_is_needed(self):
        for name in ("", "  ", "…"):
            with self.assertRaises(UserError):
                self._propose(name=name)
