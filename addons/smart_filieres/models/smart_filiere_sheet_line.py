# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import formatLang


class SmartFiliereSheetLine(models.Model):
    _name = "smart.filiere.sheet.line"
    _description = "Figure of an Impact Sheet"
    _order = "sheet_id, sequence, id"

    sheet_id = fields.Many2one(
        "smart.filiere.sheet", required=True, index=True, ondelete="cascade"
    )
    filiere_id = fields.Many2one(related="sheet_id.filiere_id", store=True)
    company_id = fields.Many2one(related="sheet_id.company_id", store=True)
    sequence = fields.Integer()
    level = fields.Selection(
        [
            ("means", "Means"),
            ("realisation", "Realisations"),
            ("result", "Results"),
            ("effect", "Effects"),
        ],
        required=True,
    )
    key = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    is_known = fields.Boolean("Known")
    value = fields.Float(digits=(16, 2), aggregator=None)
    unit = fields.Char(translate=True)
    n = fields.Integer("Counted over", aggregator=None)
    source = fields.Char(translate=True)
    formula = fields.Char(translate=True)
    reason = fields.Char("Why it is not known", translate=True)
    text = fields.Char("Shown", compute="_compute_text")
    # effects only
    is_compared = fields.Boolean()
    n_inside = fields.Integer("In the filière", aggregator=None)
    n_outside = fields.Integer("Compared with", aggregator=None)
    unmatched = fields.Integer("Like nobody outside", aggregator=None)
    inside_before = fields.Float("Inside, before", digits=(16, 2), aggregator=None)
    inside_after = fields.Float("Inside, after", digits=(16, 2), aggregator=None)
    outside_before = fields.Float("Outside, before", digits=(16, 2), aggregator=None)
    outside_after = fields.Float("Outside, after", digits=(16, 2), aggregator=None)
    low = fields.Float("At least", digits=(16, 2), aggregator=None)
    high = fields.Float("At most", digits=(16, 2), aggregator=None)
    is_correlation = fields.Boolean("Correlation, not proof")

    @api.depends("is_known", "value", "unit", "is_compared")
    @api.depends_context("lang")
    def _compute_text(self):
        for line in self:
            if not line.is_known:
                line.text = self.env._("unknown")
                continue
            digits = 0 if line.value == round(line.value) else 1
            text = formatLang(self.env, abs(line.value), digits=digits)
            sign = "−" if line.value < 0 else "+" if line.is_compared else ""
            line.text = f"{sign}{text} {line.unit or ''}".strip()
