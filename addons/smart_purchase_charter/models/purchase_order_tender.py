# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..engine import tender

# what a supplier answers with
ANSWER = {"partner_ref", "acknowledged"}
LINE_ANSWER = {"price_unit", "date_planned", "discount"}
# a supplier who reads its order does not read its place among others
INSIDE = {"compute_sudo": True, "groups": "base.group_user", "aggregator": None}
OFFERED = ("draft", "sent", "to approve", "purchase")


class PurchaseOrderTender(models.Model):
    """One offer among others: its place, and why it has it."""

    _inherit = "purchase.order"

    tender_opened = fields.Datetime(
        related="purchase_group_id.date_opened",
        string="Offers Opened on",
        groups="base.group_user",
    )
    tender_rank = fields.Integer("Place", compute="_compute_tender_rank", **INSIDE)
    tender_low = fields.Float(
        "Lowest Score", digits=(6, 1), compute="_compute_tender_rank", **INSIDE
    )
    tender_high = fields.Float(
        "Highest Score", digits=(6, 1), compute="_compute_tender_rank", **INSIDE
    )
    tender_explanation = fields.Text(
        "Why This Place",
        compute="_compute_tender_rank",
        compute_sudo=True,
        groups="base.group_user",
    )

    @api.depends(
        "purchase_group_id.order_ids.amount_untaxed",
        "purchase_group_id.order_ids.date_planned",
        "purchase_group_id.order_ids.state",
        "purchase_group_id.order_ids.partner_id.commercial_partner_id.charter_grade",
        "purchase_group_id.date_opened",
        "purchase_group_id.weight_price",
        "purchase_group_id.weight_date",
        "purchase_group_id.weight_grade",
        "purchase_group_id.weight_days",
    )
    @api.depends_context("lang")
    def _compute_tender_rank(self):
        ranked = {}
        for group in self.purchase_group_id.filtered("date_opened"):
            orders = group.order_ids.filtered(lambda order: order.state in OFFERED)
            offers = [order._to_offer() for order in orders]
            ranked |= tender.rank(offers, group._get_weights())
        for order in self:
            row = ranked.get(order._origin.id)
            order.tender_rank = (row and row.rank) or 0
            order.tender_low = row.low if row else 0.0
            order.tender_high = row.high if row else 0.0
            order.tender_explanation = order._explain_place(row)

    def _to_offer(self):
        partner = self.partner_id.commercial_partner_id
        return tender.Offer(
            self._origin.id,
            self.amount_untaxed / (self.currency_rate or 1.0),
            fields.Date.to_date(self.date_planned),
            partner.sudo().charter_grade or "unknown",
        )

    def _explain_place(self, row):
        if not row:
            return False
        if not row.rank:
            return self.env._(
                "Not ranked: the supplier is excluded, or the offer has no price."
            )
        points = {"price": row.price_points, "date": row.date_points}
        if row.grade_points is None:
            text = self.env._(
                "Price %(price)g points, date %(date)g points, grade not known: the "
                "score lies between %(low)g and %(high)g.",
                **points,
                low=row.low,
                high=row.high,
            )
        else:
            text = self.env._(
                "Price %(price)g points, date %(date)g points, grade %(grade)g points: "
                "%(low)g.",
                **points,
                grade=row.grade_points,
                low=row.low,
            )
        if not row.is_certain:
            text += " " + self.env._(
                "A grade that is not known yet could change this place."
            )
        return text

    # === OPENING === #

    def write(self, vals):
        if vals.keys() & ANSWER and any(vals.get(name) for name in ANSWER):
            self._receive_offer()
        return super().write(vals)

    def _receive_offer(self):
        """The first answer of a supplier freezes how answers are weighed."""
        self.purchase_group_id._open_offers()

    def action_view_tender(self):
        """Open the weighting, and the ranking once offers are opened."""
        self.ensure_one()
        return self.purchase_group_id._get_action()

    def _prepare_charter_logs(self):
        logs = super()._prepare_charter_logs()
        for order in self.filtered("tender_rank"):
            place = self.env._(
                "Place %(rank)s of the call for tenders. %(why)s",
                rank=order.tender_rank,
                why=order.tender_explanation,
            )
            before = logs.get(order.id)
            logs[order.id] = f"{before}\n{place}" if before else place
        return logs


class PurchaseOrderLineTender(models.Model):
    _inherit = "purchase.order.line"

    tender_rank = fields.Integer("Place", compute="_compute_tender_rank", **INSIDE)

    def _compute_tender_rank(self):
        """Rank the lines for the same product, by their price per unit."""
        self.tender_rank = 0
        for group in self.order_id.purchase_group_id.filtered("date_opened"):
            weights = group._get_weights()
            lines = group.order_ids.filtered(lambda o: o.state in OFFERED).order_line
            lines = lines.filtered(lambda line: line.product_qty and line.product_id)
            for offers in lines.grouped("product_id").values():
                ranked = tender.rank([line._to_offer() for line in offers], weights)
                for line in offers & self:
                    line.tender_rank = ranked[line.id].rank or 0

    def _to_offer(self):
        quantity = self.product_uom_id._compute_quantity(
            self.product_qty, self.product_id.uom_id, round=False
        )
        return tender.Offer(
            self.id,
            self.price_total_cc / quantity if quantity else 0.0,
            fields.Date.to_date(self.date_planned),
            self.partner_id.commercial_partner_id.sudo().charter_grade or "unknown",
        )

    def write(self, vals):
        if vals.keys() & LINE_ANSWER:
            self.order_id.filtered(lambda order: order.state == "sent")._receive_offer()
        return super().write(vals)
