# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When the codebook of an indicator is decided."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.sql import table_exists


class SmartImpactIndicator(models.Model):
    _inherit = "smart.impact.indicator"

    has_late_codebook = fields.Boolean(
        "Codebook after adoption",
        readonly=True,
        copy=False,
        help="Adopted without a codebook: its themes are written from the first texts, "
        "and stay once one of them is coded.",
    )

    def _init_column(self, column_name):
        if column_name != "has_late_codebook":
            return super()._init_column(column_name)
        # what was adopted without a codebook may still get one
        if table_exists(self.env.cr, "smart_impact_theme"):
            self.env.cr.execute(
                SQL(
                    "UPDATE smart_impact_indicator indicator SET has_late_codebook ="
                    " source = 'qualitative' AND state = 'adopted' AND NOT EXISTS"
                    " (SELECT 1 FROM smart_impact_theme"
                    " WHERE indicator_id = indicator.id)"
                )
            )
        return None

    def _adopt(self, note):
        result = super()._adopt(note)
        for indicator in self.sudo():
            indicator.has_late_codebook = (
                indicator.source == "qualitative" and not indicator.theme_ids
            )
        return result

    def _filter_codebook_fixed(self):
        """Return those whose codebook was decided, here or where it comes from."""
        core = self.filtered(lambda one: one.core_digest and not one.previous_id)
        decided = self._filter_fixed() | core
        late = decided.filtered("has_late_codebook")
        coded = (
            self.env["smart.impact.coding"]
            .sudo()
            ._read_group([("indicator_id", "in", late.ids)], ["indicator_id"])
        )
        return decided - late + self.browse(one.id for [one] in coded)

    def _check_codebook_open(self):
        fixed = self._filter_codebook_fixed()
        if fixed:
            raise UserError(
                self.env._(
                    "%(indicators)s: its codebook was decided with it, and texts are "
                    "coded by it. Make a new version of the indicator to change a "
                    "theme.",
                    indicators=", ".join(fixed.mapped("display_name")),
                )
            )
