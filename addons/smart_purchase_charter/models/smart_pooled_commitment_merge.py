# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.tools import SQL

OUT = ("withdrawn", "priced_out")
SUMS = (
    "quantity",
    "tolerance",
    "allocated_qty",
    "extra_qty",
    "amount_untaxed",
    "amount_tax",
    "amount_total",
)


class SmartPooledCommitmentMerge(models.Model):
    """Two contacts of one member become one: so do their commitments to a product."""

    _inherit = "smart.pooled.commitment"

    @api.model
    def _join_members(self, sources, target):
        """Join what `sources` and `target` asked for of the same products.

        Core deletes all rows of the merged contacts in a table where one of them
        stands in the way of a unique key.
        """
        # merging contacts is a right of its own; nothing else of the rows changes
        rows = self.sudo().search(
            [("partner_id", "in", (sources | target).ids)], order="commit_date, id"
        )
        for of_line in rows.grouped("line_id").values():
            if len(of_line) > 1:
                of_line._join(target)

    def _join(self, target):
        """Keep one row with the sums of those that take part, and the earliest rank."""
        active = self.filtered(lambda one: one.state not in OUT) or self[:1]
        mine = self.filtered(lambda one: one.partner_id == target)
        kept = mine[:1] or active[:1]
        ceilings = [one.max_price for one in active if one.max_price]
        by_hand = [one for one in active if one.manual_reason]
        values = {name: sum(active.mapped(name)) for name in SUMS} | {
            # who set a ceiling pays no more than it
            "max_price": min(ceilings, default=0.0),
            "state": active[0].state,
            "reason": active[0].reason or None,
            "commit_date": active[0].commit_date,
            "priority": min(active.mapped("priority")),
            "manual_reason": by_hand[0].manual_reason if by_hand else None,
            "manual_qty": sum(
                one.manual_qty if one.manual_reason else one.quantity for one in active
            )
            if by_hand
            else 0.0,
            "collected_date": max(active.mapped("collected_date"))
            if all(active.mapped("collected_date"))
            else None,
        }
        billed = self.env["account.move.line"].search(
            [("pooled_commitment_id", "in", (self - kept).ids)]
        )
        billed.pooled_commitment_id = kept
        assignments = SQL(", ").join(
            SQL("%s = %s", SQL.identifier(name), value)
            for name, value in values.items()
        )
        # By hand: the order may be closed, and a sum may pass the ceiling of one.
        self._store(
            list(values),
            SQL(
                "UPDATE smart_pooled_commitment SET %s WHERE id = %s",
                assignments,
                kept.id,
            ),
        )
        self.env.cr.execute(
            SQL(
                "DELETE FROM smart_pooled_commitment WHERE id IN %s",
                tuple((self - kept).ids),
            )
        )
        self.env.invalidate_all()


class SmartPoolBackingMerge(models.Model):
    _inherit = "smart.pool.backing"

    @api.model
    def _join_members(self, sources, target):
        """Add up what a member would take, told by two of her contacts."""
        # see the commitments
        rows = self.sudo().search([("partner_id", "in", (sources | target).ids)])
        for backings in rows.grouped("proposal_id").values():
            kept = backings.filtered(lambda one: one.partner_id == target)
            kept = kept or backings[:1]
            if len(backings) > 1:
                kept.quantity = sum(backings.mapped("quantity"))
                (backings - kept).unlink()
