# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..models.smart_impact_result import SUPPRESSED

GROUPS = ("returning", "fresh", "difference")


class ReportWaveXlsx(models.AbstractModel):
    """What changed since the wave before: how it was tested, and who came back."""

    _inherit = "report.smart_impact.report_wave_xlsx"

    def _write_more(self, workbook, formats, wave):
        result = super()._write_more(workbook, formats, wave)
        self._write_panel(workbook, formats, wave)
        return result

    def _tell_changes(self, wave):
        """Return how changes were tested, by the method this wave was computed with."""
        if "families" not in (wave.method_parameters or {}):
            return self.env._(
                "Since the wave before of this programme. Shares: Newcombe; means: "
                "Welch; people in both waves enter by their covariance. A change "
                "is clear when it stays so among all those of the wave at a false "
                "discovery rate of 5 % (Benjamini-Hochberg)."
            )
        return self.env._(
            "Since the wave before of this programme. Other people: z and Newcombe's "
            "interval for shares, Welch's t for means; people in both waves enter by "
            "how their answers go together (from method 2026.4 on as Derrick and others "
            "2017). The same people: McNemar for shares, paired t for means, on weighted "
            "differences where there are weights. A change is clear at 5 %: among the "
            "primary indicators by Holm, among the other figures and among the crosses "
            "by Benjamini-Hochberg."
        )

    def _write_panel(self, workbook, formats, wave):
        panel = wave._get_panel()
        if not panel:
            return
        headings = [
            (self.env._("Indicator"), 50),
            (self.env._("Came back"), 12),
            (self.env._("New since then"), 12),
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
