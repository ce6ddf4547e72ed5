# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine import frozen, scoring
from ..engine.scoring import Criterion

BANDS = (("recognised", 70.0), ("prefiguration", 50.0), ("watch", 30.0))
# the worked example of the note on filières
GRID = (
    Criterion("mass", "log", 30, 1000, 15),
    Criterion("specialisation", "linear", 0.8, 2.0, 15),
    Criterion("cohesion", "log", 1, 20, 15),
    Criterion("complementarity", "linear", 0, 1, 10),
    Criterion("growth", "linear", -5, 15, 10),
    Criterion("needs", "linear", 0, 20, 5),
    Criterion("mission", "linear", 1, 5, 10),
    Criterion("priority", "linear", 1, 5, 10),
    Criterion("lever", "linear", 1, 5, 5),
    Criterion("vulnerability", "linear", 1, 5, 5),
)
VALUES = {
    "mass": 690,
    "specialisation": 1.63,
    "cohesion": 11.4,
    "complementarity": 0.9205,
    "growth": 6,
    "needs": 12.2,
    "mission": 5,
    "priority": 4,
    "lever": 3,
    "vulnerability": 4,
}
CODES = [one.code for one in GRID]
numbers = st.floats(-1e4, 1e4, allow_nan=False)
positive = st.floats(0.01, 1e4)


@st.composite
def criteria(draw):
    scale = draw(st.sampled_from(["linear", "log"]))
    some = positive if scale == "log" else numbers
    floor, ceiling = draw(some), draw(some)
    assume(abs(floor - ceiling) > 0.01 * max(abs(floor), abs(ceiling), 1e-3))
    return Criterion("x", scale, floor, ceiling, draw(st.floats(0, 100)))


# values of the grid above, each known or not
some_values = st.fixed_dictionaries(
    {code: st.none() | st.floats(-10, 1200, allow_nan=False) for code in CODES}
)
full_values = st.fixed_dictionaries(
    {code: st.floats(-10, 1200, allow_nan=False) for code in CODES}
)
# values that lie on the scales, so that bands in the middle are met as well
notes = st.fixed_dictionaries({code: st.floats(0, 1) for code in CODES})


@tagged("post_install", "-at_install")
class TestScoring(BaseCase):
    def test_the_worked_example_gives_77_5(self):
        result = scoring.assess(GRID, VALUES, BANDS)
        self.assertEqual(scoring.published(result.low), 77.5)
        points = {line.code: line.points for line in result.lines}
        expected = (13.41, 10.37, 12.18, 9.21, 5.50, 3.05, 10.0, 7.5, 2.5, 3.75)
        for code, value in zip(CODES, expected, strict=True):
            self.assertAlmostEqual(points[code], value, delta=0.011, msg=code)
        self.assertAlmostEqual(sum(points[code] for code in CODES[:6]), 53.7, delta=0.1)
        self.assertEqual(sum(points[code] for code in CODES[6:]), 23.75)
        self.assertEqual((result.band_low, result.is_robust), ("recognised", True))

    def test_what_is_unknown_is_an_interval(self):
        result = scoring.assess(GRID, {**VALUES, "growth": None}, BANDS)
        interval = scoring.published(result.low), scoring.published(result.high)
        self.assertEqual(interval, (72.0, 82.0))
        self.assertTrue(result.is_robust)
        result = scoring.assess(GRID, {**VALUES, "mass": None}, BANDS)
        self.assertFalse(result.is_robust)
        self.assertIsNone(
            scoring.sensitivity(GRID, {**VALUES, "mass": None}, BANDS),
        )

    def test_the_published_decimal_decides(self):
        for score, expected in (
            (69.95, "recognised"),
            (69.949, "prefiguration"),
            (29.94, "rejected"),
            (0, "rejected"),
            (100, "recognised"),
        ):
            self.assertEqual(scoring.band(score, BANDS), expected, score)

    def test_less_may_be_better(self):
        fewer = Criterion("x", "linear", 10, 0, 10)
        self.assertEqual(scoring.note(fewer, 2), 0.8)
        better, points = scoring.step(fewer, 2, False)
        self.assertEqual(better, 1)
        self.assertAlmostEqual(points, 1)

    def test_a_grid_that_cannot_be_computed_is_refused(self):
        for scale, floor, ceiling in (
            ("linear", 1, 1),
            ("log", 0, 5),
            ("log", 5, -1),
            ("cubic", 0, 1),
        ):
            with self.assertRaises(ValueError):
                Criterion("x", scale, floor, ceiling, 1)

    def test_one_mark_more_is_a_quarter_of_its_weight(self):
        self.assertEqual(scoring.step(GRID[7], 4, True), (5, 2.5))
        self.assertEqual(scoring.step(GRID[6], 5, True)[1], 0)

    @settings(derandomize=True, max_examples=300)
    @given(criteria(), numbers, numbers)
    def test_a_note_grows_with_its_value_and_stays_on_the_scale(self, one, x, y):
        low, high = sorted((x, y))
        if one.floor > one.ceiling:
            low, high = high, low
        self.assertLessEqual(scoring.note(one, low), scoring.note(one, high) + 1e-12)
        self.assertLessEqual(0, scoring.note(one, low))
        self.assertLessEqual(scoring.note(one, high), 1)

    @settings(derandomize=True, max_examples=300)
    @given(criteria(), st.floats(0, 1))
    def test_a_note_has_its_value(self, one, wanted):
        value = scoring.value_of(one, wanted)
        self.assertAlmostEqual(scoring.note(one, value), wanted, places=6)

    @settings(derandomize=True, max_examples=300)
    @given(some_values, full_values)
    def test_the_interval_holds_whatever_becomes_known(self, known, others):
        result = scoring.assess(GRID, known, BANDS)
        completed = {
            code: others[code] if known[code] is None else known[code] for code in CODES
        }
        complete = scoring.assess(GRID, completed, BANDS)
        self.assertEqual(complete.low, complete.high)
        self.assertLessEqual(result.low, complete.low + 1e-9)
        self.assertLessEqual(complete.low, result.high + 1e-9)
        self.assertLessEqual(0, result.low)
        self.assertLessEqual(result.high, 100 + 1e-9)
        if result.is_robust:
            self.assertEqual(complete.band_low, result.band_low)

    @settings(derandomize=True, max_examples=200)
    @given(notes)
    def test_the_weight_it_names_flips_the_band_and_a_smaller_change_does_not(self, at):
        values = {one.code: scoring.value_of(one, at[one.code]) for one in GRID}
        before = scoring.assess(GRID, values, BANDS)
        flip = scoring.sensitivity(GRID, values, BANDS)
        if flip is None:
            return
        assume(1e-3 < abs(flip.change))
        near, beyond = (
            scoring.assess(reweight(flip, part), values, BANDS).band_low
            for part in (1 - 1e-3, 1 + 1e-3)
        )
        self.assertEqual(near, before.band_low)
        self.assertEqual(beyond, flip.band)

    @settings(derandomize=True, max_examples=200)
    @given(notes)
    def test_the_value_it_names_reaches_the_next_band(self, at):
        values = {one.code: scoring.value_of(one, at[one.code]) for one in GRID}
        before = scoring.assess(GRID, values, BANDS)
        order = ["rejected", "watch", "prefiguration", "recognised"]
        for code, value in scoring.reach(GRID, values, BANDS).items():
            if value is None:
                continue
            after = scoring.assess(GRID, {**values, code: value}, BANDS)
            self.assertGreaterEqual(after.low, before.low - 1e-6)
            rank = order.index(before.band_low)
            self.assertEqual(order.index(after.band_low), rank + 1)

    @settings(derandomize=True, max_examples=100)
    @given(some_values)
    def test_frozen_inputs_give_the_same_number_again(self, values):
        keys = ("code", "scale", "floor", "ceiling", "weight")
        inputs = {
            "bands": BANDS,
            "criteria": [
                {**{key: getattr(one, key) for key in keys}, "value": values[one.code]}
                for one in GRID
            ],
        }
        text = frozen.canonical(inputs)
        again = frozen.recompute(text)
        self.assertEqual(again, scoring.assess(GRID, values, BANDS))
        self.assertEqual(len(frozen.fingerprint(text)), 64)


def reweight(flip, part):
    """Return the grid after `part` of the change, the other weights rescaled."""
    (own,) = (one.weight for one in GRID if one.code == flip.code)
    weight = own + part * flip.change
    return [
        Criterion(
            one.code,
            one.scale,
            one.floor,
            one.ceiling,
            weight
            if one.code == flip.code
            else one.weight * (100 - weight) / (100 - own),
        )
        for one in GRID
    ]
