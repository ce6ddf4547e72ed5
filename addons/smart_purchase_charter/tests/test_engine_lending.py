# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine.lending import busy_union, next_free, whole_days_late

DAY = timedelta(days=1)
START = datetime(2026, 5, 4, 9)


def period(first, last):
    return START + first * DAY, START + last * DAY


PERIODS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 6)).map(
        lambda pair: period(pair[0], pair[0] + pair[1])
    ),
    max_size=8,
)


@tagged("post_install", "-at_install")
class TestLending(BaseCase):
    def test_a_loan_may_begin_when_another_ends(self):
        items = [[period(0, 2), period(3, 5)]]
        self.assertEqual(next_free(items, START, DAY), START + 2 * DAY)
        self.assertEqual(next_free(items, START, 2 * DAY), START + 5 * DAY)

    def test_the_first_of_several_items_counts(self):
        items = [[period(0, 9)], [period(0, 4)]]
        self.assertEqual(next_free(items, START, DAY), START + 4 * DAY)
        self.assertIsNone(next_free([], START, DAY))

    @given(st.lists(PERIODS, min_size=1, max_size=4), st.integers(1, 5))
    def test_what_is_found_is_free_and_nothing_before_is(self, items, days):
        length = days * DAY
        found = next_free(items, START, length)

        def is_free(moment):
            return any(
                all(end <= moment or start >= moment + length for start, end in periods)
                for periods in items
            )

        self.assertTrue(is_free(found))
        moment = START
        while moment < found:
            self.assertFalse(is_free(moment))
            moment += DAY

    @given(PERIODS)
    def test_joined_periods_are_apart(self, periods):
        joined = busy_union(periods)
        for (_start, end), (start, _end) in zip(joined, joined[1:], strict=False):
            self.assertLess(end, start)

    def test_started_days_count(self):
        self.assertEqual(whole_days_late(START, START), 0)
        self.assertEqual(whole_days_late(START, START + timedelta(minutes=1)), 1)
        self.assertEqual(whole_days_late(START, START + DAY), 1)
        self.assertEqual(whole_days_late(START, START + 8 * DAY), 8)
