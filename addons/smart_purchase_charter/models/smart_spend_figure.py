# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import fields, models


class SmartSpendFigure(models.Model):
    """One figure of a report: its two numbers, its formula, n and its records."""

    _name = "smart.spend.figure"
    _description = "Figure of a Purchasing Report"
    _order = "report_id, sequence, id"

    report_id = fields.Many2one(
        "smart.spend.report", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="report_id.company_id", store=True, index=True)
    sequence = fields.Integer()
    code = fields.Char(required=True)
    standard = fields.Char(required=True)
    name = fields.Char(required=True)
    formula = fields.Text(required=True)
    numerator = fields.Float(digits=(16, 2), aggregator=None)
    denominator = fields.Float(digits=(16, 2), aggregator=None)
    value = fields.Float(digits=(16, 1), aggregator=None)
    has_value = fields.Boolean(help="Without anything to divide by there is no figure.")
    unit = fields.Char()
    count = fields.Integer("n", aggregator=None)
    res_model = fields.Char(required=True)
    domain = fields.Char(required=True)

    def action_view_records(self):
        """Open the records that a figure counts."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self.res_model,
            "views": [[False, "list"], [False, "form"]],
            "domain": self._get_records_domain(),
        }

    def _get_records_domain(self):
        return json.loads(self.domain)

    def _get_url(self):
        """Return the address of the figure, from where its records open."""
        self.ensure_one()
        return f"{self.get_base_url()}/odoo/purchasing-figures/{self.id}"
