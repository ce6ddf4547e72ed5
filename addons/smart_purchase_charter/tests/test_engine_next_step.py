# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import BaseCase, tagged

from ..engine.next_step import Step, cheapest_next_step
from ..engine.scoring import RANKS, score
from .test_engine_scoring import line, worked_example


@tagged("post_install", "-at_install")
class TestNextStep(BaseCase):
    def _assert_goes_up(self, lines):
        before, advice = score(lines), cheapest_next_step(lines)
        self.assertGreater(RANKS.index(advice.result.grade), RANKS.index(before.grade))
        return advice

    def test_the_worked_example_is_told_to_answer_ethics(self):
        advice = self._assert_goes_up(worked_example())
        self.assertEqual([step.code for step in advice.steps], ["F"])
        self.assertEqual(advice.result.grade, "compliant")

    def test_the_smallest_effort_that_raises_the_grade_wins(self):
        lines = [line("A", 50, 3, "document"), line("B", 50, 1)]
        advice = self._assert_goes_up(lines)
        self.assertEqual(advice.steps, (Step("B", 2, "third_party"),))
        self.assertEqual((advice.result.grade, advice.result.score), ("compliant", 55))

    def test_unproven_knock_outs_are_opened_first(self):
        lines = [
            line("A", 80),
            line("K", 10, 2, "none", is_knock_out=True),
            line("L", 10, None, "none", is_knock_out=True),
        ]
        advice = self._assert_goes_up(lines)
        self.assertEqual(
            set(advice.steps),
            {Step("K", 2, "declaration"), Step("L", 1, "declaration")},
        )

    def test_missing_answers_are_asked_until_coverage_is_enough(self):
        lines = [line(str(index), 10, None, "none") for index in range(10)]
        advice = self._assert_goes_up(lines)
        self.assertEqual(len(advice.steps), 6)

    def test_what_was_put_aside_beyond_the_limit_is_asked_again(self):
        aside = {"level": None, "proof": "none", "is_not_applicable": True}
        self._assert_goes_up([line("A", 50), line("B", 50, **aside)])

    def test_nothing_is_advised_where_nothing_can_be_done(self):
        self.assertIsNone(cheapest_next_step([]))
        self.assertIsNone(cheapest_next_step([line("A")]))
        self.assertIsNone(
            cheapest_next_step([line("A", is_knock_out=True, is_breach=True)])
        )

    def test_the_advice_does_not_depend_on_the_order_of_the_lines(self):
        lines = worked_example()
        advice = cheapest_next_step(lines)
        self.assertEqual(advice.steps, cheapest_next_step(lines[::-1]).steps)
