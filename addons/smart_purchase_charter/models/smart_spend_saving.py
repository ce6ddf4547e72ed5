# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class SmartSpendSaving(models.Model):
    """A supplier that five or more members buy from: worth a pooled order."""

    _name = "smart.spend.saving"
    _description = "Savings Potential"
    _order = "amount desc, id"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Supplier", required=True, index=True, ondelete="cascade"
    )
    charter_grade = fields.Selection(related="partner_id.charter_grade")
    amount = fields.Monetary("Bought by Members")
    member_count = fields.Integer("Members", aggregator=None)
    structure_amount = fields.Monetary("Bought by the Structure")
    rate = fields.Float("Expected Saving (%)", digits=(5, 1), aggregator=None)
    potential = fields.Monetary(
        help="What members bought × the expected saving of the company."
    )

    @api.model
    def _replace(self, savings):
        """Store the potential of suppliers instead of that of yesterday."""
        self.env.cr.execute("DELETE FROM smart_spend_saving")
        own = {
            (company.id, partner.id): amount
            for company, partner, amount in self.env["smart.spend.line"]._read_group(
                [
                    ("buyer_type", "=", "structure"),
                    ("partner_id", "in", [one.supplier for one in savings]),
                ],
                ["company_id", "partner_id"],
                ["amount:sum"],
            )
        }
        companies = self.env["res.company"].browse({one.company for one in savings})
        rates = {company.id: company.pooling_saving_rate for company in companies}
        self.create(
            [
                {
                    "company_id": one.company,
                    "partner_id": one.supplier,
                    "amount": float(one.amount),
                    "member_count": one.member_count,
                    "structure_amount": own.get((one.company, one.supplier), 0.0),
                    "rate": rates[one.company],
                    "potential": float(one.amount) * rates[one.company] / 100,
                }
                for one in savings
            ]
        )

    def action_create_pool(self):
        """Start a pooled order with this supplier."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "smart.pooled.order",
            "views": [[False, "form"]],
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
            },
        }
