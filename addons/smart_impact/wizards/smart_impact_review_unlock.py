# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError


class SmartImpactReviewUnlock(models.TransientModel):
    """Why figures that somebody stood for are open again."""

    _name = "smart.impact.review.unlock"
    _description = "Unlock Impact Figures"

    review_ids = fields.Many2many("smart.impact.review", string="Reviews")
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Open the territories again; the reason stays in their thread."""
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why these figures are open again."))
        self.review_ids._unlock(reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
