# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Territories that are cut, joined or moved between two waves."""

from odoo.tests import BaseCase, tagged

from ..engine.territories import Tree, match
from .results_common import ResultsCommon


@tagged("post_install", "-at_install")
class TestTerritories(BaseCase):
    """T = 1 with its parts 2 and 3; 4 beside it; all of them part of 9."""

    def _tree(self, parents, *places):
        return Tree(parents, frozenset(places))

    def test_a_whole_is_compared_with_a_whole(self):
        before = self._tree({1: 9, 4: 9, 9: 0}, 1, 4)
        now = self._tree({1: 9, 2: 1, 3: 1, 4: 9, 9: 0}, 1, 2, 3, 4)
        self.assertEqual(match(1, False, now, before).scope, "territory")
        self.assertTrue(match(1, True, now, before).is_break)
        # what was not there before is no break, it begins
        self.assertFalse(match(2, False, now, before).is_break)
        self.assertFalse(match(2, False, now, before).scope)
        # and the whole above holds the same people
        self.assertEqual(match(9, False, now, before).scope, "region")

    def test_parts_that_are_joined_again(self):
        now = self._tree({1: 9, 4: 9, 9: 0}, 1, 4)
        before = self._tree({1: 9, 2: 1, 3: 1, 4: 9, 9: 0}, 1, 2, 3, 4)
        self.assertEqual(match(1, False, now, before).scope, "region")
        self.assertEqual(match(1, False, now, before).places, {1, 2, 3})

    def test_the_same_rest_is_compared(self):
        tree = self._tree({1: 9, 2: 1, 9: 0}, 1, 2)
        self.assertEqual(match(1, True, tree, tree).scope, "territory")
        more = self._tree({1: 9, 2: 1, 3: 1, 9: 0}, 1, 2, 3)
        self.assertTrue(match(1, True, more, tree).is_break)
        self.assertTrue(match(1, True, tree, more).is_break)
        # nobody was asked in a part that was there all along
        same = self._tree({1: 9, 2: 1, 3: 1, 9: 0}, 1, 2)
        self.assertEqual(match(1, True, more, same).scope, "territory")

    def test_a_part_that_moves_breaks_both(self):
        before = self._tree({2: 1, 3: 1, 5: 4, 1: 9, 4: 9, 9: 0}, 2, 3, 5)
        now = self._tree({2: 1, 3: 4, 5: 4, 1: 9, 4: 9, 9: 0}, 2, 3, 5)
        self.assertTrue(match(1, False, now, before).is_break)
        self.assertTrue(match(4, False, now, before).is_break)
        self.assertEqual(match(9, False, now, before).scope, "region")

    def test_a_part_of_nothing_known_breaks_the_whole(self):
        before = self._tree({2: 1, 3: 1, 1: 0}, 2, 3)
        now = self._tree({2: 1, 3: 1, 6: 1, 1: 0}, 2, 3, 6)
        self.assertTrue(match(1, False, now, before).is_break)

    def test_without_a_territory_is_a_rest(self):
        tree = self._tree({2: 0}, 0, 2)
        self.assertEqual(match(0, True, tree, tree).scope, "territory")
        more = self._tree({2: 0, 3: 0}, 0, 2, 3)
        self.assertTrue(match(0, True, more, tree).is_break)


@tagged("post_install", "-at_install")
class TestWaveSplit(ResultsCommon):
    def _wave(self, day):
        return self._create_wave(name=f"Wave {day}", date_open=day)

    def _named(self, wave, people):
        """Store people by name: ``{territory: (first, last)}``."""
        for territory, (first, last) in people:
            wave.sudo()._import_responses(
                [
                    {
                        "territory_id": territory.id,
                        "pseudonym": f"p{number}",
                        "answers": self._answers(
                            number, ACC1="yes" if number % 5 else "no"
                        ),
                    }
                    for number in range(first, last)
                ]
            )

    def _others(self):
        return [
            (self.territory_namur, (60, 90)),
            (self.territory_brussels, (90, 120)),
        ]

    def _parts(self):
        return [
            self.env["smart.territory"].create(
                {
                    "name": f"Liège {side}",
                    "country_id": self.belgium.id,
                    "parent_id": self.territory_liege.id,
                }
            )
            for side in ("nord", "sud")
        ]

    def _figure(self, wave, scope, territory):
        return self._cells(wave, "R06", scope).filtered(
            lambda one: one.territory_id == territory
        )

    def _split(self):
        """Return the two waves around a split of Liège, computed."""
        first = self._wave("2025-03-01")
        others = [
            (self.territory_namur, (60, 90)),
            (self.territory_brussels, (90, 120)),
        ]
        self._named(first, [(self.territory_liege, (0, 60)), *others])
        self._publish(self._finish(first))
        north, south = self._parts()
        second = self._wave("2026-03-01")
        pieces = [
            (self.territory_liege, (0, 20)),
            (north, (20, 40)),
            (south, (40, 60)),
        ]
        self._named(second, [*pieces, *others])
        return first, self._finish(second), (north, south)

    def test_a_split_makes_no_change(self):
        first, second, parts = self._split()
        rest = self._figure(second, "territory", self.territory_liege)
        self.assertFalse(rest.has_change)
        self.assertEqual((rest.break_kind, rest.obs_status), ("territory", "B"))
        self.assertIn("territory changed", rest._get_change_words()["text"])
        whole = self._figure(second, "region", self.territory_liege)
        before = self._figure(first, "territory", self.territory_liege)
        self.assertTrue(whole.has_change)
        self.assertEqual(whole.change, round(whole.value - before.value, 6))
        self.assertEqual((whole.change, whole.change_kind), (0.0, "paired"))
        for part in parts:
            figure = self._figure(second, "territory", part)
            self.assertFalse(figure.has_change)
            self.assertNotEqual(figure.obs_status, "B")
        # Wallonia holds the same people, in more territories
        above = self._figure(second, "region", self.wallonia)
        self.assertEqual((above.has_change, above.change_kind), (True, "paired"))
        self.assertTrue(self._result(second, "R06").has_change)

    def test_what_is_left_has_a_name_of_its_own(self):
        first, second, _parts = self._split()
        rest = self._figure(second, "territory", self.territory_liege)
        whole = self._figure(second, "region", self.territory_liege)
        self.assertTrue(rest.is_rest)
        self.assertFalse(whole.is_rest)
        self.assertNotEqual(rest._get_place_name(), whole._get_place_name())
        names = [name for _place, name in second._get_result_table()["places"]]
        self.assertIn(rest._get_place_name(), names)
        before = self._figure(first, "territory", self.territory_liege)
        self.assertFalse(before.is_rest)
        self.assertEqual(before._get_place_name(), self.territory_liege.name)

    def test_an_update_names_the_rests_of_earlier_waves(self):
        _first, second, _parts = self._split()
        self.env.flush_all()
        self.env.cr.execute("UPDATE smart_impact_result SET is_rest = NULL")
        self.env["smart.impact.result"].init()
        self.env.invalidate_all()
        rests = second.result_ids.filtered("is_rest")
        self.assertEqual(
            {(one.scope, one.territory_id) for one in rests},
            {("territory", self.territory_liege)},
        )

    def test_parts_that_are_joined_are_compared_as_a_whole(self):
        _first, second, _parts = self._split()
        self._publish(second)
        third = self._wave("2027-03-01")
        others = [
            (self.territory_namur, (60, 90)),
            (self.territory_brussels, (90, 120)),
        ]
        self._named(third, [(self.territory_liege, (0, 60)), *others])
        self._finish(third)
        whole = self._figure(third, "territory", self.territory_liege)
        self.assertEqual((whole.has_change, whole.change_kind), (True, "paired"))
        self.assertEqual(whole.change, 0.0)

    def test_a_territory_that_moves_breaks_what_it_leaves(self):
        flanders = self.env["smart.territory"].create(
            {"name": "Flandre", "country_id": self.belgium.id}
        )
        self.territory_charleroi.parent_id = self.wallonia
        self.territory_brussels.parent_id = flanders
        people = [
            (self.territory_liege, (0, 30)),
            (self.territory_namur, (30, 60)),
            (self.territory_charleroi, (60, 90)),
            (self.territory_brussels, (90, 120)),
        ]
        first = self._wave("2025-03-01")
        self._named(first, people)
        self._publish(self._finish(first))
        self.territory_charleroi.parent_id = flanders
        second = self._wave("2026-03-01")
        self._named(second, people)
        self._finish(second)
        left = self._figure(second, "region", self.wallonia)
        self.assertEqual((left.has_change, left.break_kind), (False, "territory"))
        moved = self._figure(second, "territory", self.territory_charleroi)
        self.assertEqual((moved.has_change, moved.change), (True, 0.0))

    def test_a_wave_of_before_knows_where_its_people_were(self):
        """Figures computed before territories were kept are compared as well."""
        first = self._wave("2025-03-01")
        self._named(first, [(self.territory_liege, (0, 60))])
        self._named(first, [(self.territory_namur, (60, 90))])
        self._publish(self._finish(first))
        first.sudo().method_parameters = {}
        north, south = self._parts()
        second = self._wave("2026-03-01")
        self._named(second, [(self.territory_liege, (0, 20)), (north, (20, 40))])
        self._named(second, [(south, (40, 60)), (self.territory_namur, (60, 90))])
        self._finish(second)
        rest = self._figure(second, "territory", self.territory_liege)
        whole = self._figure(second, "region", self.territory_liege)
        self.assertEqual((rest.has_change, rest.break_kind), (False, "territory"))
        self.assertEqual(whole.change_kind, "paired")
