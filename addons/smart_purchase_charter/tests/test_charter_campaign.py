# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .ethics_common import EthicsCommon


@tagged("post_install", "-at_install")
class TestCharterCampaign(EthicsCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier.email = "green@example.com"
        cls.campaigns = cls.env["smart.charter.campaign"].with_user(cls.buyer)

    def _create_campaign(self, partners=None, **values):
        partners = self.supplier if partners is None else partners
        return self.campaigns.create(
            {
                "name": "All",
                "charter_id": self.charter.id,
                "invitation_ids": [
                    Command.create({"partner_id": partner.id}) for partner in partners
                ],
                **values,
            }
        )

    def _cron(self, campaign):
        # what the cron does, without its own transaction
        while batch := self.env["smart.charter.invitation"]._get_due(limit=2):
            batch._send()
        self.env["smart.charter.campaign"]._close_silent()
        campaign.invalidate_recordset()

    def _age(self, invitation, days=15):
        invitation.sudo().date_sent = fields.Datetime.now() - timedelta(days=days)

    def _bill(self, partner, amount):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": partner.id,
                "invoice_date": fields.Date.today(),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        bill.action_post()
        return bill

    def _choose(self, campaign, **values):
        return (
            self.env["smart.charter.campaign.select"]
            .with_user(self.buyer)
            .create({"campaign_id": campaign.id, **values})
        )

    def test_suppliers_are_chosen_by_what_was_bought(self):
        large, small = self._create_supplier("Large"), self._create_supplier("Small")
        self._bill(large, 5000)
        self._bill(small, 10)
        self.env["smart.charter.signature"]._sign(self.charter, small, "Small")
        campaign = self._create_campaign(self.env["res.partner"])
        wizard = self._choose(campaign, limit=1)
        self.assertEqual(wizard.count, 1)
        wizard.action_add()
        self.assertRecordValues(
            campaign.invitation_ids,
            [
                {
                    "partner_id": large.id,
                    "spend": 5000,
                    "categ_id": self.product.categ_id.id,
                }
            ],
        )
        # again: those already there are not doubled
        self._choose(campaign, limit=0).action_add()
        self.assertEqual(
            len(campaign.invitation_ids.partner_id), len(campaign.invitation_ids)
        )
        self.assertNotIn(small, campaign.invitation_ids.partner_id)

    def test_what_was_sent_is_never_sent_twice(self):
        mute = self._create_supplier("Without address")
        campaign = self._create_campaign(self.supplier + mute)
        campaign.action_start()
        self._cron(campaign)
        self._cron(campaign)
        states = {i.partner_id: i.state for i in campaign.invitation_ids}
        self.assertEqual(states, {self.supplier: "sent", mute: "failed"})
        mails = self.env["mail.mail"].search(
            [
                ("model", "=", "smart.charter.invitation"),
                ("res_id", "in", campaign.invitation_ids.ids),
            ]
        )
        self.assertEqual(len(mails), 1)
        self.assertIn("/charte/invitation/", mails.body_html)

    def test_two_reminders_then_silent(self):
        campaign = self._create_campaign()
        campaign.action_start()
        invitation = campaign.invitation_ids
        for reminders, state in ((0, "sent"), (1, "sent"), (2, "sent"), (2, "silent")):
            self._cron(campaign)
            self.assertEqual(
                (invitation.reminders, invitation.state), (reminders, state)
            )
            self._age(invitation)
        self.assertEqual(campaign.state, "done")

    def test_a_stopped_campaign_sends_nothing(self):
        campaign = self._create_campaign()
        campaign.action_start()
        campaign.action_stop()
        self._cron(campaign)
        self.assertEqual(campaign.invitation_ids.state, "to_send")

    def test_an_answer_cannot_be_forged(self):
        campaign = self._create_campaign()
        invitation = campaign.invitation_ids
        forged = self.campaigns.create(
            {
                "name": "Forged",
                "state": "done",
                "invitation_ids": [
                    Command.create({"partner_id": self.supplier.id, "state": "signed"})
                ],
            }
        )
        self.assertEqual(
            (forged.state, forged.invitation_ids.state), ("draft", "to_send")
        )
        with self.assertRaises(UserError):
            invitation.with_user(self.buyer).write({"state": "signed"})
        with self.assertRaises(UserError):
            campaign.state = "done"
        with self.assertRaises(AccessError):
            self._choose(campaign).with_user(self.supplier_user).action_add()

    def test_signing_on_the_portal_counts_too(self):
        campaign = self._create_campaign()
        campaign.action_start()
        self._cron(campaign)
        self.supplier_user.partner_id.with_user(self.supplier_user)._sign_charter(
            "Anne"
        )
        self.assertEqual(campaign.invitation_ids.state, "signed")
        self.assertEqual((campaign.signed_count, campaign.conversion), (1, 100))

    # === PAGES === #

    def _invited(self):
        campaign = self._create_campaign()
        campaign.action_start()
        self._cron(campaign)
        invitation = campaign.invitation_ids.sudo()
        url = invitation._get_signed_url("answer")
        return invitation, url[url.index("/charte/") :]

    def _answer(self, path, **data):
        return self.url_open(
            path, data={"csrf_token": http.Request.csrf_token(self), **data}
        )

    def test_a_supplier_signs_by_its_link(self):
        invitation, path = self._invited()
        self.authenticate(None, None)
        page = self.url_open(path)
        self.assertIn('data-state="opened"', page.text)
        page = self._answer(path, answer="sign", signer_name=" ")
        self.assertEqual(page.status_code, 422)
        page = self._answer(path, answer="sign", signer_name="<b>Zoé</b>", is_named="1")
        self.assertIn('data-state="signed"', page.text)
        signature = invitation.signature_id
        self.assertEqual(signature.content_hash, self.charter.content_hash)
        self.assertEqual(signature.signer_name, "<b>Zoé</b>")
        public = self.url_open("/charte").text
        self.assertIn("Imprimerie verte", public)
        self.assertNotIn("Zoé", public)
        # served: a second answer changes nothing
        self._answer(path, answer="refuse", reason="We changed our mind about it")
        self.assertEqual(invitation.state, "signed")

    def test_a_refusal_has_a_reason_and_counts(self):
        invitation, path = self._invited()
        self.authenticate(None, None)
        page = self._answer(path, answer="refuse", reason="no")
        self.assertEqual(page.status_code, 422)
        self._answer(path, answer="refuse", reason="Our group has its own charter.")
        self.assertEqual(
            (invitation.state, invitation.refusal),
            ("refused", "Our group has its own charter."),
        )
        self.assertEqual(invitation.campaign_id.refused_count, 1)

    def test_a_forged_link_says_nothing(self):
        _invitation, path = self._invited()
        self.assertEqual(self.url_open(path[:-4] + "AAAA").status_code, 404)

    def test_a_link_does_not_sign_a_charter_out_of_force(self):
        invitation, path = self._invited()
        case = self._submit()
        self._decide(case, "for", "for", "for")
        case.charter_id.with_user(self.seated[0]).action_adopt()
        self.authenticate(None, None)
        page = self._answer(path, answer="sign", signer_name="Anne")
        self.assertEqual(page.status_code, 422)
        self.assertNotEqual(invitation.state, "signed")

    def test_only_who_agreed_is_named(self):
        self.env["smart.charter.signature"]._sign(self.charter, self.supplier, "Anne")
        self.authenticate(None, None)
        page = self.url_open("/charte").text
        self.assertNotIn("Imprimerie verte", page)
        self.assertIn(self.charter.content_hash, page)
        self.assertIn("Criterion A", page)

    def test_the_supplier_appeals_and_reads_the_answer(self):
        self._assess_example(self.supplier)
        self.authenticate("charter_supplier", "charter_supplier")
        page = self._answer("/my/charter/appeal/send", statement="too short")
        self.assertEqual(page.status_code, 422)
        self.assertIn("too short", page.text)
        words = "<script>alert(1)</script> our certificate was not read."
        page = self._answer("/my/charter/appeal/send", statement=words)
        self.assertIn('data-state="received"', page.text)
        self.assertNotIn("<script>alert(1)", page.text)
        case = self.env["smart.ethics.case"].search([("kind", "=", "appeal")], limit=1)
        case.with_user(self.seated[0]).action_open()
        self._decide(case, "against", "against", "against")
        page = self.url_open("/my/charter/appeal").text
        self.assertIn('data-outcome="rejected"', page)
        self.assertIn("discussed with suppliers", page)

    def test_members_have_no_appeal_and_no_signature(self):
        self.authenticate("charter_member", "charter_member")
        with mute_logger("odoo.http"):
            for path in ("/my/charter/appeal", "/my/charter/signature"):
                self.assertEqual(self.url_open(path).status_code, 404)

    def test_the_supplier_keeps_what_it_signed(self):
        signatures = self.env["smart.charter.signature"]
        signature = signatures._sign(self.charter, self.supplier, "Anne Verte")
        self.authenticate("charter_supplier", "charter_supplier")
        page = self.url_open("/my/charter/signature")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Anne Verte", page.text)
        self.assertIn(signature.content_hash, page.text)
