# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Changes, effect sizes and families of tests, against what was published."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine.change import (
    cohen_d,
    cohen_dz,
    cohen_h,
    detectable_change,
    hedges_g,
    mcnemar,
    mean_change,
    paired_change,
    share_change,
)
from ..engine.multiplicity import benjamini_hochberg, holm
from .test_statistics import FIRST, SECOND

# Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10
DIFFERENCES = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0),
    (10, 10, 0, 10, 0.6075, 1.0),
]
# Benjamini and Hochberg 1995, JRSS B 57, section 4.1
THROMBOLYSIS = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
]
SCORES = st.lists(st.integers(0, 100), min_size=3, max_size=30)


def error_of(values):
    return np.std(values, ddof=1) / np.sqrt(len(values))


@tagged("post_install", "-at_install")
class TestChange(BaseCase):
    def test_share_reproduces_newcombe(self):
        for a, m, b, n, low, high in DIFFERENCES:
            with self.subTest(first=f"{a}/{m}", second=f"{b}/{n}"):
                change = share_change(b / n, a / m, n, m)
                self.assertEqual(round(float(change.low), 4), low)
                self.assertEqual(round(float(change.high), 4), high)

    def test_share_of_two_thousand(self):
        # 42.0 → 46.5 %, a thousand people each time
        change = share_change(0.42, 0.465, 1000, 1000)
        self.assertEqual(round(100 * float(change.low), 2), 0.15)
        self.assertEqual(round(100 * float(change.high), 2), 8.83)
        self.assertEqual(round(float(change.p_value), 3), 0.043)
        self.assertEqual(round(float(cohen_h(0.42, 0.465)), 2), 0.09)

    def test_share_agrees_with_statsmodels(self):
        from statsmodels.stats.proportion import (
            confint_proportions_2indep,
            proportions_ztest,
        )

        for a, m, b, n in ((12, 40, 30, 55), (1, 9, 2, 11), (300, 900, 420, 1000)):
            change = share_change(a / m, b / n, m, n)
            low, high = confint_proportions_2indep(b, n, a, m, method="newcomb")
            self.assertAlmostEqual(float(change.low), low, 10)
            self.assertAlmostEqual(float(change.high), high, 10)
            _z, p = proportions_ztest([a, b], [m, n])
            self.assertAlmostEqual(float(change.p_value), p, 10)

    def test_paired_reproduces_student(self):
        change = np.subtract(SECOND, FIRST)
        sums = 10, change.sum(), (change**2).sum()
        found = paired_change(*sums)
        self.assertAlmostEqual(float(found.value), 1.58)
        self.assertEqual(round(float(found.low), 4), 0.7001)
        self.assertEqual(round(float(found.high), 4), 2.4599)
        self.assertEqual(round(float(found.p_value), 6), 0.002833)
        self.assertEqual(round(float(cohen_dz(*sums)), 4), 1.2846)

    def test_unpaired_reproduces_welch_on_student(self):
        # R, t.test(extra ~ group, data = sleep): p = 0.07939, -3.3655 to 0.2055
        change = mean_change(
            np.mean(SECOND), np.mean(FIRST), error_of(SECOND), error_of(FIRST), 10, 10
        )
        self.assertEqual(round(float(change.p_value), 5), 0.07939)
        self.assertAlmostEqual(float(change.low), -3.3654832, 6)
        self.assertAlmostEqual(float(change.high), 0.2054832, 6)

    @given(SCORES, SCORES)
    @settings(max_examples=60, deadline=None)
    def test_unpaired_agrees_with_scipy(self, first, second):
        from scipy.stats import ttest_ind

        if len(set(first)) == 1 or len(set(second)) == 1:
            return
        change = mean_change(
            np.mean(first),
            np.mean(second),
            error_of(first),
            error_of(second),
            len(first),
            len(second),
        )
        oracle = ttest_ind(second, first, equal_var=False)
        self.assertAlmostEqual(float(change.p_value), oracle.pvalue, 8)
        low, high = oracle.confidence_interval()
        self.assertAlmostEqual(float(change.low), low, 6)
        self.assertAlmostEqual(float(change.high), high, 6)

    def test_people_in_both_waves_narrow_the_error(self):
        # s 20 and 21, n 6,000 and 5,500, 3,000 of them the same, r = .6
        correlation = 0.6 * 3000 / np.sqrt(6000 * 5500)
        errors = 20 / np.sqrt(6000), 21 / np.sqrt(5500)
        halves = []
        for shared in ((0.0, 0), (correlation, 3000)):
            change = mean_change(50, 50, *errors, 6000, 5500, *shared)
            halves.append(float(change.high - change.low) / 2 / 1.960)
        self.assertEqual([round(half, 3) for half in halves], [0.383, 0.318])

    def test_a_whole_panel_has_the_error_of_its_differences(self):
        correlation = np.corrcoef(FIRST, SECOND)[0, 1]
        errors = error_of(FIRST), error_of(SECOND)
        change = mean_change(0.75, 2.33, *errors, 10, 10, correlation, 10)
        # Student's own interval, with nine degrees of freedom
        self.assertEqual(round(float(change.low), 4), 0.7001)
        self.assertEqual(round(float(change.high), 4), 2.4599)
        self.assertEqual(round(float(change.p_value), 6), 0.002833)

    def test_without_spread_a_difference_is_not_tested(self):
        same, other = mean_change([50, 50], [50, 60], 0, 0, 9, 9).p_value
        self.assertEqual(same, 1.0)
        self.assertTrue(np.isnan(other))

    def test_a_few_like_answers_are_no_certainty(self):
        """A wave of equal answers takes the spread of the other."""
        dice = np.random.default_rng(9)
        first = dice.choice([50.0, 75.0], (2000, 5), p=[0.1, 0.9])
        second = dice.choice([50.0, 75.0], (2000, 100), p=[0.1, 0.9])
        errors = [
            one.std(axis=1, ddof=1) / np.sqrt(one.shape[1]) for one in (first, second)
        ]
        found = mean_change(first.mean(axis=1), second.mean(axis=1), *errors, 5, 100)
        alike = errors[0] == 0
        self.assertGreater(alike.sum(), 500)
        self.assertLess(np.mean(found.p_value[alike] < 0.05), 0.05)

    def test_switches_between_two_answers(self):
        chi, p = mcnemar(105, 60)
        self.assertEqual((round(float(chi), 2), round(float(p), 5)), (12.27, 0.00046))
        self.assertEqual(mcnemar(0, 0), (0.0, 1.0))

    def test_effect_sizes_reproduce_cohen_and_hedges(self):
        # Cohen 1988, table 6.2.2: φ = 1.571, 2.498 and 1.047 for .50, .90, .25
        self.assertEqual(round(float(cohen_h(0.5, 0.9)), 3), round(2.498 - 1.571, 3))
        self.assertEqual(round(float(cohen_h(0.5, 0.25)), 3), round(1.047 - 1.571, 3))
        # Hedges 1981: c(10) is .9228, .9231 by the formula
        self.assertEqual(round(float(hedges_g(1.0, 6, 6)), 4), 0.9231)
        self.assertAlmostEqual(float(cohen_d(5, 10, 10, 40, 40)), 0.5)
        self.assertTrue(np.isnan(cohen_d(5, 0, 0, 40, 40)))

    def test_what_would_be_found_in_four_waves_of_five(self):
        # Bloom 1995: 2.80 standard errors, both sides, at 5 % and a power of 80 %
        self.assertEqual(round(float(detectable_change(1.0)), 2), 2.80)

    @given(st.floats(0.5, 9))
    @settings(max_examples=20, deadline=None)
    def test_the_detectable_change_has_the_power_it_says(self, error):
        from statsmodels.stats.power import NormalIndPower

        found = float(detectable_change(error))
        # one group of one person: the standard error is the spread
        power = NormalIndPower().power(found / error, 1, 0.05, ratio=0)
        self.assertAlmostEqual(power, 0.8, 4)

    def test_four_discoveries_of_fifteen(self):
        self.assertEqual((benjamini_hochberg(THROMBOLYSIS) <= 0.05).sum(), 4)
        self.assertEqual((holm(THROMBOLYSIS) <= 0.05).sum(), 3)

    @given(st.integers(0, 10_000))
    @settings(max_examples=8, deadline=None)
    def test_families_agree_with_statsmodels(self, seed):
        from statsmodels.stats.multitest import multipletests

        # with ties
        p_values = np.random.default_rng(seed).uniform(0, 1, 1 + seed % 40).round(2)
        for ours, method in ((benjamini_hochberg, "fdr_bh"), (holm, "holm")):
            oracle = multipletests(p_values, method=method)[1]
            self.assertTrue(np.allclose(ours(p_values), oracle))

    def test_what_was_not_tested_is_no_test(self):
        found = benjamini_hochberg([0.01, np.nan, 0.02])
        self.assertEqual(found[[0, 2]].tolist(), [0.02, 0.02])
        self.assertTrue(np.isnan(found[1]))
