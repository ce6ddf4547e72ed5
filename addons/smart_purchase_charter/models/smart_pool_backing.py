# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartPoolBacking(models.Model):
    """How many a member would take, if there were a pooled order. It binds nobody."""

    _name = "smart.pool.backing"
    _description = "Backing of a Need"
    _order = "proposal_id, id"
    _rec_name = "partner_id"

    proposal_id = fields.Many2one(
        "smart.pool.proposal", "Need", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="proposal_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Member", required=True, index=True, ondelete="cascade"
    )
    quantity = fields.Float("Would Take", digits="Product Unit")

    _member_uniq = models.Constraint(
        "UNIQUE(proposal_id, partner_id)", "A member backs a need once."
    )
    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "Say how many you would take: a number above zero."
    )
