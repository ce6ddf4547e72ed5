# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The same people both times: published figures come out of whole waves."""

import numpy as np

from odoo.tests import tagged

from ..engine.change import mean_change, share_change
from .results_common import ResultsCommon
from .test_statistics import FIRST, SECOND

# hours of sleep, −2 to 6, on a scale from 0 to 100: ten points an hour
HOURS = 10.0


@tagged("post_install", "-at_install")
class TestWavePaired(ResultsCommon):
    """Waves whose answers are put into the store as they are, by indicator."""

    def _wave(self, day, **values):
        return self._create_wave(name=f"Wave {day}", date_open=day, **values)

    def _fill_item(self, wave, code, values, names=None):
        """Store one item of a person per value, as it is scored."""
        item = self.instrument.item_ids.filtered(lambda one: one.code == code)
        places = self._places(len(values))
        responses = (
            self.env["smart.impact.response"]
            .sudo()
            .create(
                [
                    {
                        "wave_id": wave.id,
                        "is_complete": True,
                        "pseudonym": f"p{rank}" if names is None else names[rank],
                        "territory_id": places[rank],
                    }
                    for rank in range(len(values))
                ]
            )
        )
        self.env["smart.impact.answer"].sudo().create(
            [
                {"response_id": one.id, "item_id": item.id, "value": value}
                for one, value in zip(responses, values, strict=True)
            ]
        )

    def _places(self, count):
        return [self.territory_liege.id] * count

    def _compare(self, code, item, first, second, names=(None, None), **values):
        """Return the total of the second wave."""
        waves = self._wave("2025-03-01"), self._wave("2026-03-01", **values)
        for wave, part, known in zip(waves, (first, second), names, strict=True):
            self._fill_item(wave, item, part, known)
            self._finish(wave)
            if wave == waves[0]:
                self._publish(wave)
        return self._result(waves[1], code)

    def test_student_comes_out_of_two_waves(self):
        # Student 1908: 1.58 hours, sd 1.2300, t 4.0621, df 9, p .002833
        def answers(hours):
            # a scale from 1 to 5 is 0 to 100
            return [1 + (20 + HOURS * hour) / 25 for hour in hours]

        figure = self._compare("S14", "MEA1", answers(FIRST), answers(SECOND))
        self.assertEqual(figure.change_kind, "paired")
        self.assertEqual(figure.change_test, "paired_t")
        self.assertAlmostEqual(figure.change / HOURS, 1.58, 5)
        self.assertEqual(round(figure.change_low / HOURS, 4), 0.7001)
        self.assertEqual(round(figure.change_high / HOURS, 4), 2.4599)
        self.assertEqual(round(figure.p_value, 6), 0.002833)
        self.assertEqual(round(figure.effect_size, 4), 1.2846)
        error = (figure.change_high - figure.change_low) / 2 / 2.262157
        self.assertEqual(round(figure.change / error, 4), 4.0621)
        words = " ".join(figure._get_method_words())
        self.assertIn("paired t test", words)
        self.assertIn("d_z", words)

    def test_switches_come_out_of_two_waves(self):
        # 60 and 105 of 300 change sides: χ² 12.27, p .00046
        first = [100.0] * 60 + [0.0] * 105 + [100.0] * 70 + [0.0] * 65
        second = [0.0] * 60 + [100.0] * 105 + [100.0] * 70 + [0.0] * 65
        figure = self._compare("R06", "ACC1", first, second)
        self.assertEqual(figure.change_test, "mcnemar")
        self.assertAlmostEqual(figure.change, 15.0, 5)
        self.assertEqual(round(figure.p_value, 5), 0.00046)
        effect = 2 * (np.arcsin((175 / 300) ** 0.5) - np.arcsin((130 / 300) ** 0.5))
        self.assertAlmostEqual(figure.effect_size, effect, 5)
        self.assertIn("McNemar", " ".join(figure._get_method_words()))
        self.assertIn("h (Cohen)", " ".join(figure._get_method_words()))

    def test_a_recommendation_is_paired_too(self):
        from scipy.stats import ttest_rel

        rng = np.random.default_rng(4)
        first, second = rng.integers(0, 11, (2, 40)).astype(float)
        figure = self._compare("S07", "REC1", first.tolist(), second.tolist())
        sides = [
            (part >= 9).astype(float) - (part <= 6).astype(float)
            for part in (first, second)
        ]
        oracle = ttest_rel(sides[1], sides[0])
        self.assertAlmostEqual(figure.p_value, oracle.pvalue, 5)
        low, high = oracle.confidence_interval()
        self.assertAlmostEqual(figure.change_low, 100 * low, 4)
        self.assertAlmostEqual(figure.change_high, 100 * high, 4)

    def test_weighted_waves_show_the_change_of_their_figures(self):
        """Weights change the size of the change, and linearised its error."""
        from statsmodels.regression.linear_model import WLS

        rng = np.random.default_rng(8)
        first = 1 + rng.integers(0, 5, 80).astype(float)
        second = np.clip(first + rng.integers(-1, 3, 80), 1, 5)
        waves = [
            self._wave(day, weighting="strata") for day in ("2025-03-01", "2026-03-01")
        ]
        self.env["smart.impact.wave.stratum"].sudo().create(
            [
                {
                    "wave_id": wave.id,
                    "territory_id": place.id,
                    "population": size,
                    "asked": size,
                }
                for wave in waves
                for place, size in zip(self.walloon, (900, 300), strict=True)
            ]
        )
        for wave, part in zip(waves, (first, second), strict=True):
            self._fill_item(wave, "MEA1", part.tolist())
        places = self.walloon[0], self.walloon[1]
        for wave in waves:
            own = self.env["smart.impact.response"].sudo()
            own = own.search([("wave_id", "=", wave.id)])
            for one in own:
                one.territory_id = places[int(one.pseudonym[1:]) % 2]
        self._finish(waves[0])
        self._publish(waves[0])
        figure = self._result(self._finish(waves[1]), "S14")
        before = self._result(waves[0], "S14")
        self.assertEqual(figure.change_kind, "paired")
        self.assertAlmostEqual(figure.change, figure.value - before.value, 4)
        weights = np.tile([1.5, 0.5], 40)
        difference = 25 * (second - first)
        self.assertAlmostEqual(
            figure.change, np.average(difference, weights=weights), 4
        )
        oracle = WLS(difference, np.ones(80), weights).fit(cov_type="HC1", use_t=True)
        low, high = oracle.conf_int()[0]
        self.assertAlmostEqual(figure.change_low, low, 4)
        self.assertAlmostEqual(figure.change_high, high, 4)
        self.assertAlmostEqual(figure.p_value, oracle.pvalues[0], 5)
        self.assertIn("weighted differences", " ".join(figure._get_method_words()))

    def test_part_of_the_people_enter_by_their_correlation(self):
        rng = np.random.default_rng(5)
        first = 1 + rng.integers(0, 5, 60).astype(float)
        second = np.clip(first + rng.integers(-1, 2, 60), 1, 5)
        names = [f"p{n}" for n in range(60)], [f"p{n + 20}" for n in range(60)]
        second = np.concatenate([second[20:], 1 + rng.integers(0, 5, 20)])
        figure = self._compare("S14", "MEA1", first, second.tolist(), names)
        self.assertEqual(figure.change_kind, "overlap")
        one, two = 25 * (first - 1), 25 * (second - 1)
        shared = np.corrcoef(one[20:], two[:40])[0, 1] * 40 / 60
        oracle = mean_change(
            one.mean(),
            two.mean(),
            one.std(ddof=1) / 60**0.5,
            two.std(ddof=1) / 60**0.5,
            60,
            60,
            shared,
            40,
        )
        self.assertAlmostEqual(figure.change_low, float(oracle.low), 4)
        self.assertAlmostEqual(figure.p_value, float(oracle.p_value), 5)
        self.assertIn("in both", " ".join(figure._get_method_words()))

    def test_other_people_have_a_test_with_a_name(self):
        names = [f"a{n}" for n in range(50)], [f"b{n}" for n in range(50)]
        first, second = [0.0, 100.0] * 25, [0.0, *[100.0] * 4] * 10
        figure = self._compare("R06", "ACC1", first, second, names)
        self.assertEqual((figure.change_kind, figure.change_test), ("unpaired", "z"))
        oracle = share_change(0.5, 0.8, 50, 50)
        self.assertAlmostEqual(figure.p_value, float(oracle.p_value), 5)
        self.assertIn("Newcombe", " ".join(figure._get_method_words()))

    def test_what_may_be_there_and_not_be_seen(self):
        names = [f"a{n}" for n in range(50)], [f"b{n}" for n in range(50)]
        first, second = [0.0, 100.0] * 25, [0.0, 100.0] * 25
        figure = self._compare("R06", "ACC1", first, second, names)
        half = (figure.change_high - figure.change_low) / 2
        self.assertAlmostEqual(figure._get_detectable_change() / half, 2.8016 / 1.96, 3)
        words = " ".join(figure._get_method_words())
        self.assertEqual("often go unseen" in words, not figure.is_discovery)

    def test_who_moved_between_bands_is_still_the_same_person(self):
        rng = np.random.default_rng(6)
        first = 1 + rng.integers(0, 5, 30).astype(float)
        waves = self._wave("2025-03-01"), self._wave("2026-03-01")
        for wave, band in zip(waves, ("new", "settled"), strict=True):
            self._fill_item(wave, "MEA1", first.tolist())
            own = self.env["smart.impact.response"].sudo()
            own.search([("wave_id", "=", wave.id)]).band = band
        self._finish(waves[0])
        self._publish(waves[0])
        figure = self._result(self._finish(waves[1]), "S14", self.territory_liege)
        self.assertEqual(figure.change_kind, "paired")
        self.assertEqual((figure.change, figure.p_value), (0.0, 1.0))


@tagged("post_install", "-at_install")
class TestWaveFamilies(ResultsCommon):
    def _two(self, **values):
        waves = [
            self._create_wave(name=f"Wave {day}", date_open=day, **values)
            for day in ("2025-03-01", "2026-03-01")
        ]
        for wave, shift in zip(waves, (0, 3), strict=True):
            for rank, place in enumerate(self.walloon | self.territory_brussels):
                self._store(
                    wave,
                    place,
                    40,
                    shift * rank,
                    filiere_id=lambda n: self.filieres[n % 2].id,
                )
        return waves

    def _verdicts(self, wave, primary=()):
        first, second = wave
        indicators = second._get_indicators()
        second.sudo().primary_ids = indicators.filtered(lambda i: i.code in primary)
        self._finish(first)
        self._publish(first)
        self._finish(second)
        return {
            (one.indicator_id.code, one.scope, one.territory_id, one.filiere_id): one
            for one in second.result_ids
            if one.has_change
        }

    def test_primary_indicators_are_a_family_by_holm(self):
        found = self._verdicts(self._two(), primary=("S11", "S09"))
        totals = {key[0]: one for key, one in found.items() if key[1] == "total"}
        mine = [totals[code] for code in ("S11", "S09")]
        self.assertEqual([one.adjustment for one in mine], ["holm"] * 2)
        ordered = sorted(mine, key=lambda one: one.p_value)
        self.assertAlmostEqual(ordered[0].p_adjusted, min(1, 2 * ordered[0].p_value), 5)
        self.assertIn("Holm", " ".join(mine[0]._get_method_words()))
        others = [one for one in found.values() if one not in mine]
        self.assertEqual({one.adjustment for one in others}, {"fdr"})
        for one in found.values():
            self.assertEqual(one.is_discovery, one.p_adjusted <= 0.05)

    def test_crosses_change_no_verdict(self):
        bare = self._verdicts(self._two())
        for wave in self.env["smart.impact.wave"].search([]):
            wave.date_open = False
        crossed = self._verdicts(self._two(has_crosses=True))
        self.assertGreater(len(crossed), len(bare))
        for key, one in bare.items():
            self.assertEqual(one.p_adjusted, crossed[key].p_adjusted, key)
