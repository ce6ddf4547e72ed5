# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.tools import formatLang


class SmartPooledOrderLinePortal(models.Model):
    """What a member reads about a product: totals of all, never who asked."""

    _inherit = "smart.pooled.order.line"

    def _get_progress(self):
        """Return a list of dicts of texts and percentages, one per line.

        The page shows them as they are and asks for them again every few seconds;
        they are in the language of the reader.
        """
        return [line._prepare_progress() for line in self]

    def _prepare_progress(self):
        return {
            "id": self.id,
            "members": self._get_members_text(),
            "price": self._format_price(self.current_price),
            "lot_text": self._get_lot_text(),
            "lot_percent": self._get_lot_percent(),
            "price_text": self._get_price_text(),
            "price_percent": self._get_price_percent(),
            "order_up_text": self._get_order_up_text(),
            "room_text": self._get_room_text(),
        }

    def _get_members_text(self):
        if not self.member_count:
            return self.env._("Nobody committed yet: be the first.")
        asked = self._format_quantity(self.firm_qty)
        if self.member_count == 1:
            return self.env._("1 member asks for %(asked)s.", asked=asked)
        return self.env._(
            "%(count)s members ask for %(asked)s.",
            count=self.member_count,
            asked=asked,
        )

    def _get_lot_text(self):
        missing = self._format_quantity(self.missing_to_lot)
        if not self.planned_lots:
            return self.env._(
                "%(missing)s missing before anything is ordered.", missing=missing
            )
        ordered = self._format_quantity(self.planned_qty)
        if self.planned_lots == 1:
            return self.env._(
                "1 full lot (%(ordered)s); %(missing)s missing for the next.",
                ordered=ordered,
                missing=missing,
            )
        return self.env._(
            "%(lots)s full lots (%(ordered)s); %(missing)s missing for the next.",
            lots=self.planned_lots,
            ordered=ordered,
            missing=missing,
        )

    def _get_lot_percent(self):
        target = max(self.min_lots, self.planned_lots + 1) * self.lot_size
        span = target - self.planned_qty
        return round(100 * max(0.0, span - self.missing_to_lot) / span)

    def _get_price_text(self):
        if not self.next_price:
            return self.env._("The lowest price is reached.")
        return self.env._(
            "%(missing)s missing to pay %(price)s.",
            missing=self._format_quantity(self.missing_to_price),
            price=self._format_price(self.next_price),
        )

    def _get_order_up_text(self):
        """Say that more costs less in all: 18 at 8.50 are 153.00, 17 at 9.20 156.40."""
        if not self.order_up_qty:
            return ""
        return self.env._(
            "%(extra)s more would cost %(saving)s less in all.",
            extra=self._format_quantity(self.order_up_qty),
            saving=self._format_price(self.order_up_saving),
        )

    def _get_room_text(self):
        if not self.max_total:
            return ""
        return self.env._(
            "%(room)s of %(quota)s still available.",
            room=self._format_quantity(self.room_qty),
            quota=self._format_quantity(self.max_total),
        )

    def _get_price_percent(self):
        if not self.next_price:
            return 100
        total = self.firm_qty + self.missing_to_price
        return round(100 * self.firm_qty / total) if total else 0

    def _get_price_labels(self):
        """Return the price breaks as texts, from the first to the lowest."""
        labels, lowest = [], None
        for tier in sorted(self.sudo()._get_tiers(), key=lambda t: t.min_quantity):
            if lowest is not None and tier.price >= lowest:
                continue
            lowest = tier.price
            price = self._format_price(self._to_unit_price(tier.price))
            if not tier.min_quantity:
                labels.append(price)
                continue
            quantity = self._format_quantity(self._to_qty(tier.min_quantity))
            labels.append(
                self.env._(
                    "%(price)s from %(quantity)s", price=price, quantity=quantity
                )
            )
        return labels

    def _prepare_form(self, commitment):
        """Return what a commitment puts into the fields of the form, as typed."""
        return {
            name: formatLang(
                self.env,
                commitment[name],
                digits=0 if float(commitment[name]).is_integer() else 2,
                grouping=False,
            )
            if commitment[name]
            else ""
            for name in ("quantity", "tolerance", "max_price")
        }

    def _format_quantity(self, quantity):
        unit = self.sudo().product_uom_id.name
        digits = 0 if float(quantity).is_integer() else 2
        return f"{formatLang(self.env, quantity, digits=digits)} {unit}"

    def _format_price(self, price):
        return formatLang(self.env, price, currency_obj=self.sudo().currency_id)
