# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import SQL


class SmartPooledShare(models.Model):
    """What each member got of pooled orders that were made, and saved by it."""

    _name = "smart.pooled.share"
    _description = "Share of a Pooled Order"
    _auto = False
    _order = "date DESC, id"
    _rec_name = "order_id"
    _depends = {
        "smart.pooled.commitment": [
            *("line_id", "order_id", "company_id", "partner_id", "state"),
            *("quantity", "allocated_qty", "amount_untaxed"),
        ],
        "smart.pooled.order.line": ["ordered_price", "single_price"],
        "smart.pooled.order": ["filiere_id"],
        "purchase.order": ["state", "date_approve", "date_order", "currency_rate"],
        "purchase.order.line": ["order_id", "pooled_line_id"],
        "res.partner": ["territory_id"],
    }

    order_id = fields.Many2one("smart.pooled.order", "Pooled Order", readonly=True)
    filiere_id = fields.Many2one("smart.filiere", "Filière", readonly=True)
    partner_id = fields.Many2one("res.partner", "Member", readonly=True)
    territory_id = fields.Many2one("smart.territory", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date("Ordered on", readonly=True)
    amount = fields.Monetary("Amount Untaxed", readonly=True)
    saving = fields.Monetary(
        "Saved",
        readonly=True,
        help="Units × what each costs alone less what it cost together. Orders from "
        "before the price alone was kept say nothing.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH made AS (
                SELECT pl.pooled_line_id AS line_id,
                       MIN(COALESCE(o.date_approve, o.date_order))::date AS date,
                       MIN(COALESCE(NULLIF(o.currency_rate, 0), 1)) AS rate
                  FROM purchase_order_line pl
                  JOIN purchase_order o ON o.id = pl.order_id
                 WHERE o.state = 'purchase' AND pl.pooled_line_id IS NOT NULL
                 GROUP BY pl.pooled_line_id),
            shares AS (
                SELECT c.*, made.date AS made_on, made.rate,
                       line.ordered_price, line.single_price,
                       CASE WHEN c.state = 'committed' THEN c.quantity
                            ELSE c.allocated_qty END AS units
                  FROM smart_pooled_commitment c
                  JOIN made ON made.line_id = c.line_id
                  JOIN smart_pooled_order_line line ON line.id = c.line_id
                 WHERE c.state IN ('committed', 'allocated', 'settled'))
            SELECT s.id, s.order_id, pool.filiere_id, s.partner_id,
                   member.territory_id, s.company_id, s.made_on AS date,
                   COALESCE(NULLIF(s.amount_untaxed, 0), s.ordered_price * s.units)
                       / s.rate AS amount,
                   GREATEST(NULLIF(s.single_price, 0) - s.ordered_price, 0)
                       * s.units / s.rate AS saving
              FROM shares s
              JOIN smart_pooled_order pool ON pool.id = s.order_id
              JOIN res_partner member ON member.id = s.partner_id
             WHERE s.units > 0
            """
        )
