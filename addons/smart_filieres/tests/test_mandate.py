# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .animation_common import AnimationCommon


@tagged("post_install", "-at_install")
class TestMandate(AnimationCommon, HttpCase):
    def test_both_sides_sign_and_it_is_in_force(self):
        mandate = self._create_mandate()
        mandate.action_propose()
        mandate.with_user(self.animator).action_sign_animator()
        self.assertEqual(mandate.state, "proposed")
        mandate.with_user(self.filiere_manager).action_sign_cooperative()
        self.assertEqual(mandate.state, "in_force")
        self.assertEqual(mandate.animator_signed_name, self.animator.name)
        self.assertEqual(mandate.cooperative_user_id, self.filiere_manager)
        self.assertEqual(self.filiere_show.mandate_id, mandate)

    def test_nobody_signs_for_another(self):
        mandate = self._create_mandate()
        mandate.action_propose()
        for user in (self.other_animator, self.filiere_manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                mandate.with_user(user).action_sign_animator()
        with self.assertRaises(AccessError):
            mandate.with_user(self.animator).action_sign_cooperative()
        mine = self._create_mandate(self.filiere_code, self.filiere_manager.partner_id)
        mine.action_propose()
        with self.assertRaises(UserError):
            mine.with_user(self.filiere_manager).action_sign_cooperative()

    def test_a_signature_cannot_be_written_by_hand(self):
        mandate = self._create_mandate()
        for vals in (
            {"state": "in_force"},
            {"cooperative_signed_on": "2026-01-01 00:00:00"},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                mandate.with_user(self.filiere_manager).write(vals)
        forged = (
            self.env["smart.filiere.mandate"]
            .with_user(self.animator)
            .create(
                {
                    "filiere_id": self.filiere_show.id,
                    "animator_id": self.animator.partner_id.id,
                    "date_end": self.today + relativedelta(years=1),
                    "state": "in_force",
                }
            )
        )
        self.assertEqual(forged.state, "draft")

    def test_what_was_signed_does_not_change(self):
        mandate = self._create_mandate()
        mandate.action_propose()
        mandate.with_user(self.animator).action_sign_animator()
        with self.assertRaises(UserError):
            mandate.with_user(self.filiere_manager).hours_per_month = 2
        mandate.action_back_to_draft()
        mandate.hours_per_month = 10
        self.assertFalse(mandate.animator_signed_on)

    def test_an_empty_letter_is_not_proposed(self):
        with self.assertRaises(UserError):
            self._create_mandate(frame=False).action_propose()

    def test_one_mandate_at_a_time_and_a_renewal_follows(self):
        first = self._sign(self._create_mandate())
        action = first.with_user(self.filiere_manager).action_renew()
        second = first.browse(action["res_id"])
        self.assertEqual(second.previous_id, first)
        self.assertEqual(second.date_start, first.date_end + relativedelta(days=1))
        self.assertEqual(second.state, "draft")
        self._sign(second)
        self.assertEqual((first.state, second.state), ("in_force", "signed"))
        self.env.cr.execute(
            "UPDATE smart_filiere_mandate SET date_start = %s WHERE id = %s",
            (self.today, second.id),
        )
        second.invalidate_recordset()
        self.env["smart.filiere.mandate"]._cron_follow_mandates()
        self.assertEqual((first.state, second.state), ("renewed", "in_force"))

    def test_the_end_is_announced_then_comes(self):
        mandate = self._sign(
            self._create_mandate(date_end=self.today + relativedelta(days=30))
        )
        self.env["smart.filiere.mandate"]._cron_follow_mandates()
        self.env["smart.filiere.mandate"]._cron_follow_mandates()
        self.assertEqual(mandate.activity_ids.user_id, self.filiere_manager)
        self.env.cr.execute(
            "UPDATE smart_filiere_mandate SET date_start = %s, date_end = %s"
            " WHERE id = %s",
            (
                self.today - relativedelta(days=9),
                self.today - relativedelta(days=1),
                mandate.id,
            ),
        )
        mandate.invalidate_recordset()
        self.env["smart.filiere.mandate"]._cron_follow_mandates()
        self.assertEqual(mandate.state, "ended")

    def test_a_member_without_login_signs_by_her_link(self):
        member = self._create_member("Ada Lettre")
        mandate = self._create_mandate(animator=member)
        mandate.action_propose()
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "=", member.id)], order="id desc", limit=1
        )
        self.assertIn("/smart/answer/", mail.body_html)
        # whoever reads the record does not find the link there
        self.assertNotIn("/smart/answer/", "".join(mandate.message_ids.mapped("body")))
        url = mandate._get_signed_url("sign")
        path = url[url.index("/smart/answer/") :]
        page = self.url_open(path).text
        self.assertIn("Hold four meetings", page)
        self.assertFalse(mandate.animator_signed_on)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        self.url_open(path, data={"csrf_token": token})
        mandate.invalidate_recordset()
        self.assertEqual(mandate.animator_signed_name, "Ada Lettre")
        self.assertNotIn('method="post"', self.url_open(path).text)

    def test_an_animator_writes_letters_of_her_own_filieres(self):
        mandate = self._create_mandate()
        mandate.with_user(self.animator).hours_per_month = 30
        with self.assertRaises(AccessError):
            mandate.with_user(self.other_animator).hours_per_month = 40
        self.assertEqual(mandate.with_user(self.other_animator).hours_per_month, 30)
        with self.assertRaises(AccessError):
            mandate.with_user(self.employee).read(["hours_per_month"])

    @mute_logger("odoo.models.unlink")
    def test_a_signed_letter_is_not_deleted(self):
        with self.assertRaises(UserError):
            self._sign(self._create_mandate()).unlink()
        self._create_mandate(self.filiere_code).unlink()

    def test_the_letter_is_printed(self):
        mandate = self._sign(self._create_mandate())
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "smart_filieres.report_mandate", mandate.ids
        )
        self.assertIn(b"Hold four meetings a year", html)
        self.assertIn(self.animator.name.encode(), html)
