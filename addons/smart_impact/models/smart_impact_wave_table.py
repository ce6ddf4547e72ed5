# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The table of indicators by territory, as every screen shows it."""

from odoo import fields, models


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    table_html = fields.Html(
        "Indicators by territory",
        compute="_compute_table_html",
        sanitize=False,
        export_string_translation=False,
    )

    def _compute_table_html(self):
        qweb = self.env["ir.qweb"]
        for wave in self:
            values = {"table": wave._get_result_table()} if wave.id else {}
            wave.table_html = values and qweb._render(
                "smart_impact.result_matrix", values
            )

    def _get_result_table(self):
        """Return the figures of this wave, arranged for a table.

        :return: ``{"places": [(territory id, name)], "rows": [{"indicator",
            "total": result, "cells": [(name, result or None)]}]}``; results are
            records the user may read. ``None`` is a territory without an answer.
        """
        self.ensure_one()
        results = self.env["smart.impact.result"].search([("wave_id", "=", self.id)])
        inside = results.filtered(lambda one: one.scope == "territory")
        territories = inside.territory_id.sorted("complete_name")
        names = {
            one.territory_id: one._get_rest_name() for one in inside if one.is_rest
        }
        places = [(one.id, names.get(one) or one.name) for one in territories]
        if inside.filtered(lambda one: not one.territory_id):
            places.append((False, self.env._("Without territory")))
        by_cell = {(one.indicator_id, one.territory_id.id): one for one in inside}
        totals = {one.indicator_id: one for one in results if one.scope == "total"}
        rows = [
            {
                "indicator": indicator,
                "total": totals.get(indicator),
                "cells": [
                    (name, by_cell.get((indicator, place))) for place, name in places
                ],
            }
            for indicator in results.indicator_id.sorted()
        ]
        return {"places": places, "rows": rows}
