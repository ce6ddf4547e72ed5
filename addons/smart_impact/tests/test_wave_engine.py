# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random
from collections import Counter

from odoo.tests import BaseCase, tagged

from ..engine.blurring import NONE, blur
from ..engine.pseudonym import fingerprint, pseudonym
from ..engine.sampling import allocate


@tagged("post_install", "-at_install")
class TestWaveEngine(BaseCase):
    def test_a_sample_is_in_proportion_by_largest_remainders(self):
        # shares 47.0, 16.0, 15.8, 12.0, 6.1, 3.1: the textbook case of Hare's method
        votes = dict(
            zip("abcdef", (47000, 16000, 15800, 12000, 6100, 3100), strict=True)
        )
        seats = allocate(votes, 10)
        self.assertEqual([seats[one] for one in "abcdef"], [5, 2, 1, 1, 1, 0])

    def test_a_sample_has_the_size_asked_and_no_one_twice(self):
        dice = random.Random(3)
        for _turn in range(200):
            sizes = {n: dice.randrange(0, 40) for n in range(dice.randrange(1, 30))}
            if not sum(sizes.values()):
                continue
            wanted = dice.randrange(1, 600)
            quotas = allocate(sizes, wanted)
            self.assertEqual(sum(quotas.values()), min(wanted, sum(sizes.values())))
            self.assertTrue(all(quotas[key] <= sizes[key] for key in sizes))

    def test_a_sample_of_nobody_is_refused(self):
        with self.assertRaises(ValueError):
            allocate({"a": 3}, 0)

    def test_no_blurred_cell_holds_a_few(self):
        dice = random.Random(5)
        for _turn in range(300):
            cells = {
                (
                    dice.choice([1, 2, 3, NONE]),
                    dice.choice([1, 2, 3, 4, NONE]),
                    dice.choice(["new", "long", NONE]),
                ): dice.choice([0, 1, 1, 2, 3, 7, 20])
                for _cell in range(dice.randrange(1, 40))
            }
            held = Counter()
            for cell, kept in blur(cells).items():
                held[kept] += cells[cell]
                for own, stays in zip(cell, kept, strict=True):
                    self.assertIn(stays, (own, NONE))
            least = min(5, sum(cells.values()))
            self.assertTrue(all(n == 0 or n >= least for n in held.values()), held)

    def test_what_is_left_over_is_not_alone(self):
        # five of one filière, one without any: the one would stand out as "none"
        found = blur({(1, 1, NONE): 5, (1, NONE, NONE): 1})
        self.assertEqual(set(found.values()), {(1, NONE, NONE)})

    def test_enough_people_keep_what_they_are(self):
        cells = {(1, 1, "new"): 5, (1, 2, "new"): 6, (2, 1, "long"): 9}
        self.assertEqual(blur(cells), {cell: cell for cell in cells})

    def test_a_pseudonym_is_hmac_sha_256(self):
        # RFC 4231, test case 6, with a key of more than a block
        expected = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        text = "Test Using Larger Than Block-Size Key - Hash Key First"
        self.assertEqual(pseudonym(b"\xaa" * 131, text), expected)

    def test_a_pseudonym_holds_for_one_key(self):
        first, second = b"a" * 32, b"b" * 32
        self.assertEqual(pseudonym(first, "7"), pseudonym(first, "7"))
        self.assertNotEqual(pseudonym(first, "7"), pseudonym(second, "7"))
        self.assertNotEqual(pseudonym(first, "7"), pseudonym(first, "8"))
        self.assertNotIn(first.hex(), fingerprint(first))
        with self.assertRaises(ValueError):
            pseudonym(b"short", "7")
