# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter

import numpy as np

from odoo.tests import BaseCase, tagged

from ..engine.alike import all_but_one_alike, roll_up_parts, spread_parts
from ..engine.rates import hide_rates


def alike(values):
    outcome = np.array(values, float)
    cells = np.zeros(len(outcome), int)
    return bool(all_but_one_alike(spread_parts(outcome, cells, 1))[0])


@tagged("post_install", "-at_install")
class TestAlike(BaseCase):
    def test_all_but_one(self):
        self.assertTrue(alike([100] * 9 + [0]))
        self.assertTrue(alike([1] * 9 + [-1]))
        self.assertTrue(alike([1 / 3] * 300))
        self.assertTrue(alike([200 / 3] * 40 + [75]))
        self.assertTrue(alike([50, 75]))
        self.assertFalse(alike([100] * 8 + [0] * 2))
        self.assertFalse(alike([25, 50, 75]))
        self.assertFalse(alike([]))
        self.assertTrue(alike([50, np.nan, np.nan]))

    def test_it_is_the_largest_count_of_equal_outcomes(self):
        rng = np.random.default_rng(20261128)
        for _run in range(40):
            size = 400
            values = rng.choice([0, 25, 100 / 3, 50, 75, 100], size)
            values[rng.random(size) < 0.5] = 50
            cells = rng.integers(0, 120, size)
            parts = spread_parts(values, cells, 120)
            targets = np.arange(120) // 2
            whole = roll_up_parts(parts, np.arange(120), targets, 60)
            for table, where in ((parts, cells), (whole, cells // 2)):
                for cell, found in enumerate(all_but_one_alike(table)):
                    counts = Counter(values[where == cell].tolist())
                    n = counts.total()
                    expected = n > 0 and max(counts.values()) >= n - 1
                    self.assertEqual(found, expected, counts)


@tagged("post_install", "-at_install")
class TestRates(BaseCase):
    def test_no_hidden_group_is_told_by_the_rest(self):
        """Each hidden group may have had another number of answers."""
        rng = np.random.default_rng(20261128)
        for _run in range(300):
            groups = int(rng.integers(2, 9))
            asked = rng.integers(5, 40, groups)
            answered = rng.binomial(asked, rng.choice([0, 0.1, 0.5, 1], groups))
            hidden = hide_rates(asked, answered, (answered > 0) & (answered < 5))
            shown = ~hidden
            self.assertTrue((answered[shown] >= 5).all())
            self.assertTrue((answered[shown] < asked[shown]).all())
            if hidden.any() and not hidden.all():
                self.assertGreaterEqual(hidden.sum(), 2)
                self.assertGreaterEqual(answered[hidden].sum(), 5)
                self.assertGreaterEqual((asked - answered)[hidden].sum(), 5)
