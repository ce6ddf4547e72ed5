# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL


class SmartCharterCampaignSelect(models.TransientModel):
    """Choose suppliers for a campaign: what was bought, where, and from whom."""

    _name = "smart.charter.campaign.select"
    _description = "Choose Suppliers for a Campaign"

    campaign_id = fields.Many2one(
        "smart.charter.campaign", required=True, ondelete="cascade"
    )
    months = fields.Integer("Spend of the Last (months)", default=12, required=True)
    limit = fields.Integer(
        "At Most", default=100, help="The largest spend first; 0: no limit."
    )
    is_unsigned = fields.Boolean(
        "Without Signature Only",
        default=True,
        help="Leaves out those who signed this version.",
    )
    is_bought = fields.Boolean(
        "Bought from Only",
        default=True,
        help="Suppliers with a posted bill in these months.",
    )
    categ_id = fields.Many2one("product.category", "Category Bought")
    tag_ids = fields.Many2many("res.partner.category", string="Tags")
    territory_id = fields.Many2one("smart.territory")
    buyer_id = fields.Many2one("res.users")
    count = fields.Integer("Suppliers Found", compute="_compute_count")

    @api.depends(
        "months",
        "limit",
        "is_unsigned",
        "is_bought",
        "categ_id",
        "tag_ids",
        "territory_id",
        "buyer_id",
    )
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard._find()) if wizard.campaign_id else 0

    def action_add(self):
        """Add who was found; those already there stay as they are."""
        self.ensure_one()
        self.campaign_id.check_access("write")
        found = self._find()
        categories = self._get_categories([partner.id for partner, _spend in found])
        self.env["smart.charter.invitation"].create(
            [
                {
                    "campaign_id": self.campaign_id.id,
                    "partner_id": partner.id,
                    "spend": spend,
                    "territory_id": partner.territory_id.id,
                    "categ_id": self.categ_id.id or categories.get(partner.id),
                }
                for partner, spend in found
            ]
        )
        return self.campaign_id.action_view_invitations()

    def _find(self):
        """Return [(supplier, spend)], the largest spend first."""
        self.ensure_one()
        self.campaign_id.check_access("read")
        spend = self._get_spend()
        partners = self.env["res.partner"].search(self._get_domain(spend))
        found = sorted(partners, key=lambda p: (-spend.get(p.id, 0), p.id))
        return [(p, spend.get(p.id, 0)) for p in found[: self.limit or None]]

    def _get_domain(self, spend):
        campaign = self.campaign_id
        invited = campaign._origin.invitation_ids.partner_id.ids
        domain = [("parent_id", "=", False), ("id", "not in", invited)]
        if self.is_bought or self.categ_id:
            domain += [("id", "in", list(spend))]
        else:
            domain += [("supplier_rank", ">", 0)]
        if self.is_unsigned:
            signed = self.env["smart.charter.signature"].search(
                [("charter_id", "=", campaign.charter_id.id)]
            )
            domain += [("id", "not in", signed.partner_id.ids)]
        if self.tag_ids:
            domain += [("category_id", "in", self.tag_ids.ids)]
        if self.territory_id:
            domain += [("territory_id", "child_of", self.territory_id.id)]
        if self.buyer_id:
            domain += [("buyer_id", "=", self.buyer_id.id)]
        return domain

    def _get_spend(self):
        """Return {supplier id: untaxed amount of bills less refunds}."""
        start = fields.Date.context_today(self) - relativedelta(months=self.months)
        category = SQL()
        if self.categ_id:
            category = SQL(
                """AND EXISTS (SELECT 1 FROM product_product p
                     JOIN product_template t ON t.id = p.product_tmpl_id
                     JOIN product_category c ON c.id = t.categ_id
                    WHERE p.id = line.product_id AND c.parent_path LIKE %s)""",
                f"{self.categ_id.parent_path}%",
            )
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move.commercial_partner_id, SUM(line.balance)
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                 WHERE move.move_type IN ('in_invoice', 'in_refund')
                   AND move.state = 'posted'
                   AND move.company_id = %s
                   AND COALESCE(move.invoice_date, move.date) >= %s
                   AND line.display_type = 'product' %s
                 GROUP BY move.commercial_partner_id
                """,
                self.campaign_id.company_id.id,
                start,
                category,
            )
        )
        return {partner: amount for partner, amount in rows if partner}

    def _get_categories(self, partner_ids):
        """Return {supplier id: the category most was bought of}."""
        if not partner_ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (move.commercial_partner_id)
                       move.commercial_partner_id, template.categ_id
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                  JOIN product_product product ON product.id = line.product_id
                  JOIN product_template template
                    ON template.id = product.product_tmpl_id
                 WHERE move.move_type = 'in_invoice' AND move.state = 'posted'
                   AND move.company_id = %s
                   AND move.commercial_partner_id IN %s
                   AND template.categ_id IS NOT NULL
                 GROUP BY move.commercial_partner_id, template.categ_id
                 ORDER BY move.commercial_partner_id, SUM(line.balance) DESC
                """,
                self.campaign_id.company_id.id,
                tuple(partner_ids),
            )
        )
        return dict(rows)
