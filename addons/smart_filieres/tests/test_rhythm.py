# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import BaseCase, tagged

from ..engine.mailing import shown, unsubscribe_verdict
from ..engine.rhythm import add_months, occurrences
from .communication_common import day


@tagged("post_install", "-at_install")
class TestRhythm(BaseCase):
    def test_weekly_letters_have_one_day_per_week_over_the_new_year(self):
        found = occurrences("weekly", day("2026-12-21"), day("2027-01-04"))
        self.assertEqual(
            found,
            [
                ("2026-W52", day("2026-12-21")),
                ("2026-W53", day("2026-12-28")),
                ("2027-W01", day("2027-01-04")),
            ],
        )

    def test_the_last_day_of_a_month_stays_the_last_day(self):
        days = [
            when
            for _key, when in occurrences(
                "monthly", day("2026-01-31"), day("2026-04-30")
            )
        ]
        self.assertEqual(
            days,
            [
                day("2026-01-31"),
                day("2026-02-28"),
                day("2026-03-31"),
                day("2026-04-30"),
            ],
        )
        self.assertEqual(add_months(day("2026-11-30"), 3), day("2027-02-28"))

    def test_quarterly_and_once(self):
        keys = [
            k
            for k, _d in occurrences("quarterly", day("2026-02-10"), day("2026-12-31"))
        ]
        self.assertEqual(keys, ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"])
        self.assertEqual(
            occurrences("once", day("2026-02-10"), day("2026-12-31")),
            [("once", day("2026-02-10"))],
        )
        self.assertEqual(
            occurrences("weekly", day("2027-02-10"), day("2026-12-31")), []
        )

    def test_a_figure_that_points_at_a_few_people_is_not_shown(self):
        self.assertEqual(shown(20, 60), 20)
        self.assertEqual(shown(0, 60), 0)
        self.assertEqual(shown(60, 60), 60)
        self.assertIsNone(shown(4, 60))
        self.assertIsNone(shown(57, 60), "three who did not are known by difference")
        self.assertIsNone(shown(3, 4))

    def test_unsubscriptions_are_judged_from_a_hundred_on(self):
        self.assertEqual(unsubscribe_verdict(5, 99), "few")
        self.assertEqual(unsubscribe_verdict(1, 100), "ok")
        self.assertEqual(unsubscribe_verdict(2, 100), "alert")
