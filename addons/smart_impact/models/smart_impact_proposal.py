# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .smart_impact_criterion import DIMENSIONS
from .smart_impact_indicator import KINDS, LEVELS

STATES = [
    ("submitted", "Received"),
    ("consultation", "In consultation"),
    ("screened", "Ready for the vote"),
    ("ballot", "Being voted"),
    ("adopted", "Adopted"),
    ("rejected", "Not adopted"),
    ("refused", "Not retained"),
    ("withdrawn", "Withdrawn"),
]
ORIGINS = [("member", "Member"), ("staff", "Staff"), ("researcher", "Researcher")]
LONGEST = {"name": 120, "reason": 2000, "definition": 2000, "decision": 300}


class SmartImpactProposal(models.Model):
    _name = "smart.impact.proposal"
    _description = "Proposal of a Criterion or an Indicator"
    _inherit = ["mail.thread", "smart.impact.guarded.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char("What to measure", required=True, tracking=True)
    kind = fields.Selection(
        [("indicator", "Indicator"), ("criterion", "Criterion")],
        required=True,
        default="indicator",
    )
    figure_kind = fields.Selection(
        KINDS,
        "Kind of figure",
        copy=False,
        tracking=True,
        groups="smart_impact.group_researcher",
        help="What the answers are turned into: no indicator is retained without it.",
    )
    programme_id = fields.Many2one(
        "smart.impact.programme",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["smart.impact.wave"]._default_programme_id(),
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Proposed by",
        readonly=True,
        copy=False,
        index=True,
        ondelete="set null",
        default=lambda self: self.env.user.partner_id,
    )
    origin = fields.Selection(
        ORIGINS,
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self._default_origin(),
    )
    is_named = fields.Boolean("May be named", help="Her name is shown with it.")
    author_label = fields.Char(compute="_compute_author_label", compute_sudo=True)
    reason = fields.Text("Why", required=True)
    definition = fields.Text("How it could be measured")
    decision = fields.Char(
        "Decision it would serve", help="In the words of whoever proposes it."
    )
    dimension = fields.Selection(DIMENSIONS, required=True, default="social")
    level = fields.Selection(LEVELS, default="outcome")
    state = fields.Selection(
        STATES,
        required=True,
        default="submitted",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    date_open = fields.Date("Consultation from", copy=False)
    date_close = fields.Date("Consultation to", copy=False)
    answer = fields.Text(
        "Answer given",
        copy=False,
        tracking=True,
        help="Why it is retained or not, as everybody reads it.",
    )
    criterion_id = fields.Many2one(
        "smart.impact.criterion",
        domain="[('programme_id', '=', programme_id)]",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="An indicator belongs to it; of a proposed criterion, what becomes of it.",
    )
    decision_id = fields.Many2one(
        "smart.impact.decision",
        "Decision served",
        domain="[('programme_id', '=', programme_id)]",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    indicator_id = fields.Many2one(
        "smart.impact.indicator",
        "Becomes",
        domain="[('programme_id', '=', programme_id), ('state', '!=', 'adopted')]",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    ballot_id = fields.Many2one(
        "smart.impact.ballot",
        "Vote",
        domain="[('programme_id', '=', programme_id), ('state', '=', 'draft')]",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    votes_for = fields.Integer("For", readonly=True, copy=False)
    votes_against = fields.Integer("Against", readonly=True, copy=False)
    votes_abstain = fields.Integer("Abstentions", readonly=True, copy=False)
    concluded_on = fields.Date(readonly=True, copy=False)
    opinion_ids = fields.One2many(
        "smart.impact.opinion", "proposal_id", groups="smart_impact.group_evaluator"
    )

    _dates_order = models.Constraint(
        "CHECK(date_open <= date_close)", "A consultation closes after it opens."
    )

    @api.depends("is_named", "partner_id", "origin")
    @api.depends_context("lang")
    def _compute_author_label(self):
        labels = dict(self._fields["origin"]._description_selection(self.env))
        for proposal in self:
            name = proposal.is_named and proposal.partner_id.name
            proposal.author_label = name or labels.get(proposal.origin)

    @api.constrains("ballot_id", "programme_id")
    def _check_ballot(self):
        for proposal in self.filtered("ballot_id"):
            if proposal.ballot_id.programme_id != proposal.programme_id:
                raise ValidationError(
                    self.env._("The vote is about another programme.")
                )

    def write(self, vals):
        if not self.env.su:
            if "ballot_id" in vals and self.filtered(lambda p: p.state != "screened"):
                raise UserError(
                    self.env._("Only what was screened is put to the vote.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        if self.filtered(lambda one: one.state != "submitted"):
            raise UserError(
                self.env._("What became of a proposal stays to be read: it is kept.")
            )

    def _default_origin(self):
        return "staff" if self.env.su else self._get_origin(self.env.user)

    @api.model
    def _get_origin(self, user):
        """Return in what capacity somebody proposes."""
        if user.has_group("smart_impact.group_evaluator") or (
            user._is_internal() and not user.has_group("smart_impact.group_researcher")
        ):
            return "staff"
        return "researcher" if user._is_internal() else "member"
