# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_round

from ..engine.pooling import (
    Demand,
    Tier,
    ceil_steps,
    make_plan_with_ceilings,
    to_steps,
)
from .guard import neutral
from .pooled_guard import refuse

# Figures fixed when the order is ordered, received and settled.
GUARDED = dict.fromkeys(
    (
        "requested_qty",
        "ordered_qty",
        "ordered_price",
        "received_qty",
        "left_qty",
        "left_untaxed",
        "left_tax",
        "left_total",
    )
)


class SmartPooledOrderLine(models.Model):
    _name = "smart.pooled.order.line"
    _description = "Pooled Order Line"
    _order = "order_id, sequence, id"
    _rec_name = "product_id"
    _check_company_auto = True

    order_id = fields.Many2one(
        "smart.pooled.order", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    order_state = fields.Selection(related="order_id.state", string="Order State")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('purchase_ok', '=', True)]",
    )
    product_name = fields.Char(related="product_id.display_name", string="Product Name")
    product_uom_id = fields.Many2one(
        related="product_id.uom_id", string="Unit", store=True
    )
    step = fields.Float(
        digits="Product Unit",
        default=1.0,
        required=True,
        help="Smallest quantity that a member can ask for.",
    )
    lot_size = fields.Float(
        digits="Product Unit",
        default=1.0,
        required=True,
        help="The supplier sells by full lots of this many units.",
    )
    min_lots = fields.Integer("Minimum Lots", help="Ordered only from this many lots.")
    max_per_member = fields.Float(
        "Ceiling per Member", digits="Product Unit", help="Zero: no ceiling."
    )
    commitment_ids = fields.One2many(
        "smart.pooled.commitment", "line_id", "Commitments"
    )
    purchase_line_ids = fields.One2many(
        "purchase.order.line", "pooled_line_id", groups="base.group_user"
    )

    # Live figures: sums that say nothing about who asked (compute_sudo is safe).
    # Not stored, or members who commit together would wait for one another.
    member_count = fields.Integer(
        "Members", compute="_compute_progress", compute_sudo=True
    )
    firm_qty = fields.Float(
        "Firm", digits="Product Unit", compute="_compute_progress", compute_sudo=True
    )
    tolerance_qty = fields.Float(
        "Tolerance",
        digits="Product Unit",
        compute="_compute_progress",
        compute_sudo=True,
    )
    planned_lots = fields.Integer(
        "Full Lots", compute="_compute_progress", compute_sudo=True
    )
    planned_qty = fields.Float(
        "To Order",
        digits="Product Unit",
        compute="_compute_progress",
        compute_sudo=True,
    )
    current_price = fields.Float(
        digits="Product Price", compute="_compute_progress", compute_sudo=True
    )
    planned_amount = fields.Monetary(compute="_compute_progress", compute_sudo=True)
    missing_to_lot = fields.Float(
        "Missing to Next Lot",
        digits="Product Unit",
        compute="_compute_progress",
        compute_sudo=True,
    )
    next_price = fields.Float(
        digits="Product Price", compute="_compute_progress", compute_sudo=True
    )
    missing_to_price = fields.Float(
        "Missing to Next Price",
        digits="Product Unit",
        compute="_compute_progress",
        compute_sudo=True,
    )
    order_up_qty = fields.Float(
        "Cheaper with",
        digits="Product Unit",
        compute="_compute_progress",
        compute_sudo=True,
        help="So many units more would cost less in total.",
    )
    order_up_saving = fields.Monetary(
        "Saving", compute="_compute_progress", compute_sudo=True
    )

    # Frozen when ordered, received and settled.
    requested_qty = fields.Float(
        "Asked", digits="Product Unit", readonly=True, copy=False
    )
    ordered_qty = fields.Float(
        "Ordered Quantity", digits="Product Unit", readonly=True, copy=False
    )
    ordered_price = fields.Float(digits="Product Price", readonly=True, copy=False)
    received_qty = fields.Float(
        "Arrived", digits="Product Unit", readonly=True, copy=False
    )
    left_qty = fields.Float(
        "Left to the Structure",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="Received, and asked for by nobody.",
    )
    left_untaxed = fields.Monetary(readonly=True, copy=False, groups="base.group_user")
    left_tax = fields.Monetary(readonly=True, copy=False, groups="base.group_user")
    left_total = fields.Monetary(
        "Cost to the Structure", readonly=True, copy=False, groups="base.group_user"
    )

    _product_uniq = models.Constraint(
        "UNIQUE(order_id, product_id)", "A product stands once on a pooled order."
    )
    _step_positive = models.Constraint("CHECK(step > 0)", "The step must be positive.")
    _lot_positive = models.Constraint(
        "CHECK(lot_size > 0)", "The lot size must be positive."
    )
    _limits_positive = models.Constraint(
        "CHECK(min_lots >= 0 AND max_per_member >= 0)",
        "The minimum and the ceiling cannot be negative.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        records, vals_list = neutral(self, vals_list, GUARDED)
        lines = super(SmartPooledOrderLine, records).create(vals_list)
        return lines.with_env(self.env)

    def write(self, vals):
        refuse(self, vals, GUARDED)
        return super().write(vals)

    # === COMPUTE METHODS === #

    @api.depends(
        "commitment_ids.quantity",
        "commitment_ids.tolerance",
        "commitment_ids.max_price",
        "commitment_ids.state",
        "product_id",
        "step",
        "lot_size",
        "min_lots",
        "order_id.partner_id",
        "order_id.currency_id",
        "order_id.is_fallback",
    )
    def _compute_progress(self):
        groups = self._read_demands()
        for line in self:
            demands = groups.get(line._origin.id, [])
            plan, _barrier = line._make_plan([demand for _n, demand in demands])
            line.member_count = sum(count for count, _demand in demands)
            line.firm_qty = line._to_qty(plan.firm)
            line.tolerance_qty = line._to_qty(plan.tolerance)
            line.planned_lots = plan.lots
            line.planned_qty = line._to_qty(plan.ordered)
            line.current_price = line._to_unit_price(plan.price)
            line.planned_amount = float(plan.ordered * (plan.price or 0))
            line.missing_to_lot = line._to_qty(plan.missing_to_lot)
            line.next_price = line._to_unit_price(plan.next_price)
            line.missing_to_price = line._to_qty(plan.missing_to_price)
            order_up = plan.order_up
            line.order_up_qty = line._to_qty(order_up.extra) if order_up else 0.0
            line.order_up_saving = float(order_up.saving) if order_up else 0.0

    @api.constrains("step", "lot_size", "min_lots", "product_id", "max_per_member")
    def _check_steps(self):
        for line in self:
            for quantity in (line.lot_size, line.max_per_member):
                line._check_multiple(quantity)
            if line.commitment_ids._of_members():
                raise ValidationError(
                    self.env._(
                        "Members already committed to %(product)s: its lot, step and "
                        "ceiling are what they agreed to. Open another pooled order "
                        "for other conditions.",
                        product=line.product_id.display_name,
                    )
                )

    # === QUANTITIES AND PRICES === #

    def _get_step(self):
        return Decimal(str(round(self.step or 1.0, 6)))

    def _to_steps(self, quantity):
        # a sum of floats is cleaned before it is counted
        return to_steps(round(quantity, 6), self._get_step())

    def _to_qty(self, steps):
        return float(steps * self._get_step())

    def _to_unit_price(self, price):
        return float((price or 0) / self._get_step())

    def _to_step_price(self, price):
        return Decimal(str(round(price, 6))) * self._get_step()

    def _check_multiple(self, quantity):
        try:
            self._to_steps(quantity)
        except ValueError as error:
            raise ValidationError(
                self.env._(
                    "%(product)s is asked for by %(step)s: %(quantity)s is not a "
                    "multiple of it.",
                    product=self.product_id.display_name,
                    step=self._format_quantity(self.step),
                    quantity=self._format_quantity(quantity),
                )
            ) from error

    def _read_demands(self):
        """Return what is asked for, by line id: [(members, Demand), …].

        One query whatever the number of commitments, grouped by accepted price.
        """
        groups = self.env["smart.pooled.commitment"]._read_group(
            [("line_id", "in", self.ids), ("state", "!=", "withdrawn")],
            ["line_id", "max_price"],
            ["quantity:sum", "tolerance:sum", "__count"],
        )
        demands = defaultdict(list)
        for line, ceiling, firm, tolerance, count in groups:
            demand = Demand(
                line._to_steps(firm),
                line._to_steps(tolerance),
                line._to_step_price(ceiling) if ceiling else None,
            )
            demands[line.id].append((count, demand))
        return demands

    def _get_sellers(self):
        """Return the native vendor prices that apply to this line."""
        order = self.order_id
        product = self.product_id.with_company(order.company_id)
        return product._get_filtered_sellers(
            partner_id=order.partner_id, quantity=None, uom_id=product.uom_id
        )

    def _get_foreign_sellers(self):
        """Return the vendor prices per a unit that is none of the product's kind.

        Odoo converts between any two units without a word.
        """
        sellers = self.env["product.supplierinfo"]
        for line in self:
            sellers |= line._get_sellers().filtered(
                lambda one, line=line: (
                    not one.product_uom_id._has_common_reference(line.product_id.uom_id)
                )
            )
        return sellers

    def _get_tiers(self):
        """Return the price breaks of the supplier, per step, in the order's currency.

        They are read from the native vendor prices each time, never copied.
        """
        self.ensure_one()
        if not self.product_id or not self.order_id.partner_id:
            return []
        return [
            Tier(
                ceil_steps(round(self._convert_min_qty(seller), 6), self._get_step()),
                self._to_step_price(self._convert_price(seller)),
            )
            for seller in self._get_sellers()
        ]

    def _convert_min_qty(self, seller):
        return seller.product_uom_id._compute_quantity(
            seller.min_qty, self.product_id.uom_id, round=False
        )

    def _convert_price(self, seller):
        order = self.order_id
        price = seller.currency_id._convert(
            seller.price_discounted,
            order.currency_id,
            order.company_id,
            fields.Date.context_today(self),
            round=False,
        )
        precision = self.env["decimal.precision"].precision_get("Product Price")
        digits = max(order.currency_id.decimal_places, precision)
        return float_round(price, precision_digits=digits)

    def _make_plan(self, demands):
        return make_plan_with_ceilings(
            demands,
            max(1, self._to_steps(self.lot_size or 1.0)),
            self._get_tiers(),
            self._get_min_lots(),
        )
