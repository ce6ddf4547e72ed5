# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

SHOWN = {"decision_id", "sequence", "name", "reason", "is_chosen"}


class SmartImpactDecisionOption(models.Model):
    """A way that was weighed, whether it was chosen or not."""

    _name = "smart.impact.decision.option"
    _description = "Option of an Impact Decision"
    _inherit = ["smart.impact.frozen.mixin", "smart.impact.guarded.mixin"]
    _order = "decision_id, sequence, id"

    decision_id = fields.Many2one(
        "smart.impact.decision", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="decision_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Option", required=True, translate=True)
    reason = fields.Char("For and against", translate=True)
    is_chosen = fields.Boolean("Chosen")

    @api.model_create_multi
    def create(self, vals_list):
        options = super().create(vals_list)
        if not self.env.su:
            options.decision_id._check_withdrawn()
        return options

    def write(self, vals):
        result = super().write(vals)
        # where it was is checked before, where it comes after
        if "decision_id" in vals and not self.env.su:
            self.decision_id._check_withdrawn()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if not self.env.su:
            self.decision_id._check_withdrawn()

    def _check_frozen(self, names, lang):
        if SHOWN & names:
            self.decision_id._check_withdrawn()
        return super()._check_frozen(names, lang)
