# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import AccessError


class SmartImpactOpinion(models.Model):
    """What one person thinks of a proposal while it is in consultation."""

    _name = "smart.impact.opinion"
    _description = "Opinion on a Proposal"
    _inherit = ["smart.impact.guarded.mixin"]
    _order = "proposal_id, id"
    _rec_name = "proposal_id"
    # nobody reads who said it: the administrator alone, to erase on request
    _log_access = False

    proposal_id = fields.Many2one(
        "smart.impact.proposal", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="proposal_id.company_id", store=True)
    partner_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="cascade",
        groups="base.group_system",
    )
    importance = fields.Integer(
        required=True, aggregator="avg", help="From 1, little, to 5, very important."
    )
    comment = fields.Text()
    is_hidden = fields.Boolean(
        "Moderated", help="Its comment is no longer shown; its score still counts."
    )

    _person_uniq = models.Constraint(
        "UNIQUE(proposal_id, partner_id)", "Somebody has one opinion on a proposal."
    )
    _importance_range = models.Constraint(
        "CHECK(importance BETWEEN 1 AND 5)", "Importance goes from 1 to 5."
    )

    def write(self, vals):
        if not self.env.su and set(vals) - {"is_hidden"}:
            raise AccessError(
                self.env._("An opinion is its author's: it is hidden, not rewritten.")
            )
        return super().write(vals)
