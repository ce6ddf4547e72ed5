# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from .guard import neutral
from .pooled_guard import refuse

# after the sharing and before the bill
OFFERED = ("received", "distributed")
GUARDED = {"has_surplus": False}


class SmartPooledOrderSurplus(models.Model):
    """What nobody asked for is the structure's, until it offers it to members."""

    _inherit = "smart.pooled.order"

    has_surplus = fields.Boolean("Left Over, Offered", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        records, vals_list = neutral(self, vals_list, GUARDED)
        orders = super(SmartPooledOrderSurplus, records).create(vals_list)
        return orders.with_env(self.env)

    def write(self, vals):
        refuse(self, vals, GUARDED)
        return super().write(vals)

    @api.model
    def _get_audience_fields(self):
        return [*super()._get_audience_fields(), "has_surplus"]

    @api.model
    def _get_open_domain(self):
        return super()._get_open_domain() | Domain("has_surplus", "=", True)

    def action_offer_surplus(self):
        """Let members take what is left, first come first served, at cost."""
        self.ensure_one()
        self.check_access("write")
        lines = self.line_ids
        if self.state not in OFFERED or not any(one._get_surplus() for one in lines):
            raise UserError(
                self.env._(
                    "Nothing of %(order)s is left to offer: share what arrived first, "
                    "and offer it before the bill is shared.",
                    order=self.name,
                )
            )
        # the right to write was checked just above
        self.sudo().has_surplus = True

    def action_stop_surplus(self):
        """Keep what is still left for the structure."""
        self.check_access("write")
        # the right to write was checked just above
        self.sudo().has_surplus = False

    def action_settle(self):
        result = super().action_settle()
        self.action_stop_surplus()
        return result


class SmartPooledOrderLineSurplus(models.Model):
    _inherit = "smart.pooled.order.line"

    def _get_surplus(self):
        """Return what is left in whole steps, in units of the product."""
        return self._to_qty(int(round(self.left_qty / self.step, 6)))

    def _get_surplus_text(self, room):
        """Say in the reader's language how many are left for her, and at what price."""
        return self.env._(
            "%(room)s that nobody asked for, at %(price)s untaxed per unit as for "
            "everybody. First come, first served.",
            room=self._format_quantity(room),
            price=self._format_price(self.ordered_price),
        )

    def _take_surplus(self, partner, quantity):
        """Give a member `quantity` of what is left, in place of what she took before.

        First come, first served; she pays it at cost with the rest.

        :raises UserError: no longer offered, or not so many are left
        """
        # Out of reach over RPC; the caller says for whom, and reads the line as her.
        self = self.sudo()
        # one at a time: who read before another wrote does her request again
        self.env.execute_query(
            SQL("UPDATE smart_pooled_order_line SET id = id WHERE id = %s", self.id)
        )
        order = self.order_id
        if not order.has_surplus or order.state not in OFFERED:
            raise UserError(
                self.env._("%(order)s offers nothing any more.", order=order.name)
            )
        self._check_demand(partner, quantity, 0.0, 0.0)
        commitment = self.env["smart.pooled.commitment"].search(
            [("line_id", "=", self.id), ("partner_id", "=", partner.id)]
        )
        room = self._get_surplus() + commitment.extra_qty
        if quantity > room:
            raise UserError(
                self.env._(
                    "%(product)s: %(room)s left for you.",
                    product=self.product_name,
                    room=self._format_quantity(room),
                )
            )
        commitment._set_extra(self, partner, quantity)
        self._allocate()

    def _check_ceiling(self):
        return self.order_state not in OFFERED and super()._check_ceiling()


class SmartPooledCommitmentSurplus(models.Model):
    _inherit = "smart.pooled.commitment"

    extra_qty = fields.Float(
        "From What Was Left", digits="Product Unit", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        records, vals_list = neutral(self, vals_list, {"extra_qty": None})
        commitments = super(SmartPooledCommitmentSurplus, records).create(vals_list)
        return commitments.with_env(self.env)

    def write(self, vals):
        refuse(self, vals, ("extra_qty",))
        return super().write(vals)

    def _set_extra(self, line, partner, quantity):
        """Write what she takes; who did not take part has asked for nothing else."""
        values = {"extra_qty": quantity}
        if self.state in ("withdrawn", "priced_out"):
            values |= {"quantity": 0.0, "tolerance": 0.0, "state": "committed"}
        scoped = self.with_context(smart_top_up=True)
        if self:
            scoped.write(values)
        elif quantity:
            scoped.create(values | {"line_id": line.id, "partner_id": partner.id})

    def _explain(self):
        text = super()._explain()
        if not text or not self.extra_qty:
            return text
        taken = self.env._(
            "You took %(extra)s of what was left over.",
            extra=self.line_id._format_quantity(self.extra_qty),
        )
        return f"{text} {taken}" if self.quantity else taken

    @api.constrains("extra_qty")
    def _check_extra(self):
        for commitment in self:
            if commitment.extra_qty < 0:
                raise ValidationError(
                    self.env._("Quantities and prices cannot be negative.")
                )
