# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the figures of a question tell of the answers that its distribution hides."""

import itertools

import numpy as np

from odoo.tests import BaseCase, tagged

from ..engine.spread import facts_of, hide_answers
from .results_common import ResultsCommon

FIVE = np.array([0.0, 25, 50, 75, 100])


def solve(counts, hidden, facts):
    """Return all whole numbers of the hidden answers that fit, one by one."""
    counts = np.asarray(counts)
    inside = np.flatnonzero(hidden)
    table = np.array([np.ones(len(counts)), *facts])[:, inside]
    sums = table @ counts[inside]
    # stars and bars: all ways to share the rest among the hidden answers
    rest, parts = int(sums[0]), len(inside)
    bars = np.array(
        list(itertools.combinations(range(rest + parts - 1), parts - 1)), int
    ).reshape(-1, parts - 1)
    ends = np.full((len(bars), 1), rest + parts - 1)
    found = np.diff(np.hstack([-np.ones_like(ends), bars, ends]), axis=1) - 1
    return inside, found[np.isclose(found @ table.T, sums).all(axis=1)]


@tagged("post_install", "-at_install")
class TestSpread(BaseCase):
    def test_what_many_gave_is_told(self):
        self.assertFalse(hide_answers([5, 0, 9], []).any())

    def test_a_few_hide_with_the_next_smallest(self):
        self.assertEqual(
            hide_answers([3, 12, 30, 9], []).tolist(), [True, False, False, True]
        )

    def test_nobody_or_a_few_in_all_tell_nothing(self):
        self.assertTrue(hide_answers([0, 0], []).all())
        self.assertTrue(hide_answers([2, 2], []).all())

    def test_who_does_not_know_is_not_the_difference_of_two_totals(self):
        scores = np.array([100, 0, np.nan])
        facts = facts_of("share", scores, (75.0, 100.0), True)
        self.assertTrue(hide_answers([20, 17, 3], facts).all())
        self.assertFalse(hide_answers([20, 17, 6], facts).any())

    def test_a_mean_and_its_deviation_tell_two_answers(self):
        counts = [2, 6, 40, 30, 22]
        hidden = hide_answers(counts, [])
        self.assertEqual(hidden.sum(), 2)
        facts = facts_of("mean", FIVE, (0, 0), True)
        _inside, found = solve(counts, hidden, facts)
        self.assertEqual(found.tolist(), [[2, 6]], "the attack")
        self.assertGreater(hide_answers(counts, facts).sum(), 3)
        # one question among others: its mean alone may be known
        facts = facts_of("mean", FIVE, (0, 0), False)
        self.assertEqual(hide_answers(counts, facts).sum(), 3)

    def test_every_few_keep_an_alternative(self):
        rng = np.random.default_rng(20261128)
        partly = 0
        for _run in range(40):
            counts = rng.multinomial(
                int(rng.integers(15, 60)), rng.dirichlet(np.ones(5))
            )
            kind = str(rng.choice(["mean", "share", "nps"]))
            facts = facts_of(kind, FIVE, (75, 100), bool(rng.integers(2)))
            hidden = hide_answers(counts, facts)
            self.assertFalse(((counts > 0) & (counts < 5) & ~hidden).any())
            if hidden.all() or not hidden.any():
                continue
            partly += 1
            inside, found = solve(counts, hidden, facts)
            for place, most in zip(inside, found.max(axis=0), strict=True):
                if counts[place]:
                    self.assertGreaterEqual(most, 5)
        self.assertGreater(partly, 5)


@tagged("post_install", "-at_install")
class TestDistribution(ResultsCommon):
    def _rows(self, wave, code):
        return self.env["smart.impact.distribution"].search(
            [("wave_id", "=", wave.id), ("item_id.code", "=", code)]
        )

    def test_the_figures_of_a_question_do_not_give_back_what_it_hides(self):
        """Number, mean and deviation of S14, which rests on MEA1 alone."""
        wave = self._create_wave()
        counts = {1: 2, 2: 6, 3: 9, 4: 12, 5: 7}
        wave._import_responses(
            [
                {"territory_id": place.id, "answers": self._answers(n, MEA1=grade)}
                for grade, count in counts.items()
                for n in range(count)
                for place in [self.walloon[n % 2]]
            ]
        )
        self._finish(wave)
        figure = self._result(wave, "S14")
        rows = self._rows(wave, "MEA1").sorted("sequence")
        hidden = np.array([row.state == "suppressed" for row in rows])
        score = FIVE / 100
        n = figure.respondent_count
        mean, deviation = figure.value / 100, figure.std_dev / 100
        given = np.array(list(counts.values()))
        self.assertAlmostEqual(mean * n, float(given @ score), 4)
        squares = deviation**2 * (n - 1) + n * mean**2
        self.assertAlmostEqual(squares, float(given @ score**2), 4)
        inside, found = solve(given, hidden, [score, score**2])
        self.assertIn(0, inside)
        self.assertGreaterEqual(found[:, 0].max(), 5)

    def test_what_has_no_score_is_not_told(self):
        wave = self._create_wave()
        self._store(wave, self.territory_liege, 40)
        unknown = {"territory_id": False, "answers": self._answers(0, CTF1="unknown")}
        wave._import_responses([unknown] * 2)
        self._finish(wave)
        rows = self._rows(wave, "CTF1")
        self.assertEqual(set(rows.mapped("state")), {"suppressed"})
        self.assertFalse(any(rows.mapped("respondent_count")))
