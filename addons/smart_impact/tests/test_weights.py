# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Weights, representativity and reliability against worked and published numbers."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine.reliability import cronbach_alpha, feldt_interval, mcdonald_omega
from ..engine.weights import (
    collapse,
    design_effect,
    post_stratification,
    r_indicator,
    raking,
    trim,
)

ASKED, ANSWERED = [40_000, 35_000, 25_000], [4_000, 2_100, 750]
FEW = st.lists(st.integers(0, 2), min_size=8, max_size=60)


@tagged("post_install", "-at_install")
class TestWeights(BaseCase):
    def test_strata_get_their_part_back(self):
        weights = post_stratification(ASKED, ANSWERED)
        self.assertEqual(weights.round(1).tolist(), [10.0, 16.7, 33.3])
        each = np.repeat(weights, ANSWERED)
        # Kish 1965: 6,850 people count as 5,505
        self.assertEqual(round(design_effect(each), 4), 1.2444)
        self.assertEqual(round(6850 / design_effect(each)), 5505)
        scores = np.repeat([70, 60, 40], ANSWERED)
        self.assertEqual(round(scores.mean(), 2), 63.65)
        self.assertEqual(round(np.average(scores, weights=each), 2), 59.0)

    def test_representativity(self):
        self.assertEqual(round(r_indicator(ASKED, ANSWERED), 3), 0.944)
        self.assertAlmostEqual(r_indicator([100, 50], [10, 5]), 1.0)
        with self.assertRaises(ValueError):
            r_indicator([0], [0])

    def test_a_stratum_of_nobody_is_joined_first(self):
        with self.assertRaises(ValueError):
            post_stratification([10, 5], [3, 0])
        joined = collapse({"a": 40, "b": 5, "c": 30}, {"a": 20, "b": 0, "c": 12})
        self.assertEqual(joined, {"a": "a", "b": None, "c": None})
        self.assertEqual(collapse({"a": 9}, {"a": 9}), {"a": "a"})

    @given(FEW, st.randoms(use_true_random=False))
    @settings(max_examples=40, deadline=None)
    def test_raking_meets_every_margin(self, first, rng):
        second = [rng.randint(0, 1) for _one in first]
        for code in (first, second):
            if len(set(code)) != max(code) + 1:
                return
        one = np.bincount(first) * 10.0
        two = np.full(max(second) + 1, one.sum() / (max(second) + 1))
        weights = raking([first, second], [one, two], rounds=1, accepted=1)
        # after one round the last margin holds, whatever the first
        self.assertTrue(np.allclose(np.bincount(second, weights), two))
        self.assertTrue((weights > 0).all())

    def test_raking_of_a_full_cross_is_exact(self):
        codes = np.repeat([0, 0, 1, 1], 5), np.tile(np.repeat([0, 1], 5), 2)
        weights = raking(codes, [[30, 70], [60, 40]])
        self.assertTrue(np.allclose(np.bincount(codes[0], weights), [30, 70]))
        self.assertTrue(np.allclose(np.bincount(codes[1], weights), [60, 40]))
        with self.assertRaises(ValueError):
            raking([[0, 0]], [[5, 5]])

    @given(st.lists(st.floats(0.05, 20), min_size=2, max_size=40))
    @settings(max_examples=60, deadline=None)
    def test_trimmed_weights_stay_in_bounds(self, weights):
        trimmed = trim(weights)
        self.assertTrue((trimmed >= 0.3 - 1e-9).all() and (trimmed <= 3 + 1e-9).all())
        self.assertAlmostEqual(trimmed.mean(), 1.0)
        self.assertLessEqual(design_effect(trimmed), design_effect(weights) + 1e-9)


@tagged("post_install", "-at_install")
class TestReliability(BaseCase):
    def _items(self, n=200, k=4, seed=7):
        rng = np.random.default_rng(seed)
        return rng.normal(size=(n, 1)) + rng.normal(scale=0.8, size=(n, k))

    def test_alpha_by_hand(self):
        # two items with the same variance: α = 2r/(1+r)
        first = np.array([1.0, 2, 3, 4, 5])
        second = np.array([2.0, 1, 4, 3, 5])
        r = np.corrcoef(first, second)[0, 1]
        alpha = cronbach_alpha(np.column_stack([first, second]))
        self.assertAlmostEqual(alpha, 2 * r / (1 + r))

    def test_alpha_is_the_reliability_of_an_analysis_of_variance(self):
        # Hoyt 1941: 1 − MS(residual) / MS(people)
        items = self._items(30, 5)
        n, k = items.shape
        people = items.mean(axis=1, keepdims=True)
        rest = items - people - items.mean(axis=0) + items.mean()
        between = k * people.var(ddof=1)
        within = (rest**2).sum() / ((n - 1) * (k - 1))
        self.assertAlmostEqual(cronbach_alpha(items), 1 - within / between)

    def test_feldt_covers_what_it_says(self):
        # parallel items with a known α: 4·ρ/(1 + 3·ρ) for ρ = 1/1.64
        truth = 4 / 1.64 / (1 + 3 / 1.64)
        inside = 0
        for seed in range(300):
            items = self._items(40, 4, seed)
            low, high = feldt_interval(cronbach_alpha(items), *items.shape)
            inside += low <= truth <= high
        self.assertTrue(0.92 <= inside / 300 <= 0.98, inside)

    def test_feldt_agrees_with_scipy(self):
        from scipy.stats import f

        low, high = feldt_interval(0.8, 50, 6)
        self.assertAlmostEqual(low, 1 - 0.2 * f.ppf(0.975, 49, 245))
        self.assertAlmostEqual(high, 1 - 0.2 * f.ppf(0.025, 49, 245))

    def test_omega_equals_alpha_when_items_weigh_alike(self):
        items = self._items(20_000, 4)
        self.assertAlmostEqual(mcdonald_omega(items), cronbach_alpha(items), 2)

    def test_omega_of_known_loadings(self):
        loadings = np.array([0.9, 0.8, 0.5, 0.3])
        rng = np.random.default_rng(3)
        noise = rng.normal(size=(40_000, 4)) * np.sqrt(1 - loadings**2)
        items = rng.normal(size=(40_000, 1)) * loadings + noise
        known = loadings.sum() ** 2
        known /= known + (1 - loadings**2).sum()
        self.assertAlmostEqual(mcdonald_omega(items), known, 2)

    def test_nothing_to_measure_is_not_a_number(self):
        for items in (np.ones((9, 3)), np.ones((9, 1)), np.ones((1, 3))):
            self.assertTrue(math.isnan(cronbach_alpha(items)))
            self.assertTrue(math.isnan(mcdonald_omega(items)))
        self.assertTrue(math.isnan(feldt_interval(math.nan, 9, 3)[0]))
