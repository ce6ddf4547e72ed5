# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..engine.disclosure import MINIMUM_CELL

KINDS = [
    ("member", "Members"),
    ("staff", "Staff"),
    ("client", "Clients"),
    ("funder", "Funders"),
    ("researcher", "Researchers"),
    ("authority", "Public authorities"),
    ("other", "Others"),
]


class SmartImpactStakeholder(models.Model):
    _name = "smart.impact.stakeholder"
    _description = "Stakeholder Group"
    _inherit = ["mail.thread", "smart.impact.guarded.mixin"]
    _order = "programme_id, sequence, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, required=True, default="member")
    description = fields.Text(
        "What they have at stake",
        translate=True,
    )
    programme_id = fields.Many2one(
        "smart.impact.programme",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self._default_programme_id(),
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    partner_ids = fields.Many2many(
        "res.partner",
        "smart_impact_stakeholder_partner_rel",
        "stakeholder_id",
        "partner_id",
        string="Representatives",
        help="Who may answer consultations for this group. All members may, in a "
        "group of members.",
    )
    engagement_ids = fields.One2many("smart.impact.engagement", "stakeholder_id")
    engagement_count = fields.Integer(
        compute="_compute_engagement_count", string="# Contributions"
    )

    _name_uniq = models.Constraint(
        "UNIQUE(programme_id, name)", "This group of the programme exists already."
    )

    def _default_programme_id(self):
        domain = [("company_id", "=", self.env.company.id)]
        return self.env["smart.impact.programme"].search(domain, limit=1)

    def _compute_engagement_count(self):
        groups = self.env["smart.impact.engagement"]._read_group(
            [("stakeholder_id", "in", self.ids)], ["stakeholder_id"], ["__count"]
        )
        counts = dict(groups)
        for stakeholder in self:
            stakeholder.engagement_count = counts.get(stakeholder, 0)

    @api.model
    def _get_shown_count(self, count):
        """Return a number of people that may be read: 0, which is not said, if few."""
        return count if count >= MINIMUM_CELL else 0

    def _holds_partner(self, partner):
        """Say whether `partner` belongs to one of these groups."""
        if partner.is_member and "member" in self.mapped("kind"):
            return True
        return partner in self.partner_ids
