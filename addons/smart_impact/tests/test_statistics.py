# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Intervals against published values, and against statsmodels and scipy."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine.cube import cell_sums, figures
from ..engine.statistics import (
    critical_value,
    difference_interval,
    fpc,
    median_interval,
    response_rates,
    wilson_interval,
)

# Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
# Student 1908, Biometrika 6: extra hours of sleep by two drugs, ten patients
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
# Conover 1999, 3.2, and Gardner and Altman 1989: ranks that bound a median at 95 %
MEDIAN_RANKS = [(6, 1, 6), (10, 2, 9), (20, 6, 15), (25, 8, 18), (50, 18, 33)]
SCORES = st.lists(st.integers(0, 100), min_size=2, max_size=40)


def interval_of(kind, outcomes):
    """Return the interval of a figure as the cube makes it."""
    outcomes = np.array(outcomes, float)
    found = figures(kind, cell_sums(outcomes, np.zeros(len(outcomes), int), 1))
    return float(found.low[0]), float(found.high[0])


@tagged("post_install", "-at_install")
class TestStatistics(BaseCase):
    def test_wilson_reproduces_newcombe(self):
        successes, n, low, high = np.array(NEWCOMBE).T
        interval = np.round(wilson_interval(successes, n), 4)
        self.assertEqual(interval.tolist(), [low.tolist(), high.tolist()])

    def test_wilson_reproduces_agresti(self):
        # Agresti 2002, Categorical Data Analysis, 1.4.3: no vegetarian among 25
        low, high = wilson_interval(0, 25)
        self.assertEqual((round(float(low), 3), round(float(high), 3)), (0.0, 0.133))

    def test_shares_agree_with_statsmodels(self):
        from statsmodels.stats.proportion import proportion_confint

        for n in (1, 2, 7, 40, 1000):
            for successes in {0, 1, n // 3, n}:
                for confidence in (0.9, 0.95, 0.99):
                    ours = wilson_interval(successes, n, confidence)
                    low, high = proportion_confint(
                        successes, n, 1 - confidence, method="wilson"
                    )
                    self.assertAlmostEqual(ours[0], max(0, low), 12)
                    self.assertAlmostEqual(ours[1], min(1, high), 12)

    def test_share_needs_a_respondent(self):
        with self.assertRaises(ValueError):
            wilson_interval([3, 0], [4, 0])

    def test_mean_reproduces_student(self):
        change = [b - a for a, b in zip(FIRST, SECOND, strict=True)]
        low, high = interval_of("mean", change)
        self.assertEqual((round(low, 4), round(high, 4)), (0.7001, 2.4599))

    @given(SCORES)
    @settings(max_examples=60, deadline=None)
    def test_mean_agrees_with_statsmodels(self, values):
        from statsmodels.stats.weightstats import DescrStatsW

        low, high = interval_of("mean", values)
        if len(set(values)) == 1:
            self.assertAlmostEqual(low, high)
            return
        oracle = DescrStatsW(values).tconfint_mean()
        self.assertAlmostEqual(low, max(0, oracle[0]), 6)
        self.assertAlmostEqual(high, min(100, oracle[1]), 6)

    def test_equal_answers_have_an_interval_of_no_width(self):
        # 0.1 is not exact: the variance comes out just below zero
        low, high = interval_of("mean", [0.1] * 3)
        self.assertAlmostEqual(low, 0.1)
        self.assertAlmostEqual(high, 0.1)

    def test_one_answer_has_no_interval(self):
        self.assertTrue(np.isnan(interval_of("mean", [40.0])).all())

    def test_nps_of_a_thousand(self):
        low, high = interval_of("nps", [1] * 520 + [0] * 310 + [-1] * 170)
        self.assertAlmostEqual((low + high) / 2, 35.0, 0)
        self.assertEqual(round((high - low) / 2, 1), 4.7)

    def test_nps_stays_within_a_hundred(self):
        low, high = interval_of("nps", [1, 1, 1])
        # three that agree are not everybody
        self.assertEqual(high, 100.0)
        self.assertLess(low, 50)
        self.assertLess(interval_of("nps", [1, 1, 1, -1])[1], 100.0)

    @given(st.lists(st.sampled_from([-1, 0, 1]), min_size=1, max_size=60))
    @settings(max_examples=60, deadline=None)
    def test_nps_agrees_with_statsmodels(self, outcomes):
        from statsmodels.stats.proportion import proportion_confint

        n = len(outcomes)
        p, q = outcomes.count(1) / n, outcomes.count(-1) / n
        (low_p, high_p), (low_q, high_q) = (
            proportion_confint(outcomes.count(one), n, method="wilson")
            for one in (1, -1)
        )
        r = 0.0
        if 0 < p < 1 and 0 < q < 1:
            draws = np.eye(3)[np.array(outcomes)]
            r = np.corrcoef(draws[:, 1], draws[:, -1])[0, 1]
        a, b, c, d = p - low_p, high_q - q, high_p - p, q - low_q
        low, high = interval_of("nps", outcomes)
        down = np.sqrt(a**2 + b**2 - 2 * r * a * b)
        up = np.sqrt(c**2 + d**2 - 2 * r * c * d)
        self.assertAlmostEqual(low, 100 * max(-1, p - q - down), 6)
        self.assertAlmostEqual(high, 100 * min(1, p - q + up), 6)

    def test_nps_without_detractors_is_newcombes_difference(self):
        from statsmodels.stats.proportion import confint_proportions_2indep

        low, high = interval_of("nps", [1] * 9 + [0] * 6)
        oracle = confint_proportions_2indep(9, 15, 0, 15, method="newcomb")
        self.assertAlmostEqual(low, 100 * oracle[0], 6)
        self.assertAlmostEqual(high, 100 * oracle[1], 6)

    def test_nps_of_few_covers_what_it_says(self):
        dice = np.random.default_rng(2)
        for parts, n in (((0.8, 0.18, 0.02), 5), ((0.5, 0.3, 0.2), 10)):
            counts = dice.multinomial(n, parts, 2000)
            low, high = difference_interval(counts[:, 0] / n, counts[:, 2] / n, n)
            truth = parts[0] - parts[2]
            covered = np.mean((low <= truth) & (truth <= high))
            self.assertGreater(covered, 0.92)

    def test_median_reproduces_the_tables_of_ranks(self):
        for n, first, last in MEDIAN_RANKS:
            _median, low, high, reached = median_interval(range(1, n + 1))
            self.assertEqual((low, high), (first, last))
            self.assertGreaterEqual(reached, 0.95)
        self.assertTrue(math.isnan(median_interval(range(5))[1]))
        with self.assertRaises(ValueError):
            median_interval([])

    @given(st.integers(6, 300))
    @settings(max_examples=40, deadline=None)
    def test_median_covers_what_the_binomial_says(self, n):
        from scipy.stats import binom

        _median, low, _high, reached = median_interval(range(1, n + 1))
        exact = 1 - 2 * binom.cdf(low - 1, n, 0.5)
        self.assertAlmostEqual(reached, exact, 10)
        self.assertLess(1 - 2 * binom.cdf(low, n, 0.5), 0.95)

    def test_finite_population_narrows_the_error(self):
        # n = 20,000 of 100,000 at p = .5: 0.693 points become 0.620
        error = 100 * critical_value() * math.sqrt(0.25 / 20_000)
        self.assertEqual(round(error, 3), 0.693)
        self.assertEqual(round(error * float(fpc(20_000, 100_000)), 3), 0.620)
        low, high = wilson_interval(10_000, 20_000, population=100_000)
        self.assertEqual(round(50 * float(high - low), 3), 0.620)

    def test_weights_and_population_enter_by_the_effective_size(self):
        # 6,850 answers of 100,000, design effect 1.2444, 42 %
        low, high = wilson_interval(0.42 * 6850, 6850, 0.95, 100_000, 1.2444)
        self.assertEqual(
            (round(float(low), 4), round(float(high), 4)), (0.4075, 0.4326)
        )

    def test_a_census_has_no_sampling_error(self):
        self.assertEqual(wilson_interval(3, 4, population=4), (0.75, 0.75))
        # more answers than members: that frame is not the one that was asked
        self.assertEqual(fpc(5, 4), 1.0)
        self.assertEqual(fpc(5, None), 1.0)
        self.assertEqual(fpc([5, 5], [0, 5]).tolist(), [1.0, 0.0])

    def test_response_rates_on_a_known_frame(self):
        self.assertEqual(response_rates(30, 10, 200), (15.0, 20.0))
        self.assertEqual(response_rates(0, 0, 0), (0.0, 0.0))
        # Leeper, R package responserates: 100 interviews, 20 not reached, 83.3 %
        complete, both = response_rates(100, 0, 120)
        self.assertEqual((round(complete, 1), round(both, 1)), (83.3, 83.3))
