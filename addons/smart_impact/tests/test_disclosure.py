# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random

from odoo.tests import BaseCase, tagged

from ..engine.disclosure import connected_groups, suppress


@tagged("post_install", "-at_install")
class TestDisclosure(BaseCase):
    def test_large_cells_stay(self):
        self.assertFalse(suppress({"a": 5, "b": 6}).hidden)

    def test_a_small_cell_takes_the_next_smallest_along(self):
        pattern = suppress({"a": 3, "b": 12, "c": 11, "d": 14})
        self.assertEqual(pattern.hidden, {"a", "c"})
        self.assertFalse(pattern.total_hidden)

    def test_small_cells_that_sum_to_too_little_take_another(self):
        # 1 + 2 = 3 people would come out as the total minus the rest
        self.assertEqual(suppress({"a": 1, "b": 2, "c": 9, "d": 20}).hidden, {*"abc"})

    def test_small_cells_that_hide_one_another_are_enough(self):
        self.assertEqual(suppress({"a": 3, "b": 4, "c": 9}).hidden, {"a", "b"})

    def test_a_small_total_hides_everything(self):
        pattern = suppress({"a": 1, "b": 2})
        self.assertTrue(pattern.total_hidden)
        self.assertEqual(pattern.hidden, {"a", "b"})

    def test_a_cell_alone_is_its_total(self):
        self.assertTrue(suppress({"a": 3}).total_hidden)
        self.assertFalse(suppress({"a": 30}).total_hidden)

    def test_empty_cells_hide_nothing(self):
        self.assertEqual(suppress({"a": 0, "b": 3, "c": 9}).hidden, {"b", "c"})

    def test_ties_fall_alike_each_time(self):
        counts = {"d": 8, "c": 8, "b": 8, "a": 2}
        patterns = {suppress(dict(random.sample([*counts.items()], 4))) for _ in "xyz"}
        self.assertEqual(len(patterns), 1)

    def test_no_group_under_the_minimum_can_be_derived(self):
        rng = random.Random(20261123)
        for _run in range(500):
            minimum = rng.choice((5, 10))
            counts = {key: rng.randint(0, 30) for key in range(rng.randint(1, 9))}
            pattern = suppress(counts, minimum)
            shown = {k: n for k, n in counts.items() if k not in pattern.hidden and n}
            self.assertTrue(all(n >= minimum for n in shown.values()))
            rest = sum(counts.values()) - sum(shown.values())
            if not pattern.total_hidden and rest:
                self.assertGreaterEqual(rest, minimum)
                self.assertGreaterEqual(len(pattern.hidden), 2)

    def test_groups_join_through_a_common_element(self):
        self.assertEqual(
            connected_groups({"a": {1, 2}, "b": {2}, "c": {3}}), [["a", "b"], ["c"]]
        )
        [group] = connected_groups({"a": {1}, "b": {2}, "c": {1, 2}})
        self.assertEqual(set(group), {"a", "b", "c"})
