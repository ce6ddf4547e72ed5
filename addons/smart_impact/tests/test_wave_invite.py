# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .waves_common import WavesCommon, WavesHttpCommon

INVITE = "odoo.addons.smart_impact.models.smart_impact_wave_invite"


class LettersCommon(WavesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number, partner in enumerate(cls.everybody):
            partner.email = f"m{number}@members.example"

    def _letters(self, wave):
        return self.env["mail.mail"].search(
            [("references", "=", wave._get_mail_mark())], order="id"
        )

    def _invite(self, wave):
        wave.with_user(self.evaluator).action_invite()
        self.env["smart.impact.wave"]._cron_invite()


@tagged("post_install", "-at_install")
class TestWaveInvite(LettersCommon):
    def test_everybody_gets_one_letter_with_a_link_of_her_own(self):
        wave = self._open_wave()
        with patch(f"{INVITE}.BATCH", 10):
            self._invite(wave)
            self.env["smart.impact.wave"]._cron_invite()
        letters = self._letters(wave)
        self.assertEqual(len(letters), 43)
        links = {
            letter.body_html.split(f"/my/impact/{wave.id}/start/")[1].split('"')[0]
            for letter in letters
        }
        self.assertEqual(len(links), 43)
        self.assertEqual(len(set(letters.mapped("email_to"))), 43)
        one = wave.round_ids
        self.assertEqual((one.state, one.sent_count, one.progress), ("done", 43, 100))

    def test_no_answer_is_made_before_somebody_starts(self):
        wave = self._open_wave()
        self._invite(wave)
        self.assertFalse(
            self.env["survey.user_input"].search_count(
                [("survey_id", "=", wave.survey_id.id)]
            )
        )

    def test_who_has_no_address_is_counted(self):
        self.everybody[:3].email = False
        wave = self._open_wave()
        self._invite(wave)
        self.assertEqual(
            (wave.round_ids.sent_count, wave.round_ids.silent_count), (40, 3)
        )

    def test_who_left_or_refuses_mail_gets_none(self):
        wave = self._open_wave()
        gone, archived, refused, *_others = self.everybody
        gone.is_member = False
        archived.active = False
        blacklist = self.env["mail.blacklist"]
        blacklist._add(refused.email)
        back = blacklist._add(self.everybody[3].email)
        back._remove(self.everybody[3].email)
        self._invite(wave)
        written = " ".join(self._letters(wave).mapped("email_to"))
        for one in (gone, archived, refused):
            self.assertNotIn(f"<{one.email}>", written)
        self.assertEqual(
            (wave.round_ids.sent_count, wave.round_ids.silent_count), (40, 3)
        )
        wave.action_remind()
        self.env["smart.impact.wave"]._cron_invite()
        self.assertEqual(wave.round_ids.mapped("silent_count"), [3, 3])

    def test_a_reminder_goes_to_who_has_not_answered(self):
        wave = self._open_wave()
        self._invite(wave)
        self._letters(wave).unlink()
        self._fill(wave)
        wave.with_user(self.evaluator).action_remind()
        self.env["smart.impact.wave"]._cron_invite()
        silent = self.members["6000"][3:]
        self.assertEqual(
            sorted(self._letters(wave).mapped("email_to")),
            sorted(f'"{one.name}" <{one.email}>' for one in silent),
        )

    def test_reminders_leave_by_themselves_and_end(self):
        wave = self._open_wave(reminder_days=10, reminder_max=2)
        self._invite(wave)
        for _turn in range(4):
            for one in wave.round_ids:
                one.date = fields.Date.subtract(one.date, days=10)
            self.env["smart.impact.wave"]._cron_invite()
        self.assertEqual(
            wave.round_ids.mapped("kind"), ["invitation", "reminder", "reminder"]
        )

    def test_what_was_queued_is_not_queued_again_after_a_crash(self):
        wave = self._open_wave()
        send = type(wave)._send
        calls = []

        def crash(one, letter, rows):
            calls.append(len(rows))
            if len(calls) == 3:
                raise RuntimeError
            send(one, letter, rows)

        wave.action_invite()
        with (
            patch(f"{INVITE}.BATCH", 10),
            patch.object(type(wave), "_send", crash),
        ):
            try:
                self.env["smart.impact.wave"]._cron_invite()
            except RuntimeError:
                calls.append("stopped")
        self.assertEqual(calls, [10, 10, 10, "stopped"])
        self.env["smart.impact.wave"]._cron_invite()
        self.assertEqual(len(set(self._letters(wave).mapped("email_to"))), 43)
        self.assertEqual(len(self._letters(wave)), 43)

    def test_queries_do_not_grow_with_members(self):
        waves = self._open_wave(), self._open_wave(name="More")
        self._create_members("4000", 60).email = "many@members.example"
        more = self._open_wave(name="Most")
        counts = []
        for wave in (*waves, more):
            wave.action_invite()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["smart.impact.wave"]._cron_invite()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 5)

    def test_a_wave_that_is_closed_sends_nothing_more(self):
        wave = self._open_wave()
        wave.action_invite()
        wave.action_close()
        self.env["smart.impact.wave"]._cron_invite()
        self.assertFalse(self._letters(wave))
        with self.assertRaises(UserError):
            wave.action_remind()

    def test_closing_deletes_letters_that_wait(self):
        wave = self._open_wave()
        self._invite(wave)
        wave.action_close()
        self.assertFalse(self._letters(wave))

    def test_letters_are_sent_by_evaluators_alone(self):
        wave = self._open_wave()
        for user in (self.employee, self.researcher):
            with self.assertRaises(AccessError):
                wave.with_user(user).action_invite()
        for model in ("smart.impact.wave.round", "smart.impact.wave.rate"):
            for operation in ("write", "create", "unlink"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(self.manager).check_access(operation)


@tagged("post_install", "-at_install")
class TestWaveLink(LettersCommon, WavesHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wave = cls._open_wave()

    def _link(self, partner):
        return f"/my/impact/{self.wave.id}/start/{self.wave._get_token(partner.id)}"

    def test_her_link_leads_to_the_questions(self):
        self.authenticate("claire", "claire")
        page = self.url_open(self._link(self.claire))
        self.assertEqual(page.status_code, 200)
        self.assertIn(f"/my/impact/{self.wave.id}/answer", page.text)
        self.assertFalse(
            self.env["survey.user_input"].search([("partner_id", "=", self.claire.id)])
        )

    def test_her_link_is_refused_to_another_member(self):
        self.authenticate("bruno", "bruno")
        self.assertEqual(self.url_open(self._link(self.claire)).status_code, 403)

    def test_her_link_serves_once(self):
        self._submit(self._start("claire", self.wave), self._answers(1))
        self.assertEqual(self.url_open(self._link(self.claire)).status_code, 403)

    def test_a_forged_link_is_refused(self):
        self.authenticate("claire", "claire")
        for link in (
            f"/my/impact/{self.wave.id}/start/x",
            f"/my/impact/{self.wave.id}/start/é",
            f"/my/impact/999999999/start/{self.wave._get_token(self.claire.id)}",
        ):
            self.assertEqual(self.url_open(link).status_code, 403, link)

    def test_the_personal_data_text_comes_before_the_first_question(self):
        native = self._start("claire", self.wave)
        page = self.url_open(native.get_start_url()).text
        self.assertIn('data-version="1"', page)
        self.assertNotIn("js_question-wrapper", page)
