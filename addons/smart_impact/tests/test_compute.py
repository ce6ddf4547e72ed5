# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import time

import numpy as np

from odoo.fields import Command
from odoo.tests import tagged

from ..engine.cube import cell_sums, figures
from ..engine.statistics import wilson_interval
from .common import ANSWERING, ImpactCommon

PLAIN = """
    SELECT answer.item_id, response.territory_id, COUNT(*), AVG(answer.value)
      FROM smart_impact_answer answer
      JOIN smart_impact_response response ON response.id = answer.response_id
     WHERE response.wave_id = %s
     GROUP BY 1, 2
"""


@tagged("post_install", "-at_install")
class TestCompute(ImpactCommon):
    def _figures(self, wave):
        names = [
            "indicator_id",
            "scope",
            "territory_id",
            "state",
            "value",
            "low",
            "high",
        ]
        rows = wave.result_ids.read([*names, "respondent_count"], load=None)
        return sorted(str({**row, "id": 0}) for row in rows)

    def _score(self, number):
        """Economic security of the member of that number, by hand."""
        answers = self._answers(number)
        items = (
            (answers["SEC1"] - 1) * 25,
            100 - (answers["SEC2"] - 1) * 25,
            (answers["INC1"] - 1) * 25,
        )
        return sum(items) / 3

    def test_a_mean_is_that_of_the_scores_by_hand(self):
        wave = self._create_computed_wave()
        figure = self._result(wave, "S11", self.territory_brussels)
        scores = [self._score(number) for number in range(12)]
        self.assertAlmostEqual(figure.value, sum(scores) / 12, 5)
        # all twelve members asked there answered: no sampling error
        low = high = sum(scores) / 12
        self.assertAlmostEqual(figure.low, low, 5)
        self.assertAlmostEqual(figure.high, high, 5)

    def test_a_total_is_a_ratio_of_sums(self):
        wave = self._create_computed_wave()
        scores = [self._score(i) for n in ANSWERING.values() for i in range(n)]
        figure = self._result(wave, "S11")
        self.assertEqual(figure.respondent_count, 40)
        self.assertAlmostEqual(figure.value, sum(scores) / 40, 5)
        sums = cell_sums(np.array(scores), np.zeros(40, int), 1)
        found = figures("mean", sums, population=43)
        [low], [high] = found.low, found.high
        self.assertAlmostEqual(figure.low, low, 5)
        self.assertAlmostEqual(figure.high, high, 5)

    def test_who_does_not_know_is_not_in_the_denominator(self):
        wave = self._create_computed_wave()
        figure = self._result(wave, "S03")
        numbers = [i for n in ANSWERING.values() for i in range(n)]
        yes = sum(1 for i in numbers if i % 3 == 0)
        known = sum(1 for i in numbers if i % 3 != 2)
        self.assertEqual(figure.respondent_count, known)
        self.assertAlmostEqual(figure.value, 100 * yes / known, 5)
        low, high = wilson_interval(yes, known, population=43)
        self.assertAlmostEqual(figure.low, 100 * low, 5)
        self.assertAlmostEqual(figure.high, 100 * high, 5)

    def test_a_recommendation_counts_promoters_and_detractors(self):
        wave = self._create_computed_wave()
        figure = self._result(wave, "S07")
        grades = [i % 11 for n in ANSWERING.values() for i in range(n)]
        score = sum(1 for g in grades if g >= 9) - sum(1 for g in grades if g <= 6)
        self.assertAlmostEqual(figure.value, 100 * score / 40, 5)

    def test_three_people_are_masked_and_cannot_be_derived(self):
        wave = self._create_computed_wave()
        masked = wave.result_ids.filtered(lambda one: one.state == "suppressed")
        codes = set(wave.result_ids.indicator_id.mapped("code"))
        for code in codes - {"S03"}:
            places = masked.filtered(lambda one, c=code: one.indicator_id.code == c)
            self.assertEqual(
                places.territory_id, self.territory_charleroi | self.territory_namur
            )
        self.assertNotIn("total", masked.mapped("scope"))

    def test_masked_figures_are_not_in_the_database(self):
        wave = self._create_computed_wave()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT COUNT(*), COUNT(value), COUNT(low), COUNT(high),"
            " COUNT(respondent_count) FROM smart_impact_result"
            " WHERE wave_id = %s AND state = 'suppressed'",
            [wave.id],
        )
        rows, *values = self.env.cr.fetchone()
        self.assertGreater(rows, 10)
        self.assertEqual(values, [0, 0, 0, 0])
        self.assertEqual(
            self._result(wave, "S11", self.territory_charleroi).label, ":c"
        )

    def test_a_group_by_tells_nothing_more(self):
        wave = self._create_computed_wave()
        groups = self.env["smart.impact.result"]._read_group(
            [("wave_id", "=", wave.id), ("scope", "=", "territory")],
            ["indicator_id", "territory_id"],
            ["value:avg", "respondent_count:sum"],
        )
        hidden = self.territory_charleroi | self.territory_namur
        for indicator, territory, value, count in groups:
            if territory in hidden and indicator.code == "S11":
                self.assertFalse(value)
                self.assertFalse(count)

    def test_a_group_of_different_things_has_no_figure(self):
        wave = self._create_computed_wave()
        [(value, count)] = self.env["smart.impact.result"]._read_group(
            [("wave_id", "=", wave.id)], [], ["value:avg", "respondent_count:sum"]
        )
        self.assertFalse(value or count)

    def test_a_group_of_territories_is_a_ratio_of_sums(self):
        # 30 of 40 and 10 of 160 make 20 %, not the 40.6 % of a mean of means
        wave = self._create_wave()
        for territory, yes, asked in (
            (self.territory_liege, 30, 40),
            (self.territory_brussels, 10, 160),
        ):
            wave._import_responses(
                [
                    {
                        "territory_id": territory.id,
                        "answers": self._answers(ACC1="yes" if n < yes else "no"),
                    }
                    for n in range(asked)
                ]
            )
        wave._calculate_results()
        self.assertAlmostEqual(self._result(wave, "R06").value, 20.0, 5)
        [(value,)] = self.env["smart.impact.result"]._read_group(
            [
                ("wave_id", "=", wave.id),
                ("indicator_id.code", "=", "R06"),
                ("scope", "=", "territory"),
            ],
            [],
            ["value:avg"],
        )
        self.assertAlmostEqual(value, 20.0, 5)

    def test_computing_again_gives_the_same_figures(self):
        wave = self._create_computed_wave()
        before = self._figures(wave)
        wave.action_compute()
        self.assertEqual(self._figures(wave), before)
        self.assertEqual(set(wave.result_ids.mapped("method_version")), {"2026.4"})

    def test_half_filled_answers_are_left_out(self):
        wave = self._create_wave()
        few = {"SEC1": 5, "SEC2": 1, "INC1": 5, "MEA1": 5}
        whole = self._answers(0)
        for answers in [few] * 7 + [whole] * 6:
            wave._import_responses([{"territory_id": False, "answers": answers}])
        wave._calculate_results()
        self.assertEqual(self._result(wave, "S11").respondent_count, 6)

    def test_a_scale_takes_half_of_its_items(self):
        wave = self._create_wave()
        one = self._answers(0, SEC2=None, INC1=None)
        two = self._answers(0, SEC2=None)
        wave._import_responses([{"territory_id": False, "answers": one}] * 9)
        wave._import_responses([{"territory_id": False, "answers": two}] * 8)
        wave._calculate_results()
        self.assertEqual(self._result(wave, "S11").respondent_count, 8)
        self.assertEqual(self._result(wave, "S14").respondent_count, 17)

    def test_equal_answers_have_an_interval_of_no_width(self):
        wave = self._create_wave()
        wave._import_responses(
            [{"territory_id": False, "answers": self._answers(3)}] * 9
        )
        wave._calculate_results()
        figure = self._result(wave, "S09")
        self.assertEqual((figure.value, figure.low, figure.high), (87.5, 87.5, 87.5))

    def test_answers_out_of_range_are_not_stored(self):
        wave = self._create_wave()
        answers = self._answers(0, REC1=11, SEC3="maybe", UNKNOWN=3, MEA1="")
        wave._import_responses([{"territory_id": False, "answers": answers}])
        stored = self.env["smart.impact.answer"].search(
            [("response_id.wave_id", "=", wave.id)]
        )
        codes = set(stored.item_id.mapped("code"))
        self.assertEqual(codes, set(answers) - {"REC1", "SEC3", "UNKNOWN", "MEA1"})

    def test_nobody_with_a_score_makes_no_figure(self):
        wave = self._create_wave()
        answers = self._answers(0, SEC3="unknown")
        wave._import_responses([{"territory_id": False, "answers": answers}] * 6)
        wave._calculate_results()
        self.assertFalse(self._result(wave, "S03"))
        self.assertTrue(self._result(wave, "R06"))

    def test_members_without_territory_are_a_cell_too(self):
        wave = self._create_wave()
        for territory, count in ((self.territory_liege, 20), (False, 3)):
            payload = {
                "territory_id": territory and territory.id,
                "answers": self._answers(1),
            }
            wave._import_responses([payload] * count)
        wave._calculate_results()
        masked = wave.result_ids.filtered(
            lambda one: one.indicator_id.code == "S14" and one.state == "suppressed"
        )
        self.assertEqual(len(masked), 2)
        self.assertIn(
            "S14 Meaning of work – Without territory", masked.mapped("display_name")
        )

    def test_computing_takes_as_many_queries_for_all(self):
        waves = [self._create_wave(name=name) for name in ("small", "large")]
        for wave, count in zip(waves, (10, 300), strict=True):
            wave._import_responses(
                [
                    {
                        "territory_id": self.territory_liege.id,
                        "answers": self._answers(n),
                    }
                    for n in range(count)
                ]
            )
            wave._calculate_results()
        queries = []
        for wave in waves:
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wave._calculate_results()
            queries.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*queries)
        self.assertLess(queries[0], 40)

    def test_figures_cost_a_few_times_the_plain_aggregate(self):
        # a fifth of what tests/bench measures, and a ratio that no load changes
        wave = self._create_large_wave(respondents=2_000, items=44)
        ours = self._best_time(lambda: wave._prepare_rows(wave._read_answers()))
        plain = self._best_time(lambda: self.env.cr.execute(PLAIN, [wave.id]))
        self.assertEqual(
            len(set(wave._prepare_rows(wave._read_answers())["indicator"])), 22
        )
        self.assertLess(ours / plain, 8)

    def _best_time(self, function):
        times = []
        for _run in range(3):
            start = time.perf_counter()
            function()
            times.append(time.perf_counter() - start)
        return min(times)

    def _create_large_wave(self, respondents, items):
        """Return a wave of identical sets of answers to `items` scales."""
        instrument = self.env["smart.impact.instrument"].create(
            {
                "name": "Large",
                "code": "LARGE",
                "item_ids": [
                    Command.create({"code": f"Q{n}", "text": f"Question {n}"})
                    for n in range(items)
                ],
            }
        )
        self.env["smart.impact.indicator"].create(
            [
                {
                    "code": f"L{n}",
                    "name": f"Scale {n}",
                    "criterion_id": self.programme.criterion_ids[0].id,
                    "item_ids": [
                        Command.set(instrument.item_ids[2 * n : 2 * n + 2].ids)
                    ],
                }
                for n in range(items // 2)
            ]
        )
        wave = self._create_wave(instrument_id=instrument.id)
        places = self.territory_liege.id, self.territory_brussels.id
        wave._import_responses(
            [
                {
                    "territory_id": places[number % 2],
                    "answers": {f"Q{n}": 1 + (number + n) % 5 for n in range(items)},
                }
                for number in range(respondents)
            ]
        )
        self.env.cr.execute("ANALYZE smart_impact_answer, smart_impact_response")
        return wave
