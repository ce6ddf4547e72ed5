# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class SmartFilierePassage(models.Model):
    """A filière that went from one stage to another, with what was known that day."""

    _name = "smart.filiere.passage"
    _description = "Life Cycle Passage"
    _order = "date desc, id desc"
    _rec_name = "stage_to_id"

    filiere_id = fields.Many2one(
        "smart.filiere", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="filiere_id.company_id", store=True, index=True
    )
    stage_from_id = fields.Many2one("smart.filiere.stage", "From", readonly=True)
    stage_to_id = fields.Many2one(
        "smart.filiere.stage", "To", required=True, readonly=True
    )
    date = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now, index=True
    )
    user_id = fields.Many2one("res.users", "Decided by", readonly=True)
    results = fields.Json(readonly=True, help="Each gate as it was judged that day.")
    measures = fields.Json(readonly=True)
    results_html = fields.Html("Gates", compute="_compute_results_html")
    is_derogation = fields.Boolean("By derogation", readonly=True)
    reason = fields.Text(readonly=True)

    @api.depends("results")
    def _compute_results_html(self):
        for passage in self:
            passage.results_html = self.env["ir.qweb"]._render(
                "smart_filieres.gate_results",
                {"results": passage.results or [], "env": self.env},
            )

    def write(self, vals):
        if vals:
            raise UserError(
                self.env._("A passage tells what was decided: it is never rewritten.")
            )
        return super().write(vals)
