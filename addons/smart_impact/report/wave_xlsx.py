# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from xlsxwriter.utility import xl_col_to_name

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..models.smart_impact_result import SUPPRESSED

NUMBER_FORMAT = "0.0"


class ReportWaveXlsx(models.AbstractModel):
    """The figures of a wave as a workbook: lines, a table with charts, a method.

    Read with the rights of the user who downloads; a masked figure is not in the
    database, so it cannot be in a cell.
    """

    _name = "report.smart_impact.report_wave_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Workbook of a wave"

    def generate_xlsx_report(self, workbook, data, objs):
        if len(objs) != 1:
            raise UserError(
                self.env._("A workbook holds one wave: choose one at a time.")
            )
        # the report engine may run as superuser; figures are for who may see them
        wave = objs.with_user(self.env.uid)
        wave.check_access("read")
        formats = self._prepare_formats(workbook)
        table = wave._get_result_table()
        self._write_lines(workbook, formats, wave, table)
        self._write_table(workbook, formats, wave, table)
        self._write_method(workbook, formats, wave)
        self._write_more(workbook, formats, wave)

    def _prepare_formats(self, workbook):
        return {
            "head": workbook.add_format(
                {"bold": True, "bg_color": "#D9E7F5", "text_wrap": True, "border": 1}
            ),
            "number": workbook.add_format({"num_format": NUMBER_FORMAT}),
            # Eurostat's mark of low reliability; the cell stays a number
            "unsure": workbook.add_format({"num_format": f'{NUMBER_FORMAT}" u"'}),
            "fine": workbook.add_format({"num_format": "0.00"}),
            "masked": workbook.add_format({"align": "right", "font_color": "#6C757D"}),
            "title": workbook.add_format({"bold": True, "font_size": 14}),
            "wrap": workbook.add_format({"text_wrap": True, "valign": "top"}),
        }

    # === LINES === #

    def _get_columns(self):
        """Return the heading and width of each column of the sheet of lines."""
        return [
            (self.env._("Code"), 8),
            (self.env._("Indicator"), 44),
            (self.env._("Level"), 14),
            (self.env._("Dimension"), 18),
            (self.env._("Territory"), 26),
            (self.env._("Value"), 10),
            (self.env._("Unit"), 8),
            (self.env._("n"), 8),
            (self.env._("Lower bound 95 %"), 12),
            (self.env._("Upper bound 95 %"), 12),
            (self.env._("Status"), 12),
            (self.env._("Of whom"), 24),
            (self.env._("Flag"), 24),
            (self.env._("Change"), 10),
            (self.env._("Change, lower bound"), 12),
            (self.env._("Change, upper bound"), 12),
            (self.env._("Clear change"), 12),
            (self.env._("Effect size"), 10),
            (self.env._("Design effect"), 10),
            (self.env._("Cronbach's alpha"), 10),
            (self.env._("Confidentiality"), 16),
        ]

    def _write_lines(self, workbook, formats, wave, table):
        """Write one line per figure, for people who go on with it elsewhere."""
        sheet = workbook.add_worksheet(self.env._("Indicators"))
        for column, (heading, width) in enumerate(self._get_columns()):
            sheet.set_column(column, column, width)
            sheet.write(0, column, heading, formats["head"])
        sheet.freeze_panes(1, 0)
        line = 0
        for row in table["rows"]:
            figures = [row["total"], *(cell for _name, cell in row["cells"])]
            for figure in filter(None, figures):
                line += 1
                self._write_line(sheet, formats, line, figure)
        others = self.env["smart.impact.result"].search(
            [("wave_id", "=", wave.id), ("scope", "not in", ["total", "territory"])]
        )
        for figure in others:
            line += 1
            self._write_line(sheet, formats, line, figure)
        sheet.autofilter(0, 0, line, len(self._get_columns()) - 1)

    def _write_line(self, sheet, formats, line, figure):
        indicator = figure.indicator_id
        texts = [
            indicator.code,
            indicator.name,
            self._get_label(indicator, "level"),
            self._get_label(indicator, "dimension"),
            figure._get_place_name(),
        ]
        for column, text in enumerate(texts):
            sheet.write(line, column, text)
        self._write_number(sheet, formats, line, 5, figure, figure.value)
        sheet.write(line, 6, indicator.unit or "")
        self._write_number(sheet, formats, line, 7, figure, figure.respondent_count)
        if figure.state == "suppressed" or figure.has_interval:
            self._write_number(sheet, formats, line, 8, figure, figure.low)
            self._write_number(sheet, formats, line, 9, figure, figure.high)
        sheet.write(line, 10, self._get_label(figure, "state"))
        sheet.write(line, 11, self._get_label(figure, "scope"))
        sheet.write(line, 12, self._get_label(figure, "obs_status"))
        sheet.write(line, 20, self._get_label(figure, "conf_status"))
        if figure.state == "suppressed":
            return
        numbers = [("deff", 18)]
        if figure.has_change:
            sheet.write(line, 16, self.env._("yes") if figure.is_discovery else "")
            numbers += [("change", 13), ("change_low", 14), ("change_high", 15)]
            numbers.append(("effect_size", 17))
        if figure.has_reliability:
            numbers.append(("alpha", 19))
        for name, column in numbers:
            sheet.write_number(line, column, figure[name], formats["fine"])

    def _write_number(self, sheet, formats, line, column, figure, number):
        if figure.state == "suppressed":
            sheet.write_string(line, column, SUPPRESSED, formats["masked"])
        elif isinstance(number, int):
            sheet.write_number(line, column, number)
        else:
            unsure = figure.obs_status == "U"
            shape = formats["unsure" if unsure else "number"]
            sheet.write_number(line, column, number, shape)

    def _get_label(self, record, name):
        labels = record._fields[name]._description_selection(self.env)
        return dict(labels).get(record[name], "")

    # === TABLE AND CHARTS === #

    def _write_table(self, workbook, formats, wave, table):
        """Write indicators by territory, and draw them."""
        name = self.env._("By territory")
        sheet = workbook.add_worksheet(name)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, len(table["places"]) + 3, 14)
        sheet.write(0, 0, wave.name, formats["title"])
        sheet.write(1, 0, wave.question or "", formats["wrap"])
        headings = [
            self.env._("Indicator"),
            self.env._("All territories"),
            *(place for _id, place in table["places"]),
            self.env._("Half interval, below"),
            self.env._("Half interval, above"),
        ]
        for column, heading in enumerate(headings):
            sheet.write(3, column, heading, formats["head"])
        for offset, row in enumerate(table["rows"]):
            self._write_table_row(sheet, formats, 4 + offset, row)
        if table["rows"]:
            last = 3 + len(table["rows"])
            self._insert_charts(workbook, sheet, name, last, len(table["places"]))

    def _write_table_row(self, sheet, formats, line, row):
        figures = [row["total"], *(cell for _name, cell in row["cells"])]
        sheet.write(line, 0, row["indicator"].display_name)
        for column, figure in enumerate(figures, 1):
            if figure:
                self._write_number(sheet, formats, line, column, figure, figure.value)
        total = row["total"]
        for column, bound in enumerate(("low", "high"), len(figures) + 1):
            if total and total.state == "published":
                gap = abs(total.value - total[bound])
                sheet.write_number(line, column, gap, formats["number"])

    def _insert_charts(self, workbook, sheet, name, last, places):
        """Draw the totals with their interval, then the territories side by side."""
        bounds = places + 2
        totals = workbook.add_chart({"type": "bar"})
        totals.add_series(
            {
                "name": [name, 3, 1],
                "categories": [name, 4, 0, last, 0],
                "values": [name, 4, 1, last, 1],
                "y_error_bars": {
                    "type": "custom",
                    "minus_values": self._range(name, last, bounds),
                    "plus_values": self._range(name, last, bounds + 1),
                },
            }
        )
        self._dress(totals, self.env._("All territories, 95 % interval"))
        sheet.insert_chart(last + 2, 0, totals, {"x_scale": 1.6, "y_scale": 1.6})
        if not places:
            return
        compared = workbook.add_chart({"type": "column"})
        for column in range(2, places + 2):
            compared.add_series(
                {
                    "name": [name, 3, column],
                    "categories": [name, 4, 0, last, 0],
                    "values": [name, 4, column, last, column],
                }
            )
        self._dress(compared, self.env._("By territory"))
        sheet.insert_chart(last + 27, 0, compared, {"x_scale": 2.2, "y_scale": 1.6})

    def _range(self, name, last, column):
        """Return a range as a formula, the form that error bars ask for."""
        letter = xl_col_to_name(column)
        quoted = name.replace("'", "''")
        return f"='{quoted}'!${letter}$5:${letter}${last + 1}"

    def _dress(self, chart, title):
        chart.set_title({"name": title})
        chart.set_legend({"position": "bottom"})
        if title == self.env._("All territories, 95 % interval"):
            chart.set_legend({"none": True})
            chart.set_y_axis({"reverse": True})

    # === METHOD === #

    def _write_method(self, workbook, formats, wave):
        sheet = workbook.add_worksheet(self.env._("Method"))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 100)
        for line, (label, text) in enumerate(self._get_method(wave)):
            sheet.write(line, 0, label, formats["head"])
            sheet.write(line, 1, text, formats["wrap"])

    def _get_method(self, wave):
        """Return the lines of the sheet that says how the figures were made."""
        day = format_date(self.env, wave.computed_on) if wave.computed_on else ""
        return [
            (self.env._("Wave"), wave.name),
            (self.env._("Evaluative question"), wave.question or ""),
            (self.env._("Questionnaire"), wave.instrument_id.display_name),
            (self.env._("Members asked"), wave.frame_count),
            (self.env._("Complete answers"), wave.complete_count),
            (
                self.env._("Response rate (AAPOR RR1)"),
                self.env._(
                    "%(rate).1f %%: complete answers out of members asked. The frame "
                    "is the register of members, so the rate is exact.",
                    rate=wave.response_rate,
                ),
            ),
            (
                self.env._("Response rate with incomplete answers (AAPOR RR2)"),
                self.env._(
                    "%(rate).1f %%: any answer, complete or not, out of members "
                    "asked. Rates by group are counted in this way.",
                    rate=wave.response_rate_any,
                ),
            ),
            (self.env._("Computed on"), day),
            (self.env._("Version of the method"), wave.method_version or ""),
            (
                self.env._("Scores"),
                self.env._(
                    "Scales are brought to 0-100, reversed where the question is "
                    "worded the other way round. A respondent's score is the mean of "
                    "the items she answered, from half of them on, or of all of them "
                    "where the indicator asks for all; responses with less than half "
                    "of the questions answered are left out."
                ),
            ),
            (
                self.env._("Intervals at 95 %"),
                self._tell_intervals(wave),
            ),
            *self._get_method_of_results(wave),
            (
                self.env._("Masked figures (:c)"),
                self.env._(
                    "No figure on fewer than 5 respondents (10 for a median, more "
                    "where an indicator asks for more), nor one that others would let "
                    "derive: then the next smallest territories are masked too."
                ),
            ),
            (
                self.env._("Totals"),
                self.env._(
                    "Ratios of sums over respondents, never means of territories; "
                    "medians are of the respondents themselves."
                ),
            ),
        ]

    def _get_method_of_results(self, wave):
        """Return the lines on weights, changes and what makes figures comparable."""
        return [
            (
                self.env._("Weights"),
                " ".join(
                    [self._get_label(wave, "weighting"), *wave._get_weight_words()]
                ),
            ),
            (
                self.env._("Representativity"),
                wave._get_representativity_words(),
            ),
            (
                self.env._("Changes"),
                self._tell_changes(wave),
            ),
            (self.env._("Fingerprint of the figures"), wave.result_hash or ""),
        ]
