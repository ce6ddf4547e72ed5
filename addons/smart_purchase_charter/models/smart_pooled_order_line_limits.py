# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, format_datetime

from ..engine.completion import Asked, may_change


class SmartPooledOrderLineLimits(models.Model):
    """What is limited: a number of units for all, or the last lot to complete."""

    _inherit = "smart.pooled.order.line"

    max_total = fields.Float(
        "Quota",
        digits="Product Unit",
        help="What members and the structure can ask for in all, tolerance "
        "included. Zero: no limit.",
    )
    room_qty = fields.Float(
        "Available",
        digits="Product Unit",
        compute="_compute_room_qty",
        compute_sudo=True,
        help="What is left of the quota.",
    )
    structure_qty = fields.Float(
        "Structure",
        digits="Product Unit",
        compute="_compute_structure_qty",
        inverse="_inverse_structure_qty",
        groups="base.group_user",
        help="What the structure takes itself. It is served after the members.",
    )

    _max_total_positive = models.Constraint(
        "CHECK(max_total >= 0)", "The quota cannot be negative."
    )

    # A sum over all says nothing about who asked.
    @api.depends("max_total", "commitment_ids.quantity", "commitment_ids.tolerance")
    def _compute_room_qty(self):
        asked = self._read_asked()
        for line in self:
            firm, tolerance = asked.get(line._origin.id, (0.0, 0.0))
            line.room_qty = max(0.0, line.max_total - firm - tolerance)

    @api.depends("commitment_ids.quantity", "commitment_ids.partner_id")
    def _compute_structure_qty(self):
        for line in self:
            line.structure_qty = line._get_structure_commitment().quantity

    def _inverse_structure_qty(self):
        for line in self:
            quantity = line.structure_qty
            commitment = line._get_structure_commitment()
            if commitment:
                commitment.quantity = quantity
            elif quantity:
                commitment.create(
                    {
                        "line_id": line.id,
                        "partner_id": line.company_id.partner_id.id,
                        "quantity": quantity,
                    }
                )

    def _get_structure_commitment(self):
        return self.commitment_ids.filtered(
            lambda one: one.partner_id == self.company_id.partner_id
        )

    def _read_asked(self, but=None):
        """Return {line id: (firm, tolerance)} in one query, `but` some commitments."""
        rows = self.env["smart.pooled.commitment"]._read_group(
            [
                ("line_id", "in", self.ids),
                ("state", "!=", "withdrawn"),
                ("id", "not in", but.ids if but else []),
            ],
            ["line_id"],
            ["quantity:sum", "tolerance:sum"],
        )
        return {line.id: (firm, tolerance) for line, firm, tolerance in rows}

    def _is_limited(self):
        """Tell whether one commitment can stand in the way of another."""
        return bool(self.max_total) or self.order_id.is_completing

    def _check_limits(self, commitment, firm, tolerance):
        """Refuse what is not left, or what would break a lot in the last days.

        :param commitment: what the member has until now, or nothing
        :raises UserError: with what is possible
        """
        self.ensure_one()
        if not self._is_limited():
            return
        # One at a time: the database refuses whoever read before another wrote, and
        # Odoo does her request again from its start, on fresh figures.
        self.env.execute_query(
            SQL("UPDATE smart_pooled_order_line SET id = id WHERE id = %s", self.id)
        )
        others = self._read_asked(but=commitment).get(self.id, (0.0, 0.0))
        mine = commitment.filtered(lambda one: one.state != "withdrawn")
        grows = firm + tolerance > mine.quantity + mine.tolerance
        room = self.max_total - sum(others)
        if (
            self.max_total
            and grows
            and self._to_steps(firm + tolerance) > self._to_steps(max(room, 0.0))
        ):
            raise UserError(
                self.env._(
                    "%(product)s: no longer available. %(room)s left for you, "
                    "tolerance included.",
                    product=self.product_id.display_name,
                    room=self._format_quantity(max(room, 0.0)),
                )
            )
        if self.order_id.is_completing:
            self._check_completion(others, mine, firm, tolerance)

    def _check_completion(self, others, mine, firm, tolerance):
        steps = self._to_steps
        if may_change(
            Asked(*map(steps, others)),
            Asked(steps(mine.quantity), steps(mine.tolerance)),
            Asked(steps(firm), steps(tolerance)),
            steps(self.lot_size),
        ):
            return
        raise UserError(
            self.env._(
                "Since %(date)s the lots are being completed: you can add what the "
                "lot begun still lacks, or tolerance, and nobody takes back what "
                "fills a lot.",
                date=format_datetime(self.env, self.order_id.completion_date),
            )
        )


class SmartPooledOrderCompletion(models.Model):
    _inherit = "smart.pooled.order"

    completion_date = fields.Datetime(
        "Completion from",
        tracking=True,
        help="From then until the deadline members can only complete lots: nobody "
        "can break one. Empty: everything can change until the deadline.",
    )
    is_completing = fields.Boolean(compute="_compute_is_completing")

    @api.depends("state", "completion_date")
    def _compute_is_completing(self):
        now = fields.Datetime.now()
        for order in self:
            order.is_completing = bool(
                order.state == "open"
                and order.completion_date
                and order.completion_date <= now
            )

    @api.constrains("completion_date", "deadline")
    def _check_completion_date(self):
        for order in self:
            if order.completion_date and order.completion_date > order.deadline:
                raise ValidationError(
                    self.env._(
                        "%(order)s: the completion of lots starts before the deadline.",
                        order=order.name,
                    )
                )
