# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class SmartFiliereGateCheck(models.Model):
    """What somebody answers to a gate of her filière, with the evidence for it."""

    _name = "smart.filiere.gate.check"
    _description = "Answer to a Gate"
    _order = "filiere_id, gate_id, id desc"
    _rec_name = "gate_id"

    filiere_id = fields.Many2one(
        "smart.filiere", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="filiere_id.company_id", store=True, index=True
    )
    gate_id = fields.Many2one(
        "smart.filiere.gate", required=True, index=True, ondelete="cascade"
    )
    answer = fields.Selection([("yes", "Met"), ("no", "Not met")], required=True)
    evidence = fields.Text(
        required=True, help="What shows it: a document, a date, who decided."
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Documents")
    user_id = fields.Many2one(
        "res.users",
        "Answered by",
        default=lambda self: self._default_user_id(),
        readonly=True,
        index="btree_not_null",
    )
    date = fields.Date(default=fields.Date.context_today, readonly=True)

    _gate_uniq = models.Constraint(
        "UNIQUE(filiere_id, gate_id)",
        "This gate has an answer already: change it instead.",
    )
    _evidence_said = models.Constraint(
        "CHECK(length(trim(evidence)) > 0)", "An answer needs its evidence in words."
    )

    @api.model
    def _default_user_id(self):
        return self.env.user

    def write(self, vals):
        if {"answer", "evidence"} & set(vals):
            # who answers last stands for the answer
            vals = {
                **vals,
                "user_id": self.env.uid,
                "date": fields.Date.context_today(self),
            }
        return super().write(vals)
