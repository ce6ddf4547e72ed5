# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Statistics that a wave shows: published figures from published inputs.

``docs/statistics.md`` lists them. Wilson, Newcombe, Student, Welch, Benjamini-Hochberg,
Cohen, Hedges and Bloom are in ``test_statistics`` and ``test_change``, Cohen's kappa in
``test_programme_engine``.
"""

import numpy as np

from odoo.tests import BaseCase, tagged

from ..engine import cube, pairs
from ..engine.change import (
    cohen_dz,
    mcnemar,
    mean_change,
    paired_change,
    paired_share_change,
    share_change,
)
from ..engine.multiplicity import holm
from ..engine.panel import compare_groups
from ..engine.programme_ratio import ratio
from ..engine.reliability import cronbach_alpha, feldt_interval, mcdonald_omega
from ..engine.statistics import fpc
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
# Derrick, Toher and White 2017, The Quantitative Methods for Psychology 13, 120-126,
# and R package Partiallyoverlapping, Partover.test: eight people of each sample alone,
# then eight of both; p = .026
ONE = [20, 21, 16, 18, 14, 12, 14, 17, 14, 15, 18, 20, 11, 19, 14, 15]
OTHER = [10, 16, 18, 16, 15, 14, 13, 10, 15, 10, 15, 17, 13, 19, 12, 13]
# Scheaffer, Mendenhall and Ott, Elementary Survey Sampling, 8.3: residents and income,
# in thousands, of 25 of the 415 blocks of a city; 8,801 a resident, s 25,189, V 653,785
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
# SAS/STAT User's Guide, SURVEYMEANS, "Simple Random Sampling": what 40 of 4,000 pupils
# spend on ice cream in a week; 8.75, standard error .845139, 7.04054539 to 10.4594546
SPENDING = [
    *(7, 7, 12, 10, 1, 10, 3, 20, 19, 2, 2, 15, 16, 6, 6, 6, 15, 17, 14, 8),
    *(8, 7, 3, 12, 4, 14, 18, 9, 2, 1, 4, 11, 8, 10, 13, 2, 6, 11, 2, 9),
]


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

    def test_mean_of_a_finite_population(self):
        sums = cube.cell_sums(np.array(SPENDING, float), np.zeros(40, int), 1)
        figure = cube.figures("mean", sums, [4000])
        self.assertEqual(float(figure.value[0]), 8.75)
        error = figure.error[0] * fpc(40, 4000, less=0)
        self.assertEqual(round(float(error), 6), 0.845139)
        self.assertAlmostEqual(float(figure.low[0]), 7.04054539, 8)
        self.assertAlmostEqual(float(figure.high[0]), 10.4594546, 7)

    def test_change_and_gain_of_the_same_people(self):
        change = np.subtract(SECOND, FIRST)
        figure = self._figure("change", change)
        self.assertAlmostEqual(float(figure.value[0]), 1.58)
        self.assertEqual(round(float(figure.low[0]), 4), 0.7001)
        self.assertEqual(round(float(figure.high[0]), 4), 2.4599)
        # Newcombe 1998, 857-872, table I, method 3: who gained, 81 of 263
        figure = self._figure("gain", [1] * 81 + [0] * 182)
        self.assertEqual(round(float(figure.low[0]), 2), 25.53)
        self.assertEqual(round(float(figure.high[0]), 2), 36.62)

    def test_shares_with_weights(self):
        """Who has no weight adds nobody: 263 of 526 are Newcombe's 263."""
        shares = np.array(([1] * 81 + [0] * 182) * 2, float)
        weights = np.repeat([1.0, 0.0], 263)
        figure = self._figure("share", shares, weights)
        self.assertEqual(round(float(figure.deff[0]), 4), 2.0)
        self.assertEqual(round(float(figure.low[0]), 2), 25.53)
        self.assertEqual(round(float(figure.high[0]), 2), 36.62)

    def test_who_came_back_beside_the_new(self):
        # Newcombe 1998, 873-890, table II, method 10: 56 of 70 less 48 of 80
        groups = np.repeat([0, 1], [80, 70])
        shares = np.array([1] * 48 + [0] * 32 + [1] * 56 + [0] * 14, float)
        sums = cube.cell_sums(shares, groups, 2)
        [found] = compare_groups(["share"], [sums], [True], 5)
        self.assertAlmostEqual(found["difference"], 20.0)
        self.assertEqual(round(found["low"], 2), 5.24)
        self.assertEqual(round(found["high"], 2), 33.39)

    def test_ratios_of_sums(self):
        # Charig and others 1986, BMJ 292: stones removed, small and large, by open
        # surgery and by nephrolithotomy: 78 and 83 % (means of the rates say otherwise)
        surgery = ratio([(81, 87), (192, 263)], 100)
        through_skin = ratio([(234, 270), (55, 80)], 100)
        self.assertEqual((round(surgery), round(through_skin)), (78, 83))
        self.assertGreater(81 / 87 + 192 / 263, 234 / 270 + 55 / 80)

    def test_holm_of_four(self):
        # Wikipedia, "Holm-Bonferroni method": .01, .04, .03 and .005, the first and the
        # last are rejected at 5 %
        found = holm([0.01, 0.04, 0.03, 0.005])
        self.assertEqual((found <= 0.05).tolist(), [True, False, False, True])
        self.assertTrue(np.allclose(found, [0.03, 0.06, 0.06, 0.02]))

    def test_weighted_mean_of_blocks(self):
        """A ratio of totals is the mean of ratios, weighted by what divides them."""
        blocks, incomes = np.array(RESIDENTS, float), 1000.0 * np.array(INCOMES)
        figure = self._figure("mean", incomes / blocks, blocks)
        self.assertEqual(round(float(figure.value[0])), 8801)
        error = float(figure.error[0])
        self.assertEqual(round(error * np.sqrt(25) * blocks.mean()), 25_189)
        corrected = error * float(fpc(25, 415, less=0))
        self.assertEqual(round(corrected**2), 653_785)

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
