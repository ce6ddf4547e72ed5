# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

# states in which the place and the day of the pickup concern members
TOLD = ("open", "closed", "ordered", "received")


class SmartPooledOrderPickup(models.Model):
    """Where and when members fetch their share, and who already did."""

    _inherit = "smart.pooled.order"

    def write(self, vals):
        moved = self.browse()
        if {"pickup_partner_id", "pickup_date"} & vals.keys():
            before = {order: order._get_pickup() for order in self}
            result = super().write(vals)
            moved = self.filtered(
                lambda order: (
                    order.state in TOLD and order._get_pickup() != before[order]
                )
            )
            # commitments are read to tell those who take part
            moved.sudo()._tell("pickup")
            return result
        return super().write(vals)

    def _get_pickup(self):
        return self.pickup_partner_id, self.pickup_date

    def _format_pickup(self):
        return format_datetime(self.env, self.pickup_date, tz="Europe/Brussels")

    def action_allocate(self):
        before = sum(self.line_ids.mapped("received_qty"))
        result = super().action_allocate()
        if sum(self.line_ids.mapped("received_qty")) > before:
            # the right to write was checked by the step itself
            self.sudo()._tell("allocated")
        return result

    def _get_handover(self):
        """Return the commitments to hand over, by member's name."""
        return self.commitment_ids.filtered("allocated_qty").sorted(
            lambda one: (one.partner_id.name or "", one.line_id.sequence, one.id)
        )


class SmartPooledCommitmentPickup(models.Model):
    _inherit = "smart.pooled.commitment"

    collected_date = fields.Datetime("Fetched on", readonly=True, copy=False)

    def action_collect(self):
        """Tick what a member fetched; again: take the tick away."""
        self.check_access("write")
        self._collect()

    def _collect(self):
        for commitment in self:
            if not commitment.allocated_qty:
                raise UserError(
                    self.env._(
                        "%(member)s gets nothing of %(product)s.",
                        member=commitment.partner_id.name,
                        product=commitment.product_id.display_name,
                    )
                )
            # whoever calls checked the right, on the commitment or as coordinator
            commitment.sudo().collected_date = (
                False if commitment.collected_date else fields.Datetime.now()
            )
