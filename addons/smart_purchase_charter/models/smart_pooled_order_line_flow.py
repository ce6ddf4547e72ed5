# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import float_round, get_lang

from ..engine.allocation import PRIORITY, Claim, allocate
from ..engine.pooling import to_steps
from ..engine.settlement import Amounts, Part, settle

# the structure is served once all members have what they asked for
LAST = 9
# what a claim is made of
DEMAND = (
    "line_id",
    "partner_id",
    "quantity",
    "tolerance",
    "priority",
    "manual_qty",
    "manual_reason",
    "extra_qty",
)


class SmartPooledOrderLineFlow(models.Model):
    """Order full lots, share what arrives, share the bill: a few queries each."""

    _inherit = "smart.pooled.order.line"

    # === ORDER === #

    def _check_not_ordered(self):
        """Refuse when a purchase order of these lines is alive."""
        orders = self.order_id.purchase_order_ids
        if alive := orders.filtered(lambda order: order.state != "cancel"):
            raise UserError(
                self.env._(
                    "%(order)s is already on the purchase order %(purchase)s. Cancel "
                    "that one first.",
                    order=self.order_id.display_name,
                    purchase=alive[0].name,
                )
            )

    def _freeze_order(self):
        """Fix lots and price, and release members who do not accept the price.

        :raises UserError: no lot is full
        """
        self.check_access("write")
        # The figures are guarded against direct writes: they come from here alone.
        self = self.sudo()
        demands = self._read_demands()
        released = Domain.FALSE
        for line in self:
            asked = [demand for _count, demand in demands[line.id]]
            plan, barrier = line._make_plan(asked)
            line.requested_qty = line._to_qty(plan.firm)
            line.ordered_qty = line._to_qty(plan.ordered)
            line.ordered_price = line._to_unit_price(plan.price)
            if barrier is not None:
                released |= Domain("line_id", "=", line.id) & Domain(
                    "max_price", "<", line._to_unit_price(barrier)
                )
        if not any(self.mapped("ordered_qty")):
            raise UserError(
                self.env._(
                    "No lot of %(order)s is full: nothing can be ordered. Set a later "
                    "deadline and reopen it, or cancel it.",
                    order=self.order_id.display_name,
                )
            )
        self.env["smart.pooled.commitment"].search(
            released & Domain("max_price", ">", 0) & Domain("state", "=", "committed")
        ).write({"state": "priced_out"})

    def _prepare_purchase_line_vals(self, position, date_order):
        """Return complete values of one purchase line per product.

        Override to add what another add-on computes per line; a value left out here
        costs queries per line.

        :param position: account.fiscal.position of the supplier, may be empty
        """
        # Whether analytic rules exist is no secret; without any, skip looking for one.
        rules = self.env["account.analytic.distribution.model"].sudo()
        analytic = (
            {} if rules.search_count([], limit=1) else {"analytic_distribution": False}
        )
        return [
            {**line._prepare_native_vals(position, date_order), **analytic}
            for line in self
        ]

    def _prepare_native_vals(self, position, date_order):
        order = self.order_id
        product = self.product_id.with_company(order.company_id)
        seller = product._select_seller(
            partner_id=order.partner_id,
            quantity=self.ordered_qty,
            date=date_order.date(),
            uom_id=product.uom_id,
        )
        taxes = product.supplier_taxes_id._filter_taxes_by_company(order.company_id)
        taxes = position.map_tax(taxes)
        described = product.with_context(
            seller_id=seller.id, lang=get_lang(self.env, order.partner_id.lang).code
        )
        purchase_line = self.env["purchase.order.line"].new({})
        return {
            "product_id": product.id,
            "name": purchase_line._get_product_purchase_description(described),
            "product_qty": self.ordered_qty,
            "product_uom_id": product.uom_id.id,
            "price_unit": self._get_native_price(seller, taxes, date_order),
            "discount": seller.discount,
            "date_planned": date_order + timedelta(days=seller.delay),
            "tax_ids": taxes.ids,
            "pooled_line_id": self.id,
        }

    def _get_native_price(self, seller, taxes, date_order):
        """Return the vendor's price before discount, as the native line computes it."""
        order = self.order_id
        product = self.product_id
        price = self.env["account.tax"]._fix_tax_included_price_company(
            seller.price, product.supplier_taxes_id, taxes, order.company_id
        )
        price = seller.currency_id._convert(
            price, order.currency_id, order.company_id, date_order.date(), round=False
        )
        precision = self.env["decimal.precision"].precision_get("Product Price")
        digits = max(order.currency_id.decimal_places, precision)
        price = float_round(price, precision_digits=digits)
        return seller.product_uom_id._compute_price(price, product.uom_id)

    # === RECEIPT === #

    def _get_received_quantities(self):
        """Return what arrived, by line id, in units of the product.

        Read from the native purchase lines, where it is typed in or comes from
        stock moves. A line of which nothing arrived is absent.

        :raises UserError: received in a unit of another kind
        """
        received = defaultdict(float)
        for purchase_line in self.purchase_line_ids:
            if purchase_line.state == "purchase" and purchase_line.qty_received > 0:
                line = purchase_line.pooled_line_id
                line._check_unit(purchase_line.product_uom_id)
                received[line.id] += purchase_line.product_uom_id._compute_quantity(
                    purchase_line.qty_received, line.product_uom_id, round=False
                )
        return received

    def _check_unit(self, unit):
        """Refuse to count kilograms as pieces: Odoo does it without a word."""
        if not unit._has_common_reference(self.product_uom_id):
            raise UserError(
                self.env._(
                    "%(product)s is received in %(found)s and members count in "
                    "%(expected)s: correct the unit on the purchase order.",
                    product=self.product_id.display_name,
                    found=unit.name,
                    expected=self.product_uom_id.name,
                )
            )

    def _read_claims(self):
        """Return the claims by line id, served in the order of commitment."""
        # Rows instead of records: there may be ten thousand, of which few differ.
        count = cache(lambda number, step: to_steps(round(number, 6), step))
        steps = {line.id: line._get_step() for line in self}
        structure = {line.id: line.company_id.partner_id.id for line in self}
        ranked = {line.id: line.order_id.policy == PRIORITY for line in self}
        claims = defaultdict(list)
        for rank, row in enumerate(self._read_demand_rows()):
            key, line, partner, firm, tolerance, priority, by_hand, reason, extra = row
            step, level = steps[line], 0
            if partner == structure[line]:
                level = LAST
            elif ranked[line]:
                level = int(priority)
            claims[line].append(
                Claim(
                    key,
                    count(firm or 0.0, step),
                    count(tolerance or 0.0, step),
                    rank,
                    level,
                    count(by_hand or 0.0, step) if reason else None,
                )
            )
            if extra:
                # what she took of the rest, under the opposite number, after all else
                taken = count(extra, step)
                claims[line].append(Claim(-key, 0, taken, rank, LAST + 1))
        return claims

    def _read_demand_rows(self):
        """Return (id, *DEMAND) of who is served, in the order of commitment."""
        commitments = self.env["smart.pooled.commitment"]
        query = commitments._search(
            [
                ("line_id", "in", self.ids),
                ("state", "in", ("committed", "allocated", "settled")),
            ],
            order="commit_date, id",
        )
        columns = (
            commitments._field_to_sql(query.table, name, query)
            for name in ("id", *DEMAND)
        )
        return self.env.execute_query(query.select(*columns))

    def _allocate(self):
        """Share what arrived. Run again when more does: nobody gives a unit back."""
        self.check_access("write")
        # The figures are guarded against direct writes: they come from here alone.
        self = self.sudo()
        received = self._get_received_quantities()
        claims = self._read_claims()
        rows = []
        for line in self:
            quantity, step = received.get(line.id, 0.0), line._get_step()
            # What is less than a step cannot be handed out: it stays with the rest.
            supply = int(Decimal(str(round(quantity, 6))) // step)
            result = allocate(claims[line.id], supply, line.order_id.policy)
            shares = result.shares
            extras = {-key: share.total for key, share in shares.items() if key < 0}
            rows += [
                (
                    key,
                    (share.total + extras.get(key, 0)) * step,
                    share.reason,
                    extras.get(key, 0) * step,
                )
                for key, share in shares.items()
                if key > 0
            ]
            shared = line._to_qty(supply - result.left)
            line.received_qty = quantity
            line.left_qty = quantity - shared
        # What was settled before is settled anew with the next bill.
        self.filtered("left_total").write(
            {"left_untaxed": 0, "left_tax": 0, "left_total": 0}
        )
        self.env["smart.pooled.commitment"]._store_allocation(rows)

    # === BILL === #

    def _settle(self, bills):
        """Share posted bills between members and, for what is left, the structure.

        :param bills: account.move, all in the currency of the order
        """
        self.check_access("write")
        # The figures are guarded against direct writes: they come from here alone.
        self, bills = self.sudo(), bills.sudo()
        order = self.order_id
        shares = settle(
            self._get_parts(),
            self._get_billed_by_line(bills),
            self._get_billed(bills),
            Decimal(str(order.currency_id.rounding)),
        )
        for line in self:
            # The structure's part has the line's number, negative.
            left = shares.pop(-line.id, Amounts())
            line.left_untaxed = float(left.untaxed)
            line.left_tax = float(left.tax)
            line.left_total = float(left.total)
        self.env["smart.pooled.commitment"]._store_amounts(shares)

    def _get_parts(self):
        """Return who got what: commitments, and -line id for what stays."""
        commitments = self.env["smart.pooled.commitment"].search_fetch(
            [("line_id", "in", self.ids), ("state", "in", ("allocated", "settled"))],
            ["line_id", "allocated_qty"],
            order="commit_date, id",
        )
        parts = [
            Part(
                commitment.id,
                commitment.line_id.id,
                commitment.line_id._to_steps(commitment.allocated_qty),
            )
            for commitment in commitments
        ]
        served = {part.product for part in parts if part.quantity}
        for line in self:
            left = Fraction(str(round(line.left_qty, 6))) / Fraction(line._get_step())
            if left > 0 or line.id not in served:
                # Billed though nobody got any: the structure pays until it arrives.
                parts.append(Part(-line.id, line.id, left or 1))
        return parts

    def _get_billed_by_line(self, bills):
        """Return Amounts by pooled line id; refunds count against bills."""
        billed = defaultdict(Amounts)
        for bill_line in bills.invoice_line_ids:
            line = bill_line.purchase_line_id.pooled_line_id
            if line in self:
                billed[line.id] += self._to_amounts(
                    bill_line.move_id,
                    bill_line.price_subtotal,
                    bill_line.price_total - bill_line.price_subtotal,
                )
        return billed

    def _get_billed(self, bills):
        amounts = (
            self._to_amounts(bill, bill.amount_untaxed, bill.amount_tax)
            for bill in bills
        )
        return sum(amounts, Amounts())

    def _to_amounts(self, bill, untaxed, tax):
        sign = -1 if bill.move_type == "in_refund" else 1
        currency = bill.currency_id
        return Amounts(
            sign * Decimal(str(currency.round(untaxed))),
            sign * Decimal(str(currency.round(tax))),
        )
