# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Published figures for everybody, as CSV."""

import csv
import io

from odoo import fields, models

COLUMNS = (
    *("programme", "wave", "opened_on", "closed_on", "indicator", "name", "level"),
    *("dimension", "unit", "of_whom", "territory_code", "territory", "filiere"),
    *("seniority", "value", "low", "high", "n", "obs_status", "conf_status", "deff"),
    *("change", "change_low", "change_high", "change_kind", "clear_change"),
    *("effect_size", "alpha", "method_version", "licence"),
)


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    open_data_url = fields.Char(compute="_compute_open_data_url")

    def _compute_open_data_url(self):
        for wave in self:
            is_open = wave.state == "published" and wave.programme_id.is_data_open
            url = f"/impact/data/{wave.programme_id.id}/{wave.id}"
            wave.open_data_url = is_open and url

    def _get_open_figures(self):
        """Return all figures of this wave, in an order that stays."""
        return self.result_ids.sorted(
            lambda one: (
                one.indicator_id.code,
                one.scope,
                one.territory_id.id,
                one.filiere_id.id,
                one.band or "",
            )
        )

    def _export_csv(self):
        """Return the figures as text, a line per figure; masked ones are empty."""
        self.ensure_one()
        file = io.StringIO()
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
        writer.writeheader()
        for figure in self._get_open_figures():
            row = self._prepare_open_row(figure)
            writer.writerow({name: _harmless(value) for name, value in row.items()})
        return file.getvalue()

    def _prepare_open_row(self, figure):
        indicator, shown = figure.indicator_id, figure.state == "published"
        row = {
            "programme": self.programme_id.name,
            "wave": self.name,
            "opened_on": self.date_open or "",
            "closed_on": self.date_close or "",
            "indicator": indicator.code,
            "name": indicator.name,
            "level": indicator.level,
            "dimension": indicator.dimension,
            "unit": indicator.unit or "",
            "of_whom": figure.scope,
            "territory_code": figure.territory_id.code or "",
            "territory": figure.territory_id.name or "",
            "filiere": figure.filiere_id.name or "",
            "seniority": figure.band or "",
            "obs_status": figure.obs_status or "",
            "conf_status": figure.conf_status,
            "method_version": figure.method_version,
            "licence": self.programme_id.data_license or "",
        }
        if not shown:
            return row
        row.update(value=figure.value, n=figure.respondent_count, deff=figure.deff)
        if figure.has_interval:
            row.update(low=figure.low, high=figure.high)
        if figure.has_change:
            row.update(
                change=figure.change,
                change_low=figure.change_low,
                change_high=figure.change_high,
                change_kind=figure.change_kind,
                clear_change=int(figure.is_discovery),
                effect_size=figure.effect_size,
            )
        if figure.has_reliability:
            row["alpha"] = figure.alpha
        return row


def _harmless(value):
    """Return a text that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value
