# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures about the waves themselves: who answered, and how alike all members."""

from odoo import models
from odoo.exceptions import UserError


class SmartImpactFigure(models.Model):
    _inherit = "smart.impact.figure"

    def _prepare_figures(self, indicator, date_from, date_to):
        """Response rate of the published waves that opened in the period.

        Complete answers out of members asked, sum by sum. Members asked are a register
        and not a sample, so there is no interval.
        """
        if indicator.source != "wave":
            return super()._prepare_figures(indicator, date_from, date_to)
        waves = self.env["smart.impact.wave"].search(
            [
                ("programme_id", "=", indicator.programme_id.id),
                ("state", "=", "published"),
                ("date_open", ">=", date_from),
                ("date_open", "<=", date_to),
            ]
        )
        waves = waves.filtered("frame_count").sorted(
            lambda one: (one.date_open, one.id)
        )
        if not waves:
            raise UserError(
                self.env._(
                    "%(indicator)s: no wave that opened from %(start)s to %(end)s is "
                    "published.",
                    indicator=indicator.display_name,
                    start=date_from,
                    end=date_to,
                )
            )
        asked = sum(waves.mapped("frame_count"))
        complete = sum(waves.mapped("complete_count"))
        vals = {"territory_id": False, "is_masked": False}
        few = indicator.minimum_cell
        if asked < few or 0 < complete < few or 0 < asked - complete < few:
            return [{**vals, "is_masked": True}]
        return [
            {
                **vals,
                "numerator": complete,
                "denominator": asked,
                "people": asked,
                "value": indicator.factor * complete / asked,
                "comment": self._get_representativity_words(waves),
            }
        ]

    def _get_representativity_words(self, waves):
        return "\n".join(
            f"{one.name}: {one._get_representativity_words()}" for one in waves
        )
