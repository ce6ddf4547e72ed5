# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Ratios, masks, kappa and votes: published or worked numbers."""

import random

from odoo.tests import BaseCase, tagged

from ..engine.programme_ballot import decide
from ..engine.programme_identity import find_marks
from ..engine.programme_kappa import cohen_kappa, cross_table
from ..engine.programme_ratio import NoDenominator, is_small, ratio


@tagged("post_install", "-at_install")
class TestProgrammeEngine(BaseCase):
    def test_a_ratio_of_sums_is_not_a_mean_of_ratios(self):
        # DHIS2: 30/40 and 10/160 are 20 %, not 40.6 %
        self.assertEqual(ratio([(30, 40), (10, 160)], 100), 20)

    def test_nothing_is_divided_by_zero(self):
        with self.assertRaises(NoDenominator):
            ratio([(3, 0)], 100)
        with self.assertRaises(NoDenominator):
            ratio([], 100)

    def test_few_people_on_either_side_are_few(self):
        self.assertTrue(is_small(4, None, 5))
        self.assertTrue(is_small(100, 3, 5))
        self.assertTrue(is_small(100, 97, 5))
        self.assertFalse(is_small(100, 95, 5))
        self.assertFalse(is_small(0, 0, 5))

    def test_kappa_of_the_textbook_example(self):
        # two readers of 50 grant proposals: yes-yes 20, no-no 15
        found = cohen_kappa([[20, 5], [10, 15]])
        self.assertAlmostEqual(found.kappa, 0.40, 4)
        self.assertAlmostEqual(found.observed, 0.70, 4)
        self.assertEqual(found.n, 50)

    def test_kappa_of_cohen_1960_with_its_interval(self):
        # Fleiss, Cohen and Everitt 1969, table 1: kappa .429, standard error .0541
        table = [[53, 5, 2], [11, 14, 5], [1, 6, 3]]
        found = cohen_kappa(table)
        self.assertAlmostEqual(found.kappa, 0.429, 3)
        self.assertTrue(found.low < found.kappa < found.high)

    def test_kappa_agrees_with_statsmodels(self):
        try:
            from statsmodels.stats.inter_rater import cohens_kappa
        except ImportError:
            self.skipTest("statsmodels is not installed")
        dice = random.Random(7)
        for _round in range(20):
            table = [[dice.randrange(1, 30) for _c in range(4)] for _r in range(4)]
            own, oracle = cohen_kappa(table), cohens_kappa(table)
            self.assertAlmostEqual(own.kappa, oracle.kappa, 9)
            self.assertAlmostEqual(own.low, max(-1, oracle.kappa_low), 6)

    def test_kappa_needs_two_codes_and_texts(self):
        for table in ([[0]], [[12]], [[5, 0], [0, 0]]):
            with self.assertRaises(ValueError):
                cohen_kappa(table)
        self.assertEqual(cohen_kappa([[5, 0], [0, 5]]).kappa, 1)
        self.assertEqual(cross_table("aab", "aba"), [[1, 1], [1, 0]])

    def test_a_body_decides_by_quorum_and_majority(self):
        self.assertEqual(decide(10, 3, 1, 0, 50), "no_quorum")
        self.assertEqual(decide(10, 3, 1, 1, 50), "adopted")
        self.assertEqual(decide(10, 3, 3, 0, 50), "rejected")
        self.assertEqual(decide(10, 5, 0, 1, 50, "absolute"), "rejected")
        self.assertEqual(decide(10, 6, 3, 1, 50, "two_thirds"), "adopted")
        self.assertEqual(decide(10, 5, 3, 1, 50, "two_thirds"), "rejected")
        self.assertEqual(decide(3, 0, 0, 3, 50, "two_thirds"), "rejected")
        self.assertEqual(decide(0, 0, 0, 0, 0), "no_quorum")
        with self.assertRaises(ValueError):
            decide(2, 2, 1, 0)

    def test_marks_by_which_somebody_is_recognised(self):
        self.assertEqual(find_marks("Écrivez à lea@smart.example"), ["email"])
        self.assertEqual(find_marks("au +32 470 12 34 56"), ["phone"])
        self.assertEqual(
            find_marks("Madame Lambert m'a aidée le 3/4/2025"), ["title", "date"]
        )
        self.assertEqual(find_marks("En 2025 j'ai eu 12 clients et 3 400 euros"), [])
