# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ReportWaveXlsx(models.AbstractModel):
    """The sheets that say what the words mean: codebook, flags, answers."""

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
        rows = [
            *labels,
            *((key, label) for key, label in self._get_confidentiality()),
            (":c", self.env._("masked, in place of a number")),
            ("u", self.env._("low reliability, beside a number")),
        ]
        self._write_sheet(workbook, formats, self.env._("Flags"), headings, rows)

    def _get_confidentiality(self):
        field = self.env["smart.impact.result"]._fields["conf_status"]
        return field._description_selection(self.env)

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
        if wave.weighting != "none":
            rows.append((self.env._("Answers are counted without weights."),))
        self._write_sheet(workbook, formats, self.env._("Answers"), headings, rows)
