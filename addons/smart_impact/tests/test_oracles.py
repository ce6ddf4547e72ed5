# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Statistics that a wave shows, against others' programmes, on random data.

Shares, means, medians and unpaired changes are in ``test_statistics``, ``test_medians``
and ``test_change``, Cohen's kappa in ``test_programme_engine``.
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
    paired_change,
)
from ..engine.multiplicity import by_families
from ..engine.reliability import cronbach_alpha, mcdonald_omega
from ..engine.weights import design_effect, r_indicator, raking
from .test_published import sums_of

SEEDS = st.integers(0, 10_000)


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
        """Linearisation is the robust error of a weighted mean (HC1)."""
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
        oracle = WLS(values, np.ones(40), weights).fit(cov_type="HC1")
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
        rates = answered / members
        spread = DescrStatsW(rates, members, ddof=1).var
        # what chance makes: the variance of the mean of zeros and ones, twice
        drawn = DescrStatsW(rates * (1 - rates) / (members - 1), members).mean
        mean = np.average(rates, weights=members)
        chance = drawn - mean * (1 - mean) / members.sum()
        left = max(0.0, spread - max(0.0, chance))
        oracle = max(0.0, 1 - 2 * np.sqrt(left))
        self.assertAlmostEqual(r_indicator(members, answered), oracle, 8)

    def test_chance_alone_is_no_lack_of_representativity(self):
        dice = np.random.default_rng(4)
        members = np.full(20, 10)
        found = [
            r_indicator(members, dice.binomial(members, 0.3)) for _draw in range(200)
        ]
        self.assertGreater(np.mean(found), 0.92)

    @given(SEEDS)
    @settings(max_examples=30, deadline=None)
    def test_effect_of_the_same_people(self, seed):
        """Weights that have nothing to do with the answers do not change d_z."""
        first, second, rng = self._pairs(seed, 400)
        weights = rng.permutation(np.tile([0.3, 1.7], 200))
        difference = second - first
        d = difference.mean() / difference.std(ddof=1)
        plain = pairs.effect_size(sums_of(first, second))
        self.assertAlmostEqual(float(plain[0]), d, 8)
        weighted = pairs.effect_size(sums_of(first, second, weights, weights))
        self.assertLess(abs(float(weighted[0]) - d), 0.25)

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
