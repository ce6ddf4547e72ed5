# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter

from odoo.tests import BaseCase, tagged

from ..engine.research import (
    REMOVED,
    Row,
    anonymise,
    generalise,
    ladder_of,
    project_pseudonym,
)

PLACES = {"Liège": ("Liège", "Wallonia"), "Mons": ("Mons", "Wallonia")}
LADDER = {value: ladder_of(path, 2) for value, path in PLACES.items()}


def people(place, count, wave=1, answers=(1,)):
    return [
        Row(f"{place}{number}", wave, (place,), answers[number % len(answers)])
        for number in range(count)
    ]


@tagged("post_install", "-at_install")
class TestResearchEngine(BaseCase):
    def test_what_is_common_enough_stays_as_it_is(self):
        found = anonymise(people("Liège", 7) + people("Mons", 5), [LADDER])
        self.assertEqual(found.levels, (0,))
        self.assertEqual((found.people, found.classes, found.smallest), (12, 2, 5))
        self.assertFalse(found.left_out)

    def test_what_is_rare_goes_up_one_step(self):
        found = anonymise(people("Liège", 7) + people("Mons", 4), [LADDER])
        self.assertEqual(found.levels, (1,))
        self.assertEqual((found.people, found.classes, found.smallest), (11, 1, 11))

    def test_few_are_left_out_rather_than_all_blurred(self):
        rows = people("Liège", 97) + people("Mons", 3)
        found = anonymise(rows, [LADDER], limit=0.05)
        self.assertEqual((found.levels, len(found.left_out)), ((0,), 3))
        self.assertEqual(anonymise(rows, [LADDER], limit=0.0).levels, (1,))

    def test_the_waves_one_answered_tell_who_one_is(self):
        rows = people("Liège", 10) + people("Liège", 3, wave=2)
        found = anonymise(rows, [LADDER], limit=0.0)
        self.assertEqual(found.levels, (2,), "no step hides the three of two waves")
        self.assertEqual(found.left_out, {"Liège0", "Liège1", "Liège2"})
        self.assertEqual(found.smallest, 7)

    def test_moving_tells_too(self):
        rows = people("Liège", 10) + people("Liège", 10, wave=2)
        moved = Row("Liège0", 2, ("Mons",))
        rows = [row for row in rows if (row.person, row.wave) != ("Liège0", 2)]
        found = anonymise([*rows, moved], [LADDER], limit=0.0)
        self.assertEqual(found.levels, (1,))

    def test_a_class_that_answered_alike_is_no_hiding_place(self):
        rows = people("Liège", 6) + people("Mons", 6, answers=(1, 2))
        self.assertEqual(anonymise(rows, [LADDER]).levels, (0,))
        found = anonymise(rows, [LADDER], diversity=2)
        self.assertEqual((found.levels, found.diversity), ((1,), 2))

    def test_every_class_of_what_is_written_holds_k(self):
        """The promise, checked on what leaves and not on how it was found."""
        shape = {"a": 13, "b": 9, "c": 4, "d": 2, "e": 1}
        paths = {"a": "ab", "b": "bb", "c": "cX", "d": "dX", "e": "eX"}
        ladders = [
            {name: ladder_of(tuple(path), 2) for name, path in paths.items()},
            {band: ladder_of((band,), 1) for band in ("new", "long")},
        ]
        rows = [
            Row(f"{place}{number}", 1, (place, "new" if number % 3 else "long"))
            for place, count in shape.items()
            for number in range(count)
        ]
        for k in (5, 6, 9, 13):
            found = anonymise(rows, ladders, k)
            written = Counter(
                generalise(row.place, ladders, found.levels)
                for row in rows
                if row.person not in found.left_out
            )
            self.assertGreaterEqual(min(written.values()), k)
            self.assertEqual(min(written.values()), found.smallest)

    def test_bad_input(self):
        with self.assertRaises(ValueError):
            anonymise(people("Liège", 7), [LADDER], k=4)
        with self.assertRaises(ValueError):
            anonymise(people("Liège", 4), [LADDER])
        with self.assertRaises(ValueError):
            anonymise([], [{None: ("unknown", REMOVED)}])
        with self.assertRaises(ValueError):
            project_pseudonym(b"short", "x")

    def test_pseudonyms_differ_by_project_and_hold_within_one(self):
        first, second = b"1" * 32, b"2" * 32
        self.assertEqual(project_pseudonym(first, "x"), project_pseudonym(first, "x"))
        self.assertNotEqual(
            project_pseudonym(first, "x"), project_pseudonym(second, "x")
        )
        self.assertNotEqual(
            project_pseudonym(first, "x"), project_pseudonym(first, "y")
        )
