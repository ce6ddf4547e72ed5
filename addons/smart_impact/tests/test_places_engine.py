# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sums along territories, and what of them may be shown: worked and random numbers."""

import random

from odoo.tests import BaseCase, tagged

from ..engine.places import Cell, alike, hide_places, roll_up, tells

PARENTS = {"liege": "wallonie", "namur": "wallonie", "mons": "wallonie"}


def cells(**people):
    return {place: Cell(n, n) for place, n in people.items()}


@tagged("post_install", "-at_install")
class TestPlacesEngine(BaseCase):
    def test_a_region_is_the_sum_of_its_parts_and_of_what_lies_in_it(self):
        own = {"liege": (30, 12), "namur": (10, 8), "wallonie": (2, 5), "gent": (1, 9)}
        found = roll_up(own, PARENTS)
        self.assertEqual(found["wallonie"], (42, 25))
        self.assertEqual(found["gent"], (1, 9))
        self.assertEqual(roll_up({"a": (1, 1)}, {"a": "b", "b": "c"})["c"], (1, 1))

    def test_a_small_part_takes_the_smallest_other_with_it(self):
        found = hide_places(Cell(32, 32), cells(a=3, b=9, c=20), {}, 5)
        self.assertEqual(found, (False, {"a", "b"}))
        found = hide_places(Cell(32, 32), cells(a=1, b=2, c=9, d=20), {}, 5)
        self.assertEqual(found, (False, {"a", "b", "c"}))
        found = hide_places(Cell(18, 18), cells(a=9, b=9), {}, 5)
        self.assertEqual(found, (False, set()))

    def test_a_region_less_its_parts_gives_no_small_part(self):
        region = cells(wallonie=30, liege=3, namur=12, mons=15, bruxelles=40)
        found = hide_places(Cell(70, 70), region, PARENTS, 5)
        self.assertEqual(found, (False, {"liege", "namur"}))

    def test_a_region_that_is_one_small_part_is_hidden_with_it(self):
        region = cells(wallonie=3, liege=3, bruxelles=40, gent=50)
        found = hide_places(Cell(93, 93), region, PARENTS, 5)
        self.assertEqual(found, (False, {"wallonie", "liege", "bruxelles"}))

    def test_people_without_a_place_are_not_told_by_the_total(self):
        # 42 in all, 40 shown: the two others would follow
        found = hide_places(Cell(42, 42), cells(a=18, b=22), {}, 5)
        self.assertEqual(found, (False, {"a"}))
        # seven are no secret
        found = hide_places(Cell(47, 47), cells(a=18, b=22), {}, 5)
        self.assertEqual(found, (False, set()))

    def test_a_share_counts_those_it_leaves_out_too(self):
        shares = {"a": Cell(20, 18), "b": Cell(20, 10), "c": Cell(30, 15)}
        found = hide_places(Cell(70, 43), shares, {}, 5, is_share=True)
        self.assertEqual(found, (False, {"a", "b"}))

    def test_a_place_where_all_are_alike_is_hidden_with_another(self):
        shares = {"a": Cell(20, 0), "b": Cell(22, 9), "c": Cell(30, 15)}
        found = hide_places(Cell(72, 24), shares, {}, 5, is_share=True)
        self.assertEqual(found, (False, {"a", "b"}))
        shares = {"a": Cell(20, 20), "b": Cell(22, 22), "c": Cell(30, 15)}
        found = hide_places(Cell(72, 57), shares, {}, 5, is_share=True)
        # the two alone would be told together
        self.assertEqual(found, (False, {"a", "b", "c"}))
        # a count is no share: nobody of it is told
        found = hide_places(Cell(20, 20), {"a": Cell(20, 20)}, {}, 5)
        self.assertEqual(found, (False, set()))

    def test_people_without_a_place_who_are_alike_are_not_told_by_the_total(self):
        shares = {"a": Cell(20, 9), "b": Cell(22, 9)}
        found = hide_places(Cell(52, 28), shares, {}, 5, is_share=True)
        self.assertEqual(found, (False, {"a"}))

    def test_a_total_where_all_are_alike_is_shown_alone(self):
        shares = {"a": Cell(20, 20), "b": Cell(22, 22)}
        found = hide_places(Cell(42, 42), shares, {}, 5, is_share=True)
        self.assertEqual(found, (False, {"a", "b"}))
        # one place that holds everybody is the total
        one = {"a": Cell(20, 0)}
        found = hide_places(Cell(20, 0), one, {}, 5, is_share=True)
        self.assertEqual(found, (False, set()))

    def test_a_region_where_all_are_alike_is_hidden_with_its_parts(self):
        shares = {
            "wallonie": Cell(40, 0),
            "liege": Cell(20, 0),
            "namur": Cell(20, 0),
            "gent": Cell(50, 20),
            "brussels": Cell(60, 30),
        }
        found = hide_places(Cell(150, 50), shares, PARENTS, 5, is_share=True)
        self.assertEqual(found, (False, {"wallonie", "liege", "namur", "gent"}))

    def test_no_family_of_shares_gives_away_what_it_hides(self):
        dice = random.Random(28)
        places = ("liege", "namur", "mons", "wallonie", "gent", "antwerp")
        for _round in range(600):
            own = {}
            for place in (*places, None):
                people = dice.choice((0, 1, 6, 12, 25))
                own[place] = Cell(people, round(people * dice.choice((0, 0.5, 1))))
            table = {one: own[one] for one in places}
            for part in ("liege", "namur", "mons"):
                table["wallonie"] += own[part]
            total = sum(own.values(), Cell())
            total_hidden, hidden = hide_places(total, table, PARENTS, 5, True)
            cells = {None: total, **table}
            for place in set(places) - hidden:
                self.assertFalse(tells(table[place], 5, True))
                whole = table[place].people == total.people
                self.assertFalse(alike(table[place]) and not whole)
            for top in (None, "wallonie"):
                if total_hidden if top is None else top in hidden:
                    continue
                parts = [one for one in places if PARENTS.get(one) == top]
                shown = sum((table[one] for one in set(parts) - hidden), Cell())
                held = cells[top].without(shown)
                self.assertFalse(tells(held, 5, True))
                self.assertFalse(alike(held) and held != cells[top])

    def test_nothing_is_shown_below_a_hidden_total(self):
        found = hide_places(Cell(4, 4), cells(a=2, b=2), {}, 5)
        self.assertEqual(found, (True, {"a", "b"}))

    def test_no_family_gives_away_what_it_hides(self):
        dice = random.Random(26)
        for _round in range(400):
            own = {
                place: (0, dice.choice((0, 1, 3, 6, 12, 25)))
                for place in ("liege", "namur", "mons", "wallonie", "gent", "antwerp")
            }
            rolled = roll_up(own, PARENTS)
            table = cells(**{place: n for place, (_value, n) in rolled.items()})
            without = dice.choice((0, 2, 8))
            people = sum(n for _value, n in own.values()) + without
            total_hidden, hidden = hide_places(Cell(people, people), table, PARENTS, 5)
            self.assertEqual(total_hidden and 0 < people < 5, 0 < people < 5)
            for top in (None, "wallonie"):
                if total_hidden if top is None else top in hidden:
                    continue
                held = people if top is None else rolled[top][1]
                parts = [one for one in rolled if PARENTS.get(one) == top]
                shown = sum(rolled[one][1] for one in parts if one not in hidden)
                self.assertFalse(tells(Cell(held - shown, held - shown), 5, False))
                small = [one for one in parts if 0 < rolled[one][1] < 5]
                self.assertLessEqual(set(small), hidden)
