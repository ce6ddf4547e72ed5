# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartFilierePassageWizardLine(models.TransientModel):
    _name = "smart.filiere.passage.wizard.line"
    _description = "Gate on the Way to a Stage"

    wizard_id = fields.Many2one(
        "smart.filiere.passage.wizard", required=True, ondelete="cascade", index=True
    )
    gate_id = fields.Many2one("smart.filiere.gate", required=True)
    alternative = fields.Char(related="gate_id.alternative")
    status = fields.Selection(
        [("met", "Met"), ("unmet", "Not met"), ("unknown", "Unknown")]
    )
    found = fields.Char()
    is_asked = fields.Boolean()
    answer = fields.Selection([("yes", "Met"), ("no", "Not met")])
    evidence = fields.Char()
