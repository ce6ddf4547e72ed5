# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import BaseCase, tagged

from ..engine.cohesion import chain_cover, cohesion, evenness, tie_weight
from ..engine.communities import communities, unnamed
from ..engine.disclosure import protect


def with_margins(cells):
    """Return a table of counts with its totals."""
    table = {key: (count,) for key, count in cells.items()}
    rows, columns = {key[0] for key in cells}, {key[1] for key in cells}
    for row in rows:
        table[row, None] = (sum(n for key, n in cells.items() if key[0] == row),)
    for column in columns:
        table[None, column] = (sum(n for key, n in cells.items() if key[1] == column),)
    table[None, None] = (sum(cells.values()),)
    return table


@tagged("post_install", "-at_install")
class TestCohesionEngine(BaseCase):
    def test_a_tie_weighs_less_with_people_and_time(self):
        self.assertAlmostEqual(tie_weight(1, 3, 6), 0.420, 3)
        self.assertAlmostEqual(tie_weight(0.2, 25, 2), 0.008, 3)
        self.assertEqual(tie_weight(1, 1, 0), 0)

    def test_the_published_example(self):
        found = cohesion(690, 2400, 1180, 940, 410)
        self.assertAlmostEqual(found.mean_degree, 3.42, 2)
        self.assertAlmostEqual(found.density, 0.0050, 4)
        self.assertAlmostEqual(found.ei_index, -0.393, 3)
        self.assertAlmostEqual(found.ei_expected, 0.665, 3)
        self.assertAlmostEqual(found.ratio, 11.4, 1)

    def test_what_cannot_be_said_is_none(self):
        self.assertEqual(set(cohesion(0, 0, 0, 0, 0)), {None})
        self.assertIsNone(cohesion(5, 5, 4, 3, 0).ratio)

    def test_how_complete_and_even_a_chain_is(self):
        counts = (310, 55, 190, 40, 95)
        self.assertEqual(chain_cover(counts), 1)
        self.assertAlmostEqual(evenness(counts), 0.841, 3)
        self.assertAlmostEqual(evenness((7, 7, 7)), 1)
        self.assertEqual(evenness((7, 0, 0)), 0)
        self.assertIsNone(evenness((0, 0)))


@tagged("post_install", "-at_install")
class TestDisclosureEngine(BaseCase):
    def test_a_table_without_small_cells_is_shown_whole(self):
        table = with_margins({("a", 1): 10, ("a", 2): 12, ("b", 1): 9, ("b", 2): 5})
        self.assertFalse(protect(table))

    def test_a_small_cell_takes_others_with_it(self):
        table = with_margins({("a", 1): 3, ("a", 2): 12, ("b", 1): 9, ("b", 2): 50})
        hidden = protect(table)
        self.assertIn(("a", 1), hidden)
        # neither its row nor its column nor the rest of the ring gives it away
        self.assertEqual(hidden, {("a", 1), ("a", 2), ("b", 1), ("b", 2)})

    def test_what_is_hidden_in_a_line_is_never_a_small_number(self):
        table = with_margins({("a", 1): 1, ("a", 2): 1, ("a", 3): 20, ("a", 4): 30})
        hidden = protect(table)
        row = [key for key in hidden if key[0] == "a" and key[1]]
        self.assertGreaterEqual(sum(table[key][0] for key in row), 5)

    def test_a_line_of_ones_is_not_told_by_its_total(self):
        table = with_margins({("a", n): 1 for n in range(5)} | {("a", 9): 40})
        self.assertIn(("a", 9), protect(table))

    def test_what_is_hidden_elsewhere_is_hidden_here(self):
        table = with_margins({("a", 1): 10, ("a", 2): 12, ("a", 3): 9})
        hidden = protect(table, masked=[("a", 2), ("unknown", 1)])
        self.assertIn(("a", 2), hidden)
        self.assertGreater(len(hidden), 1)

    def test_a_lone_row_hides_its_total_at_last(self):
        self.assertEqual(
            protect({("a", 1): (3,), ("a", None): (3,)}), {("a", 1), ("a", None)}
        )


@tagged("post_install", "-at_install")
class TestCommunitiesEngine(BaseCase):
    def _two_groups(self, size):
        """Return the ties of two cliques with one tie between them."""
        ties = [
            (start + one, start + other, 1.0)
            for start in (0, 1000)
            for one in range(size)
            for other in range(one + 1, size)
        ]
        return zip(*[*ties, (0, 1000, 0.1)], strict=True)

    def test_groups_are_found_and_the_same_at_each_run(self):
        labels = communities(*self._two_groups(8))
        groups = {label for member, label in labels.items() if member < 1000}
        others = {label for member, label in labels.items() if member >= 1000}
        self.assertEqual((len(groups), len(others)), (1, 1))
        self.assertNotEqual(groups, others)
        self.assertEqual(labels, communities(*self._two_groups(8)))

    def test_no_ties_no_groups(self):
        self.assertEqual(communities([], [], []), {})

    def test_a_group_that_a_filiere_holds_has_a_name(self):
        labels = dict.fromkeys(range(30), 1) | dict.fromkeys(range(100, 140), 2)
        filieres = {member: [7] for member in range(100, 121)}
        [(members, best, share)] = unnamed(labels, filieres)
        self.assertEqual((len(members), best, share), (30, None, 0))
        filieres.pop(100)
        self.assertEqual(len(unnamed(labels, filieres)), 2)
        self.assertFalse(unnamed(dict.fromkeys(range(29), 1), {}))
