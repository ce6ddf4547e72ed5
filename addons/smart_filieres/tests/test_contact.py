# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .exchanges_common import ExchangesCommon


@tagged("post_install", "-at_install")
class TestContact(HttpCase, ExchangesCommon):
    def _later(self, days):
        return freeze_time(fields.Datetime.now() + timedelta(days=days))

    def _word(self, contact, action):
        return contact._get_signed_actions()[action][0]

    def test_nothing_opens_before_the_yes(self):
        contact = self._ask(
            self.ada, self.bea, "Call me: ada@home.example, 0470 12 34 56"
        )
        [mail] = self._mails_to(self.bea)
        everything = "".join(
            str(mail[name])
            for name in ("subject", "body_html", "email_from", "reply_to")
        )
        for secret in (self.ada.email, "ada@home.example", "0470 12 34 56"):
            self.assertNotIn(secret, everything)
        self.assertIn("Ada Asks", everything)
        self.assertNotEqual(contact.create_uid, self.ada.user_ids)
        self._press(self._link(mail, self._word(contact, "accept")))
        self.assertEqual(contact.state, "accepted")
        self.assertIn(self.bea.email, self._mails_to(self.ada)[0].body_html)
        self.assertIn(self.ada.email, self._mails_to(self.bea)[0].body_html)

    def test_a_name_that_is_not_released_is_vague(self):
        self.ada._smart_contact_profile()._withdraw()
        for member in (self.ada, self.bea):
            self._join(member, self.filiere_show)
        self.ada._smart_contact_profile()._withdraw()
        contact = self._ask(self.ada, self.bea)
        mail = self._mails_to(self.bea)
        self.assertNotIn("Ada Asks", mail.subject + mail.body_html)
        self.assertIn("Live shows", mail.subject)
        contact._accept()
        self.assertIn("Ada Asks", self._mails_to(self.bea)[0].body_html)

    def test_looking_at_a_link_or_pressing_twice_does_nothing_more(self):
        contact = self._ask(self.ada, self.bea)
        mail = self._mails_to(self.bea)
        accept = self._link(mail, self._word(contact, "accept"))
        decline = self._link(mail, self._word(contact, "decline"))
        self.url_open(accept)
        self.assertEqual(contact.state, "sent")
        self._press(accept)
        answered = contact.date_accepted
        self._press(accept)
        self._press(decline)
        self.assertEqual((contact.state, contact.date_accepted), ("accepted", answered))
        self.assertEqual(
            len(self._mails_to(self.ada)), 1, self._mails_to(self.ada).mapped("subject")
        )
        with self.assertRaises(UserError):
            contact._accept()

    def test_an_expired_link_is_refused(self):
        contact = self._ask(self.ada, self.bea)
        path = "/smart/answer/" + contact._get_signed_url("accept").rpartition("/")[2]
        with self._later(31):
            self.assertEqual(self.url_open(path).status_code, 404)
        self.assertEqual(contact.state, "sent")

    def test_html_stays_text(self):
        evil = "<script>alert(1)</script><a href='x'>y</a>"
        contact = self._ask(self.ada, self.bea, evil)
        [mail] = self._mails_to(self.bea)
        self.assertNotIn("<script>alert", mail.body_html)
        self.assertIn("&lt;script&gt;", mail.body_html)
        page = self.url_open(self._link(mail, self._word(contact, "accept")))
        self.assertNotIn("<script>alert", page.text)
        self.assertIn("&lt;script&gt;", page.text)

    def test_a_block_is_not_told(self):
        first = self._ask(self.ada, self.bea)
        self._press(self._link(self._mails_to(self.bea), self._word(first, "block")))
        # the same page, the same state as for anybody
        self.assertEqual(first.state, "sent")
        with self._later(22):
            self.env["smart.contact.request"]._cron_relay()
            second = self._ask(self.ada, self.bea)
        self.assertEqual(second.state, "sent")
        self.assertEqual(len(self._mails_to(self.bea)), 1)
        self.assertIsNone(second._get_side(self.bea))
        self.assertEqual(second._get_side(self.ada), "sender")
        # the other links of that e-mail have served
        self._press(self._link(self._mails_to(self.bea), self._word(first, "accept")))
        self.assertFalse(first.date_accepted)

    def test_a_report_pauses_the_sender(self):
        contact = self._ask(self.ada, self.bea, "Buy my soap")
        self._press(self._link(self._mails_to(self.bea), self._word(contact, "report")))
        contact._report()
        report = self.env["smart.contact.report"].with_user(self.filiere_manager)
        report = report.search([("request_id", "=", contact.id)])
        self.assertEqual(
            (report.excerpt, report.reported_id), ("Buy my soap", self.ada)
        )
        self.assertTrue(report.activity_ids)
        report.action_pause_sender()
        with self.assertRaises(UserError):
            self._ask(self.ada, self.cleo)
        report.action_dismiss()
        self.assertTrue(self._ask(self.ada, self.cleo))

    def test_limits(self):
        others = [self._create_member(f"Other {rank}") for rank in range(6)]
        sent = [self._ask(self.ada, other) for other in others[:5]]
        with self.assertRaises(UserError):
            self._ask(self.ada, others[5])
        sent[0]._decline()
        self.env["ir.config_parameter"].set_param(
            "smart_filieres.relay_month_limit", "5"
        )
        with self.assertRaises(UserError):
            self._ask(self.ada, others[5])
        with self._later(31):
            self.env["smart.contact.request"]._cron_relay()
            self.assertTrue(self._ask(self.ada, others[5]))

    def test_nobody_is_asked_who_does_not_want_to_be(self):
        self.bea._smart_contact_profile().is_contact_paused = True
        for sender, recipient, text in (
            (self.ada, self.bea, "Hello"),
            (self.ada, self.ada, "Hello"),
            (self.ada, self.cleo, "  "),
        ):
            with self.assertRaises(UserError):
                self._ask(sender, recipient, text)
        self._ask(self.ada, self.cleo)
        with self.assertRaises(UserError):
            self._ask(self.ada, self.cleo)

    def test_a_request_lapses_and_the_outcome_is_asked_once(self):
        lapsing = self._ask(self.cleo, self.bea)
        contact = self._ask(self.ada, self.bea)
        contact._accept()
        cron = self.env["smart.contact.request"]._cron_relay
        with self._later(22):
            cron()
        self.assertEqual(lapsing.state, "unanswered")
        with self._later(31):
            cron()
            before = len(self._mails_to(self.ada))
            cron()
            self.assertEqual(len(self._mails_to(self.ada)), before)
            mail = self._mails_to(self.ada)[0]
            self._press(self._link(mail, self._word(contact, "outcome_contract")))
            self.assertEqual((contact.state, contact.outcome), ("closed", "contract"))
            # the other one's link has served with it
            mail = self._mails_to(self.bea)[0]
            self._press(self._link(mail, self._word(contact, "outcome_none")))
        self.assertEqual(contact.outcome, "contract")

    def test_words_are_erased_after_a_year_and_counted_for_ever(self):
        contact = self._ask(self.ada, self.bea)
        contact._write_message("recipient", "Tell me more")
        with self._later(300):
            self.env["smart.contact.request"]._cron_relay()
        self.assertEqual(len(contact.message_line_ids), 2)
        with self._later(370):
            self.env["smart.contact.request"]._cron_relay()
        contact.invalidate_recordset()
        self.assertFalse(contact.message_line_ids)
        self.assertEqual((contact.message_count, contact.is_erased), (2, True))

    def test_accepted_contacts_are_evidence_of_a_tie(self):
        contact = self._ask(self.ada, self.bea)
        self._ask(self.cleo, self.bea)

        def rows():
            self.env.flush_all()
            query = self.env["smart.contact.request"]._get_tie_evidence_query()
            found = self.env.execute_query_dict(query)
            return [row for row in found if row["event_key"] == f"relay-{contact.id}"]

        self.assertFalse(rows())
        contact._accept()
        self.assertEqual(
            {row["partner_id"] for row in rows()}, {self.ada.id, self.bea.id}
        )
        self.assertEqual({row["kind"] for row in rows()}, {"relay"})

    def test_who_reads_what_over_rpc(self):
        contact = self._ask(self.ada, self.bea, "Between us")
        contact._report()
        for user in (self.ada.user_ids, self.bea.user_ids, self.employee):
            for model in ("request", "message", "block", "report"):
                with self.subTest(user=user.login, model=model):
                    with self.assertRaises(AccessError):
                        self.env[f"smart.contact.{model}"].with_user(user).search([])
        metadata = contact.with_user(self.animator)
        self.assertEqual(metadata.read(["state"])[0]["state"], "sent")
        for name in (
            "sender_id",
            "recipient_id",
            "offer_id",
            "message_line_ids",
            "is_muted",
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                metadata.read([name])
        with self.assertRaises(AccessError):
            metadata.search([("sender_id.name", "ilike", "Ada")])
        manager = contact.with_user(self.filiere_manager)
        self.assertEqual(manager.sender_id, self.ada)
        for model in ("message", "block"):
            with self.assertRaises(AccessError):
                self.env[f"smart.contact.{model}"].with_user(
                    self.filiere_manager
                ).search([])
        self.assertFalse(contact.message_ids)


@tagged("post_install", "-at_install")
class TestRelayByEmail(ExchangesCommon):
    """Replies through the alias: nobody's address crosses, in headers nor in bodies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.alias_domain_id = cls.env["mail.alias.domain"].create(
            {"name": "coop.example"}
        )
        cls.contact = cls._ask(cls.ada, cls.bea)

    def _receive(self, sender, to, body, subtype="plain"):
        return self.env["mail.thread"].message_process(
            "mail.thread",
            f"From: {sender.name} <{sender.email}>\nTo: {to}\nSubject: Re: hello\n"
            f"Message-Id: <{len(body)}-{sender.id}@mail.example>\nMIME-Version: 1.0\n"
            f"Content-Type: text/{subtype}; charset=utf-8\n\n{body}\n",
        )

    def test_a_reply_is_passed_on_without_its_sender(self):
        mail = self._mails_to(self.bea)
        self.assertTrue(mail.reply_to.endswith("@coop.example"))
        self._receive(
            self.bea,
            mail.reply_to,
            "Tell me more, bea@home.example\n\n"
            "On Monday, Ada <x@y.example> wrote:\n> Hi",
        )
        passed = self._mails_to(self.ada)[0]
        everything = "".join(
            str(passed[name])
            for name in ("subject", "body_html", "email_from", "reply_to", "headers")
        )
        self.assertIn("Tell me more", everything)
        for secret in (self.bea.email, "bea@home.example", "x@y.example"):
            self.assertNotIn(secret, everything)
        self.assertNotEqual(passed.reply_to, mail.reply_to)
        self.assertEqual(self.contact.message_line_ids[-1].side, "recipient")
        # nothing lands in a chatter, where the author and the words would stay
        self.assertFalse(self.contact.message_ids)
        # and the answer to the answer finds its way back, still without addresses
        self._receive(
            self.ada,
            passed.reply_to,
            "<p>Gladly</p><blockquote>Hi</blockquote>",
            "html",
        )
        back = self._mails_to(self.bea)[0]
        self.assertIn("Gladly", back.body_html)
        self.assertNotIn(self.ada.email, back.body_html + back.email_from)

    def test_a_sender_does_not_insist_before_an_answer(self):
        self.contact._get_reply_to("sender")
        self._receive(
            self.ada, self.contact.sender_alias_id.alias_full_name, "And now?"
        )
        self.assertEqual(self.contact.message_count, 1)

    def test_nothing_passes_a_block_or_an_end(self):
        address = self.contact.recipient_alias_id.alias_full_name
        self.contact._accept()
        self.env["smart.contact.block"]._block(self.ada, self.bea)
        before = len(self._mails_to(self.ada))
        self._receive(self.bea, address, "Are you there?")
        self.assertEqual(len(self._mails_to(self.ada)), before)
        self.contact._close("none")
        self._receive(self.bea, address, "Hello again, you")
        self.assertEqual(self.contact.message_count, 2)

    def test_an_e_mail_starts_no_request(self):
        with self.assertRaises(UserError):
            self.env["smart.contact.request"].message_new({"body": "Hello"})

    def test_aliases_leave_with_the_request(self):
        alias = self.contact.recipient_alias_id
        self.contact.unlink()
        self.assertFalse(alias.exists())
