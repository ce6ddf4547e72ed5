# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class SmartImpactSeat(models.Model):
    _name = "smart.impact.seat"
    _description = "Seat in a Body"
    _inherit = ["smart.impact.guarded.mixin"]
    _order = "body_id, name, id"

    name = fields.Char(required=True, translate=True, help="Whom the seat speaks for.")
    active = fields.Boolean(default=True)
    body_id = fields.Many2one(
        "smart.impact.body", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="body_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Held by", required=True, index=True, ondelete="restrict"
    )

    _holder_uniq = models.UniqueIndex(
        "(body_id, partner_id) WHERE active",
        "Somebody holds one seat in a body: one seat, one vote.",
    )

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for seat in self:
            seat.display_name = f"{seat.partner_id.name} ({seat.name})"
