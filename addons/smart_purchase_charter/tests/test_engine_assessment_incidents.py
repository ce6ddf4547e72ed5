# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date
from fractions import Fraction

from odoo.tests import BaseCase, tagged

from ..engine.assessment_incidents import Incident, Watch, hold, watch, weight
from ..engine.assessment_reminders import due
from ..engine.scoring import Line, score

START, END = date(2026, 1, 1), date(2029, 1, 1)


def incident(severity="minor", theme="SOC", start=START, end=END):
    return Incident(theme, severity, start, end)


@tagged("post_install", "-at_install")
class TestIncidents(BaseCase):
    def test_the_weight_falls_in_a_straight_line(self):
        half = Incident("SOC", "minor", date(2026, 1, 1), date(2026, 1, 11))
        days = {1: 1, 6: Fraction(1, 2), 10: Fraction(1, 10), 11: 0}
        for day, left in days.items():
            with self.subTest(day=day):
                self.assertEqual(weight(half, date(2026, 1, day)), left)
        self.assertEqual(weight(half, date(2025, 12, 31)), 0)

    def test_one_severe_or_majors_in_two_themes_hold(self):
        cases = (
            ([], "", False),
            (["minor"], "minor", False),
            (["major"], "major", False),
            (["severe"], "severe", True),
        )
        for severities, level, is_holding in cases:
            with self.subTest(severities=severities):
                seen = watch([incident(one) for one in severities], START)
                self.assertEqual((seen.level, seen.is_holding), (level, is_holding))
        two = [incident("major"), incident("major", "ENV")]
        self.assertTrue(watch(two, START).is_holding)

    def test_many_small_ones_are_a_large_one(self):
        self.assertEqual(watch([incident("major")] * 5, START).level, "major")
        self.assertEqual(watch([incident("major")] * 6, START).level, "severe")
        self.assertEqual(watch([incident()] * 25, START).level, "minor")
        self.assertEqual(watch([incident()] * 26, START).level, "severe")
        spread = [incident()] * 5 + [incident(theme="ENV")] * 5
        self.assertEqual(watch(spread, START).level, "major")
        self.assertFalse(watch(spread, START).is_holding)
        later = date(2026, 6, 1)
        self.assertEqual(watch(spread, later).level, "minor")

    def test_a_grade_is_held_and_never_lifted(self):
        good = score([Line("A", "SOC", Fraction(1), 4, "third_party")])
        low = score([Line("A", "SOC", Fraction(1), 1, "declaration")])
        seen = watch([incident("severe")], START)
        self.assertEqual(hold(good, seen).grade, "progress")
        self.assertEqual(hold(good, seen).reason, "incident")
        self.assertEqual(hold(low, seen), low)
        self.assertEqual(hold(good, watch([incident("severe")], END)), good)

    def test_a_suspension_excludes_also_the_unknown(self):
        result = hold(None, Watch(is_suspended=True))
        self.assertEqual((result.grade, result.score), ("excluded", None))
        self.assertIsNone(hold(None, Watch()))

    def test_reminders_fit_the_day(self):
        until = date(2026, 12, 31)
        cases = {
            date(2026, 10, 1): None,
            date(2026, 10, 2): 90,
            date(2026, 11, 1): 60,
            date(2026, 12, 1): 30,
            until: 30,
            date(2027, 1, 1): None,
        }
        for today, days in cases.items():
            with self.subTest(today=today):
                self.assertEqual(due(today, until), days)
