# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ImpactCommon

REPORT = "smart_impact.report_wave_xlsx"


@tagged("post_install", "-at_install")
class TestReport(ImpactCommon):
    def _workbook(self, wave, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.evaluator)
        content, kind = report._render(REPORT, wave.ids, {})
        self.assertEqual(kind, "xlsx")
        return openpyxl.load_workbook(io.BytesIO(content))

    def _lines(self, book):
        return list(book.worksheets[0].iter_rows(min_row=2, values_only=True))

    def test_the_workbook_says_what_the_screen_says(self):
        wave = self._create_computed_wave()
        lines = self._lines(self._workbook(wave))
        self.assertEqual(len(lines), len(wave.result_ids))
        figure = self._result(wave, "S11", self.territory_brussels)
        [line] = [one for one in lines if one[0] == "S11" and one[4] == "Bruxelles"]
        self.assertAlmostEqual(line[5], figure.value, 6)
        self.assertEqual(line[7], 12)
        self.assertAlmostEqual(line[8], figure.low, 6)
        self.assertAlmostEqual(line[9], figure.high, 6)

    def test_no_masked_figure_is_in_any_cell(self):
        wave = self._create_computed_wave()
        book = self._workbook(wave)
        for place in ("Charleroi", "Namur"):
            lines = [
                one for one in self._lines(book) if one[4] == place and one[0] != "S03"
            ]
            self.assertEqual(len(lines), 6)
            for line in lines:
                self.assertEqual([line[5], *line[7:10]], [":c"] * 4)
        headings, *rows = book.worksheets[1].iter_rows(min_row=4, values_only=True)
        column = headings.index("Charleroi")
        self.assertEqual({row[column] for row in rows if row[column]}, {":c"})

    def test_the_charts_draw_the_table(self):
        book = self._workbook(self._create_computed_wave())
        charts = book.worksheets[1]._charts
        self.assertEqual(len(charts), 2)
        self.assertIn("By territory", charts[0].series[0].val.numRef.f)

    def test_ranges_go_past_the_fifty_second_column(self):
        report = self.env["report.smart_impact.report_wave_xlsx"]
        for column, letter in ((25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")):
            self.assertEqual(
                report._range("L'an", 9, column),
                f"='L''an'!${letter}$5:${letter}$10",
            )

    def test_the_method_is_told(self):
        wave = self._create_computed_wave()
        text = str(list(self._workbook(wave).worksheets[2].iter_rows(values_only=True)))
        for word in ("Wilson", "RR1", "2026.4", "93.0 %"):
            self.assertIn(word, text)

    def test_a_researcher_gets_what_is_published(self):
        wave = self._create_computed_wave()
        with self.assertRaises(AccessError):
            self._workbook(wave, self.researcher)
        self._publish(wave)
        self.assertTrue(self._lines(self._workbook(wave, self.researcher)))

    def test_one_wave_at_a_time(self):
        waves = self._create_wave() | self._create_wave(name="Wave 2028")
        with self.assertRaises(UserError):
            self._workbook(waves)
