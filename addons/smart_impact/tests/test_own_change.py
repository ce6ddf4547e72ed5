# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Indicators that are a change are tested; verdicts, intervals and words agree."""

import numpy as np

from odoo import fields
from odoo.tests import BaseCase, tagged

from ..engine.own_change import against_no_change
from .results_common import ResultsCommon
from .test_statistics import FIRST, SECOND

PEOPLE = 40


@tagged("post_install", "-at_install")
class TestOwnChangeEngine(BaseCase):
    def test_student_1908(self):
        moves = np.subtract(SECOND, FIRST)
        spread = moves.std(ddof=1)
        p_value, effect = against_no_change(1.58, spread / 10**0.5, spread, 10)
        self.assertEqual(round(float(p_value), 6), 0.002833)
        self.assertEqual(round(float(effect), 4), 1.2846)

    def test_agrees_with_scipy(self):
        from scipy.stats import ttest_1samp

        rng = np.random.default_rng(3)
        for n in (5, 12, 200):
            moves = rng.normal(0.3, 2, n)
            spread = moves.std(ddof=1)
            p_value, _effect = against_no_change(
                moves.mean(), spread / n**0.5, spread, n
            )
            self.assertAlmostEqual(float(p_value), ttest_1samp(moves, 0).pvalue, 10)

    def test_without_spread_nothing_is_tested(self):
        p_value, effect = against_no_change([20.0, 0.0], 0.0, 1e-9, 30)
        self.assertTrue(np.isnan(p_value[0]))
        self.assertEqual(p_value[1], 1)
        self.assertTrue(np.isnan(effect).all())


@tagged("post_install", "-at_install")
class TestOwnChange(ResultsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.questions = cls.env["smart.impact.instrument"].create(
            {"name": "Feeling", "code": "FEELING"}
        )
        cls.feeling = cls.env["smart.impact.item"].create(
            {
                "instrument_id": cls.questions.id,
                "code": "FEE",
                "text": "How do you feel?",
                "scale_min": 0,
                "scale_max": 5,
            }
        )
        cls.change = cls._indicator("XC", "change")
        cls.gain = cls._indicator("XG", "gain", numerator_from=20)
        cls.level = cls._indicator("XL", "mean")
        cls.part = cls._indicator("XS", "share", numerator_from=100, numerator_to=100)

    @classmethod
    def _indicator(cls, code, kind, **values):
        return cls.env["smart.impact.indicator"].create(
            {
                "code": code,
                "name": f"Indicator {code}",
                "kind": kind,
                "criterion_id": cls.env.ref("smart_impact.criterion_security").id,
                "decision_ids": [
                    fields.Command.link(cls.env.ref("smart_impact.decision_support").id)
                ],
                "item_ids": [fields.Command.link(cls.feeling.id)],
                **values,
            }
        )

    def _waves(self, first, second, same=True, primary=None):
        """Return the second of two waves: what each person answers, from 0 to 5."""
        waves = []
        for day, given in (("2025-03-01", first), ("2026-03-01", second)):
            wave = self._create_wave(
                instrument_id=self.questions.id, date_open=day, name=day
            )
            wave.sudo().primary_ids = primary
            wave.sudo()._import_responses(
                [
                    {
                        "territory_id": self.territory_liege.id,
                        "pseudonym": f"p{rank}" if same else f"{day}-{rank}",
                        "answers": {"FEE": grade},
                    }
                    for rank, grade in enumerate(given)
                ]
            )
            waves.append(self._finish(wave))
            if len(waves) == 1:
                self._publish(wave)
        return waves[1]

    def _some(self, seed=1, rise=2):
        rng = np.random.default_rng(seed)
        first = rng.integers(0, 4, PEOPLE)
        second = np.clip(first + rng.integers(-1, rise + 1, PEOPLE), 0, 5)
        return first.tolist(), second.tolist()

    # === TESTED === #

    def test_it_is_tested_as_a_paired_t(self):
        from scipy.stats import ttest_rel

        first, second = self._some()
        figure = self._result(self._waves(first, second), "XC")
        oracle = ttest_rel(np.multiply(second, 20.0), np.multiply(first, 20.0))
        self.assertAlmostEqual(figure.p_value, oracle.pvalue, 5)
        low, high = oracle.confidence_interval()
        self.assertAlmostEqual(figure.change_low, low, 4)
        self.assertAlmostEqual(figure.change_high, high, 4)
        self.assertAlmostEqual(figure.change, figure.value, 6)
        self.assertAlmostEqual(figure.effect_size, figure.value / figure.std_dev, 4)
        self.assertEqual(
            (figure.change_kind, figure.change_test), ("paired", "paired_t")
        )
        self.assertEqual(figure.adjustment, "fdr")
        words = " ".join(figure._get_method_words())
        self.assertIn("paired t test", words)
        self.assertIn("d_z", words)

    def test_as_a_primary_one_it_is_in_the_family_of_holm(self):
        primary = self.change | self.level
        wave = self._waves(*self._some(), primary=primary)
        own, level = self._result(wave, "XC"), self._result(wave, "XL")
        self.assertEqual({own.adjustment, level.adjustment}, {"holm"})
        # the same differences, tested twice: the smaller p counts double
        self.assertAlmostEqual(own.p_value, level.p_value, 5)
        self.assertAlmostEqual(own.p_adjusted, min(1, 2 * own.p_value), 5)

    def test_a_gain_is_not_tested_and_says_so(self):
        figure = self._result(self._waves(*self._some()), "XG")
        self.assertFalse(figure.has_change or figure.adjustment or figure.p_value)
        self.assertIn("Not tested", " ".join(figure._get_method_words()))

    def test_its_verdict_does_not_say_the_number_again(self):
        figure = self._result(self._waves(*self._some()), "XC")
        self.assertTrue(figure.is_discovery)
        words = figure._get_change_words()
        self.assertEqual(words, {"tone": "success", "text": "Clearly better"})
        self.change.sudo().direction = "down"
        self.assertEqual(figure._get_change_words()["text"], "Clearly worse")

    def test_no_clear_change(self):
        first, _second = self._some()
        second = [grade + (1 if rank % 2 else -1) for rank, grade in enumerate(first)]
        second = [min(5, max(0, grade)) for grade in second]
        figure = self._result(self._waves(first, second), "XC")
        self.assertFalse(figure.is_discovery)
        self.assertEqual(figure._get_change_words()["text"], "No clear change")

    def test_in_the_first_wave_nothing_is_tested(self):
        wave = self._waves(*self._some())
        first = wave._get_previous_wave()
        self.assertFalse(any(first.result_ids.mapped("adjustment")))

    # === WITHOUT SPREAD === #

    def test_all_moved_alike(self):
        first = [rank % 4 for rank in range(PEOPLE)]
        wave = self._waves(first, [grade + 1 for grade in first])
        figure = self._result(wave, "XC")
        self.assertAlmostEqual(figure.value, 20, 5)
        self.assertEqual(figure.obs_status, "U")
        self.assertFalse(figure.is_discovery or figure.adjustment)
        self.assertIn("not tested", figure._get_change_words()["text"])
        self.assertEqual(figure._get_change_words()["tone"], "secondary")
        self.assertFalse(figure._get_change_reason())
        self.assertIn("Not tested", " ".join(figure._get_method_words()))

    def test_all_answers_equal_are_no_certainty(self):
        wave = self._waves([3] * 12, [2] * 12)
        figure = self._result(wave, "XL")
        self.assertEqual(figure.low, figure.high)
        self.assertEqual(figure.obs_status, "U")
        self.assertFalse(figure.is_discovery)
        self.assertNotIn("clearly", figure._get_change_words()["text"])
        self.assertIn("same answer", " ".join(figure._get_method_words()))
        # a share knows how far off it may be
        self.assertNotIn(
            "same answer", str(self._result(wave, "XS")._get_method_words())
        )

    # === VERDICT, INTERVAL AND WORDS === #

    def test_an_interval_that_holds_zero_is_not_clear(self):
        # 0 of 30, then 4 of 30, other people: z .038, Newcombe from below zero
        figure = self._result(
            self._waves([0] * 30, [5] * 4 + [0] * 26, same=False, primary=self.part),
            "XS",
        )
        self.assertLess(figure.p_adjusted, 0.05)
        self.assertLess(figure.change_low, 0)
        self.assertFalse(figure.is_discovery)
        self.assertIn("no clear change", figure._get_change_words()["text"])
        self.assertIn("its interval", figure._get_change_reason())

    def test_what_does_not_stand_out_alone_is_not_said_to(self):
        # 4 of 10 lost it: McNemar .125, though Newcombe's interval leaves out zero
        figure = self._result(self._waves([5] * 10, [0] * 4 + [5] * 6), "XS")
        self.assertAlmostEqual(figure.p_value, 0.125, 5)
        self.assertLess(figure.change_high, 0)
        self.assertEqual(figure._get_change_reason(), "")

    def test_the_reason_names_its_family(self):
        figure = self._result(self._waves(*self._some()), "XL")
        figure.sudo().write(
            {"is_discovery": False, "p_value": 0.04, "p_adjusted": 0.052}
        )
        self.assertIn("other changes", figure._get_change_reason())
        self.assertRegex(figure._get_change_reason(), "adjusted 0.052")
        figure.sudo().adjustment = "holm"
        self.assertIn("primary indicators", figure._get_change_reason())
        self.assertNotIn("all the changes", figure._get_change_reason())

    def test_a_change_of_before_tests_had_a_name(self):
        figure = self._result(self._waves(*self._some()), "XL")
        figure.sudo().write(
            {
                "is_discovery": False,
                "p_value": 0.04,
                "p_adjusted": 0,
                "adjustment": False,
                "change_test": False,
            }
        )
        self.assertIn("all the changes", figure._get_change_reason())
        self.assertIn("no clear change", figure._get_change_words()["text"])

    # === HOW IT WAS MADE === #

    def test_the_method_says_what_it_does(self):
        wave = self._waves(*self._some())
        level = self._result(wave, "XL")
        self.assertIn("No finite", " ".join(level._get_method_words()))
        wave.sudo().frame_count = 900
        self.assertIn("members of the register", " ".join(level._get_method_words()))
        for code in ("XC", "XG"):
            words = " ".join(self._result(wave, code)._get_method_words())
            self.assertIn("No finite population", words)
        wave.sudo().weighting = "strata"
        place = self._result(wave, "XL", self.territory_liege)
        self.assertIn("members of the register", " ".join(place._get_method_words()))
        place.sudo().deff = 1.3
        words = " ".join(place._get_method_words())
        self.assertIn("No finite population", words)
        self.assertIn("linearisation", words)

    def test_figures_of_before_are_told_as_they_were_made(self):
        figure = self._result(self._waves(*self._some()), "XL")
        # the kind of a published indicator is frozen
        figure.sudo().indicator_id = self.env["smart.impact.indicator"].search(
            [("code", "=", "S07")], limit=1
        )
        self.assertIn("Zou and Donner", " ".join(figure._get_method_words()))
        figure.sudo().method_version = "2026.3"
        words = " ".join(figure._get_method_words())
        self.assertIn("normal interval", words)
        self.assertNotIn("finite population", words)
