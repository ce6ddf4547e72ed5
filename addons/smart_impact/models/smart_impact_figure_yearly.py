# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""In January, the figures of the year that is over are read by themselves."""

from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError


class SmartImpactFigure(models.Model):
    _inherit = "smart.impact.figure"

    @api.model
    def _cron_compute_last_year(self):
        """Read the adopted indicators of the ERP and of the waves, to be published.

        Measures are read with the rights of who stands for them; what cannot be read
        says why on its indicator.
        """
        year = fields.Date.context_today(self).year - 1
        start, end = date(year, 1, 1), date(year, 12, 31)
        indicators = self.env["smart.impact.indicator"].search(
            [("source", "in", ("erp", "wave")), ("state", "=", "adopted")]
        )
        there = self.search(
            [
                ("indicator_id", "in", indicators.ids),
                ("state", "=", "published"),
                ("date_from", "<=", end),
                ("date_to", ">=", start),
            ]
        )
        for indicator in indicators - there.indicator_id:
            try:
                with self.env.cr.savepoint():
                    self._compute_figures(indicator, start, end)
            except UserError as error:
                indicator.message_post(
                    body=self.env._(
                        "No figure of %(year)s: %(reason)s",
                        year=year,
                        reason=error.args[0],
                    )
                )
