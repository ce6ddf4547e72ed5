# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine.attendance import names_agree
from ..engine.planning import (
    Choice,
    Place,
    Room,
    Square,
    Wish,
    evenness,
    find_room,
    rank,
)

LIEGE, BRUSSELS = (50.64, 5.57), (50.85, 4.35)
COUNTS = st.lists(st.integers(0, 500), min_size=1, max_size=12)


@tagged("post_install", "-at_install")
class TestPlanning(BaseCase):
    def test_evenness_of_the_worked_example(self):
        self.assertAlmostEqual(evenness([310, 55, 190, 40, 95], 5), 0.841, 3)

    def test_unknown_is_not_zero(self):
        self.assertIsNone(evenness([], 5))
        self.assertIsNone(evenness([3], 1))
        self.assertEqual(evenness([3], 2), 0.0)

    @given(COUNTS, st.integers(0, 5))
    def test_evenness_lies_between_0_and_1_whatever_the_order(self, counts, absent):
        categories = len(counts) + absent
        value = evenness(counts, categories)
        if value is not None:
            self.assertTrue(0 <= value <= 1)
            self.assertAlmostEqual(value, evenness(counts[::-1], categories), 9)

    @given(st.integers(2, 20), st.integers(1, 50))
    def test_equal_trades_are_as_varied_as_can_be(self, categories, count):
        self.assertAlmostEqual(evenness([count] * categories, categories), 1, 9)

    def test_the_smallest_room_that_suits(self):
        rooms = [Room(1, 50, True), Room(2, 12, True), Room(3, 10, True)]
        self.assertEqual(find_room(rooms, Wish(11)), (2, None))
        self.assertEqual(find_room(rooms, Wish(51)), (None, "too_small"))
        self.assertEqual(find_room([], Wish(1)), (None, "no_room"))
        self.assertEqual(
            find_room([Room(1, 50)], Wish(5, True)), (None, "not_accessible")
        )
        busy = [Room(1, 50, True, False)]
        self.assertEqual(find_room(busy, Wish(5, True)), (None, "busy"))

    def _rank(self, members, **options):
        places = [
            Place(1, "Liège", LIEGE, [Room(1, 20)]),
            Place(2, "Bruxelles", BRUSSELS, options.get("rooms", [Room(2, 20)])),
        ]
        squares = [
            Square(*LIEGE, members[0], {7: members[0]}),
            Square(*BRUSSELS, members[1], {7: members[1] // 2, 8: members[1] // 2}),
        ]
        return rank(places, squares, Wish(10), options.get("categories", 2))

    def test_variety_weighs_as_much_as_twice_the_members(self):
        best, other = self._rank((18, 10))
        self.assertEqual((best.place, best.score, best.evenness), (2, 10.0, 1.0))
        self.assertEqual((other.place, other.score, other.evenness), (1, 9.0, 0.0))

    def test_a_place_without_a_free_room_comes_after(self):
        choices = self._rank((6, 400), rooms=[Room(2, 20, True, False)])
        self.assertEqual([choice.place for choice in choices], [1, 2])
        self.assertEqual(choices[1].obstacle, "busy")

    def test_unknown_variety_is_an_interval(self):
        best = self._rank((20, 10), categories=0)[0]
        self.assertEqual((best.lowest, best.score, best.highest), (10.0, 15.0, 20.0))

    def test_under_five_nothing_is_said(self):
        last = self._rank((4, 10))[-1]
        self.assertEqual(last, Choice(1, None, None, None, None, None, 1, None, True))

    @given(st.integers(0, 4), st.integers(0, 4))
    def test_the_order_does_not_tell_who_is_fewer(self, one, other):
        names = [choice.place for choice in self._rank((one, other))]
        self.assertEqual(names, [2, 1])

    @given(st.lists(st.integers(5, 300), min_size=1, max_size=6))
    def test_more_members_near_never_rank_lower(self, members):
        places = [
            Place(key, str(key), (50.0 + key, 5.0), [Room(key, 20)])
            for key in range(len(members))
        ]
        squares = [Square(50.0 + key, 5.0, count) for key, count in enumerate(members)]
        near = [choice.near for choice in rank(places, squares, Wish(1), 0)]
        self.assertEqual(near, sorted(members, reverse=True))

    def test_names_that_agree(self):
        for one, other in (
            ("Léa Lambert", "LAMBERT Lea"),
            ("Léa Lambert", "Léa Lambert-Dubois"),
            ("Ana", "ana"),
        ):
            self.assertTrue(names_agree(one, other), (one, other))
        for one, other in (
            ("Léa", "Léa Lambert"),
            ("Léa Lambert", "Luc Lambert"),
            ("", ""),
            ("Léa Lambert", "Léa Dupont Lambotte"),
        ):
            self.assertFalse(names_agree(one, other), (one, other))

    @given(st.text(max_size=30), st.text(max_size=30))
    def test_agreement_has_no_direction(self, one, other):
        self.assertEqual(names_agree(one, other), names_agree(other, one))
