# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import BaseCase, tagged

from ..engine.postal_code import RangeIndex, extents, holds, normalise, overlaps


@tagged("post_install", "-at_install")
class TestPostalCode(BaseCase):
    def test_what_people_type_is_cleaned(self):
        self.assertEqual(normalise(" b-4000 "), "4000")
        self.assertEqual(normalise("F 75 011"), "75011")
        self.assertEqual(normalise("1012 ab"), "1012AB")
        self.assertEqual(normalise(None), "")

    def test_a_prefix_holds_all_its_codes(self):
        self.assertTrue(holds("75", "77", "77999"))
        self.assertFalse(holds("75", "77", "78000"))
        self.assertTrue(holds("1012", "1099", "1012AB"))

    def test_bounds_are_included(self):
        self.assertTrue(holds("4000", "4999", "4000"))
        self.assertTrue(holds("4000", "4999", "4999"))
        self.assertFalse(holds("4000", "4999", "5000"))

    def test_no_code_is_in_no_territory(self):
        self.assertFalse(holds("4000", "4999", ""))

    def test_the_narrowest_range_wins(self):
        index = RangeIndex([(1, "4000", "4999", 10), (1, "4000", "4020", 11)])
        self.assertEqual(index.find(1, "4010"), 11)
        self.assertEqual(index.find(1, "4030"), 10)

    def test_countries_do_not_mix(self):
        index = RangeIndex([(1, "4000", "4999", 10)])
        self.assertFalse(index.find(2, "4000"))
        self.assertFalse(index.find(False, "4000"))

    def test_ranges_of_one_precision_may_not_overlap(self):
        self.assertTrue(overlaps(("4000", "4999"), ("4999", "5100")))
        self.assertFalse(overlaps(("4000", "4999"), ("5000", "5100")))
        self.assertFalse(overlaps(("40", "49"), ("4000", "4020")))

    def test_what_a_territory_is_made_of_does_not_depend_on_how_it_is_written(self):
        whole = extents([(1, "4000", "4999", 10)])
        self.assertEqual(whole, extents([(1, "4", "4", 10)]))
        self.assertEqual(
            whole, extents([(1, "4500", "4999", 10), (1, "4000", "4499", 10)])
        )
        self.assertEqual(whole, extents([(1, "40", "49", 10), (1, "4500", "4510", 10)]))
        self.assertNotEqual(whole, extents([(1, "4000", "4998", 10)]))
        self.assertNotEqual(whole, extents([(2, "4000", "4999", 10)]))

    def test_what_a_narrower_range_gives_away_is_not_part_of_it(self):
        found = extents([(1, "40", "49", 10), (1, "4500", "4510", 11)])
        cut = extents([(1, "4000", "4499", 10), (1, "4511", "4999", 10)])
        self.assertEqual(found[10], cut[10])
        self.assertEqual(found[11], extents([(1, "4500", "4510", 11)])[11])

    def test_codes_with_letters_and_the_last_of_all(self):
        dutch = extents([(1, "1012", "1099", 10), (1, "1012AB", "1012AB", 11)])
        self.assertEqual(len(dutch[10]), 2)
        last = extents([(1, "9000", "9999", 10), (1, "9", "9", 10)])
        self.assertEqual(len(last[10]), 1)

    def test_every_code_is_in_the_extent_of_the_territory_that_holds_it(self):
        ranges = [
            (1, "10", "29", 10),
            (1, "1500", "1999", 11),
            (1, "2150", "2199", 12),
            (1, "21", "21", 13),
            (1, "98", "99", 14),
        ]
        index, found = RangeIndex(ranges), extents(ranges)
        for code in map(str, range(1000, 10000)):
            held = [
                territory
                for territory, spans in found.items()
                if any(first <= code.ljust(12, "0") < last for _c, first, last in spans)
            ]
            self.assertEqual(held, [index.find(1, code)] if held else [])
            self.assertEqual(bool(held), bool(index.find(1, code)))
