# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random
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

    def test_a_few_of_a_place_are_blurred_rather_than_left_out(self):
        # the published total less the extract would be the answers of three people
        rows = people("Liège", 97) + people("Mons", 3)
        for limit in (0.0, 0.05, 0.2):
            found = anonymise(rows, [LADDER], limit=limit)
            self.assertEqual((found.levels, len(found.left_out)), ((1,), 0))

    def test_a_few_are_left_out_with_others_who_look_alike(self):
        # three people of Liège answered twice: who they are is told by that
        rows = people("Liège", 97) + people("Mons", 50)
        rows += people("Liège", 3, wave=2) + [
            Row(f"new{number}", 2, ("Liège",)) for number in range(20)
        ]
        found = anonymise(rows, [LADDER], limit=0.1)
        self.assertEqual(found.levels, (0,))
        left = Counter(
            (row.wave, row.place) for row in rows if row.person in found.left_out
        )
        self.assertEqual(left, {(1, ("Liège",)): 5, (2, ("Liège",)): 5})
        self.assertEqual(anonymise(rows, [LADDER], limit=0.1), found)

    def test_who_erased_is_left_out_with_others_too(self):
        rows = people("Liège", 40) + people("Mons", 30)
        found = anonymise(rows, [LADDER], limit=0.1, erased=[(1, ("Mons",))])
        self.assertEqual((found.levels, found.people), ((0,), 66))
        self.assertEqual({name[:4] for name in found.left_out}, {"Mons"})
        few = people("Liège", 40) + people("Mons", 6)
        found = anonymise(few, [LADDER], limit=0.1, erased=[(1, ("Mons",))])
        self.assertEqual((found.levels, len(found.left_out)), ((1,), 4))

    def test_what_cannot_be_hidden_gives_no_file(self):
        rows = people("Liège", 6)
        with self.assertRaises(ValueError):
            anonymise(rows, [LADDER], erased=[(1, ("Liège",))])

    def test_the_waves_one_answered_tell_who_one_is(self):
        rows = people("Liège", 10) + people("Liège", 3, wave=2)
        found = anonymise(rows, [LADDER], limit=0.0)
        self.assertEqual(found.levels, (2,), "no step hides the three of two waves")
        # two more of the first wave hide them there; the second leaves as a whole
        self.assertLess({"Liège0", "Liège1", "Liège2"}, found.left_out)
        self.assertEqual((len(found.left_out), found.smallest), (5, 5))

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

    def test_no_difference_with_the_figures_is_under_k(self):
        """The attack: all published sums less the same sums of what is written."""
        rng = random.Random(20261128)
        ladders = [
            {name: ladder_of((name, "N" if name < "c" else "S"), 2) for name in "abcd"},
            {band: ladder_of((band,), 1) for band in ("new", "long")},
        ]
        refused = 0
        for _run in range(150):
            k = rng.choice((5, 7))
            rows = [
                Row(str(person), wave, (place, band))
                for person in range(rng.randint(20, 160))
                for place in [rng.choice("aaaabbbccd")]
                for band in [rng.choice(("new", "long"))]
                for wave in (1, 2)
                if rng.random() < 0.8
            ]
            erased = [(1, (rng.choice("ab"), "new"))] * rng.randint(0, 2)
            try:
                found = anonymise(rows, ladders, k, limit=0.2, erased=erased)
            except ValueError:
                refused += 1
                continue
            inside = [row for row in rows if row.person not in found.left_out]
            written = {row.wave for row in inside}
            out = [(row.wave, row.place) for row in rows if row not in inside] + erased
            for shown in ((), (0,), (1,), (0, 1)):
                counts = Counter(
                    (
                        wave,
                        *(generalise(place, ladders, found.levels)[n] for n in shown),
                    )
                    for wave, place in out
                    if wave in written
                )
                self.assertGreaterEqual(min(counts.values(), default=k), k)
        self.assertLess(refused, 50)

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
