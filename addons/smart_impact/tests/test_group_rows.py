# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rows of groups show ratios of sums, or nothing: never means of ratios."""

from datetime import date

from odoo.tests import tagged

from .programme_common import ProgrammeCommon
from .results_common import ResultsCommon

YEAR = {"date_from": date(2025, 1, 1), "date_to": date(2025, 12, 31)}


@tagged("post_install", "-at_install")
class TestResultGroups(ResultsCommon):
    def _groups(self, wave, code, by=()):
        domain = [
            ("wave_id", "=", wave.id),
            ("indicator_id.code", "=", code),
            ("scope", "=", "territory"),
        ]
        results = self.env["smart.impact.result"]
        return results._read_group(domain, list(by), ["value:avg"])

    def _two_places(self, **values):
        wave = self._create_wave(**values)
        self._store(wave, self.territory_liege, 20)
        self._store(wave, self.territory_brussels, 10, 2)
        return self._finish(wave)

    def test_figures_with_weights_are_not_joined(self):
        plain = self._two_places()
        self.assertTrue(self._groups(plain, "S11")[0][0])
        weighted = self._two_places(weighting="strata")
        self.assertIs(self._groups(weighted, "S11")[0][0], False)
        each = self._groups(weighted, "S11", ["territory_id"])
        self.assertEqual(len(each), 2)
        for place, value in each:
            self.assertAlmostEqual(value, self._result(weighted, "S11", place).value)

    def test_medians_are_not_joined(self):
        wave = self._two_places()
        self.env["smart.impact.indicator"].flush_model()
        figure = self._result(wave, "S11")
        self.env.cr.execute(
            "UPDATE smart_impact_indicator SET kind = 'median' WHERE id = %s",
            [figure.indicator_id.id],
        )
        self.assertIs(self._groups(wave, "S11")[0][0], False)
        self.assertTrue(
            all(one[1] for one in self._groups(wave, "S11", ["territory_id"]))
        )

    def test_response_rates_count_nobody_twice(self):
        wave = self._create_wave()
        rates = self.env["smart.impact.wave.rate"]
        rows = (
            ("total", False, False, 200, 40),
            ("territory", self.territory_liege.id, False, 40, 30),
            ("territory", self.territory_brussels.id, False, 160, 10),
            ("band", False, "new", 200, 40),
        )
        rates.create(
            [
                {
                    "wave_id": wave.id,
                    "dimension": dimension,
                    "territory_id": place,
                    "band": band,
                    "asked": asked,
                    "answered": answered,
                    "rate": 100 * answered / asked,
                }
                for dimension, place, band, asked, answered in rows
            ]
        )

        def together(*dimensions):
            domain = [("wave_id", "=", wave.id), ("dimension", "in", dimensions)]
            return rates._read_group(domain, [], ["rate:avg", "asked:sum"])[0]

        self.assertEqual(together("territory"), (20, 200))
        self.assertEqual(together("total", "territory", "band"), (20, 200))
        self.assertEqual(together("territory", "band"), (False, False))


@tagged("post_install", "-at_install")
class TestFigureGroups(ProgrammeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.figures = cls.env["smart.impact.figure"]
        cls.country = cls.env["smart.territory"].create(
            {"name": "Belgique", "country_id": cls.belgium.id}
        )

    def _share(self, **values):
        return self._create_indicator(
            **{"source": "erp", "factor": 100, **values},
            numerator_id=self._create_measure(
                domain='[("is_member", "=", True), ("email", "!=", False)]'
            ).id,
            denominator_id=self._create_measure().id,
        )

    def _write(self, indicator, *rows):
        """Create figures: (territory, numerator, denominator) each."""
        return self.figures.create(
            [
                {
                    **YEAR,
                    "indicator_id": indicator.id,
                    "territory_id": place and place.id,
                    "numerator": top,
                    "denominator": bottom,
                    "people": bottom,
                    "value": indicator.factor * top / bottom if bottom else 0,
                    "is_masked": not bottom,
                }
                for place, top, bottom in rows
            ]
        )

    def _together(self, figures, *names):
        specs = names or ("value:avg",)
        return self.figures._read_group([("id", "in", figures.ids)], [], specs)[0]

    def test_a_share_of_several_places_is_a_ratio_of_sums(self):
        rows = self._write(
            self._share(),
            (False, 40, 200),
            (self.territory_liege, 30, 40),
            (self.territory_brussels, 10, 160),
        )
        names = ("value:avg", "numerator:sum", "denominator:sum", "people:sum")
        self.assertEqual(self._together(rows, *names), (20, 40, 200, 200))
        self.assertEqual(self._together(rows[1:], *names), (20, 40, 200, 200))
        self.assertEqual(self._together(rows[1]), (75,))

    def test_a_masked_part_counts_in_nothing(self):
        rows = self._write(
            self._share(),
            (self.territory_liege, 30, 40),
            (self.territory_namur, 0, 0),
            (self.territory_brussels, 10, 160),
        )
        self.assertEqual(self._together(rows), (20,))
        self.assertEqual(self._together(rows[1]), (False,))

    def test_a_place_and_its_part_have_no_figure_together(self):
        self.territory_liege.parent_id = self.country
        rows = self._write(
            self._share(), (self.country, 40, 200), (self.territory_liege, 30, 40)
        )
        self.assertEqual(self._together(rows), (False,))

    def test_different_things_have_no_figure_together(self):
        one, other = self._share(code="X1"), self._share(code="X2")
        rows = self._write(one, (self.territory_liege, 30, 40)) | self._write(
            other, (self.territory_brussels, 10, 160)
        )
        self.assertEqual(self._together(rows), (False,))
        before = self._write(one, (self.territory_brussels, 5, 40))
        before.date_from = date(2024, 1, 1)
        self.assertEqual(self._together(rows[0] | before), (False,))

    def test_a_mean_of_means_has_no_figure(self):
        indicator = self._share()
        rows = self._write(
            indicator,
            (self.territory_liege, 30, 40),
            (self.territory_brussels, 10, 160),
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE smart_impact_measure SET operation = 'avg' WHERE id = %s",
            [indicator.numerator_id.id],
        )
        self.assertEqual(self._together(rows), (False,))

    # === EXACT FIGURES === #

    def _compute(self, indicator):
        figures = self.figures.with_user(self.evaluator)
        return figures._compute_figures(
            indicator.with_user(self.evaluator), *YEAR.values()
        )

    def test_an_exact_figure_has_an_interval_where_it_is_an_impact_alone(self):
        (self.members["4000"][:7] | self.members["1000"][:6]).email = "x@y.example"
        result = self._compute(self._share(code="X1"))
        impact = self._compute(
            self._share(code="X2", level="impact", comparison="The year before")
        )
        exact, shown = (one.filtered("is_total") for one in (result, impact))
        self.assertEqual(exact.value, shown.value)
        self.assertFalse(exact.has_interval or exact._get_interval_note())
        self.assertTrue(shown.low < shown.value < shown.high)
        self.assertIn("as if a sample", shown._get_interval_note())
        self.assertNotIn("no interval", shown._get_obstacles())

    def test_records_of_another_model_are_no_part(self):
        indicator = self._share(level="impact", comparison="The year before")
        self.assertTrue(self.figures._is_interval_asked(indicator))
        measure = indicator.denominator_id.sudo()
        measure.operation = "count" if measure.operation == "distinct" else "distinct"
        self.assertFalse(self.figures._is_interval_asked(indicator))
        self.assertTrue(
            self.figures._is_ratio_of_counts(indicator), "masked as a share"
        )
