# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .waves_common import WavesCommon

COLLECT = "odoo.addons.smart_impact.models.smart_impact_wave_collect"


class Stopped(Exception):
    """The server is killed."""


@tagged("post_install", "-at_install")
class TestWaveSeal(WavesCommon):
    def _closed(self):
        wave = self._open_wave()
        self._fill(wave)
        wave.action_close()
        return wave

    def _crash_at(self, wave, batch):
        """Close a wave by batches of eight, killed in the middle of one of them."""
        store = type(wave)._import_responses
        seen = []

        def crash(one, payloads):
            store(one, payloads)
            seen.append(len(payloads))
            if len(seen) == batch:
                raise Stopped

        def keep(_one, _count):
            # what a scheduled action commits
            self.env.flush_all()
            self.env.cr.execute("SAVEPOINT kept")

        with (
            patch(f"{COLLECT}.STORE_BATCH", 8),
            patch.object(type(wave), "_import_responses", crash),
            patch.object(type(wave), "_keep_batch", keep),
        ):
            self.env.flush_all()
            self.env.cr.execute("SAVEPOINT kept")
            try:
                wave.action_close()
            except Stopped:
                self.env.cr.execute("ROLLBACK TO SAVEPOINT kept")
                self.env.transaction.clear()
        self.assertEqual(len(seen), batch)

    def _texts(self, wave):
        """Return what is stored and what waits, a code per member."""
        stored = self._responses(wave).answer_ids.filtered(
            lambda one: one.item_id.code == "TXT1"
        )
        waiting = [one.payload["answers"]["TXT1"] for one in self._pool(wave)]
        return [*stored.mapped("text"), *waiting]

    def _words_wave(self):
        instrument = self.env["smart.impact.instrument"].create(
            {"name": "Open", "code": "OPEN"}
        )
        self.env["smart.impact.item"].create(
            {
                "instrument_id": instrument.id,
                "code": "TXT1",
                "text": "In your words?",
                "kind": "text",
            }
        )
        wave = self._open_wave(instrument_id=instrument.id)
        for number, partner in enumerate(self.everybody):
            wave._collect({partner.id: {"TXT1": f"word {number:02}"}})
        return wave

    def test_a_killed_flush_loses_and_doubles_nothing(self):
        wave = self._words_wave()
        expected = sorted(self._texts(wave))
        self._crash_at(wave, 3)
        self.assertEqual(len(self._responses(wave)), 16)
        self.assertEqual(len(self._pool(wave)), 27)
        self.assertEqual(sorted(self._texts(wave)), expected)
        self.assertEqual((wave.state, wave.is_sealed), ("closed", False))
        with self.assertRaisesRegex(UserError, "stored"):
            wave.action_compute()
        self.env["smart.impact.wave"]._cron_collect()
        self.assertEqual(sorted(self._texts(wave)), expected)
        self.assertFalse(self._pool(wave))
        self.assertTrue(wave.is_sealed)
        self.assertEqual(wave.complete_count, 43)

    def test_a_wave_killed_before_its_seal_is_sealed_later(self):
        wave = self._words_wave()
        with patch.object(type(wave), "_seal", lambda _wave: None):
            wave.action_close()
        self.assertFalse(self._pool(wave) or wave.is_sealed)
        with self.assertRaises(UserError):
            wave.with_user(self.evaluator).action_compute()
        self.env["smart.impact.wave"]._cron_collect()
        self.assertTrue(wave.is_sealed)
        self.assertEqual((wave.complete_count, wave.answered_count), (43, 43))

    def test_what_a_killed_flush_leaves_leads_to_nobody(self):
        wave = self._words_wave()
        arrival = [one.payload["answers"]["TXT1"] for one in self._pool(wave)]
        self._crash_at(wave, 3)
        waiting = [one.payload["answers"]["TXT1"] for one in self._pool(wave)]
        self.assertNotEqual(waiting, [one for one in arrival if one in waiting])
        for table in ("smart_impact_staged", "smart_impact_participation"):
            [[transactions]] = self._read(
                f"SELECT COUNT(DISTINCT xmin::text) FROM {table} WHERE wave_id = %s"
                + (" AND answered" if "participation" in table else ""),
                wave.id,
            )
            self.assertEqual(transactions, 1, table)

    def test_who_answered_is_forgotten_and_their_number_kept(self):
        wave = self._closed()
        self.assertFalse(any(self._rows(wave).mapped("answered")))
        self.assertEqual((wave.answered_count, wave.frame_count), (40, 43))
        self.assertEqual(
            self._read(
                "SELECT DISTINCT answered FROM smart_impact_participation"
                " WHERE wave_id = %s",
                wave.id,
            ),
            [(None,)],
        )

    def test_the_seal_does_not_turn_back(self):
        wave = self._closed()
        for vals in (
            {"state": "open"},
            {"state": "draft"},
            {"is_sealed": False},
            {"answered_total": 3},
        ):
            with self.assertRaises(UserError, msg=vals):
                wave.sudo().write(vals)
        with self.assertRaises(UserError):
            wave._import_responses([{"answers": self._answers(1)}])
        with self.assertRaises(UserError):
            wave._collect({self.everybody[0].id: self._answers(1)})
        with self.assertRaises(UserError):
            wave.survey_id.active = True
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "UPDATE smart_impact_wave SET state = 'open' WHERE id = %s", [wave.id]
            )

    def test_storing_hourly_leaves_no_order_of_arrival(self):
        wave = self._open_wave()
        order = [partner.id for partner in self.everybody]
        for partner in self.everybody:
            wave._collect({partner.id: self._answers(1)})
            self.env.flush_all()
        wave._store_staged()
        found = [
            partner
            for [partner] in self._read(
                "SELECT partner_id FROM smart_impact_participation"
                " WHERE wave_id = %s AND answered ORDER BY ctid",
                wave.id,
            )
        ]
        self.assertEqual(sorted(found), sorted(order))
        self.assertLess(abs(_rank_correlation(order, found)), 0.6)


def _rank_correlation(first, second):
    rank = {value: place for place, value in enumerate(second)}
    n = len(first)
    gaps = sum((place - rank[value]) ** 2 for place, value in enumerate(first))
    return 1 - 6 * gaps / (n * (n**2 - 1))
