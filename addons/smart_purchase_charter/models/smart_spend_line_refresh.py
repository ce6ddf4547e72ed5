# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL, split_every

from ..engine import spend
from .smart_spend_line import ASSESSED, RESPONSIBLE

BATCH = 1000
# what is billed counts as billed, the rest of an order as ordered; an order for members
# counts once, as ordered: its rows of members come from what they committed to
STRUCTURE = """
    WITH shares AS (%(shares)s),
    pooled AS (
        SELECT order_line_id, SUM(amount) AS amount FROM shares GROUP BY order_line_id),
    stream AS (
        SELECT ml.company_id, m.invoice_date AS date, 'bill' AS source,
               m.commercial_partner_id AS partner_id, ml.product_id, NULL::int AS categ,
               ml.balance AS amount,
               NULL::int AS order_line_id, ml.id AS move_line_id,
               NULL::int AS import_line_id
          FROM account_move_line ml
          JOIN account_move m ON m.id = ml.move_id
          LEFT JOIN purchase_order_line pl ON pl.id = ml.purchase_line_id
         WHERE m.move_type IN ('in_invoice', 'in_refund', 'in_receipt')
           AND m.state = 'posted' AND ml.display_type = 'product'
           AND m.invoice_date IS NOT NULL
           AND m.commercial_partner_id IS NOT NULL
           AND pl.pooled_line_id IS NULL
        UNION ALL
        SELECT pl.company_id, COALESCE(o.date_approve, o.date_order)::date, 'order',
               p.commercial_partner_id, pl.product_id, NULL,
               CASE WHEN pl.pooled_line_id IS NOT NULL
                    THEN GREATEST(pl.price_total_cc - COALESCE(pooled.amount, 0), 0)
                    ELSE pl.price_total_cc * (pl.product_qty
                         - LEAST(COALESCE(pl.qty_invoiced, 0), pl.product_qty))
                         / pl.product_qty END,
               pl.id, NULL, NULL
          FROM purchase_order_line pl
          JOIN purchase_order o ON o.id = pl.order_id
          JOIN res_partner p ON p.id = o.partner_id
          LEFT JOIN pooled ON pooled.order_line_id = pl.id
         WHERE o.state = 'purchase' AND pl.display_type IS NULL
           AND pl.product_qty > 0
           AND (pl.pooled_line_id IS NOT NULL
                OR COALESCE(pl.qty_invoiced, 0) < pl.product_qty)
        UNION ALL
        SELECT company_id, date, 'import', partner_id, NULL, category_id, amount,
               NULL, NULL, id
          FROM smart_spend_import_line
         WHERE member_id IS NULL)
    INSERT INTO smart_spend_line (
        company_id, date, source, buyer_type, partner_id, category_id, product_id,
        territory_id, charter_grade, is_assessed, is_responsible, is_local, amount,
        order_line_id, move_line_id, import_line_id,
        create_uid, create_date, write_uid, write_date)
    SELECT s.company_id, s.date, s.source, 'structure', s.partner_id,
           COALESCE(s.categ, t.categ_id), s.product_id, p.territory_id,
           COALESCE(p.charter_grade, 'unknown'),
           COALESCE(p.charter_grade, 'unknown') IN %(assessed)s,
           COALESCE(p.charter_grade, 'unknown') IN %(responsible)s,
           p.territory_id IS NOT NULL, s.amount,
           s.order_line_id, s.move_line_id, s.import_line_id,
           %(uid)s, %(now)s, %(uid)s, %(now)s
      FROM stream s
      JOIN res_partner p ON p.id = s.partner_id
      LEFT JOIN product_product pp ON pp.id = s.product_id
      LEFT JOIN product_template t ON t.id = pp.product_tmpl_id
     WHERE s.amount <> 0
"""
# one row per commitment on an order that was made: exact once settled, else by units
POOLED_SHARES = """
    SELECT pl.id AS order_line_id, c.partner_id AS member_id, pl.company_id,
           COALESCE(o.date_approve, o.date_order)::date AS date,
           t.categ_id AS category_id, p.commercial_partner_id AS partner_id,
           COALESCE(
               NULLIF(c.amount_untaxed, 0) / COALESCE(NULLIF(o.currency_rate, 0), 1),
               pl.price_total_cc
               * COALESCE(NULLIF(c.allocated_qty, 0), c.quantity) / pl.product_qty
           ) AS amount
      FROM smart_pooled_commitment c
      JOIN purchase_order_line pl ON pl.pooled_line_id = c.line_id
      JOIN purchase_order o ON o.id = pl.order_id AND o.state = 'purchase'
      JOIN res_partner p ON p.id = o.partner_id
      JOIN product_product pp ON pp.id = pl.product_id
      JOIN product_template t ON t.id = pp.product_tmpl_id
     WHERE c.state IN ('committed', 'allocated', 'settled') AND pl.product_qty > 0
"""
MEMBERS = """
    SELECT s.member_id, s.amount, s.company_id, EXTRACT(YEAR FROM s.date)::int,
           s.category_id, s.partner_id, m.territory_id
      FROM (SELECT member_id, company_id, date, category_id, partner_id, amount
              FROM (%(shares)s) pooled
             UNION ALL
            SELECT member_id, company_id, date, category_id, partner_id, amount
              FROM smart_spend_import_line
             WHERE member_id IS NOT NULL) s
      JOIN res_partner m ON m.id = s.member_id
     WHERE s.amount <> 0
"""


class SmartSpendLineRefresh(models.Model):
    """The nightly refresh: one statement for the structure, one pass for members."""

    _inherit = "smart.spend.line"

    def action_refresh(self):
        """Refresh at once."""
        self.env["smart.spend.target"].check_access("write")
        self.env["smart.spend.line"].sudo()._refresh()

    @api.model
    def _cron_refresh(self):
        self.sudo()._refresh()

    @api.model
    def _refresh(self):
        """Build all rows again; run twice, the result is the same."""
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM smart_spend_line")
        self._insert_structure()
        folded = spend.fold(self._read_shares())
        self._create_member_rows(folded.rows)
        self.env["smart.spend.saving"]._replace(spend.savings(folded.rows))
        self.env.invalidate_all()

    @api.model
    def _insert_structure(self):
        self.env.cr.execute(
            SQL(
                STRUCTURE,
                shares=SQL(POOLED_SHARES),
                assessed=ASSESSED,
                responsible=RESPONSIBLE,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )

    @api.model
    def _read_shares(self):
        rows = self.env.execute_query(SQL(MEMBERS, shares=SQL(POOLED_SHARES)))
        return [
            spend.Share(member, Decimal(str(amount)), *rest)
            for member, amount, *rest in rows
        ]

    @api.model
    def _create_member_rows(self, rows):
        """Store folded rows: of the year, because a day would tell who."""
        suppliers = self.env["res.partner"].browse(
            {row.key.supplier for row in rows if row.key.supplier}
        )
        suppliers.fetch(["charter_grade", "territory_id"])
        for batch in split_every(BATCH, rows):
            self.create([self._prepare_member_row(row) for row in batch])

    @api.model
    def _prepare_member_row(self, row):
        supplier = self.env["res.partner"].browse(row.key.supplier or ())
        grade = supplier.charter_grade or "unknown"
        return {
            "company_id": row.key.company,
            "date": f"{row.key.year}-01-01",
            "source": "order",
            "buyer_type": "member",
            "partner_id": supplier.id,
            "category_id": row.key.category,
            "territory_id": supplier.territory_id.id,
            "buyer_territory_id": row.key.territory,
            "charter_grade": grade,
            "is_assessed": grade in ASSESSED,
            "is_responsible": grade in RESPONSIBLE,
            "is_local": bool(supplier.territory_id),
            "amount": float(row.amount),
            "member_count": len(row.members),
        }
