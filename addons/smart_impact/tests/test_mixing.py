# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random

from odoo.tests import BaseCase, tagged

from ..engine.mixing import draw_batch


@tagged("post_install", "-at_install")
class TestMixing(BaseCase):
    def test_nothing_leaves_a_pool_that_is_too_small(self):
        self.assertEqual(draw_batch(range(9), 5, random.Random(1)), [])

    def test_a_random_part_stays_behind(self):
        stayed = set()
        for seed in range(50):
            batch = draw_batch(range(10), 5, random.Random(seed))
            self.assertEqual(len(set(batch)), 5)
            stayed |= set(range(10)) - set(batch)
        self.assertEqual(stayed, set(range(10)), "the last to arrive is not special")

    def test_the_order_of_arrival_is_lost(self):
        batches = {tuple(draw_batch(range(6), 0, random.Random(s))) for s in range(50)}
        self.assertGreater(len(batches), 40)

    def test_the_end_empties_the_pool(self):
        self.assertEqual(set(draw_batch([1, 2], 0, random.Random(1))), {1, 2})
