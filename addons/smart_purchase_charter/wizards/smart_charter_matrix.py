# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..models import charter_wording
from ..models.smart_charter_policy import DOCUMENTS, EFFECTS

KINDS = [document for document, _label in DOCUMENTS]


class SmartCharterMatrix(models.TransientModel):
    """The whole matrix of a company on one screen: grades down, documents across."""

    _name = "smart.charter.matrix"
    _description = "Charter Matrix"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    line_ids = fields.One2many("smart.charter.matrix.line", "matrix_id")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "line_ids" in fields:
            company = self.env["res.company"].browse(values.get("company_id"))
            values["line_ids"] = self._prepare_lines(company or self.env.company)
        return values

    def _prepare_lines(self, company):
        matrix = self.env["smart.charter.policy"]._get_matrix(company)
        cells = {}
        for (_company, document, grade), effects in matrix.items():
            for amount, effect in effects:
                cells.setdefault((grade, amount), {})[f"effect_{document}"] = effect
        grades = [grade for grade, _label in charter_wording.GRADES]
        for grade in grades:
            cells.setdefault((grade, 0.0), {})
        return [
            fields.Command.create({"grade": grade, "min_amount": amount, **cell})
            for (grade, amount), cell in sorted(
                cells.items(), key=lambda item: (grades.index(item[0][0]), item[0][1])
            )
        ]

    @api.onchange("company_id")
    def _onchange_company_id(self):
        self.line_ids = [fields.Command.clear(), *self._prepare_lines(self.company_id)]

    def action_save(self):
        """Replace the matrix of the company by what is on the screen."""
        self.ensure_one()
        policies = self.env["smart.charter.policy"]
        old = policies.search([("company_id", "=", self.company_id.id)])
        rows = {
            (policy.grade, policy.document, policy.min_amount): policy for policy in old
        }
        vals_list = []
        for line in self.line_ids:
            for document in KINDS:
                key = (line.grade, document, line.min_amount)
                policy, effect = rows.pop(key, policies), line[f"effect_{document}"]
                if policy and effect and policy.effect != effect:
                    policy.effect = effect
                elif not policy and effect:
                    vals_list.append(line._prepare_policy(document))
                elif policy and not effect:
                    policy.unlink()
        policies.union(*rows.values()).unlink()
        policies.create(vals_list)
        return {"type": "ir.actions.act_window_close"}


class SmartCharterMatrixLine(models.TransientModel):
    _name = "smart.charter.matrix.line"
    _description = "Row of the Charter Matrix"
    _order = "id"

    matrix_id = fields.Many2one(
        "smart.charter.matrix", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="matrix_id.currency_id")
    grade = fields.Selection(charter_wording.GRADES, required=True)
    min_amount = fields.Monetary("From Amount", required=True, default=0.0)
    effect_rfq = fields.Selection(EFFECTS, "Request for Quotation")
    effect_purchase_order = fields.Selection(EFFECTS, "Purchase Order")
    effect_agreement = fields.Selection(EFFECTS, "Purchase Agreement")
    effect_pool = fields.Selection(EFFECTS, "Pooled Order")

    _row_uniq = models.Constraint(
        "UNIQUE(matrix_id, grade, min_amount)",
        "This grade has a row from this amount already.",
    )

    def _prepare_policy(self, document):
        return {
            "company_id": self.matrix_id.company_id.id,
            "document": document,
            "grade": self.grade,
            "min_amount": self.min_amount,
            "effect": self[f"effect_{document}"],
        }
