# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

DAYS_OPEN = 14


class PurchaseOrderRider(models.Model):
    """An order of the structure that members join, at the same price."""

    _inherit = "purchase.order"

    def action_open_to_members(self):
        """Prepare a pooled order of these products, the structure's part in it.

        A quotation grows with what members ask for; of a confirmed order they take
        what the structure leaves them.
        """
        self.ensure_one()
        pools = self.env["smart.pooled.order"]
        pools._check_may_open(self)
        if self.pooled_order_id or self.state not in ("draft", "sent", "purchase"):
            raise UserError(
                self.env._(
                    "%(order)s is on a pooled order already, or cancelled.",
                    order=self.name,
                )
            )
        fixed = self.state == "purchase"
        lines, seen = [], self.env["product.product"]
        for line in self.order_line.filtered(
            lambda one: one.product_id and not one.display_type
        ):
            if line.product_id in seen:
                continue
            seen |= line.product_id
            quantity = line.product_uom_id._compute_quantity(
                line.product_qty, line.product_id.uom_id, round=False
            )
            price = line.product_uom_id._compute_price(
                line.price_unit_discounted, line.product_id.uom_id
            )
            lines.append(
                {
                    "product_id": line.product_id.id,
                    "fixed_price": price,
                    "max_total": quantity if fixed else 0.0,
                    "structure_qty": 0.0 if fixed else quantity,
                }
            )
        pool = pools._create_rider(self, lines, source_purchase_id=self.id)
        return pool._get_records_action(name=self.env._("Pooled Order"))


class PurchaseRequisitionRider(models.Model):
    """An agreement whose price members use too."""

    _inherit = "purchase.requisition"

    def action_open_to_members(self):
        """Prepare a pooled order at the prices of the agreement, up to what is left."""
        self.ensure_one()
        pools = self.env["smart.pooled.order"]
        pools._check_may_open(self)
        if self.state != "confirmed" or not self.vendor_id:
            raise UserError(
                self.env._(
                    "Confirm %(agreement)s with its vendor before members use it.",
                    agreement=self.name,
                )
            )
        lines = {
            line.product_id: {
                "product_id": line.product_id.id,
                "fixed_price": line.product_uom_id._compute_price(
                    line.price_unit, line.product_id.uom_id
                ),
                "max_total": max(
                    0.0,
                    line.product_uom_id._compute_quantity(
                        line.product_qty - line.qty_ordered, line.product_id.uom_id
                    ),
                ),
            }
            for line in self.line_ids
            if not line.product_qty or line.product_qty > line.qty_ordered
        }
        pool = pools._create_rider(
            self, list(lines.values()), source_requisition_id=self.id
        )
        return pool._get_records_action(name=self.env._("Pooled Order"))


class SmartPooledOrderRider(models.Model):
    _inherit = "smart.pooled.order"

    source_purchase_id = fields.Many2one(
        "purchase.order",
        "Order Opened to Members",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
    )
    source_requisition_id = fields.Many2one(
        "purchase.requisition",
        "Agreement Opened to Members",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
    )

    def _check_may_open(self, document):
        """Refuse whoever does not run pooled orders, or may not read the document."""
        document.check_access("read")
        if not self.has_access("create"):
            raise AccessError(
                self.env._("Buyers of the pooled orders open orders to members.")
            )

    def _create_rider(self, document, lines, **source):
        """Create the pooled order of `document`, in draft.

        :param lines: list of values of lines, with `fixed_price` and `structure_qty`
        """
        if not lines:
            raise UserError(
                self.env._(
                    "%(document)s has no product left for members.",
                    document=document.name,
                )
            )
        partner = (
            document.partner_id
            if document._name == "purchase.order"
            else document.vendor_id
        )
        # who may create pooled orders was checked, and the price is the document's
        pool = self.sudo().create(
            {
                "name": self.env._("With the structure: %s", document.name),
                "partner_id": partner.id,
                "company_id": document.company_id.id,
                "currency_id": document.currency_id.id,
                "user_id": self.env.uid,
                "deadline": fields.Datetime.now() + timedelta(days=DAYS_OPEN),
                "line_ids": [
                    Command.create(
                        {k: v for k, v in line.items() if k != "structure_qty"}
                    )
                    for line in lines
                ],
                **source,
            }
        )
        for line, values in zip(pool.line_ids, lines, strict=True):
            if values.get("structure_qty"):
                line.structure_qty = values["structure_qty"]
        return pool.with_env(self.env)

    # === ORDERING === #

    def action_create_purchase_order(self):
        self.ensure_one()
        source = self.sudo().source_purchase_id
        if not source:
            return super().action_create_purchase_order()
        self.check_access("write")
        if self.state != "closed":
            return super().action_create_purchase_order()
        self.line_ids._check_not_ordered()
        if source.state == "cancel":
            raise UserError(
                self.env._(
                    "%(order)s was cancelled: cancel the pooled order too.",
                    order=source.name,
                )
            )
        missing = self.line_ids.product_id - source.order_line.product_id
        if missing:
            raise UserError(
                self.env._(
                    "%(product)s is not on %(order)s: add it there, or take it off "
                    "the pooled order.",
                    product=missing[0].display_name,
                    order=source.name,
                )
            )
        # the right to write the pooled order was checked; its source was opened to it
        self.sudo()._adopt_source()
        return source.with_env(self.env)._get_records_action(
            name=self.env._("Purchase Order")
        )

    def _adopt_source(self):
        """Make the order that was opened to members the one of the pooled order."""
        source = self.source_purchase_id
        lines = {}
        for line in source.order_line:
            lines.setdefault(line.product_id, line)
        if source.state == "purchase":
            for line in self.line_ids:
                native = lines[line.product_id]
                bought = native.product_uom_id._compute_quantity(
                    native.product_qty, line.product_uom_id, round=False
                )
                line._take_for_structure(max(0.0, bought - line.firm_qty))
        self.line_ids._freeze_order()
        for line in self.line_ids:
            native = lines[line.product_id]
            native.pooled_line_id = line
            if source.state != "purchase":
                native.product_qty = line.product_uom_id._compute_quantity(
                    line.ordered_qty, native.product_uom_id, round=False
                )
                native.write(
                    {
                        "price_unit": line.product_uom_id._compute_price(
                            line.ordered_price, native.product_uom_id
                        ),
                        "discount": 0.0,
                    }
                )
        source.pooled_order_id = self
        self.is_decided = True
        self.activity_feedback(["mail.mail_activity_data_todo"])
        if source.state == "purchase":
            self._set_state("ordered")

    def _prepare_purchase_vals(self):
        vals = super()._prepare_purchase_vals()
        if agreement := self.sudo().source_requisition_id:
            vals["requisition_id"] = agreement.id
        return vals
