# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""All tables of a wave together, and what a linear program learns of them."""

import numpy as np

from odoo.tests import BaseCase, tagged

from ..engine import cube
from ..engine.joint_audit import find_told
from ..engine.levels import build_levels, design_of
from ..engine.tables import Design, hide_linked

PARENTS = {1: 10, 2: 10, 3: 11, 4: 11}


def tables_of(people):
    """Return ``(design, counts by table)`` of respondents × (territory, …)."""
    cells, places = cube.distinct(people)
    n = np.bincount(places, minlength=len(cells))[:, None].astype(float)
    levels = build_levels(cells, PARENTS)
    counts = {
        scope: cube.roll_up(n, level.parts, level.targets, len(level.keys))[:, 0]
        for scope, level in levels.items()
    }
    counts = {scope: part.astype(int) for scope, part in counts.items()}
    tree = np.concatenate([counts.pop("territory"), counts.pop("region")])
    return design_of(levels, PARENTS), {**counts, "tree": tree}


def draw(seed, size=160):
    rng = np.random.default_rng(seed)
    return np.stack(
        [
            rng.choice([1, 2, 3, 4, 5], size, p=[0.35, 0.25, 0.2, 0.12, 0.08]),
            rng.choice([0, 1, 2], size, p=[0.7, 0.2, 0.1]),
            rng.choice([1, 2, 3], size, p=[0.1, 0.4, 0.5]),
        ],
        axis=1,
    )


@tagged("post_install", "-at_install")
class TestJointAudit(BaseCase):
    def test_a_cell_alone_is_the_rest(self):
        design = Design((-1, -1, -1), 3, (), {})
        counts = {"total": np.array([33]), "tree": np.array([3, 10, 20])}
        shown = {"total": np.array([True]), "tree": np.array([False, True, True])}
        self.assertEqual(find_told(design, counts, shown, 5), [("tree", 0)])
        shown["tree"][1] = False
        self.assertFalse(find_told(design, counts, shown, 5))
        shown["tree"][0] = True
        self.assertEqual(find_told(design, counts, shown, 5), [("tree", 0)])

    def test_what_two_tables_hide_apart_is_told_together(self):
        # as rates that hide another group than figures do
        design = Design((-1, -1, -1), 3, (), {})
        counts = {"total": np.array([30]), "tree": np.array([3, 12, 15])}
        shown = {"total": np.array([True]), "tree": np.array([False, True, False])}
        self.assertFalse(find_told(design, counts, shown, 5))
        shown["tree"] |= np.array([False, False, True])
        self.assertEqual(find_told(design, counts, shown, 5), [("tree", 0)])

    def test_small_cells_alone_are_told_and_ours_are_not(self):
        before = after = small = 0
        for seed in range(15):
            design, counts = tables_of(draw(seed))
            inside = {name: part for name, part in counts.items() if name != "total"}
            nothing = {name: np.zeros(len(part), bool) for name, part in inside.items()}
            [(total, masks)] = hide_linked(design, [inside], [5], [nothing])
            primary = {name: (part > 0) & (part < 5) for name, part in inside.items()}
            small += sum(int(part.sum()) for part in primary.values())
            for hidden in (primary, masks):
                shown = {name: ~part for name, part in hidden.items()}
                shown["total"] = np.array([not total])
                told = len(find_told(design, counts, shown, 5))
                after += told if hidden is masks else 0
                before += told if hidden is primary else 0
        self.assertGreater(before / small, 0.5)
        self.assertEqual(after, 0)
