# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Statistics that a wave shows: published figures from published inputs, and oracles.

Wilson, Newcombe, Student, Welch, Benjamini-Hochberg, Cohen, Hedges and Bloom are in
``test_statistics`` and ``test_change``, Cohen's kappa in ``test_programme_engine``.
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine import cube, pairs
from ..engine.change import (
    cohen_d,
    cohen_dz,
    cohen_h,
    hedges_g,
    mcnemar,
    mean_change,
    paired_change,
    paired_share_change,
    share_change,
)
from ..engine.multiplicity import by_families
from ..engine.reliability import cronbach_alpha, feldt_interval, mcdonald_omega
from ..engine.weights import (
    design_effect,
    post_stratification,
    r_indicator,
    raking,
)
from .test_statistics import FIRST, SECOND

# Z. Bobbitt, statology.org, "How to calculate Cronbach's alpha in Python": three
# questions to ten customers; pingouin gives α = .7734375 [.336 ; .939] by Feldt
CUSTOMERS = np.array(
    [
        [1, 2, 2, 3, 2, 2, 3, 3, 2, 3],
        [1, 1, 1, 2, 3, 3, 2, 3, 3, 3],
        [1, 1, 2, 1, 2, 3, 3, 3, 2, 3],
    ]
).T
# Mardia, Kent and Bibby 1979, Multivariate Analysis: five examinations of 88 students,
# and the loadings of one factor by maximum likelihood (chapter 9)
EXAMINATIONS = [0.553, 0.547, 0.409, 0.389, 0.610, 0.485, 0.437, 0.711, 0.665, 0.607]
LOADINGS = np.array([0.600, 0.667, 0.917, 0.772, 0.724])
# Bishop, Fienberg and Holland 1975, and SAS/IML User's Guide, "Iterative Proportional
# Fitting": marital status by age, brought to the margins of the year after
STATUS = [
    *([1306, 83, 0], [619, 765, 3], [263, 1194, 9], [173, 1372, 28]),
    *([171, 1393, 51], [159, 1372, 81], [208, 1350, 108], [1116, 4100, 2329]),
]
AGES = [1412, 1402, 1450, 1541, 1681, 1532, 1662, 7644]
STATES = [3988, 11702, 2634]
STATUS_AFTER = [
    *([1325.27, 86.73, 0.0], [615.56, 783.39, 3.05], [253.94, 1187.18, 8.88]),
    *([165.13, 1348.55, 27.32], [173.41, 1454.71, 52.87], [147.21, 1308.12, 76.67]),
    *([202.33, 1352.28, 107.4], [1105.16, 4181.04, 2357.81]),
]
# Derrick, Toher and White 2017, The Quantitative Methods for Psychology 13, 120-126, and
# R package Partiallyoverlapping, Partover.test: eight people of each sample alone, then
# eight of both; p = .026
ONE = [20, 21, 16, 18, 14, 12, 14, 17, 14, 15, 18, 20, 11, 19, 14, 15]
OTHER = [10, 16, 18, 16, 15, 14, 13, 10, 15, 10, 15, 17, 13, 19, 12, 13]
# Scheaffer, Mendenhall and Ott, Elementary Survey Sampling, 8.3: residents and income, in
# thousands, of 25 of the 415 blocks of a city; 8,801 a resident, s 25,189, V 653,785
RESIDENTS = [
    8,
    12,
    4,
    5,
    6,
    6,
    7,
    5,
    8,
    3,
    2,
    6,
    5,
    10,
    9,
    3,
    6,
    5,
    5,
    4,
    6,
    8,
    7,
    3,
    8,
]
INCOMES = [
    *(96, 121, 42, 65, 52, 40, 75, 65, 45, 50, 85, 43, 54),
    *(49, 53, 50, 32, 22, 45, 37, 51, 30, 39, 47, 41),
]
SEEDS = st.integers(0, 10_000)


def correlated(matrix, n=60):
    """Return n people whose items have exactly this covariance."""
    rng = np.random.default_rng(1)
    raw = rng.normal(size=(n, len(matrix)))
    raw -= raw.mean(axis=0)
    white = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw, rowvar=False))).T
    return white @ np.linalg.cholesky(matrix).T


def symmetric(above, size):
    matrix = np.eye(size)
    matrix[np.triu_indices(size, 1)] = above
    return matrix + matrix.T - np.eye(size)


def sums_of(first, second, v=None, w=None):
    size = len(first)
    weights = [np.ones(size) if one is None else one for one in (v, w)]
    return pairs.pair_sums((first, second), weights, np.zeros(size, int), 1)


@tagged("post_install", "-at_install")
class TestPublished(BaseCase):
    def test_alpha_and_its_interval(self):
        alpha = cronbach_alpha(CUSTOMERS)
        self.assertEqual(alpha, 0.7734375)
        low, high = feldt_interval(alpha, *CUSTOMERS.shape)
        self.assertEqual((round(low, 3), round(high, 3)), (0.336, 0.939))

    def test_omega_of_five_examinations(self):
        items = correlated(symmetric(EXAMINATIONS, 5))
        common, unique = LOADINGS.sum() ** 2, (1 - LOADINGS**2).sum()
        self.assertAlmostEqual(mcdonald_omega(items), common / (common + unique), 2)

    def test_raking_of_a_census(self):
        counts = np.array(STATUS)
        age, state = (
            np.repeat(one.ravel(), counts.ravel()) for one in np.indices(counts.shape)
        )
        weights = raking([age, state], [AGES, STATES])
        fitted = np.bincount(age * 3 + state, weights, 24).reshape(8, 3)
        self.assertEqual(fitted.round(2).tolist(), STATUS_AFTER)

    def test_switches_in_a_small_table(self):
        # Armitage and Berry 1994, p. 127: two media, 50 specimens; two-sided exact p
        # (StatsDirect, "Matched pairs")
        _chi, p = mcnemar(2, 12)
        self.assertEqual(round(float(p), 4), 0.0129)

    def test_switches_in_a_large_table(self):
        # 60 and 105 switches: χ² 12.27, p .00046
        chi, p = mcnemar(105, 60)
        self.assertEqual((round(float(chi), 2), round(float(p), 5)), (12.27, 0.00046))

    def test_paired_shares_reproduce_newcombe(self):
        # Fagerland, Lydersen and Laake 2014, Statistics in Medicine 33: airways of 21
        # children (Bentur et al. 2009), 1, 1, 7 and 12: −.286, Newcombe −.507 to −.026
        change = paired_share_change(21, 1, 1, 7)
        self.assertEqual(round(float(change.value), 3), -0.286)
        self.assertEqual(round(float(change.low), 3), -0.507)
        self.assertEqual(round(float(change.high), 3), -0.026)
        self.assertEqual(round(float(change.p_value), 4), 0.0703)

    def test_student_from_the_sums_of_pairs(self):
        found = pairs.differences(sums_of(np.array(FIRST), np.array(SECOND)))
        change = paired_change(*found)
        self.assertAlmostEqual(float(change.value[0]), 1.58)
        self.assertEqual(round(float(change.low[0]), 4), 0.7001)
        self.assertEqual(round(float(change.high[0]), 4), 2.4599)
        self.assertEqual(round(float(change.p_value[0]), 6), 0.002833)
        self.assertEqual(round(float(cohen_dz(*found)[0]), 4), 1.2846)

    def test_some_people_in_both_samples(self):
        one, other = np.array(ONE, float), np.array(OTHER, float)
        joint = sums_of(one[8:], other[8:])
        correlation = pairs.correlation_of_means(joint, 16.0, 16.0)
        figure = [self._figure("mean", part) for part in (one, other)]
        errors = [float(part.error[0]) for part in figure]
        means = [float(part.value[0]) for part in figure]
        change = mean_change(*means, *errors, 16, 16, float(correlation[0]), 8)
        self.assertAlmostEqual(float(change.value), -2.0)
        self.assertEqual(round(float(change.p_value), 3), 0.026)

    def test_some_people_in_both_shares(self):
        # Derrick, Dobson-Mckittrick, Toher and White 2015, and Prop.test of the same
        # package: fifteen in both, nine and six in one, 14 of 24 and 17 of 21; p = .053
        first = np.array([1] * 9 + [0] * 6, float)
        second = np.array([1] * 8 + [0] + [1] * 3 + [0] * 3, float)
        correlation = pairs.correlation_of_means(sums_of(first, second), 24.0, 21.0)
        change = share_change(14 / 24, 17 / 21, 24, 21, correlation=correlation)
        self.assertEqual(round(float(change.p_value[0]), 3), 0.053)

    def test_weighted_mean_of_blocks(self):
        """A ratio of totals is the mean of ratios, weighted by what divides them."""
        blocks, incomes = np.array(RESIDENTS, float), 1000.0 * np.array(INCOMES)
        figure = self._figure("mean", incomes / blocks, blocks)
        self.assertEqual(round(float(figure.value[0])), 8801)
        error = float(figure.error[0])
        self.assertEqual(round(error * np.sqrt(25) * blocks.mean()), 25_189)
        self.assertEqual(round((1 - 25 / 415) * error**2), 653_785)

    def test_recommendation_of_324_customers(self):
        # W. A. Huber, Cross Validated, question 18603: a half of promoters, a third of
        # passives, a sixth of detractors: 33 %, standard error 4.1 %
        figure = self._figure("nps", [1] * 162 + [0] * 108 + [-1] * 54)
        self.assertEqual(round(float(figure.value[0])), 33)
        self.assertEqual(round(float(figure.error[0]), 1), 4.1)

    def test_recommendation_of_1162_customers(self):
        # Talk Stats, thread 58500: 291 promoters, 476, 395 detractors: −9 ± 4.4
        figure = self._figure("nps", [1] * 291 + [0] * 476 + [-1] * 395)
        self.assertEqual(round(float(figure.value[0])), -9)
        half = float(figure.high[0] - figure.low[0]) / 2
        self.assertEqual(round(half, 1), 4.4)

    def test_kish_and_representativity_of_balance(self):
        # Sarig, Galili and Eilat 2023, balance (Meta), documentation of design_effect
        # and of r_indicator
        self.assertAlmostEqual(design_effect([0, 1, 2, 3]), 1.5555555555555556)
        self.assertAlmostEqual(design_effect([1, 1, 1000]), 2.9880418803112336)
        # four people, whose response rates are known one by one
        rates = r_indicator([1, 1, 1, 1], [0.2, 0.4, 0.3, 0.5])
        self.assertAlmostEqual(rates, 0.7418011102528389)

    def _figure(self, kind, values, weights=1.0):
        values = np.array(values, float)
        sums = cube.cell_sums(values, np.zeros(len(values), int), 1, weights)
        return cube.figures(kind, sums, bounds=cube.NO_BOUNDS)

    def test_design_effect_and_representativity(self):
        members, answered = [40_000, 35_000, 25_000], [4_000, 2_100, 750]
        weights = np.repeat(post_stratification(members, answered), answered)
        self.assertEqual(round(design_effect(weights), 4), 1.2444)
        self.assertEqual(round(r_indicator(members, answered), 3), 0.944)


@tagged("post_install", "-at_install")
class TestOracles(BaseCase):
    """The same from others' programmes, on random data."""

    def _pairs(self, seed, n=None):
        rng = np.random.default_rng(seed)
        n = n or int(rng.integers(5, 60))
        first = rng.integers(0, 5, n) * 25.0
        return first, np.clip(first + rng.integers(-2, 3, n) * 25.0, 0, 100), rng

    @given(SEEDS)
    @settings(max_examples=30, deadline=None)
    def test_paired_t(self, seed):
        from scipy.stats import ttest_rel

        first, second, _rng = self._pairs(seed)
        difference = second - first
        if len(set(difference)) < 2:
            return
        found = pairs.differences(sums_of(first, second))
        change = paired_change(*found)
        oracle = ttest_rel(second, first)
        self.assertAlmostEqual(float(change.p_value[0]), oracle.pvalue, 8)
        low, high = oracle.confidence_interval()
        self.assertAlmostEqual(float(change.low[0]), low, 6)
        self.assertAlmostEqual(float(change.high[0]), high, 6)
        d = difference.mean() / difference.std(ddof=1)
        self.assertAlmostEqual(float(cohen_dz(*found)[0]), d, 8)

    @given(SEEDS)
    @settings(max_examples=30, deadline=None)
    def test_paired_with_weights(self, seed):
        """Weights of both waves differ: the influence of each person, by hand."""
        first, second, rng = self._pairs(seed)
        v, w = rng.uniform(0.3, 3, (2, len(first)))
        n, total, squares = pairs.differences(sums_of(first, second, v, w))
        means = np.average(first, weights=v), np.average(second, weights=w)
        self.assertAlmostEqual(float(total[0] / n[0]), means[1] - means[0], 8)
        influence = w * (second - means[1]) / w.sum() - v * (first - means[0]) / v.sum()
        error = np.sqrt(len(first) / (len(first) - 1) * (influence**2).sum())
        change = paired_change(n, total, squares)
        from scipy.stats import t

        half = t.ppf(0.975, len(first) - 1) * error
        self.assertAlmostEqual(float(change.high[0] - change.low[0]) / 2, half, 6)

    @given(SEEDS)
    @settings(max_examples=30, deadline=None)
    def test_correlation_of_two_waves(self, seed):
        from scipy.stats import pearsonr

        first, second, _rng = self._pairs(seed)
        n = len(first)
        found = pairs.correlation_of_means(sums_of(first, second), n + 7.0, n + 3.0)
        r = 0.0
        if len(set(first)) > 1 and len(set(second)) > 1:
            r = pearsonr(first, second).statistic
        self.assertAlmostEqual(float(found[0]), r * n / np.sqrt((n + 7) * (n + 3)), 8)

    @given(SEEDS)
    @settings(max_examples=30, deadline=None)
    def test_correlation_with_weights(self, seed):
        """Of the same people it gives the covariance of two linearised means."""
        from statsmodels.stats.moment_helpers import cov2corr

        first, second, rng = self._pairs(seed)
        v, w = rng.uniform(0.3, 3, (2, len(first)))
        means = np.average(first, weights=v), np.average(second, weights=w)
        influence = np.array([v * (first - means[0]), w * (second - means[1])])
        if (influence.std(axis=1) == 0).any():
            return
        found = pairs.correlation_of_means(
            sums_of(first, second, v, w), (v**2).sum(), (w**2).sum()
        )
        oracle = cov2corr(influence @ influence.T)[0, 1]
        self.assertAlmostEqual(float(found[0]), oracle, 8)

    @given(st.integers(0, 200), st.integers(0, 200))
    @settings(max_examples=40, deadline=None)
    def test_mcnemar(self, gained, lost):
        from statsmodels.stats.contingency_tables import mcnemar as oracle_of

        chi, p = mcnemar(gained, lost)
        oracle = oracle_of(
            [[9, gained], [lost, 9]], exact=gained + lost < 25, correction=False
        )
        self.assertAlmostEqual(float(p), min(1.0, oracle.pvalue), 8)
        if gained + lost >= 25:
            self.assertAlmostEqual(float(chi), oracle.statistic, 8)

    @given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
    @settings(max_examples=40, deadline=None)
    def test_effect_of_shares(self, first, second):
        from statsmodels.stats.proportion import proportion_effectsize

        oracle = proportion_effectsize(second, first)
        self.assertAlmostEqual(float(cohen_h(first, second)), oracle, 8)

    @given(SEEDS)
    @settings(max_examples=30, deadline=None)
    def test_effect_of_means(self, seed):
        from statsmodels.stats.meta_analysis import effectsize_smd

        rng = np.random.default_rng(seed)
        first, second = rng.normal(50, 9, 25), rng.normal(54, 12, 40)
        d = cohen_d(
            second.mean() - first.mean(), first.std(ddof=1), second.std(ddof=1), 25, 40
        )
        oracle, _variance = effectsize_smd(
            second.mean(), second.std(ddof=1), 40, first.mean(), first.std(ddof=1), 25
        )
        # theirs is unbiased by the same formula
        self.assertAlmostEqual(float(hedges_g(d, 25, 40)), float(oracle), 4)

    @given(SEEDS, st.sampled_from(["mean", "share", "nps"]))
    @settings(max_examples=30, deadline=None)
    def test_weighted_error(self, seed, kind):
        """Linearisation is the robust error of a weighted mean (HC1, or HC0)."""
        from statsmodels.regression.linear_model import WLS

        rng = np.random.default_rng(seed)
        values = {
            "mean": rng.integers(0, 5, 40) * 25.0,
            "share": rng.integers(0, 2, 40) * 1.0,
            "nps": rng.integers(-1, 2, 40) * 1.0,
        }[kind]
        weights = rng.uniform(0.3, 3, 40)
        sums = cube.cell_sums(values, np.zeros(40, int), 1, weights)
        figure = cube.figures(kind, sums)
        robust = "HC0" if kind == "nps" else "HC1"
        oracle = WLS(values, np.ones(40), weights).fit(cov_type=robust)
        factor = 1 if kind == "mean" else 100
        self.assertAlmostEqual(float(figure.value[0]), factor * oracle.params[0], 8)
        self.assertAlmostEqual(float(figure.error[0]), factor * oracle.bse[0], 8)

    @given(st.lists(st.floats(0.1, 9), min_size=2, max_size=40))
    @settings(max_examples=40, deadline=None)
    def test_design_effect(self, weights):
        from scipy.stats import variation

        self.assertAlmostEqual(design_effect(weights), 1 + variation(weights) ** 2, 8)

    @given(SEEDS)
    @settings(max_examples=30, deadline=None)
    def test_representativity(self, seed):
        from statsmodels.stats.weightstats import DescrStatsW

        rng = np.random.default_rng(seed)
        members = rng.integers(5, 400, 6)
        answered = (members * rng.uniform(0, 1, 6)).astype(int)
        rates = DescrStatsW(answered / members, members, ddof=1)
        self.assertAlmostEqual(r_indicator(members, answered), 1 - 2 * rates.std, 8)

    @given(SEEDS)
    @settings(max_examples=20, deadline=None)
    def test_raking(self, seed):
        """A saturated fit keeps the odds ratios of the answers (Deming and Stephan)."""
        rng = np.random.default_rng(seed)
        counts = rng.integers(1, 30, (3, 4))
        one, two = (
            np.repeat(part.ravel(), counts.ravel()) for part in np.indices(counts.shape)
        )
        targets = rng.multinomial(900, [1 / 3] * 3), rng.multinomial(900, [1 / 4] * 4)
        weights = raking([one, two], targets)
        fitted = np.bincount(one * 4 + two, weights, 12).reshape(3, 4)
        for axis, target in ((1, targets[0]), (0, targets[1])):
            self.assertTrue(np.allclose(fitted.sum(axis=axis), target, atol=1e-4))
        for table in (fitted, counts):
            odds = table[0, 0] * table[1, 1] / table[0, 1] / table[1, 0]
            self.assertAlmostEqual(np.log(odds), np.log(_odds(counts)), 6)

    @given(SEEDS)
    @settings(max_examples=10, deadline=None)
    def test_omega(self, seed):
        from statsmodels.multivariate.factor import Factor

        rng = np.random.default_rng(seed)
        loadings = rng.uniform(0.5, 0.9, 5)
        items = rng.normal(size=(400, 1)) * loadings
        items = items + rng.normal(size=(400, 5)) * np.sqrt(1 - loadings**2)
        covariance = np.cov(items, rowvar=False)
        spreads = np.sqrt(np.diag(covariance))
        corr = covariance / np.outer(spreads, spreads)
        fitted = Factor(corr=corr, n_factor=1, method="pa", nobs=400).fit(maxiter=500)
        own = np.abs(fitted.loadings.ravel())
        common, unique = own.sum() ** 2, (1 - own**2).sum()
        # of standardised items, as theirs are
        found = mcdonald_omega(items / spreads)
        self.assertAlmostEqual(found, common / (common + unique), 3)

    @given(SEEDS)
    @settings(max_examples=20, deadline=None)
    def test_alpha(self, seed):
        """α of an analysis of variance of people by items (Hoyt 1941)."""
        import pandas as pd
        from statsmodels.formula.api import ols
        from statsmodels.stats.anova import anova_lm

        rng = np.random.default_rng(seed)
        items = rng.normal(size=(12, 1)) + rng.normal(size=(12, 4))
        table = pd.DataFrame(items).stack().reset_index()
        table.columns = ["person", "item", "score"]
        anova = anova_lm(ols("score ~ C(person) + C(item)", table).fit())
        squares = anova["mean_sq"]
        oracle = 1 - squares["Residual"] / squares["C(person)"]
        self.assertAlmostEqual(cronbach_alpha(items), oracle, 8)

    @given(SEEDS)
    @settings(max_examples=8, deadline=None)
    def test_families(self, seed):
        from statsmodels.stats.multitest import multipletests

        p = np.random.default_rng(seed).uniform(0, 1, 9 + seed % 20) ** 2
        rank = np.arange(len(p)) % 3
        found = by_families(p, rank == 0, rank == 2)
        for family, method in ((0, "holm"), (1, "fdr_bh"), (2, "fdr_bh")):
            own = rank == family
            oracle = multipletests(p[own], method=method)[1]
            self.assertTrue(np.allclose(found[own], oracle))

    def test_a_family_knows_nothing_of_the_others(self):
        primary, cross = np.array([1, 1, 0, 0, 0]), np.array([0, 0, 0, 0, 1])
        p = np.array([0.02, 0.03, 0.04, 0.2, 0.9])
        found = by_families(p, primary, cross)
        self.assertTrue(np.allclose(found, [0.04, 0.04, 0.08, 0.2, 0.9]))
        p[4] = np.nan
        self.assertTrue(np.allclose(by_families(p, primary, cross)[:4], found[:4]))


def _odds(table):
    return table[0, 0] * table[1, 1] / table[0, 1] / table[1, 0]
