# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class SmartImpactItemOption(models.Model):
    _name = "smart.impact.item.option"
    _description = "Impact Item Option"
    _inherit = ["smart.impact.guarded.mixin"]
    _order = "item_id, sequence, id"

    item_id = fields.Many2one(
        "smart.impact.item", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    is_scored = fields.Boolean(
        "Scored",
        default=True,
        help="Without a score (does not know, not concerned) the answer is missing.",
    )
    score = fields.Float(help="From 0 to 100.")

    _code_uniq = models.Constraint(
        "UNIQUE(item_id, code)", "Two options of an item cannot share a code."
    )
    _score_range = models.Constraint(
        "CHECK(score BETWEEN 0 AND 100)", "A score lies between 0 and 100."
    )

    @api.model_create_multi
    def create(self, vals_list):
        options = super().create(vals_list)
        options.item_id._check_unlocked()
        return options

    def write(self, vals):
        self.item_id._check_unlocked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self.item_id._check_unlocked()
