# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import float_compare, format_datetime

from ..engine.money import split_amount
from .guard import neutral
from .pooled_guard import refuse

GUARDED = {"is_extended": False, "is_fallback": False, "is_decided": False}
TERMS = (
    "min_amount",
    "freight_amount",
    "freight_free_from",
    "outcome",
    "extend_days",
    "top_up_limit",
)


class SmartPooledOrderTerms(models.Model):
    """What is known before anybody commits: minimum, freight, and what if it fails."""

    _inherit = "smart.pooled.order"

    min_amount = fields.Monetary(
        "Minimum Value", help="The supplier delivers from this untaxed value on."
    )
    freight_amount = fields.Monetary(
        "Freight and Fees", help="Untaxed, shared by value to the cent."
    )
    freight_free_from = fields.Monetary(
        "Free Delivery from", help="Untaxed value; zero: never."
    )
    outcome = fields.Selection(
        [
            ("ask", "A buyer decides"),
            ("cancel", "It is cancelled"),
            ("top_up", "The structure completes it"),
            ("fallback", "Ordered at the fallback price"),
        ],
        "If the Minimum Is Missed",
        default="ask",
        required=True,
    )
    extend_days = fields.Integer(
        "Prolong once by", help="So many days more before that; zero: at once."
    )
    top_up_limit = fields.Monetary(
        "Structure Pays up to", help="Above it the order is cancelled."
    )
    is_extended = fields.Boolean("Prolonged", readonly=True, copy=False)
    is_fallback = fields.Boolean("At the Fallback Price", readonly=True, copy=False)
    is_decided = fields.Boolean(readonly=True, copy=False)
    missing_amount = fields.Monetary(compute="_compute_missing", compute_sudo=True)
    planned_freight = fields.Monetary(compute="_compute_missing", compute_sudo=True)

    _terms_positive = models.Constraint(
        "CHECK(min_amount >= 0 AND freight_amount >= 0 AND freight_free_from >= 0"
        " AND extend_days >= 0 AND top_up_limit >= 0)",
        "Amounts and days cannot be negative.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        records, vals_list = neutral(self, vals_list, GUARDED)
        orders = super(SmartPooledOrderTerms, records).create(vals_list)
        return orders.with_env(self.env)

    def write(self, vals):
        refuse(self, vals, GUARDED)
        return super().write(vals)

    @api.depends("amount_planned", *TERMS[:3])
    def _compute_missing(self):
        for order in self:
            planned = order.amount_planned
            order.missing_amount = max(0.0, order.min_amount - planned)
            free = order.freight_free_from and planned >= order.freight_free_from
            order.planned_freight = 0.0 if free else order.freight_amount

    @api.constrains(*TERMS)
    def _check_terms(self):
        for order in self:
            if order.commitment_ids._of_members():
                raise ValidationError(
                    self.env._(
                        "Members already committed to %(order)s: its minimum, its "
                        "freight and what follows if it fails are what they agreed "
                        "to.",
                        order=order.name,
                    )
                )

    # === MINIMUM === #

    def _is_reached(self):
        """Tell whether the supplier would deliver what is asked for now."""
        self.ensure_one()
        # quantities and not the amount: something may be free
        return any(self.line_ids.mapped("planned_qty")) and (
            self.is_fallback
            or float_compare(
                self.amount_planned,
                self.min_amount,
                precision_rounding=self.currency_id.rounding,
            )
            >= 0
        )

    def action_create_purchase_order(self):
        self.ensure_one()
        if any(self.line_ids.mapped("planned_qty")) and not self._is_reached():
            raise UserError(
                self.env._(
                    "%(order)s is worth %(planned)s and the supplier delivers from "
                    "%(minimum)s on. Reopen it, let the structure take more, or "
                    "cancel it.",
                    order=self.name,
                    planned=self._format_amount(self.amount_planned),
                    minimum=self._format_amount(self.min_amount),
                )
            )
        result = super().action_create_purchase_order()
        # the right to write was checked by the step itself
        self.sudo().is_decided = True
        return result

    # === FREIGHT === #

    def _prepare_purchase_vals(self):
        vals = super()._prepare_purchase_vals()
        if freight := self._prepare_freight_vals():
            vals["order_line"].append(Command.create(freight))
        return vals

    def _prepare_freight_vals(self):
        """Return the purchase line of the freight, or nothing."""
        planned = sum(line.ordered_qty * line.ordered_price for line in self.line_ids)
        free = self.freight_free_from and planned >= self.freight_free_from
        product = self.env.ref(
            "smart_purchase_charter.product_pool_freight", raise_if_not_found=False
        )
        if free or not self.freight_amount or not product:
            return {}
        return {
            "product_id": product.id,
            "product_qty": 1,
            "price_unit": self.freight_amount,
            "date_planned": fields.Datetime.now(),
        }

    def _get_estimate(self, partner):
        """Return (goods, freight) that `partner` would pay now, untaxed, or None.

        The freight of all is split to the cent by value, by the largest remainder.
        """
        self.ensure_one()
        # the amounts of the others are only the weights of her own share
        order = self.sudo()
        rows = (
            self.env["smart.pooled.commitment"]
            .sudo()
            ._read_group(
                [("order_id", "=", order.id), ("state", "=", "committed")],
                ["partner_id", "line_id", "max_price"],
                ["quantity:sum"],
            )
        )
        values, units = defaultdict(Decimal), defaultdict(Decimal)
        for member, line, ceiling, quantity in rows:
            if quantity and (not ceiling or ceiling >= line.current_price):
                number = Decimal(str(round(quantity, 6)))
                units[member.id] += number
                values[member.id] += number * Decimal(str(line.current_price))
        if partner.id not in units:
            return None
        currency = order.currency_id
        shares = split_amount(
            Decimal(str(currency.round(order.planned_freight))),
            values if any(values.values()) else units,
            Decimal(str(currency.rounding)),
        )
        goods = currency.round(float(values[partner.id]))
        return goods, float(shares[partner.id])

    # === WORDS === #

    def _format_amount(self, amount):
        return self.line_ids[:1]._format_price(amount)

    def _get_terms(self):
        """Return what a member reads about the terms, as a dict of texts."""
        self.ensure_one()
        texts = {"minimum": "", "freight": "", "outcome": self._get_outcome_text()}
        if self.min_amount:
            texts["minimum"] = (
                self.env._(
                    "%(missing)s missing to the supplier's minimum of %(minimum)s.",
                    missing=self._format_amount(self.missing_amount),
                    minimum=self._format_amount(self.min_amount),
                )
                if self.missing_amount
                else self.env._(
                    "The supplier's minimum of %(minimum)s is reached.",
                    minimum=self._format_amount(self.min_amount),
                )
            )
        if self.freight_amount:
            texts["freight"] = (
                self.env._(
                    "Freight and fees: %(amount)s, shared by value.",
                    amount=self._format_amount(self.planned_freight),
                )
                if self.planned_freight
                else self.env._("Freight and fees: free.")
            )
        return texts

    def _get_outcome_text(self):
        outcomes = {
            "cancel": self.env._(
                "If the minimum is missed, the order is cancelled and you owe nothing."
            ),
            "top_up": self.env._(
                "If the minimum is missed, the structure completes the order within "
                "its limit; otherwise it is cancelled."
            ),
            "fallback": self.env._(
                "If the minimum is missed, it is ordered at the fallback price for "
                "those who accept it."
            ),
        }
        text = outcomes.get(self.outcome, "")
        if text and self.extend_days and not self.is_extended:
            text += " " + self.env._(
                "Before that, it is prolonged once by %(days)s days.",
                days=self.extend_days,
            )
        return text

    def _format_deadline(self):
        return format_datetime(self.env, self.deadline, tz="Europe/Brussels")
