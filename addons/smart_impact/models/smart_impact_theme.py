# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class SmartImpactTheme(models.Model):
    """A code of the codebook of a qualitative indicator."""

    _name = "smart.impact.theme"
    _description = "Theme of a Codebook"
    _inherit = ["smart.impact.guarded.mixin"]
    _order = "indicator_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    indicator_id = fields.Many2one(
        "smart.impact.indicator",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('source', '=', 'qualitative')]",
    )
    company_id = fields.Many2one(
        related="indicator_id.company_id", store=True, index=True
    )
    definition = fields.Text(required=True, translate=True)
    includes = fields.Text(translate=True)
    excludes = fields.Text(translate=True)
    example = fields.Text(translate=True)

    _code_uniq = models.Constraint(
        "UNIQUE(indicator_id, code)", "Two themes of a codebook cannot share a code."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for theme in self:
            theme.display_name = f"{theme.code} {theme.name}"
