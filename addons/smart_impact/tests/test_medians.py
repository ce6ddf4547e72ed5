# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Medians by cell, complete cases, changes of the same people: arrays alone."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_rel
from statsmodels.stats.descriptivestats import sign_test
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from odoo.tests import BaseCase, tagged

from ..engine.alike import all_but_one_alike, spread_parts
from ..engine.change import paired_change
from ..engine.cube import (
    NO_BOUNDS,
    Scale,
    bounds_of,
    cell_sums,
    figures,
    outcomes,
    paired_outcomes,
    scores,
)
from ..engine.medians import cell_medians, people_of, weighted_median_interval
from ..engine.statistics import median_interval
from .test_statistics import FIRST, SECOND

# Gardner and Altman 1989, Statistics with Confidence, table 5.1: ranks at 95 %
RANKS = [(10, 2, 9), (20, 6, 15), (25, 8, 18)]


def scale(kind, items=1, **values):
    return Scale(kind, tuple(range(items)), (1.0,) * items, (0.0,) * items, **values)


@tagged("post_install", "-at_install")
class TestMedians(BaseCase):
    def test_each_cell_has_the_median_of_its_people(self):
        dice = np.random.default_rng(7)
        outcome = dice.exponential(6, 300).round(1)
        outcome[:20] = np.nan
        cells = dice.integers(0, 4, 300)
        # cells 0 and 1 make the first region, 2 and 3 the second, all of them the third
        parts, targets = np.array([0, 1, 2, 3, 0, 1, 2, 3]), np.array([0] * 2 + [1] * 2)
        targets = np.concatenate([targets, [2] * 4])
        people = people_of(cells, parts, targets, np.arange(3))
        found = cell_medians(outcome, None, people)
        for place, own in ((0, cells < 2), (1, cells > 1), (2, cells < 4)):
            kept = outcome[own & ~np.isnan(outcome)]
            self.assertEqual(found[place], median_interval(kept)[:3])
        self.assertEqual(found[2][0], np.nanmedian(outcome))

    def test_its_bounds_are_the_published_ranks(self):
        for size, low, high in RANKS:
            people = iter([(0, np.arange(size))])
            found = cell_medians(np.arange(1.0, size + 1), None, people)
            self.assertEqual(found[0][1:], (low, high))

    def test_no_value_outside_its_bounds_is_refused_by_the_sign_test(self):
        values = np.random.default_rng(3).exponential(5, 41)
        _middle, low, high, _reached = median_interval(values)
        for outside in (low - 0.01, high + 0.01):
            self.assertLess(sign_test(values, outside)[1], 0.05)
        self.assertGreater(sign_test(values, (low + high) / 2)[1], 0.05)

    def test_weights_move_the_median(self):
        dice = np.random.default_rng(11)
        values, weights = dice.normal(10, 4, 201), dice.uniform(0.3, 3, 201)
        middle, low, high = weighted_median_interval(values, weights)
        oracle = DescrStatsW(values, weights).quantile(0.5, return_pandas=False)[0]
        self.assertAlmostEqual(middle, oracle)
        self.assertLess(low, middle)
        self.assertLess(middle, high)
        # alike, they change nothing
        flat = weighted_median_interval(values, np.full(201, 2.5))
        self.assertEqual(flat[0], np.median(values))
        self.assertEqual(
            weighted_median_interval(np.array([1.0, 3.0]), np.ones(2))[0], 2.0
        )

    def test_weighted_medians_of_the_encyclopedia(self):
        # Wikipedia, "Weighted median": 4, and 2 and 3 where the weight is shared out
        values, weights = np.arange(1.0, 6), np.array([0.15, 0.1, 0.2, 0.3, 0.25])
        self.assertEqual(weighted_median_interval(values, weights)[0], 4.0)
        weights = np.array([0.49, 0.01, 0.25, 0.25])
        self.assertEqual(weighted_median_interval(values[:4], weights)[0], 2.5)

    @given(st.integers(0, 10_000))
    @settings(max_examples=20, deadline=None)
    def test_woodruff_agrees_with_statsmodels(self, seed):
        dice = np.random.default_rng(seed)
        values, weights = dice.normal(10, 4, 80), dice.uniform(0.3, 3, 80)
        size = weights.sum() ** 2 / (weights**2).sum()
        bounds = proportion_confint(size / 2, size, method="wilson")
        oracle = DescrStatsW(values, weights).quantile(bounds, return_pandas=False)
        found = weighted_median_interval(values, weights)
        self.assertAlmostEqual(found[1], oracle[0])
        self.assertAlmostEqual(found[2], oracle[1])

    def test_a_complete_case_scale_gives_56(self):
        # WHO-5, Topp et al. 2015: the sum of five answers from 0 to 5, by 4
        five = Scale("mean", tuple(range(5)), (20.0,) * 5, (0.0,) * 5, least=5)
        answers = np.array([[3, 3, 2, 2, 4], [3, 3, 2, 2, np.nan]], float)
        score = scores(answers, five)
        self.assertEqual(score[0], 56)
        self.assertTrue(np.isnan(score[1]), "four of five are no score")
        half = Scale("mean", tuple(range(5)), (20.0,) * 5, (0.0,) * 5)
        self.assertEqual(scores(answers, half)[1], 50)

    def test_numbers_have_the_bounds_that_they_have(self):
        income = scale("mean", bounds=NO_BOUNDS)
        people = np.random.default_rng(1).normal(1489, 300, (50, 1))
        sums = cell_sums(outcomes(people, income), np.zeros(50, int), 1)
        found = figures("mean", sums, bounds=bounds_of(income))
        self.assertGreater(found.low[0], 1300)
        self.assertGreater(found.high[0], found.value[0])
        self.assertLess(found.high[0], 1700)
        points = figures("mean", cell_sums(np.array([99.0, 90]), np.zeros(2, int), 1))
        self.assertEqual(points.high[0], 100)

    def test_a_change_is_students_paired_comparison(self):
        first, second = np.array(FIRST), np.array(SECOND)
        change = scale("change", bounds=NO_BOUNDS)
        outcome = paired_outcomes(first, second, change)
        found = figures(
            "change",
            cell_sums(outcome, np.zeros(10, int), 1),
            population=[20],
            bounds=bounds_of(change),
        )
        oracle = paired_change([10], [outcome.sum()], [(outcome**2).sum()])
        self.assertAlmostEqual(found.value[0], 1.58)
        self.assertAlmostEqual(found.low[0], float(oracle.low[0]))
        self.assertAlmostEqual(found.low[0], 0.7001, 4)
        self.assertAlmostEqual(found.high[0], 2.4599, 4)
        interval = ttest_rel(second, first).confidence_interval()
        self.assertAlmostEqual(found.high[0], interval.high)

    def test_a_change_of_scores_lies_within_a_hundred_points(self):
        self.assertEqual(bounds_of(scale("change")), (-100, 100))
        self.assertEqual(bounds_of(scale("gain")), (0, 100))

    def test_who_gained_ten_points_is_counted(self):
        gain = scale("gain", numerator=(10.0, 100.0))
        first = np.array([50, 50, 50, np.nan, 40])
        second = np.array([60, 59, 30, 90, 40])
        outcome = paired_outcomes(first, second, gain)
        np.testing.assert_array_equal(outcome, [1, 0, 0, np.nan, 0])
        sums = cell_sums(outcome, np.zeros(5, int), 1)
        self.assertEqual(figures("gain", sums).value[0], 25)
        alike = all_but_one_alike(spread_parts(outcome, np.zeros(5, int), 1))
        self.assertTrue(alike[0], "one alone differs")
