# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .communication_common import CommunicationCommon


@tagged("post_install", "-at_install")
class TestCommunicationLetter(CommunicationCommon):
    def _emails(self, mailing, sent=True):
        traces = mailing.mailing_trace_ids
        wanted = traces.filtered(lambda t: (t.trace_status != "cancel") == sent)
        return set(wanted.mapped("email"))

    # === AUDIENCE AND CONSENT === #

    def test_only_who_said_yes_is_written_to(self):
        self._create_members(2, prefix="Yes")
        self._create_members(2, state="proposed", prefix="Asked")
        self._create_members(1, state="refused", prefix="No")
        self._create_members(1, filiere=self.filiere_code, prefix="Elsewhere")
        letter = self._create_letter()
        self.assertFalse(letter.needs_validation)
        self._send(letter)
        self.assertEqual(
            self._emails(letter), {"yes.0@example.org", "yes.1@example.org"}
        )

    def test_a_wider_domain_does_not_widen_the_audience(self):
        self._create_members(1, prefix="Yes")
        self._create_members(1, filiere=self.filiere_code, prefix="Elsewhere")
        letter = self._create_letter()
        letter.with_user(self.mailer).mailing_domain = "[]"
        self._send(letter)
        self.assertEqual(self._emails(letter), {"yes.0@example.org"})

    def test_a_mailing_of_the_cooperative_on_memberships_keeps_to_consent(self):
        self._create_members(1, prefix="Yes")
        self._create_members(1, state="proposed", prefix="Asked")
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "All filières",
                "mailing_model_id": self.env["ir.model"]._get_id(
                    "smart.filiere.membership"
                ),
                "mailing_domain": repr([("filiere_id", "=", self.filiere_show.id)]),
                "body_html": "<p>Hello</p>",
            }
        )
        self._send(mailing)
        self.assertEqual(self._emails(mailing), {"yes.0@example.org"})

    def test_other_members_are_those_the_filiere_never_asked(self):
        self._create_members(1, prefix="Yes")
        others = self._create_members(1, filiere=self.filiere_code, prefix="Elsewhere")
        letter = self._create_letter(audience="others")
        found = letter._get_recipients()
        self.assertIn(others.id, found)
        yes = self.env["res.partner"].search([("email", "=", "yes.0@example.org")])
        self.assertNotIn(yes.id, found)

    def test_blacklisted_people_get_nothing(self):
        self._create_members(2, prefix="Yes")
        self.env["mail.blacklist"]._add("yes.0@example.org")
        letter = self._create_letter()
        self._send(letter)
        self.assertEqual(self._emails(letter), {"yes.1@example.org"})

    # === UNSUBSCRIPTION === #

    def test_an_optout_is_of_one_filiere_and_one_kind(self):
        ada, _bob = self._create_members(2, prefix="Yes")
        self._join(ada, self.filiere_code)
        self.env["smart.filiere.optout"]._set(
            ada, {(self.filiere_show.id, "letters"): False}
        )
        letter = self._create_letter()
        self._send(letter)
        self.assertEqual(self._emails(letter), {"yes.1@example.org"})
        elsewhere = self._create_letter(self.filiere_code)
        self._send(elsewhere)
        self.assertEqual(self._emails(elsewhere), {"yes.0@example.org"})
        digests = elsewhere._get_opt_out_list()
        self.assertNotIn("yes.0@example.org", digests)

    def test_an_optout_is_kept_when_she_leaves_and_comes_back(self):
        ada = self._create_members(1, prefix="Yes")
        self._create_members(1, prefix="Other")
        optouts = self.env["smart.filiere.optout"]
        optouts._set(ada, {(self.filiere_show.id, "letters"): False})
        membership = self.env["smart.filiere.membership"].search(
            [("partner_id", "=", ada.id)]
        )
        membership.action_leave()
        membership._set_confirmed(by_member=True)
        letter = self._create_letter()
        self._send(letter)
        self.assertEqual(self._emails(letter), {"other.0@example.org"})
        # even when the row itself was deleted and made again
        membership.unlink()
        self._join(ada, self.filiere_show)
        self.assertIn("yes.0@example.org", letter._get_opt_out_list())
        optouts._set(ada, {(self.filiere_show.id, "letters"): True})
        self.assertNotIn("yes.0@example.org", letter._get_opt_out_list())

    # === AGREEMENT === #

    def test_a_letter_beyond_confirmed_members_waits_for_the_communication(self):
        self._create_members(1, state="proposed", prefix="Asked")
        letter = self._create_letter(audience="potential")
        self.assertTrue(letter.needs_validation)
        animator = letter.with_user(self.animator)
        with self.assertRaisesRegex(UserError, "agree"):
            animator.action_send_letter()
        # nor by the native ways, whoever takes them
        for user in (self.animator, self.mailer, self.filiere_manager):
            with self.assertRaises(UserError):
                letter.with_user(user).write({"state": "in_queue"})
            with self.assertRaises(UserError):
                letter.with_user(user).action_send_mail()
            with self.assertRaises(UserError):
                letter.with_user(user).action_launch()
        with self.assertRaises(UserError):
            animator.action_validate_letter()
        letter.with_user(self.officer).action_validate_letter()
        self.assertEqual(letter.validated_by_id, self.officer)
        animator.action_send_letter()
        self.assertEqual(letter.state, "in_queue")

    def test_an_agreement_is_not_written_by_hand(self):
        letter = self._create_letter(audience="potential")
        for user in (self.animator, self.mailer, self.filiere_manager, self.officer):
            with self.assertRaises(UserError):
                letter.with_user(user).write({"validation_state": "validated"})
            with self.assertRaises(UserError):
                letter.with_user(user).write({"communication_line_id": False})

    def test_a_text_that_changes_is_agreed_to_again(self):
        letter = self._create_letter(audience="potential")
        letter.with_user(self.officer).action_validate_letter()
        letter.with_user(self.animator).action_send_letter()
        letter.with_user(self.animator).write({"letter_body": "<p>Something else</p>"})
        self.assertEqual(letter.validation_state, "waiting")
        self.assertEqual(letter.state, "draft")

    def test_the_queue_leaves_the_unagreed_behind_and_sends_the_rest(self):
        self._create_members(1, prefix="Yes")
        waiting = self._create_letter(self.filiere_code, audience="potential")
        good = self._create_letter()
        good.with_user(self.animator).action_send_letter()
        # as a restore or a script would leave it
        self.env.cr.execute(
            "UPDATE mailing_mailing SET state = 'in_queue' WHERE id = %s", (waiting.id,)
        )
        waiting.invalidate_recordset()
        self.env["mailing.mailing"].search(
            [("state", "=", "in_queue"), ("id", "not in", (waiting | good).ids)]
        ).state = "draft"
        (waiting | good).schedule_date = fields.Datetime.now() - timedelta(hours=1)
        with self.enter_registry_test_mode():
            self.env.ref(
                "mass_mailing.ir_cron_mass_mailing_queue"
            ).method_direct_trigger()
        self.assertEqual(waiting.state, "draft")
        self.assertEqual(good.state, "done")

    def test_nothing_leaves_while_the_plan_does_not_run(self):
        self._create_members(1, prefix="Yes")
        letter = self._create_letter()
        letter.communication_line_id.plan_id.with_user(self.animator).action_draft()
        with self.assertRaisesRegex(UserError, "not running"):
            letter.with_user(self.animator).action_send_letter()

    # === WHAT AN ANIMATOR MAY WRITE === #

    def test_an_animator_edits_the_text_on_her_form(self):
        letter = self._create_letter()
        view = "smart_filieres.mailing_mailing_view_form_letter"
        with Form(letter.with_user(self.animator), view=view) as form:
            form.subject = "News of the spring"
            form.letter_body = "<p>We meet on Tuesday.</p>"
        self.assertIn("We meet on Tuesday", letter.body_html)
        self.assertIn("unsubscribe_from_list", letter.body_html)

    def test_an_animator_opens_her_letter_whatever_became_of_it(self):
        letter = self._create_letter().with_user(self.animator)
        view = "smart_filieres.mailing_mailing_view_form_letter"
        for state in ("draft", "in_queue", "sending", "done"):
            letter.sudo().state = state
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(Form(letter, view=view).state, state)

    def test_an_animator_writes_nothing_else_and_no_expression(self):
        letter = self._create_letter().with_user(self.animator)
        for vals in (
            {"mailing_domain": "[]"},
            {"email_from": "boss@example.org"},
            {"body_html": "<p>x</p>"},
            {"use_exclusion_list": False},
            {"counts_in_cap": False},
            {"subject": "{{ object.env.user.password }}"},
            {"letter_body": '<p t-out="object.env.user.login"/>'},
        ):
            with self.assertRaises(UserError, msg=vals):
                letter.write(vals)

    def test_an_animator_sees_no_other_mailing_of_the_cooperative(self):
        own = self._create_letter()
        other = self.env["mailing.mailing"].create(
            {"subject": "General assembly", "body_html": "<p>Come</p>"}
        )
        for user in (self.animator, self.officer):
            seen = self.env["mailing.mailing"].with_user(user).search([])
            self.assertIn(own, seen)
            self.assertNotIn(other, seen)
        self.assertIn(
            other, self.env["mailing.mailing"].with_user(self.mailer).search([])
        )
        self.assertIn(
            own, self.env["mailing.mailing"].with_user(self.mailer).search([])
        )

    def test_an_animator_does_not_count_a_few_by_the_native_figures(self):
        members = self._create_members(6)
        letter = self._create_letter()
        self._trace(letter, members[:2], status="open", sent_datetime="2026-01-01")
        self.assertEqual(letter.with_user(self.mailer).opened, 2)
        for name in ("opened", "opened_ratio", "clicks_ratio"):
            self.assertFalse(letter.with_user(self.animator)[name])
