# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ReportWaveXlsx(models.AbstractModel):
    """The sheets that say what the words mean: codebook, flags, trend, answers."""

    _inherit = "report.smart_impact.report_wave_xlsx"

    def _write_more(self, workbook, formats, wave):
        self._write_codebook(workbook, formats, wave)
        self._write_flags(workbook, formats)
        self._write_answers(workbook, formats, wave)
        self._write_trend(workbook, formats, wave)

    def _write_sheet(self, workbook, formats, name, headings, rows):
        """Write a plain table; ``headings`` are (text, width)."""
        sheet = workbook.add_worksheet(name)
        for column, (heading, width) in enumerate(headings):
            sheet.set_column(column, column, width)
            sheet.write(0, column, heading, formats["head"])
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, column, value)
                else:
                    sheet.write(line, column, value)
        return sheet

    def _write_codebook(self, workbook, formats, wave):
        headings = [
            (self.env._("Question"), 10),
            (self.env._("Wording"), 60),
            (self.env._("Kind"), 14),
            (self.env._("Answers"), 50),
            (self.env._("Reversed"), 10),
            (self.env._("Indicators"), 30),
        ]
        # what was asked is no secret to who may read the figures
        items = wave.sudo().instrument_id.item_ids
        rows = [
            (
                item.code,
                item.text,
                self._get_label(item, "kind"),
                self._get_answers(item),
                self.env._("yes") if item.is_reversed else "",
                ", ".join(item.indicator_ids.mapped("code")),
            )
            for item in items
        ]
        self._write_sheet(workbook, formats, self.env._("Codebook"), headings, rows)

    def _get_answers(self, item):
        if item.kind == "scale":
            low, high = item.label_min or "", item.label_max or ""
            return f"{item.scale_min} {low} … {item.scale_max} {high}"
        return ", ".join(f"{one.code} = {one.name}" for one in item.option_ids)

    def _write_flags(self, workbook, formats):
        field = self.env["smart.impact.result"]._fields["obs_status"]
        headings = [(self.env._("Flag"), 8), (self.env._("Meaning"), 60)]
        labels = field._description_selection(self.env)
        rows = [*labels, (":c", self.env._("masked, in place of a number"))]
        self._write_sheet(workbook, formats, self.env._("Flags"), headings, rows)

    def _write_answers(self, workbook, formats, wave):
        headings = [
            (self.env._("Question"), 60),
            (self.env._("Answer option"), 30),
            (self.env._("Share (%)"), 12),
            (self.env._("n"), 8),
        ]
        rows = []
        for item, spread in wave._get_distributions().items():
            for row in spread:
                shown = row.state == "published"
                figures = (row.share, row.respondent_count) if shown else (":c", ":c")
                rows.append((item.text, row.sudo().answer, *figures))
        self._write_sheet(workbook, formats, self.env._("Answers"), headings, rows)

    def _write_trend(self, workbook, formats, wave):
        """Write the totals of each wave, and draw them."""
        history = wave._get_history()
        results = [one for line in history.values() for one in line]
        waves = sorted(
            {one.wave_id for one in results},
            key=lambda one: (str(one.date_open), one.id),
        )
        indicators = sorted(history, key=lambda one: (one.sequence, one.code))
        name = self.env._("Trend")
        headings = [(self.env._("Wave"), 30)]
        headings += [(one.display_name, 16) for one in indicators]
        values = {(one.wave_id, one.indicator_id): one.value for one in results}
        rows = [
            (one.name, *(values.get((one, indicator)) for indicator in indicators))
            for one in waves
        ]
        sheet = self._write_sheet(workbook, formats, name, headings, rows)
        if len(waves) < 2:
            return
        chart = workbook.add_chart({"type": "line"})
        for column, _indicator in enumerate(indicators, 1):
            chart.add_series(
                {
                    "name": [name, 0, column],
                    "categories": [name, 1, 0, len(waves), 0],
                    "values": [name, 1, column, len(waves), column],
                    "marker": {"type": "circle"},
                }
            )
        self._dress(chart, name)
        sheet.insert_chart(len(waves) + 3, 0, chart, {"x_scale": 2, "y_scale": 1.6})
