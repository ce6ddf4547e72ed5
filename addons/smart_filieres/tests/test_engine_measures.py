# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine import measures

# two provinces, the first with two districts
PARENTS = {1: None, 2: None, 3: None, 11: 1, 12: 1, 13: 1}


@tagged("post_install", "-at_install")
class TestMeasures(BaseCase):
    def test_a_place_holds_what_its_parts_hold(self):
        above = measures.chains(PARENTS)
        self.assertEqual(above[11], (11, 1, None))
        rows = [(7, 11, 3), (7, 12, 4), (7, 1, 1), (7, None, 2)]
        cells = measures.roll_up(rows, above)
        self.assertEqual((cells[7, 1], cells[7, None], cells[7, 11]), (8, 10, 3))
        self.assertEqual(measures.common_places(11, 12, above), (1, None))
        self.assertEqual(measures.common_places(11, 11, above), (11, 1, None))

    def test_a_small_count_is_not_told_by_difference_either(self):
        counts = {None: 103, 1: 60, 2: 40, 3: 3}
        # 103 − 60 − 40 would tell the three: the smallest beside is kept back too
        self.assertEqual(measures.told_places(counts, PARENTS), {None, 1})
        self.assertEqual(
            measures.told_places({None: 105, 1: 60, 2: 40}, PARENTS), {None, 1, 2}
        )
        self.assertEqual(measures.told_places({None: 4, 1: 4}, PARENTS), set())

    @settings(derandomize=True, max_examples=300)
    @given(
        st.dictionaries(st.sampled_from([11, 12, 13, 2, 3]), st.integers(0, 30)),
        st.integers(0, 6),
    )
    def test_no_rest_of_what_is_told_is_small(self, leaves, unplaced):
        above = measures.chains(PARENTS)
        rows = [(1, place, count) for place, count in leaves.items()]
        cells = measures.roll_up([*rows, (1, None, unplaced)], above)
        counts = {place: count for (_filiere, place), count in cells.items()}
        told = measures.told_places(counts, PARENTS)
        for place in told:
            self.assertGreaterEqual(counts[place], 5)
            parts = [p for p in told if p is not None and PARENTS[p] == place]
            rest = counts[place] - sum(counts[part] for part in parts)
            if parts:
                self.assertFalse(0 < rest < 5, (counts, told))

    def test_the_example_of_the_note(self):
        stages = [310, 55, 190, 40, 95]
        self.assertEqual(measures.chain_cover(stages), 1)
        self.assertAlmostEqual(measures.evenness(stages), 0.841, delta=0.001)
        self.assertAlmostEqual(
            measures.cohesion_ratio(940, 410, 690, 2400 - 690), 11.4, delta=0.03
        )

    def test_nothing_to_compare_with_is_unknown(self):
        self.assertIsNone(measures.cohesion_ratio(3, 0, 10, 100))
        self.assertIsNone(measures.cohesion_ratio(3, 1, 1, 100))
        self.assertIsNone(measures.yearly_growth(0, 10, 3))
        self.assertEqual(measures.evenness([0, 0]), 0)
        self.assertAlmostEqual(measures.yearly_growth(579, 690, 3), 6.02, delta=0.01)
