# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The cube of a wave: territories that nest, filières, seniority, their crosses."""

import numpy as np

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..engine.reliability import cronbach_alpha
from .results_common import ResultsCommon


@tagged("post_install", "-at_install")
class TestCube(ResultsCommon):
    def _filled(self, **values):
        wave = self._create_wave(date_open="2026-03-01", **values)
        textile, audio = self.filieres[1].id, self.filieres[0].id
        for territory, count, band in (
            (self.territory_liege, 30, "new"),
            (self.territory_namur, 20, "long"),
            (self.territory_brussels, 40, "settled"),
            (self.territory_charleroi, 15, "long"),
        ):
            self._store(
                wave,
                territory,
                count,
                band=band,
                filiere_id=lambda number: textile if number % 3 else audio,
            )
        return wave

    def test_a_region_is_the_sum_of_its_parts(self):
        wave = self._finish(self._filled())
        [region] = self._cells(wave, "S11", "region")
        self.assertEqual(region.territory_id, self.wallonia)
        parts = self._cells(wave, "S11", "territory").filtered(
            lambda one: one.territory_id in self.walloon
        )
        self.assertEqual(region.respondent_count, 50)
        total = sum(one.value * one.respondent_count for one in parts)
        self.assertAlmostEqual(region.value, total / 50, 4)

    def test_every_table_adds_up_to_the_total(self):
        wave = self._finish(self._filled(has_crosses=True))
        [total] = self._cells(wave, "S11", "total")
        for scope in ("territory", "filiere", "band", "territory_filiere"):
            cells = self._cells(wave, "S11", scope)
            self.assertEqual(sum(cells.mapped("respondent_count")), 105, scope)
            mean = sum(one.value * one.respondent_count for one in cells) / 105
            self.assertAlmostEqual(mean, total.value, 4)
        self.assertEqual(
            set(self._cells(wave, "S11", "band").mapped("band")),
            {"new", "settled", "long"},
        )

    def test_crosses_are_made_where_they_are_asked_for(self):
        wave = self._finish(self._filled())
        self.assertFalse([one for one in wave.result_ids if "_" in one.scope])

    def test_no_cell_of_a_cross_is_under_five(self):
        wave = self._create_wave(has_crosses=True)
        textile, audio = self.filieres[1].id, self.filieres[0].id
        for territory, first, second in (
            (self.territory_liege, 30, 3),
            (self.territory_namur, 20, 12),
            (self.territory_brussels, 9, 14),
        ):
            self._store(wave, territory, first, filiere_id=textile)
            self._store(wave, territory, second, filiere_id=audio)
        self._finish(wave)
        cells = self._cells(wave, "S11", "territory_filiere")
        shown = {(one.territory_id, one.filiere_id) for one in cells}
        liege = {(self.territory_liege, one) for one in self.filieres}
        self.assertFalse(shown & liege)
        # another territory hides both as well, else a difference would tell
        self.assertEqual(len(shown), 2)
        self.assertGreaterEqual(min(cells.mapped("respondent_count")), 5)

    def test_everybody_alike_in_a_territory_is_masked(self):
        wave = self._create_wave()
        for territory, count in (
            (self.territory_liege, 20),
            (self.territory_brussels, 20),
            (self.territory_namur, 20),
        ):
            self._store(wave, territory, count)
        payload = {
            "territory_id": self.territory_charleroi.id,
            "answers": self._answers(0, ACC1="no"),
        }
        wave._import_responses([payload] * 12)
        self._finish(wave)
        figure = self._result(wave, "R06", self.territory_charleroi)
        self.assertEqual((figure.state, figure.obs_status), ("suppressed", "Q"))

    def test_all_but_one_alike_in_a_territory_is_masked(self):
        wave = self._create_wave()
        for territory in (
            self.territory_liege,
            self.territory_brussels,
            self.territory_namur,
        ):
            self._store(wave, territory, 20)
        place = {"territory_id": self.territory_charleroi.id}
        alike = {**place, "answers": self._answers(0, MEA1=5, REC1=10)}
        other = {**place, "answers": self._answers(1, MEA1=1, REC1=2)}
        wave._import_responses([alike] * 11 + [other])
        self._finish(wave)
        for code in ("S14", "S07"):
            figure = self._result(wave, code, self.territory_charleroi)
            self.assertEqual(figure.state, "suppressed", code)
            self.assertEqual(self._result(wave, code).state, "published", code)

    def test_deviations_are_for_those_who_evaluate(self):
        wave = self._finish(self._filled())
        self._publish(wave)
        figure = self._result(wave, "S14")
        self.assertTrue(figure.with_user(self.evaluator).std_dev)
        for name in ("std_dev", "std_error"):
            with self.assertRaises(AccessError):
                figure.with_user(self.researcher).read([name])

    def test_the_minimum_of_an_indicator_holds_in_every_table(self):
        indicator = self.env["smart.impact.indicator"].search(
            [("programme_id", "=", self.programme.id), ("code", "=", "S14")]
        )
        indicator.minimum_cell = 10
        wave = self._create_wave(has_crosses=True)
        audio, textile = self.filieres.ids
        for territory, count, filiere, band in (
            (self.territory_liege, 30, textile, "new"),
            (self.territory_liege, 25, audio, "long"),
            (self.territory_namur, 28, textile, "new"),
            (self.territory_namur, 8, audio, "long"),
            (self.territory_brussels, 40, textile, "settled"),
            (self.territory_brussels, 20, audio, "new"),
            (self.territory_charleroi, 7, textile, "new"),
        ):
            self._store(wave, territory, count, filiere_id=filiere, band=band)
        self._finish(wave)
        figures = wave.result_ids.filtered(
            lambda one: one.indicator_id == indicator and one.state == "published"
        )
        self.assertIn("territory_filiere", figures.mapped("scope"))
        self.assertGreaterEqual(min(figures.mapped("respondent_count")), 10)
        place = self._result(wave, "S14", self.territory_charleroi)
        self.assertEqual(place.state, "suppressed")
        self.assertEqual(
            self._result(wave, "R06", self.territory_charleroi).state, "published"
        )

    def test_weights_give_territories_their_part_back(self):
        wave = self._create_wave(weighting="strata")
        wave.action_open()
        # fourteen asked in Liège and twelve in Brussels; six and twelve answer
        answers = {}
        for code, count, choice in (("4000", 7, "yes"), ("1000", 12, "no")):
            for number, partner in enumerate(self.members[code][:count]):
                given = "no" if number == 0 else choice
                given = "yes" if code == "1000" and number == 0 else given
                answers[partner.id] = self._answers(number, ACC1=given)
        for partner in self.members["5000"] | self.members["6000"][:5]:
            answers[partner.id] = self._answers(1, ACC1="no")
        wave._collect(answers)
        wave.action_close()
        wave.action_compute()
        [figure] = self._cells(wave, "R06", "total")
        self.assertEqual(figure.obs_status, "E")
        self.assertGreater(figure.deff, 1.0)
        # 6 of 7 stand for 14, 1 of 12 for 12, none for 17
        self.assertAlmostEqual(figure.value, 100 * (12 + 1) / 43, 0)
        plain = 100 * 7 / 35
        self.assertGreater(figure.value, plain + 5)
        self.assertGreater(wave.representativity, 0.5)
        self.assertLess(wave.representativity, 1.0)
        self.assertEqual(wave.method_parameters["weighting"], "strata")

    def test_a_scale_has_its_reliability(self):
        wave = self._finish(self._filled())
        [figure] = self._cells(wave, "S11", "total")
        rows = []
        for count in (30, 20, 40, 15):
            for number in range(count):
                given = self._answers(number)
                rows.append(
                    (
                        (given["SEC1"] - 1) * 25,
                        100 - (given["SEC2"] - 1) * 25,
                        (given["INC1"] - 1) * 25,
                    )
                )
        self.assertAlmostEqual(figure.alpha, cronbach_alpha(np.array(rows)), 5)
        self.assertLess(figure.alpha_low, figure.alpha)
        self.assertFalse(self._cells(wave, "S14", "total").has_reliability)

    def test_a_scale_that_does_not_hold_together_warns(self):
        wave = self._create_wave()
        self._store(wave, self.territory_liege, 40)
        figure = self._result(self._finish(wave), "S11")
        figure.write({"alpha": 0.59})
        self.assertIn("several things", " ".join(figure._get_method_words()))
        figure.write({"alpha": 0.6})
        self.assertNotIn("several things", " ".join(figure._get_method_words()))
        self.assertIsNone(self._result(wave, "R06")._get_reliability_warning())

    def test_the_same_answers_give_the_same_fingerprint(self):
        wave = self._finish(self._filled(has_crosses=True))
        before = wave.result_hash
        wave.action_compute()
        self.assertEqual(wave.result_hash, before)
        self._store(wave, self.territory_liege, 1)
        wave.action_compute()
        self.assertNotEqual(wave.result_hash, before)

    def test_answers_of_another_wave_are_passed_over(self):
        one, other = self._create_wave(name="one"), self._create_wave(name="other")
        for _turn in range(3):
            self._store(one, self.territory_liege, 4)
            self._store(other, self.territory_liege, 5, shift=2)
        self._finish(one)
        [figure] = self._cells(one, "S11", "total")
        self.assertEqual(figure.respondent_count, 12)
        scores = [
            ((a["SEC1"] - 1) * 25 + 125 - a["SEC2"] * 25 + (a["INC1"] - 1) * 25) / 3
            for a in map(self._answers, range(4))
        ]
        self.assertAlmostEqual(figure.value, sum(scores) / 4, 4)

    def test_a_wide_interval_is_flagged(self):
        wave = self._finish(self._filled())
        small = self._result(wave, "S11", self.territory_charleroi)
        self.assertEqual(small.obs_status, "U")
        [total] = self._cells(wave, "S11", "total")
        self.assertEqual(total.obs_status, "P")
        self._publish(wave)
        self.assertEqual(total.obs_status, "A")

    def test_what_is_defined_otherwise_elsewhere_is_flagged(self):
        self.env.ref("smart_impact.indicator_security").core_digest = "another"
        wave = self._finish(self._filled())
        self.assertEqual(self._cells(wave, "S11", "total").obs_status, "D")
        self.assertEqual(self._cells(wave, "S09", "total").obs_status, "P")

    def test_what_is_masked_is_confidential_and_no_more_is_told(self):
        wave = self._finish(self._filled())
        for figure in wave.result_ids:
            masked = figure.state == "suppressed"
            self.assertEqual(figure.conf_status, "C" if masked else "F")
            self.assertEqual(figure.obs_status == "Q", masked)

    def test_answers_are_spread_and_the_few_are_masked(self):
        wave = self._create_wave()
        self._store(wave, self.territory_liege, 40)
        wave._import_responses(
            [{"territory_id": False, "answers": self._answers(0, CTF1="unknown")}] * 2
        )
        self._finish(wave)
        rows = self.env["smart.impact.distribution"].search(
            [("wave_id", "=", wave.id), ("item_id.code", "=", "CTF1")]
        )
        shown = {row.option_id.code for row in rows if row.state == "published"}
        self.assertNotIn("unknown", shown)
        self.assertFalse(shown, "the share among those who know tells their number")
        self.env.cr.execute(
            "SELECT COUNT(share) FROM smart_impact_distribution"
            " WHERE wave_id = %s AND state = 'suppressed'",
            [wave.id],
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
        scale = self.env["smart.impact.distribution"].search(
            [("wave_id", "=", wave.id), ("item_id.code", "=", "SEC1")]
        )
        self.assertAlmostEqual(sum(scale.mapped("share")), 100, 3)

    def test_a_wave_without_answers_has_no_figure(self):
        wave = self._finish(self._create_wave())
        self.assertFalse(wave.result_ids)
        self.assertTrue(wave.result_hash)
