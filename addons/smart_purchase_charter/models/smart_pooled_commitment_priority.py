# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SmartPooledCommitmentPriority(models.Model):
    """Who comes first where the order says so, and what a person sets by hand."""

    _inherit = "smart.pooled.commitment"

    priority = fields.Selection(
        [("0", "First"), ("1", "Normal"), ("2", "Last")],
        default="1",
        required=True,
        help="Counts when the order shares by priority.",
    )
    manual_qty = fields.Float(
        "Set by Hand", digits="Product Unit", help="Counts with a reason only."
    )
    manual_reason = fields.Char(
        "Reason of the Hand", help="The member reads it with what she gets."
    )

    _manual_positive = models.Constraint(
        "CHECK(manual_qty >= 0)", "A share cannot be negative."
    )

    @api.constrains("manual_qty", "manual_reason")
    def _check_manual(self):
        for commitment in self:
            if commitment.manual_qty and not (commitment.manual_reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "Say why the share of %(member)s is set by hand: she reads it.",
                        member=commitment.partner_id.name,
                    )
                )
            commitment.line_id._check_multiple(commitment.manual_qty)
