# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The statistics against published values, and against statsmodels."""

import math

from odoo.tests import BaseCase, tagged

from ..engine.statistics import (
    Aggregate,
    critical_value,
    estimate,
    fpc,
    mean_interval,
    nps_interval,
    response_rates,
    wilson_interval,
)

# Newcombe 1998, Statistics in Medicine 17, table I, method 3
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
# Student 1908, Biometrika 6: extra hours of sleep by two drugs, ten patients
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


@tagged("post_install", "-at_install")
class TestStatistics(BaseCase):
    def test_wilson_reproduces_newcombe(self):
        for successes, n, low, high in NEWCOMBE:
            with self.subTest(successes=successes, n=n):
                interval = wilson_interval(successes, n)
                self.assertEqual(round(interval[0], 4), low)
                self.assertEqual(round(interval[1], 4), high)

    def test_wilson_agrees_with_statsmodels(self):
        from statsmodels.stats.proportion import proportion_confint

        for n in (1, 2, 7, 40, 1000):
            for successes in {0, 1, n // 3, n}:
                for confidence in (0.9, 0.95, 0.99):
                    oracle = proportion_confint(
                        successes, n, 1 - confidence, method="wilson"
                    )
                    interval = wilson_interval(successes, n, confidence)
                    self.assertAlmostEqual(interval[0], max(0, oracle[0]), 12)
                    self.assertAlmostEqual(interval[1], min(1, oracle[1]), 12)

    def test_share_needs_a_respondent(self):
        with self.assertRaises(ValueError):
            wilson_interval(0, 0)
        with self.assertRaises(ValueError):
            nps_interval(0, 0, 0)

    def test_mean_reproduces_student(self):
        change = [b - a for a, b in zip(FIRST, SECOND, strict=True)]
        squares = sum(one * one for one in change)
        low, high = mean_interval(10, sum(change), squares)
        self.assertEqual((round(low, 4), round(high, 4)), (0.7001, 2.4599))

    def test_mean_agrees_with_statsmodels(self):
        from statsmodels.stats.weightstats import DescrStatsW

        for values in ([0, 100], [12.5, 50, 75, 75], list(range(101))):
            squares = sum(one * one for one in values)
            interval = mean_interval(len(values), sum(values), squares)
            oracle = DescrStatsW(values).tconfint_mean()
            self.assertAlmostEqual(interval[0], oracle[0], 9)
            self.assertAlmostEqual(interval[1], oracle[1], 9)

    def test_equal_answers_have_an_interval_of_no_width(self):
        # 0.1 is not exact: the variance comes out just below zero
        self.assertEqual(mean_interval(3, 0.1 * 3, 0.1 * 0.1 * 3), (0.1 * 3 / 3,) * 2)

    def test_one_answer_has_a_mean_and_no_interval(self):
        figure = estimate("mean", Aggregate(1, 40.0, 1600.0))
        self.assertEqual((figure.value, figure.low, figure.high), (40.0, None, None))

    def test_nps_of_a_thousand(self):
        figure = estimate("nps", Aggregate(1000, promoters=520, detractors=170))
        self.assertAlmostEqual(figure.value, 35.0)
        self.assertEqual(round((figure.high - figure.low) / 2, 1), 4.7)

    def test_nps_stays_within_a_hundred(self):
        self.assertEqual(nps_interval(3, 0, 3), (100.0, 100.0))
        self.assertEqual(nps_interval(3, 1, 4)[1], 100.0)

    def test_finite_population_narrows_the_error(self):
        # n = 20,000 of 100,000 at p = .5: 0.693 points become 0.620
        error = 100 * critical_value() * math.sqrt(0.25 / 20_000)
        self.assertEqual(round(error, 3), 0.693)
        self.assertEqual(round(error * fpc(20_000, 100_000), 3), 0.620)
        low, high = wilson_interval(10_000, 20_000, population=100_000)
        self.assertEqual(round(50 * (high - low), 3), 0.620)

    def test_a_census_has_no_sampling_error(self):
        self.assertEqual(wilson_interval(3, 4, population=4), (0.75, 0.75))
        self.assertEqual(fpc(5, 4), 0.0)
        self.assertEqual(fpc(5, None), 1.0)

    def test_response_rates_on_a_known_frame(self):
        self.assertEqual(response_rates(30, 10, 200), (15.0, 20.0))
        self.assertEqual(response_rates(0, 0, 0), (0.0, 0.0))

    def test_a_mean_stays_on_its_scale(self):
        scores = [100.0, 100.0, 100.0, 50.0]
        cell = Aggregate(4, sum(scores), sum(score * score for score in scores))
        self.assertGreater(mean_interval(4, cell.total, cell.total_sq)[1], 100.0)
        self.assertEqual(estimate("mean", cell).high, 100.0)

    def test_nobody_has_no_figure(self):
        for kind in ("share", "mean", "nps"):
            self.assertIsNone(estimate(kind, Aggregate(0)))

    def test_unknown_kind_is_refused(self):
        with self.assertRaises(ValueError):
            estimate("median", Aggregate(3))
