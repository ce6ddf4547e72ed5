# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import BaseCase, tagged

from ..engine.comparison import Side, Stratum, compare
from ..engine.selfassessment import is_reached, score


def side(changes, before=0.0):
    """Return the sums of people who start at `before` and change by `changes`."""
    n = len(changes)
    return Side(
        n, n * before, n * before + sum(changes), sum(change**2 for change in changes)
    )


@tagged("post_install", "-at_install")
class TestComparison(BaseCase):
    def test_the_worked_example_150_to_212_against_104_to_118(self):
        inside = side([52, 72] * 20, before=150)
        outside = side([4, 24] * 30, before=104)
        found = compare([Stratum(inside, outside)], pre_periods=2)
        self.assertIsNone(found.refused)
        self.assertEqual((found.inside_before, found.inside_after), (150, 212))
        self.assertEqual((found.outside_before, found.outside_after), (104, 118))
        self.assertAlmostEqual(found.effect, 48)
        self.assertEqual((found.n_inside, found.n_outside), (40, 60))
        # √(102.564/40 + 101.695/60) = 2.0635
        self.assertAlmostEqual(found.error, 2.0635, places=3)
        self.assertAlmostEqual(found.low, 48 - 1.96 * 2.0635, places=3)
        self.assertFalse(found.is_correlation)

    def test_below_two_earlier_periods_it_is_a_correlation(self):
        strata = [Stratum(side([1] * 30), side([0] * 30))]
        self.assertTrue(compare(strata, pre_periods=1).is_correlation)
        self.assertFalse(compare(strata, pre_periods=2).is_correlation)

    def test_nothing_is_said_of_fewer_than_thirty(self):
        few, enough = side([5] * 29), side([1] * 30)
        found = compare([Stratum(few, enough)])
        self.assertEqual(found.refused, "inside")
        self.assertIsNone(found.effect)
        self.assertEqual(compare([Stratum(enough, few)]).refused, "outside")

    def test_people_outside_count_as_much_as_those_they_resemble(self):
        # 10 + 30 inside, 90 + 30 outside: without weights the outside would be 12.5
        strata = [
            Stratum(side([20] * 10), side([10] * 90)),
            Stratum(side([30] * 30), side([20] * 30)),
        ]
        found = compare(strata)
        self.assertAlmostEqual(found.outside_after, (10 * 10 + 30 * 20) / 40)
        self.assertAlmostEqual(found.effect, 10)

    def test_who_resembles_nobody_is_left_out_and_counted(self):
        strata = [
            Stratum(side([2] * 30), side([1] * 30)),
            Stratum(side([99] * 7), Side()),
        ]
        found = compare(strata)
        self.assertEqual(found.unmatched, 7)
        self.assertAlmostEqual(found.effect, 1)

    def test_a_stratum_of_one_borrows_the_variance_of_the_others(self):
        strata = [
            Stratum(side([1, 3] * 20), side([0, 2] * 20)),
            Stratum(side([2]), side([1])),
        ]
        self.assertGreater(compare(strata).error, 0)

    def test_26_of_31_are_83_9_percent(self):
        found = score([True] * 26 + [False] * 3 + [None] * 2)
        self.assertEqual(round(found.percent, 1), 83.9)
        self.assertEqual(found.unknown, 2)
        self.assertEqual(round(found.most, 1), 90.3)
        self.assertEqual(found.band(), "gold")
        self.assertEqual(score([True] * 19 + [None] * 12).band(), "bronze")
        self.assertEqual(score([True] * 18 + [None] * 13).band(), "none")

    def test_unknown_is_neither_reached_nor_missed(self):
        self.assertIsNone(is_reached(None, 30, True))
        self.assertTrue(is_reached(30, 30, True))
        self.assertTrue(is_reached(0.5, 1, False))
        self.assertFalse(is_reached(1.5, 1, False))
