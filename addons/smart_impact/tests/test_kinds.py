# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Kinds of figures on waves: medians, numbers, complete cases, paired changes."""

import numpy as np
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine.change import paired_change
from ..engine.statistics import median_interval
from .results_common import ResultsCommon


@tagged("post_install", "-at_install")
class TestKinds(ResultsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.questions = cls.env["smart.impact.instrument"].create(
            {"name": "Hours", "code": "HOURS"}
        )
        cls.hours = cls._item("HRS", kind="number", number_min=0, number_max=60)
        cls.feeling = cls._item("FEE", scale_min=0, scale_max=5)
        cls.median = cls._indicator("XM", "median", cls.hours, minimum_cell=10)
        cls.mean = cls._indicator("XN", "mean", cls.hours)

    @classmethod
    def _item(cls, code, **values):
        return cls.env["smart.impact.item"].create(
            {
                "instrument_id": cls.questions.id,
                "code": code,
                "text": f"Question {code}?",
                **values,
            }
        )

    @classmethod
    def _indicator(cls, code, kind, items, **values):
        return cls.env["smart.impact.indicator"].create(
            {
                "code": code,
                "name": f"Indicator {code}",
                "kind": kind,
                "criterion_id": cls.env.ref("smart_impact.criterion_security").id,
                "decision_ids": [
                    fields.Command.link(cls.env.ref("smart_impact.decision_support").id)
                ],
                "item_ids": [fields.Command.set(items.ids)],
                **values,
            }
        )

    def _wave(self, answers, day="2026-03-01", **values):
        """Store `{territory: [answers, with "who" for the pseudonym]}`."""
        wave = self._create_wave(
            instrument_id=self.questions.id, date_open=day, name=day, **values
        )
        payloads = [
            {
                "territory_id": territory.id,
                "pseudonym": given.get("who"),
                "answers": {k: v for k, v in given.items() if k != "who"},
            }
            for territory, all_given in answers.items()
            for given in all_given
        ]
        wave.sudo()._import_responses(payloads)
        return self._finish(wave)

    # === NUMBERS === #

    def test_a_median_of_each_territory_and_of_all(self):
        liege = [(7 * n) % 23 for n in range(25)]
        brussels = [(5 * n) % 31 for n in range(30)]
        wave = self._wave(
            {
                self.territory_liege: [{"HRS": one} for one in liege],
                self.territory_brussels: [{"HRS": one} for one in brussels],
            }
        )
        for territory, given in (
            (self.territory_liege, liege),
            (self.territory_brussels, brussels),
            (None, liege + brussels),
        ):
            figure = self._result(wave, "XM", territory)
            middle, low, high, _reached = median_interval(given)
            self.assertEqual(
                (figure.value, figure.low, figure.high, figure.respondent_count),
                (middle, low, high, len(given)),
            )
        self.assertFalse(figure.has_change)
        self.assertIn("Median", figure._get_method_words()[0])

    def test_a_median_of_few_is_masked_with_another(self):
        wave = self._wave(
            {
                self.territory_liege: [{"HRS": n} for n in range(20)],
                self.territory_brussels: [{"HRS": n} for n in range(9)],
                self.territory_charleroi: [{"HRS": n} for n in range(12)],
            }
        )
        states = {
            one.territory_id: one.state for one in self._cells(wave, "XM", "territory")
        }
        self.assertEqual(states[self.territory_brussels], "suppressed")
        self.assertEqual(states[self.territory_charleroi], "suppressed")
        self.assertEqual(states[self.territory_liege], "published")

    def test_a_weighted_median_leans_to_who_answered_less(self):
        wave = self._create_wave(instrument_id=self.questions.id, weighting="strata")
        wave.action_generate_survey()
        indicators = self.median | self.mean
        indicators.sudo().state = "adopted"
        wave.action_open()
        answers = {}
        for code, count, hours in (("4000", 14, 2), ("1000", 6, 10), ("5000", 11, 2)):
            for number, partner in enumerate(self.members[code][:count]):
                answers[partner.id] = {"HRS": hours + number % 3}
        wave.sudo()._collect(answers)
        wave.action_close()
        wave.action_compute()
        figure = self._result(wave, "XM")
        self.assertGreaterEqual(figure.value, 3)
        self.assertLessEqual(figure.low, figure.value)
        self.assertGreaterEqual(figure.high, figure.value)

    def test_a_number_is_not_held_to_a_hundred(self):
        self.hours.write({"number_max": 0})
        wave = self._wave(
            {self.territory_liege: [{"HRS": 1400 + 4 * n} for n in range(50)]}
        )
        figure = self._result(wave, "XN")
        self.assertAlmostEqual(figure.value, 1498)
        self.assertGreater(figure.high, 1498)
        self.assertLess(figure.low, 1498)
        self.assertEqual(figure.obs_status, "P", "sixteen euros of 1,498 is little")
        self.assertEqual(self.mean.unit, False)
        self.assertFalse(self.mean._is_bounded())

    def test_a_number_is_unreliable_by_its_own_size(self):
        given = [{"HRS": 0.5 if n % 5 else 5} for n in range(25)]
        wave = self._wave({self.territory_liege: given})
        figure = self._result(wave, "XN")
        self.assertLess(figure.high - figure.low, 20)
        self.assertEqual(figure.obs_status, "U")

    def test_only_numbers_within_bounds_are_kept(self):
        for raw in ("nan", "inf", "-inf", "1e309", 1e309, "many", 61, -1, ""):
            self.assertIsNone(self.hours._encode(raw), raw)
        self.assertEqual(self.hours._encode("60")["value"], 60)
        self.assertIsNone(self.feeling._encode("nan"))
        self.hours.number_max = 0
        self.assertEqual(self.hours._encode("1489")["value"], 1489)
        self.assertIsNone(self.hours._encode("nan"))

    def test_the_native_question_refuses_them(self):
        wave = self._create_wave(instrument_id=self.questions.id)
        wave.action_generate_survey()
        question = wave.sudo().survey_id.question_ids.filtered(
            lambda one: one.impact_item_id == self.hours
        )
        for raw in ("nan", "inf", "1e309", "61", "-1", "many"):
            self.assertTrue(question.validate_question(raw), raw)
        self.assertFalse(question.validate_question("59.5"))
        self.assertIn("60", question.validate_question("61")[question.id])
        question.validation_required = False
        for raw in ("nan", "inf", "1e309"):
            self.assertTrue(question.validate_question(raw), raw)

    def test_bounds_go_up(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._item("BAD", kind="number", number_min=3, number_max=2)

    def test_hours_and_points_have_no_mean(self):
        with self.assertRaisesRegex(ValidationError, "mixes"):
            self._indicator("XX", "mean", self.hours | self.feeling)
        with self.assertRaisesRegex(ValidationError, "mixes"):
            self.feeling.indicator_ids |= self.mean
        with self.assertRaisesRegex(ValidationError, "mixes"):
            self._indicator("XT", "mean", self.feeling)
            self.feeling.kind = "text"

    def test_a_median_wants_ten_people(self):
        with self.assertRaisesRegex(ValidationError, "lowest"):
            self._indicator("X9", "median", self.hours, minimum_cell=9)

    def test_a_unit_of_ones_own_stays(self):
        self.mean.unit = "hours"
        self.mean.write({"kind": "median", "minimum_cell": 10})
        self.assertEqual(self.mean.unit, "hours")
        other = self._indicator("XU", "mean", self.feeling)
        self.assertEqual(other.unit, "/100")
        other.kind = "share"
        self.assertEqual(other.unit, "%")

    # === COMPLETE CASES === #

    def test_all_items_or_half_of_them(self):
        items = self.feeling | self._item("FE2", scale_min=0, scale_max=5)
        half = self._indicator("XH", "mean", items)
        whole = self._indicator("XA", "mean", items, minimum_answered="all")
        given = [{"HRS": n, "FEE": n % 6, "FE2": n % 4} for n in range(20)]
        given += [{"HRS": n, "FEE": n % 6} for n in range(10)]
        wave = self._wave({self.territory_liege: given})
        self.assertEqual(self._result(wave, half.code).respondent_count, 30)
        figure = self._result(wave, whole.code)
        self.assertEqual(figure.respondent_count, 20)
        self.assertIn(
            "Of those who answered all its items.", str(figure._get_method_words())
        )

    def test_how_many_answers_make_a_score_is_frozen(self):
        self.mean.sudo().state = "adopted"
        with self.assertRaisesRegex(UserError, "adopted"):
            self.mean.with_user(self.manager).minimum_answered = "all"

    def test_a_mark_of_before_stays(self):
        mark = self.mean._get_core_digest()
        self.mean.minimum_answered = "all"
        self.assertNotEqual(self.mean._get_core_digest(), mark)

    # === PAIRED === #

    def _panel(self, first, second, **values):
        """Two waves: `{territory: [(who, answer from 0 to 5)]}` each."""
        self.change = self._indicator("XC", "change", self.feeling, **values)
        self.level = self._indicator("XL", "mean", self.feeling)
        self.gain = self._indicator("XG", "gain", self.feeling, numerator_from=20)
        waves = []
        for day, given in (("2025-03-01", first), ("2026-03-01", second)):
            wave = self._wave(
                {
                    place: [{"who": who, "FEE": grade} for who, grade in people]
                    for place, people in given.items()
                },
                day,
            )
            if not waves:
                self._publish(wave)
            waves.append(wave)
        return waves

    def test_a_change_is_of_the_same_people(self):
        before = [(f"p{n}", n % 5) for n in range(30)]
        now = [(f"p{n}", min(5, n % 5 + n % 3)) for n in range(24)]
        now += [(f"new{n}", 0) for n in range(12)]
        first, second = self._panel(
            {self.territory_liege: before}, {self.territory_liege: now}
        )
        self.assertFalse(self._result(first, "XC"), "a first wave changes nothing")
        figure = self._result(second, "XC")
        self.assertEqual(figure.respondent_count, 24)
        moves = [20 * (min(5, n % 5 + n % 3) - n % 5) for n in range(24)]
        oracle = paired_change(24, sum(moves), np.square(moves).sum())
        self.assertAlmostEqual(figure.value, sum(moves) / 24, 4)
        self.assertAlmostEqual(figure.low, float(oracle.low), 4)
        self.assertAlmostEqual(figure.high, float(oracle.high), 4)
        self.assertEqual(figure.unit, "pts")
        gained = self._result(second, "XG")
        self.assertEqual(gained.respondent_count, 24)
        share = 100 * sum(one >= 20 for one in moves) / 24
        self.assertAlmostEqual(gained.value, share, 4)

    def test_few_pairs_are_masked_and_the_level_is_not(self):
        people = {
            self.territory_liege: [(f"l{n}", n % 5) for n in range(40)],
            self.territory_brussels: [(f"b{n}", n % 4) for n in range(40)],
            self.territory_charleroi: [(f"n{n}", n % 3) for n in range(40)],
        }
        later = {
            place: [
                (who if rank < keep else f"other-{who}", (grade + rank) % 6)
                for rank, (who, grade) in enumerate(some)
            ]
            for (place, some), keep in zip(people.items(), (30, 4, 20), strict=True)
        }
        _first, second = self._panel(people, later)
        states = {
            one.territory_id: one.state
            for one in self._cells(second, "XC", "territory")
        }
        self.assertEqual(states[self.territory_brussels], "suppressed")
        self.assertEqual(states[self.territory_charleroi], "suppressed", "else derived")
        self.assertEqual(states[self.territory_liege], "published")
        self.assertEqual(self._result(second, "XC").respondent_count, 54)
        levels = self._cells(second, "XL", "territory").mapped("state")
        self.assertEqual(set(levels), {"published"})

    def test_one_person_in_one_wave_alone_is_not_derived(self):
        before = [(f"p{n}", n % 5) for n in range(30)]
        now = [(f"p{n}", (n + 1) % 5) for n in range(29)]
        _first, second = self._panel(
            {self.territory_liege: before}, {self.territory_liege: now}
        )
        self.assertFalse(self._result(second, "XC").value)
        self.assertEqual(self._result(second, "XL").state, "published")

    def test_in_a_territory_neither(self):
        before = {
            self.territory_liege: [(f"l{n}", n % 5) for n in range(30)],
            self.territory_brussels: [(f"b{n}", n % 5) for n in range(30)],
            self.territory_charleroi: [(f"n{n}", n % 5) for n in range(30)],
        }
        now = {
            self.territory_liege: [(f"l{n}", (2 * n) % 6) for n in range(20)],
            self.territory_brussels: [(f"b{n}", (3 * n) % 5) for n in range(28)],
            self.territory_charleroi: [(f"n{n}", (2 * n) % 5) for n in range(15)],
        }
        _first, second = self._panel(before, now)
        states = {
            one.territory_id: one.state
            for one in self._cells(second, "XC", "territory")
        }
        self.assertEqual(states[self.territory_brussels], "suppressed", "two left")
        self.assertEqual(states[self.territory_liege], "published")
        self.assertEqual(self._result(second, "XC").state, "published")

    def test_a_reworded_question_has_no_change(self):
        change = self._indicator("XC", "change", self.feeling)
        self._indicator("XL", "mean", self.feeling)
        given = [{"who": f"p{n}", "FEE": n % 5} for n in range(30)]
        self._publish(self._wave({self.territory_liege: given}, "2025-03-01"))
        copy = self.questions.copy()
        copy.item_ids.filtered(lambda one: one.code == "FEE").text = "Otherwise?"
        self.questions = copy
        self.assertEqual(len(change.item_ids), 2)
        wave = self._wave({self.territory_liege: given})
        self.assertFalse(self._result(wave, "XC"))

    def test_pairs_are_read_by_one_query(self):
        before = [(f"p{n}", n % 5) for n in range(60)]
        first, second = self._panel(
            {self.territory_liege: before}, {self.territory_liege: before}
        )
        with self.assertQueryCount(1):
            pairs = second._read_pairs(first)
        self.assertEqual(len(pairs), 60)
