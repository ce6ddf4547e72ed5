# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What weights cannot give back: it is told, never passed over."""

import numpy as np

from odoo.tests import BaseCase, tagged

from ..engine.weights import margin_gap, post_stratification, raking, trim
from .waves_common import WavesCommon


def _people(*cells):
    """Return keys: (territory, filière, band, how many) each."""
    return np.repeat([cell[:3] for cell in cells], [cell[3] for cell in cells], axis=0)


@tagged("post_install", "-at_install")
class TestLimits(BaseCase):
    def test_margins_without_a_solution_are_refused(self):
        """All of one category are in one of the other: 300/700 is out of reach."""
        code = np.repeat([0, 1], 5)
        with self.assertRaisesRegex(ValueError, "together"):
            raking([code, code], [[500, 500], [300, 700]])
        # an empty cell alone is no obstacle
        first, second = [0] * 9 + [1] * 6, [0] * 6 + [1] * 9
        weights = raking([first, second], [[600, 400], [500, 500]])
        self.assertTrue(np.allclose(np.bincount(first, weights), [600, 400], rtol=1e-4))
        self.assertTrue(
            np.allclose(np.bincount(second, weights), [500, 500], rtol=1e-4)
        )

    def test_margins_of_other_totals_are_brought_to_one(self):
        first, second = np.repeat([0, 1], 10), np.tile([0, 1], 10)
        weights = raking([first, second], [[600, 400], [3, 7]])
        self.assertTrue(np.allclose(np.bincount(first, weights), [600, 400]))
        self.assertTrue(np.allclose(np.bincount(second, weights), [300, 700]))

    def test_what_is_cut_off_is_spread_over_the_others(self):
        for weights in ([0.01] * 50 + [1000], [1] * 50 + [0.001], [0, 1, 9, 50]):
            trimmed = trim(weights)
            self.assertAlmostEqual(trimmed.mean(), 1.0, 9, weights)
            self.assertTrue(0.3 <= trimmed.min() and trimmed.max() <= 3)
        self.assertTrue(np.allclose(trim([0.01] * 50 + [1000])[0], 0.96))
        self.assertEqual(trim([2, 2]).tolist(), [1, 1])

    def test_a_group_left_short_is_measured(self):
        """Half of one half answers, a twentieth of the other: 10 to 1."""
        code = np.repeat([0, 1], [500, 50])
        weights = post_stratification([1000, 1000], [500, 50])[code]
        means = np.array([40.0, 70.0])[code]
        self.assertAlmostEqual(np.average(means, weights=weights), 55)
        self.assertAlmostEqual(margin_gap(code, [1000, 1000], weights)[2], 50)
        trimmed = trim(weights)
        self.assertAlmostEqual(np.average(means, weights=trimmed), 48.2, 1)
        worst, wanted, reached = margin_gap(code, [1000, 1000], trimmed)
        self.assertAlmostEqual(wanted, 50)
        self.assertAlmostEqual(abs(reached - wanted), 100 * 250 / 1100, 6)
        self.assertIn(worst, (0, 1))


@tagged("post_install", "-at_install")
class TestWaveLimits(WavesCommon):
    def _answers_of(self, wave, keys, frame):
        found = {"keys": keys, "frame": np.array(frame)}
        return {**found, "weights": wave._get_weights(keys, found["frame"])}

    def test_a_margin_that_fails_is_left_out_and_told(self):
        """All the new are of Liège and nobody else: seniority says otherwise."""
        liege, brussels = self.territory_liege.id, self.territory_brussels.id
        wave = self._create_wave(weighting="raking")
        answers = self._answers_of(
            wave,
            _people((liege, 0, 1, 20), (brussels, 0, 2, 20)),
            [[liege, 0, 1, 300, 9], [liege, 0, 2, 200, 9], [brussels, 0, 2, 500, 9]],
        )
        liege_part = answers["weights"][:20].sum() / 40
        self.assertAlmostEqual(liege_part, 0.5, 6, "the territory is still given back")
        kept = wave._prepare_weighting(answers)
        self.assertEqual(kept["left_out"], ["band"])
        self.assertEqual((kept["gap"]["margin"], kept["gap"]["points"]), ("band", 20))
        wave.sudo().method_parameters = {"weights": kept}
        words = wave.with_context(lang="en_US").weighting_note
        self.assertIn("seniority", words)
        self.assertIn("20 points", words)

    def test_people_outside_the_frame_keep_their_part(self):
        """They would give each margin another total, and no weights meet both."""
        liege, brussels = self.territory_liege.id, self.territory_brussels.id
        gone = self.territory_namur.id
        wave = self._create_wave(weighting="raking")
        answers = self._answers_of(
            wave,
            _people((liege, 0, 1, 10), (brussels, 0, 2, 15), (gone, 0, 2, 5)),
            [[liege, 0, 1, 500, 9], [brussels, 0, 2, 500, 9]],
        )
        self.assertAlmostEqual(answers["weights"].mean(), 1)
        self.assertAlmostEqual(answers["weights"][25:].sum(), 5, 6)
        self.assertEqual(wave._prepare_weighting(answers)["left_out"], ["band"])

    def test_a_group_is_named_where_its_rate_is_shown(self):
        liege, brussels = self.territory_liege.id, self.territory_brussels.id
        wave = self._create_wave(weighting="strata")
        answers = self._answers_of(
            wave,
            _people((liege, 0, 1, 200), (brussels, 0, 1, 10)),
            [[liege, 0, 1, 400, 400], [brussels, 0, 1, 400, 400]],
        )
        gap = wave._prepare_weighting(answers)["gap"]
        self.assertEqual(set(gap), {"margin", "points"}, "no rate: no group")
        rates = self.env["smart.impact.wave.rate"].create(
            [
                {
                    "wave_id": wave.id,
                    "dimension": "territory",
                    "territory_id": place,
                    "is_masked": masked,
                }
                for place, masked in ((liege, False), (brussels, True))
            ]
        )
        wave.invalidate_recordset(["rate_ids"])
        gaps = [wave._prepare_weighting(answers)["gap"]]
        rates.is_masked = True
        gaps.append(wave._prepare_weighting(answers)["gap"])
        self.assertEqual(gaps[1], gap)
        rates.is_masked = False
        named = wave._prepare_weighting(answers)["gap"]
        self.assertEqual(named["wanted"], 50)
        self.assertIn(named["group"], (liege, brussels))
        wave.sudo().method_parameters = {"trim": [0.3, 3.0], "weights": {"gap": named}}
        words = wave.with_context(lang="en_US").weighting_note
        place = self.env["smart.territory"].browse(named["group"]).name
        self.assertRegex(words, "between 0[.,]3 and 3 allow")
        self.assertIn(f"“{place}” counts for {named['reached']} % and should", words)

    def test_nothing_is_told_where_all_is_given_back(self):
        wave = self._create_wave(weighting="raking")
        place = self.territory_liege.id
        answers = self._answers_of(
            wave, _people((place, 0, 1, 9)), [[place, 0, 1, 30, 30]]
        )
        kept = wave._prepare_weighting(answers)
        self.assertEqual((kept["left_out"], kept["gap"]["points"]), ([], 0))
        wave.sudo().method_parameters = {"weights": kept}
        self.assertFalse(wave._get_gap_words())
        wave.weighting = "none"
        self.assertFalse(wave.weighting_note)
        self.assertEqual(wave._prepare_weighting(answers), {})

    def test_both_response_rates_have_their_name(self):
        wave = self._open_wave()
        members = self.everybody[:20]
        wave._collect(
            {
                one.id: self._answers(number)
                if number < 12
                else {"SEC1": "a", "SEC2": None}
                for number, one in enumerate(members)
            }
        )
        wave.action_close()
        self.assertEqual(wave.answered_count, 20)
        self.assertLess(wave.complete_count, 20)
        self.assertAlmostEqual(wave.response_rate, 100 * wave.complete_count / 43)
        self.assertAlmostEqual(wave.response_rate_any, 100 * 20 / 43)
        total = wave.rate_ids.filtered(lambda one: one.dimension == "total")
        self.assertAlmostEqual(total.rate, wave.response_rate_any)
        lines = dict(self.env["report.smart_impact.report_wave_xlsx"]._get_method(wave))
        self.assertEqual(len([one for one in lines if "AAPOR RR" in one]), 2)

    def test_the_r_indicator_says_what_was_taken_off(self):
        wave = self._create_wave()
        wave.sudo().method_version = "2026.3"
        words = wave._get_representativity_words()
        wave.sudo().method_version = "2026.4"
        self.assertNotIn("Shlomo", words)
        self.assertIn("Shlomo", wave._get_representativity_words())
