# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a wave was stays as it was, whatever becomes of its members and programme."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .waves_common import WavesCommon


@tagged("post_install", "-at_install")
class TestWaveLasting(WavesCommon):
    def test_a_wave_whose_closing_day_is_over_does_not_open(self):
        today = fields.Date.context_today(self.env.user)
        wave = self._create_wave(
            date_open=today - timedelta(days=40), date_close=today - timedelta(days=9)
        )
        with self.assertRaisesRegex(UserError, "closing day is over"):
            wave.with_user(self.evaluator).action_open()
        self.assertEqual((wave.state, wave.is_sealed), ("draft", False))
        wave.date_close = today
        wave.with_user(self.evaluator).action_open()
        self.assertEqual(wave.state, "open")

    def test_members_who_leave_were_asked_all_the_same(self):
        wave = self._open_wave()
        self._fill(wave)
        wave.action_close()
        asked, rate = wave.frame_count, wave.response_rate
        self.assertGreater(asked, 10)
        self._rows(wave)[:5].partner_id.unlink()
        self.env.invalidate_all()
        self.assertEqual((wave.frame_count, wave.response_rate), (asked, rate))

    def test_a_copy_begins_anew(self):
        wave = self._open_wave()
        self._fill(wave)
        wave.action_close()
        other = wave.with_user(self.evaluator).copy()
        self.assertEqual(other.state, "draft")
        for name in ("date_open", "date_close", "frame_count", "population_count"):
            self.assertFalse(other[name], name)

    def test_a_programme_with_a_wave_stays_where_it_is(self):
        wave = self._open_wave()
        programme = self.programme.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "close the wave"):
            programme.active = False
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.manager.company_ids = [Command.link(other.id)]
        programme = programme.with_context(
            allowed_company_ids=[programme.company_id.id, other.id]
        )
        with self.assertRaisesRegex(UserError, "members of the company were asked"):
            programme.company_id = other
        self._fill(wave)
        wave.action_close()
        programme.active = False
        self.assertFalse(programme.active)

    def test_a_researcher_reads_whatever_she_may_read_whole(self):
        wave = self._create_computed_wave()
        self._publish(wave)
        [row] = wave.with_user(self.researcher).read()
        self.assertEqual(row["name"], wave.name)
        self.assertNotIn("review_ids", row)
        for model in ("programme", "indicator", "consultation", "ballot", "decision"):
            records = self.env[f"smart.impact.{model}"].with_user(self.researcher)
            records.search([], limit=5).read()


@tagged("post_install", "-at_install")
class TestProgrammePages(WavesCommon, HttpCase):
    def test_without_a_programme_no_link_leads_nowhere(self):
        self._create_member("Claire", login="claire")
        self.authenticate("claire", "claire")
        page = self.url_open("/my/impact").text
        self.assertIn("/my/impact/proposals", page)
        self.programme.active = False
        page = self.url_open("/my/impact").text
        self.assertNotIn("/my/impact/proposals", page)
