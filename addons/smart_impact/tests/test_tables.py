# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What tables that nest and cross hide, and what a linear program learns of it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine.audit import feasible_bounds, random_table, recoverable
from ..engine.levels import build_levels, design_of
from ..engine.tables import hide_in_cross, hide_in_tree

# SDC handbook: marital status by sex
MARITAL = np.array([[38, 17], [7, 4], [3, 1]])
COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=12)


def hide(counts, minimum=5, **more):
    rows, columns = counts.shape
    given = {
        "forced": np.zeros(counts.shape, bool),
        "rows_hidden": np.zeros(rows, bool),
        "columns_hidden": np.zeros(columns, bool),
        "families": [-1] * rows,
        **more,
    }
    return hide_in_cross(counts, minimum, **given)


@tagged("post_install", "-at_install")
class TestTables(BaseCase):
    def test_the_audit_reproduces_the_handbook(self):
        alone = np.array([[False, False], [False, False], [False, True]])
        [only] = feasible_bounds(MARITAL, alone)
        self.assertEqual((only.low, only.high), (1.0, 1.0))
        pair = np.array([[False, False], [False, False], [True, True]])
        self.assertTrue(all(b.low == b.high for b in feasible_bounds(MARITAL, pair)))
        safe = np.array([[False, False], [True, True], [True, True]])
        found = [(b.low, b.high) for b in feasible_bounds(MARITAL, safe)]
        self.assertEqual(found, [(6.0, 10.0), (1.0, 5.0), (0.0, 4.0), (0.0, 4.0)])

    def test_small_cells_alone_are_recovered_and_ours_are_not(self):
        before = after = cells = 0
        for seed in range(20):
            table = random_table(seed)
            small = (table > 0) & (table < 5)
            cells += small.sum()
            before += len(recoverable(table, small, 5))
            after += len(recoverable(table, hide(table), 5))
        self.assertGreater(before / cells, 0.5)
        self.assertEqual(after, 0)

    def test_what_is_hidden_with_its_margin_is_safe_too(self):
        for seed in range(12):
            table = random_table(seed, 5, 4, 200)
            rows = np.zeros(5, bool)
            rows[np.argsort(table.sum(axis=1))[:2]] = True
            mask = hide(table, rows_hidden=rows)
            self.assertTrue(mask[rows][table[rows] > 0].all())
            self.assertFalse(recoverable(table, mask, 5, rows_hidden=rows))

    def test_linked_cells_are_hidden_without_being_small(self):
        table = np.full((4, 3), 20)
        forced = np.zeros(table.shape, bool)
        forced[1, 1] = True
        mask = hide(table, forced=forced)
        self.assertEqual(mask.sum(), 4)
        for one in feasible_bounds(table, mask):
            self.assertLess(one.low, one.high)

    def test_nothing_is_shown_where_nobody_can_give(self):
        table = np.array([[2, 30], [2, 30]])
        self.assertTrue(hide(table).all())

    @given(COUNTS, st.integers(0, 3))
    @settings(max_examples=150, deadline=None)
    def test_no_small_group_comes_out_of_a_tree(self, counts, regions):
        counts = np.array(counts)
        parents = [
            -1 if n % (regions + 1) == 0 else n % (regions + 1)
            for n in range(len(counts))
        ]
        parents = [len(counts) + one - 1 if one > 0 else -1 for one in parents]
        sums = [
            counts[
                [at for at, one in enumerate(parents) if one == len(counts) + r]
            ].sum()
            for r in range(regions)
        ]
        whole = np.concatenate([counts, sums]).astype(int)
        above = [*parents, *[-1] * regions]
        total_hidden, hidden = hide_in_tree(whole, above, 5)
        self.assertTrue((whole[~hidden & (whole > 0)] >= 5).all())
        for top in range(-1, len(whole)):
            if total_hidden if top < 0 else hidden[top]:
                continue
            parts = [at for at, one in enumerate(above) if one == top and hidden[at]]
            if parts:
                self.assertGreaterEqual(len(parts), 2)
                self.assertGreaterEqual(whole[parts].sum(), 5)

    def test_a_region_hides_what_is_below(self):
        # 3 + 1 people in a region, among large ones
        counts = np.array([3, 1, 20, 30, 4])
        total, hidden = hide_in_tree(counts, [4, 4, -1, -1, -1], 5)
        self.assertFalse(total)
        self.assertEqual(hidden.tolist(), [True, True, True, False, True])


@tagged("post_install", "-at_install")
class TestLevels(BaseCase):
    def test_regions_add_up_two_territories_or_more(self):
        # 1 and 2 are parts of 10, 10 and 3 of 20; 4 alone of 30
        parents = {1: 10, 2: 10, 10: 20, 3: 20, 4: 30}
        cells = np.array([[place, 0, 0] for place in (0, 1, 2, 3, 4)])
        levels = build_levels(cells, parents)
        self.assertEqual(levels["region"].keys[:, 0].tolist(), [10, 20])
        self.assertNotIn("filiere", levels)
        design = design_of(levels, parents)
        # territories 0, 1, 2, 3, 4, then regions 10 and 20
        self.assertEqual(design.parents, (-1, 5, 5, 6, -1, 6, -1))

    def test_a_whole_country_is_not_a_region(self):
        levels = build_levels(np.array([[1, 0, 0], [2, 0, 0]]), {1: 9, 2: 9})
        self.assertNotIn("region", levels)
