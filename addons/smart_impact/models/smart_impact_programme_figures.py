# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The figures of a programme that anybody reads: of its waves, and the others."""

from collections import defaultdict

from odoo import models

LISTED = ("adopted", "retired")


class SmartImpactProgramme(models.Model):
    _inherit = "smart.impact.programme"

    def _get_public_waves(self):
        """Return the published waves with the totals of what was adopted.

        :return: list, newest first, of ``{"wave", "cards": [{"indicator", "total",
            "history": [result] oldest first, "trend": see ``_prepare_trend``}]}``,
            primary indicators first
        """
        self.ensure_one()
        waves = self.wave_ids.filtered(lambda one: one.state == "published").sorted(
            lambda one: (one.date_open or one.create_date.date(), one.id)
        )
        results = self.env["smart.impact.result"].search(
            [
                ("wave_id", "in", waves.ids),
                ("scope", "=", "total"),
                ("indicator_id.state", "in", LISTED),
            ]
        )
        by_cell = {(one.wave_id, one.indicator_id): one for one in results}
        order = results.indicator_id.sorted(
            lambda one: (not one.is_primary, one.sequence, one.code, one.id)
        )
        history, found = defaultdict(list), []
        for wave in waves:
            cards = []
            for indicator in order:
                total = by_cell.get((wave, indicator))
                if not total:
                    continue
                if total.state == "published":
                    history[indicator].append(total)
                line = list(history[indicator])
                cards.append(
                    {
                        "indicator": indicator,
                        "total": total,
                        "history": line,
                        "trend": line and wave._prepare_trend(indicator, line),
                    }
                )
            found.append({"wave": wave, "cards": cards})
        return found[::-1]

    def _get_other_figures(self):
        """Return the last published figures that come from no wave.

        :return: list of ``{"indicator", "total": figure or empty, "parts": figures}``
        """
        self.ensure_one()
        figures = self.env["smart.impact.figure"].search(
            [("programme_id", "=", self.id), ("state", "=", "published")]
        )
        found = []
        for indicator, own in figures.grouped("indicator_id").items():
            ends = max((one.date_to, one.date_from) for one in own)
            last = own.filtered(
                lambda one, ends=ends: (one.date_to, one.date_from) == ends
            )
            parts = last.filtered("territory_id").sorted(
                lambda one: (one.territory_id.complete_name or "", one.id)
            )
            found.append(
                {"indicator": indicator, "total": last - parts, "parts": parts}
            )
        return sorted(
            found,
            key=lambda one: (
                not one["indicator"].is_primary,
                one["indicator"].sequence,
                one["indicator"].code,
            ),
        )
