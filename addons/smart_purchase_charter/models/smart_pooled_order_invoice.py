# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_is_zero, split_every

BATCH = 500


class AccountMoveLinePooled(models.Model):
    _inherit = "account.move.line"

    pooled_commitment_id = fields.Many2one(
        "smart.pooled.commitment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )


class SmartPooledOrderInvoice(models.Model):
    """Each member is billed natively what she owes, and nobody twice."""

    _inherit = "smart.pooled.order"

    member_invoice_count = fields.Integer(
        "Invoices", compute="_compute_member_invoices", compute_sudo=True
    )
    is_paid = fields.Boolean(
        "All Paid", compute="_compute_member_invoices", compute_sudo=True
    )

    def _compute_member_invoices(self):
        for order in self:
            invoices = order._get_member_invoices()
            order.member_invoice_count = len(invoices)
            order.is_paid = bool(invoices) and all(
                invoice.payment_state in ("paid", "in_payment", "reversed")
                for invoice in invoices
            )

    def _get_member_invoices(self):
        """Return the invoices and refunds of members that are not cancelled."""
        lines = self.env["account.move.line"].search(
            [
                ("pooled_commitment_id", "in", self.commitment_ids.ids),
                ("parent_state", "!=", "cancel"),
            ]
        )
        return lines.move_id

    def action_invoice_members(self):
        """Create one draft invoice a member, in batches; again: the difference only.

        What the supplier billed is passed on as it is, taxes included, so that the
        invoices add up to its bill to the cent whatever the members' tax rates.

        :raises UserError: the bill is not shared yet, or nothing is left to invoice
        """
        self.ensure_one()
        self.check_access("write")
        moves = self.env["account.move"].with_company(self.company_id)
        moves.check_access("create")
        if self.state != "settled":
            raise UserError(
                self.env._(
                    "Share the bill of %(order)s first: then it is known what each "
                    "member owes.",
                    order=self.name,
                )
            )
        due = self._get_due_by_member()
        values = [self._prepare_invoice(*item) for item in due.items()]
        if not values:
            raise UserError(
                self.env._(
                    "Every member of %(order)s has the invoice of what she owes.",
                    order=self.name,
                )
            )
        for batch in split_every(BATCH, values, list):
            moves |= moves.create(batch)
        return moves._get_records_action(name=self.env._("Invoices of Members"))

    def _get_due_by_member(self):
        """Return {member: [(commitment, amount not invoiced yet)]}, without zeros."""
        invoiced = defaultdict(float)
        rows = self.env["account.move.line"]._read_group(
            [
                ("pooled_commitment_id", "in", self.commitment_ids.ids),
                ("parent_state", "!=", "cancel"),
            ],
            ["pooled_commitment_id", "move_id.move_type"],
            ["price_total:sum"],
        )
        for commitment, move_type, amount in rows:
            sign = -1 if move_type == "out_refund" else 1
            invoiced[commitment.id] += sign * amount
        due = defaultdict(list)
        for commitment in self.commitment_ids._of_members():
            amount = commitment.amount_total - invoiced[commitment.id]
            if commitment.state == "settled" and not float_is_zero(
                amount, precision_rounding=self.currency_id.rounding
            ):
                due[commitment.partner_id].append((commitment, amount))
        return due

    def _prepare_invoice(self, partner, due):
        """Return the values of one member's invoice; a negative sum is a refund."""
        sign = 1 if sum(amount for _commitment, amount in due) >= 0 else -1
        return {
            "move_type": "out_invoice" if sign > 0 else "out_refund",
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "invoice_origin": self.name,
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": commitment._get_invoice_label(),
                        "quantity": 1,
                        "price_unit": sign * self.currency_id.round(amount),
                        "tax_ids": [Command.clear()],
                        "pooled_commitment_id": commitment.id,
                    }
                )
                for commitment, amount in due
            ],
        }

    def action_view_member_invoices(self):
        """Open the invoices of the members."""
        self.check_access("read")
        return self._get_member_invoices()._get_records_action(
            name=self.env._("Invoices of Members")
        )


class SmartPooledCommitmentInvoice(models.Model):
    _inherit = "smart.pooled.commitment"

    def _get_invoice_label(self):
        line, lang = self.line_id, self.partner_id.lang or self.env.lang
        line = line.with_context(lang=lang)
        return line.env._(
            "%(order)s: %(quantity)s of %(product)s (untaxed %(untaxed)s, taxes "
            "%(tax)s, passed on at cost)",
            order=line.order_id.name,
            quantity=line._format_quantity(self.allocated_qty),
            product=line.product_name,
            untaxed=line._format_price(self.amount_untaxed),
            tax=line._format_price(self.amount_tax),
        )
