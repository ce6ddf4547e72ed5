# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..models.smart_impact_result import SUPPRESSED

GROUPS = ("returning", "fresh", "difference")


class ReportWaveXlsx(models.AbstractModel):
    """The sheet of those who came back since the wave before."""

    _inherit = "report.smart_impact.report_wave_xlsx"

    def _write_more(self, workbook, formats, wave):
        result = super()._write_more(workbook, formats, wave)
        self._write_panel(workbook, formats, wave)
        return result

    def _write_panel(self, workbook, formats, wave):
        panel = wave._get_panel()
        if not panel:
            return
        headings = [
            (self.env._("Indicator"), 50),
            (self.env._("Came back"), 12),
            (self.env._("New"), 12),
            (self.env._("Difference"), 12),
            (self.env._("Lower bound 95 %"), 12),
            (self.env._("Upper bound 95 %"), 12),
            (self.env._("Clear difference"), 12),
        ]
        rows = [self._prepare_panel_row(row) for row in panel["rows"]]
        rows.append((panel["words"],))
        self._write_sheet(workbook, formats, self.env._("Came back"), headings, rows)

    def _prepare_panel_row(self, row):
        name = row["indicator"].display_name
        if row["difference"] is None:
            return (name, *[SUPPRESSED] * (len(GROUPS) + 2), "")
        numbers = [round(row[one], 1) for one in (*GROUPS, "low", "high")]
        return (name, *numbers, self.env._("yes") if row["is_clear"] else "")
