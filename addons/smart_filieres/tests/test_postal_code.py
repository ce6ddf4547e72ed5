# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import BaseCase, tagged

from ..engine.postal_code import RangeIndex, holds, normalise, overlaps


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
