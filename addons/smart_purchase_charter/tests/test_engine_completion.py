# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random

from odoo.tests import BaseCase, tagged

from ..engine.completion import Asked, may_change, missing_in_lot
from ..engine.pooling import count_lots

LOT = 6


@tagged("post_install", "-at_install")
class TestEngineCompletion(BaseCase):
    def test_missing_in_the_lot_begun(self):
        for firm, tolerance, missing in (
            (0, 5, 0),
            (5, 0, 1),
            (5, 1, 0),
            (6, 0, 0),
            (7, 2, 3),
        ):
            self.assertEqual(missing_in_lot(Asked(firm, tolerance), LOT), missing)

    def test_three_ways_are_open(self):
        others = Asked(5)
        self.assertTrue(may_change(others, Asked(3), Asked(3, 2), LOT))
        self.assertTrue(may_change(others, Asked(3), Asked(5), LOT))
        self.assertTrue(may_change(others, Asked(3), Asked(7), LOT))
        self.assertTrue(may_change(Asked(5), Asked(0, 1), Asked(1), LOT))

    def test_nobody_breaks_a_lot_or_begins_one(self):
        others = Asked(5)
        self.assertFalse(may_change(others, Asked(1), Asked(0), LOT))
        self.assertFalse(may_change(others, Asked(3, 4), Asked(3, 3), LOT))
        self.assertFalse(may_change(others, Asked(1), Asked(4), LOT))
        # further from the lot begun
        self.assertFalse(may_change(others, Asked(4), Asked(2), LOT))

    def test_no_allowed_change_ever_costs_a_lot(self):
        dice = random.Random(14)
        allowed = 0
        for _step in range(20_000):
            lot = dice.randint(1, 8)
            numbers = [dice.randint(0, 20) for _n in range(6)]
            others, old, new = (Asked(*numbers[i : i + 2]) for i in (0, 2, 4))
            if not may_change(others, old, new, lot):
                continue
            allowed += 1
            lots = [
                count_lots(
                    others.firm + mine.firm, others.tolerance + mine.tolerance, lot
                )
                for mine in (old, new)
            ]
            self.assertLessEqual(*lots)
        self.assertGreater(allowed, 500)
