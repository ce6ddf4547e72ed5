# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import float_compare

from . import charter_wording

EFFECTS = [
    ("none", "Nothing"),
    ("inform", "Inform"),
    ("justify", "Ask a reason"),
    ("approve", "Ask an approval"),
    ("block", "Block"),
]
DOCUMENTS = [
    ("rfq", "Request for quotation"),
    ("purchase_order", "Purchase order"),
    ("agreement", "Purchase agreement"),
    ("pool", "Pooled order"),
]
# Soft by default: a fresh install informs, and blocks nothing.
DEFAULT_EFFECTS = {
    "unknown": "inform",
    "provisional": "inform",
    "excluded": "inform",
    "insufficient": "inform",
    "progress": "none",
    "compliant": "none",
    "exemplary": "none",
}


class SmartCharterPolicy(models.Model):
    """One cell of a company's matrix: what a grade does to a document."""

    _name = "smart.charter.policy"
    _description = "Charter Policy"
    _order = "company_id, document, sequence, min_amount, id"
    _rec_name = "grade"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    grade = fields.Selection(charter_wording.GRADES, required=True)
    document = fields.Selection(DOCUMENTS, required=True, default="purchase_order")
    min_amount = fields.Monetary(
        "From Amount",
        default=0.0,
        required=True,
        help="Untaxed amount from which the effect applies.",
    )
    effect = fields.Selection(EFFECTS, required=True, default="inform")

    _cell_uniq = models.Constraint(
        "UNIQUE(company_id, document, grade, min_amount)",
        "This grade already has an effect from this amount.",
    )
    _min_amount_not_negative = models.Constraint(
        "CHECK(min_amount >= 0)", "An amount is not negative."
    )

    @api.depends("grade")
    def _compute_sequence(self):
        order = [grade for grade, _label in charter_wording.GRADES]
        for policy in self:
            policy.sequence = order.index(policy.grade) if policy.grade else 0

    @api.model
    def _create_defaults(self, companies=None):
        """Give companies without a row for a document the ones that only inform."""
        done = set(self._read_group([], ["company_id", "document"]))
        wanted = Domain("id", "in", companies.ids) if companies else Domain.TRUE
        self.create(
            [
                {
                    "company_id": company.id,
                    "document": document,
                    "grade": grade,
                    "effect": effect,
                }
                for company in self.env["res.company"].search(wanted)
                for document, _label in DOCUMENTS
                if (company, document) not in done
                for grade, effect in DEFAULT_EFFECTS.items()
            ]
        )

    @api.model
    def _get_matrix(self, companies):
        """Return {(company, document, grade): [(min amount, effect), …]}, by amount."""
        matrix = {}
        for policy in self.search(
            [("company_id", "in", companies.ids)], order="min_amount, id"
        ):
            key = (policy.company_id, policy.document, policy.grade)
            matrix.setdefault(key, []).append((policy.min_amount, policy.effect))
        return matrix

    @api.model
    def _get_effect(self, matrix, company, document, grade, amount):
        """Return the effect of the highest threshold reached; no row: "none"."""
        digits = company.currency_id.decimal_places
        effect = "none"
        for threshold, reached in matrix.get((company, document, grade), ()):
            if float_compare(amount, threshold, precision_digits=digits) >= 0:
                effect = reached
        return effect
