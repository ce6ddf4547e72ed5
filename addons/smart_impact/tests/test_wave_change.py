# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What changed between waves, and when nothing can be said of it."""

import numpy as np

from odoo.tests import tagged

from ..engine.change import mean_change, share_change
from .results_common import ResultsCommon


@tagged("post_install", "-at_install")
class TestWaveChange(ResultsCommon):
    def _wave(self, day, **values):
        return self._create_wave(name=f"Wave {day}", date_open=day, **values)

    def _answer_all(self, wave, count, pseudonym=False, **changes):
        payloads = [
            {
                "territory_id": self.territory_liege.id,
                "pseudonym": pseudonym and f"p{number}",
                "answers": self._answers(
                    number, **{code: change(number) for code, change in changes.items()}
                ),
            }
            for number in range(count)
        ]
        wave._import_responses(payloads)

    def _two(self, pseudonym=False, **changes):
        first, second = self._wave("2025-03-01"), self._wave("2026-03-01")
        self._answer_all(first, 60, pseudonym)
        self._publish(self._finish(first))
        self._answer_all(second, 60, pseudonym, **changes)
        return first, self._finish(second)

    def test_the_first_wave_has_no_change(self):
        first, _second = self._two()
        self.assertFalse(any(first.result_ids.mapped("has_change")))

    def test_other_people_each_time(self):
        first, second = self._two(ACC1=lambda number: "yes" if number % 4 else "no")
        before, now = self._result(first, "R06"), self._result(second, "R06")
        self.assertEqual(now.change_kind, "unpaired")
        self.assertAlmostEqual(now.change, now.value - before.value, 4)
        oracle = share_change(0.5, 0.75, 60, 60)
        self.assertAlmostEqual(now.change_low, 100 * float(oracle.low), 4)
        self.assertAlmostEqual(now.change_high, 100 * float(oracle.high), 4)
        self.assertAlmostEqual(now.p_value, float(oracle.p_value), 4)
        # the only one of seven that moved
        self.assertTrue(now.is_discovery)
        self.assertFalse(self._result(second, "S11").is_discovery)

    def test_the_same_people_both_times_are_surer(self):
        better = {"MEA1": lambda number: 4 + number % 2}
        _first, apart = self._two(**better)
        for wave in self.env["smart.impact.wave"].search([]):
            wave.date_open = False
        _first, paired = self._two(pseudonym=True, **better)
        wide, narrow = self._result(apart, "S14"), self._result(paired, "S14")
        self.assertEqual(narrow.change_kind, "paired")
        self.assertAlmostEqual(narrow.change, wide.change, 4)
        self.assertLess(
            narrow.change_high - narrow.change_low, wide.change_high - wide.change_low
        )

    def test_people_in_both_waves_enter_by_their_correlation(self):
        first, second = self._wave("2025-03-01"), self._wave("2026-03-01")
        self._answer_all(first, 40, pseudonym=True)
        self._publish(self._finish(first))
        self._answer_all(second, 30, pseudonym=True, MEA1=lambda n: 2 + n % 3)
        self._finish(second)
        figure, before = self._result(second, "S14"), self._result(first, "S14")
        self.assertEqual(figure.change_kind, "overlap")
        one = np.array([(2 + n % 2) * 25.0 for n in range(30)])
        two = np.array([(1 + n % 3) * 25.0 for n in range(30)])
        correlation = np.corrcoef(one, two)[0, 1] * 30 / np.sqrt(40 * 30)
        oracle = mean_change(
            before.value,
            figure.value,
            before.std_error,
            figure.std_error,
            40,
            30,
            correlation,
            30,
        )
        self.assertAlmostEqual(figure.change_low, float(oracle.low), 3)
        self.assertAlmostEqual(figure.change_high, float(oracle.high), 3)

    def test_a_question_worded_otherwise_breaks_the_series(self):
        self.env["res.lang"]._activate_lang("en_US")
        first = self._wave("2025-03-01")
        self._answer_all(first, 30)
        self._publish(self._finish(first))
        other = self.instrument.copy({"code": "OTHER"})
        item = other.item_ids.filtered(lambda one: one.code == "MEA1")
        item.text = "My work is worth while"
        second = self._wave("2026-03-01", instrument_id=other.id)
        self._answer_all(second, 30)
        self._finish(second)
        broken, same = self._result(second, "S14"), self._result(second, "S11")
        self.assertEqual(broken.obs_status, "B")
        self.assertFalse(broken.has_change)
        self.assertTrue(same.has_change)
        self.assertIn("not compared", broken._get_change_words()["text"])

    def test_a_masked_figure_has_no_change(self):
        first, second = self._wave("2025-03-01"), self._wave("2026-03-01")
        for wave, few in ((first, 3), (second, 12)):
            self._store(wave, self.territory_liege, 40)
            self._store(wave, self.territory_brussels, 30)
            self._store(wave, self.territory_namur, few)
            self._publish(self._finish(wave))
        for place in self.walloon:
            figure = self._result(second, "S11", place)
            self.assertEqual(figure.state, "published")
            self.assertFalse(figure.has_change)
        self.assertTrue(self._result(second, "S11", self.territory_brussels).has_change)

    def test_a_published_wave_keeps_its_figures(self):
        first = self._wave("2025-03-01")
        self._answer_all(first, 30)
        self._publish(self._finish(first))
        fingerprint = first.result_hash
        for day in ("2026-03-01", "2027-03-01"):
            wave = self._wave(day)
            self._answer_all(wave, 30)
            self._publish(self._finish(wave))
        self.assertEqual(first.result_hash, fingerprint)
        rows = first._prepare_rows(first._read_answers())
        self.assertEqual(first._hash_rows(rows), fingerprint)

    def test_the_words_follow_the_direction(self):
        _first, second = self._two(ACC1=lambda number: "yes" if number % 4 else "no")
        figure = self._result(second, "R06")
        self.assertEqual(figure._get_change_words()["tone"], "success")
        figure.indicator_id.direction = "down"
        self.assertEqual(figure._get_change_words()["tone"], "danger")
        same = self._result(second, "S11")._get_change_words()
        self.assertEqual(same["tone"], "secondary")
