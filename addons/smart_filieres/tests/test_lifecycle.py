# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The engine of the life cycle, with the worked numbers of its specification."""

from odoo.tests import BaseCase, tagged

from ..engine.lifecycle import (
    Facts,
    Gate,
    animator_load,
    decline_signals,
    expected_status,
    hours_per_hundred,
    judge,
    progress,
)


@tagged("post_install", "-at_install")
class TestLifecycle(BaseCase):
    def test_a_measure_decides_when_it_is_known(self):
        gate = Gate(1, "members", ">=", 30)
        self.assertEqual(judge(gate, 30, None).status, "met")
        self.assertEqual(judge(gate, 29, None).status, "unmet")
        # words do not replace a number
        self.assertEqual(judge(gate, 29, True).status, "unmet")

    def test_zero_is_known_and_none_is_not(self):
        gate = Gate(1, "isolate_change", "<", 0)
        self.assertEqual(judge(gate, 0.0, None).status, "unmet")
        self.assertEqual(judge(gate, None, None).status, "unknown")
        self.assertEqual(judge(gate, None, True).status, "met")
        self.assertEqual(judge(gate, None, False).status, "unmet")

    def test_an_alternative_opens_a_gate_that_a_measure_leaves_closed(self):
        gate = Gate(1, "places", ">=", 2, is_open=True)
        self.assertEqual(judge(gate, 1, True).status, "met")
        self.assertEqual(judge(gate, 1, True).by, "answer")
        self.assertEqual(judge(gate, 1, None).status, "unmet")

    def test_progress_goes_both_ways(self):
        self.assertEqual(progress(40, 100, 70), 0.5)
        self.assertEqual(progress(20, 10, 15), 0.5)
        self.assertEqual(progress(40, 100, 30), -1 / 6)
        self.assertEqual(progress(5, 5, 5), 1)

    def test_status_follows_the_straight_line(self):
        for done, elapsed, status in (
            (1, 0.1, "met"),
            (0.45, 0.5, "on_track"),
            (0.44, 0.5, "at_risk"),
            (0.30, 0.5, "at_risk"),
            (0.29, 0.5, "off_track"),
            (0.99, 1, "off_track"),
            (0, 0, "on_track"),
        ):
            with self.subTest(done=done, elapsed=elapsed):
                self.assertEqual(expected_status(done, elapsed), status)

    def test_load_of_an_animator(self):
        # 800 of 1,600 hours are half a post; 120 members then weigh 240 per post
        self.assertEqual(animator_load(120, 800), 240)
        self.assertIsNone(animator_load(120, 0))
        self.assertEqual(hours_per_hundred(250, 800), 320)
        self.assertIsNone(hours_per_hundred(0, 800))

    def test_signals_of_decline_stand_at_their_limits(self):
        at_limit = Facts(-0.25, 6, 0, 0.099, 2)
        self.assertEqual(
            decline_signals(at_limit),
            ["members", "meetings", "hours", "needs", "objectives"],
        )
        self.assertFalse(decline_signals(Facts(-0.24, 5.9, 0.5, 0.10, 1)))
        self.assertFalse(decline_signals(Facts()))
