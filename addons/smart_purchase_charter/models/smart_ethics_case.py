# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .guard import neutral

KINDS = [
    ("adoption", "Adoption of a version"),
    ("appeal", "Appeal on an assessment"),
    ("incident", "Incident referred"),
    ("derogation", "Review of a derogation"),
]
STATES = [
    ("received", "Filed"),
    ("open", "Voting"),
    ("decided", "Decided"),
    ("withdrawn", "Case Withdrawn"),
]
# what only the buttons write
FLOW_FIELDS = {
    "state",
    "outcome",
    "date_opened",
    "date_decided",
    "decider_id",
    "quorum",
    "rule",
    "content_hash",
    "ballot_ids",
    "is_by_supplier",
}
# what may still be written while the committee votes, by the committee
OPEN_FIELDS = {"decision", "session_id", "user_id", "deadline"}
SUBJECTS = {
    "adoption": "charter_id",
    "appeal": "assessment_id",
    "incident": "partner_id",
    "derogation": "derogation_id",
}


class SmartEthicsCase(models.Model):
    """A question put to the committee, its votes and its reasoned decision."""

    _name = "smart.ethics.case"
    _description = "Ethics Committee Case"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "create_date desc, id desc"

    name = fields.Char("Question", required=True)
    kind = fields.Selection(KINDS, required=True, default="incident", index=True)
    state = fields.Selection(
        STATES, default="received", required=True, copy=False, tracking=True, index=True
    )
    committee_id = fields.Many2one(
        "smart.ethics.committee",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["smart.ethics.committee"]._get_active(
            self.env.company
        ),
    )
    company_id = fields.Many2one(
        related="committee_id.company_id", store=True, index=True
    )
    session_id = fields.Many2one(
        "smart.ethics.session",
        index="btree_not_null",
        domain="[('committee_id', '=', committee_id)]",
    )
    charter_id = fields.Many2one(
        "smart.charter", "Version", index="btree_not_null", ondelete="restrict"
    )
    assessment_id = fields.Many2one(
        "smart.supplier.assessment", index="btree_not_null", ondelete="restrict"
    )
    derogation_id = fields.Many2one(
        "smart.supplier.derogation", index="btree_not_null", ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    statement = fields.Text(help="What is asked, and what speaks for it.")
    former_case_id = fields.Many2one(
        "smart.ethics.case",
        "Appeal against",
        index="btree_not_null",
        ondelete="restrict",
        help="Who decided that case does not vote on this one.",
    )
    is_by_supplier = fields.Boolean("Sent by the Supplier", readonly=True)
    user_id = fields.Many2one(
        "res.users", "Prepared by", default=lambda self: self.env.user, tracking=True
    )
    deadline = fields.Date(
        compute="_compute_deadline", store=True, readonly=False, tracking=True
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    ballot_ids = fields.One2many("smart.ethics.ballot", "case_id", readonly=True)
    quorum = fields.Integer("Quorum (%)", readonly=True, copy=False)
    rule = fields.Selection(
        selection="_get_rules", string="Majority", readonly=True, copy=False
    )
    content_hash = fields.Char("Fingerprint Voted on", readonly=True, copy=False)
    decision = fields.Text(
        "Reasons", copy=False, help="Why the committee decides so, for all concerned."
    )
    outcome = fields.Selection(
        [("accepted", "Accepted"), ("rejected", "Rejected")],
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    date_opened = fields.Datetime(readonly=True, copy=False)
    date_decided = fields.Datetime("Decided on", readonly=True, copy=False)
    decider_id = fields.Many2one("res.users", "Recorded by", readonly=True, copy=False)

    # === COMPUTE METHODS === #

    @api.model
    def _get_rules(self):
        committees = self.env["smart.ethics.committee"]
        return committees._fields["rule"]._description_selection(self.env)

    @api.depends("assessment_id", "derogation_id")
    def _compute_partner_id(self):
        for case in self:
            subject = case.assessment_id or case.derogation_id
            case.partner_id = subject.partner_id or case.partner_id

    @api.depends("committee_id")
    def _compute_deadline(self):
        today = fields.Date.context_today(self)
        for case in self:
            days = case.committee_id.answer_days
            case.deadline = case.deadline or (days and today + timedelta(days=days))

    @api.depends("deadline", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for case in self:
            case.is_late = bool(
                case.state in ("received", "open")
                and case.deadline
                and case.deadline < today
            )

    def _search_is_late(self, operator, _value):
        if operator != "in":
            return NotImplemented
        return [("state", "in", ("received", "open")), ("deadline", "<", "today")]

    # === CONSTRAINTS AND CRUD METHODS === #

    @api.constrains(
        "kind", "charter_id", "assessment_id", "partner_id", "derogation_id"
    )
    def _check_subject(self):
        for case in self:
            name = SUBJECTS[case.kind]
            if not case[name]:
                raise ValidationError(
                    self.env._(
                        "“%(case)s” needs its subject: %(field)s.",
                        case=case.name,
                        field=self._fields[name].get_description(self.env, ["string"])[
                            "string"
                        ],
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        fixed = dict.fromkeys(FLOW_FIELDS) | {"state": "received"}
        self, vals_list = neutral(self, vals_list, fixed)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() & FLOW_FIELDS:
                raise UserError(
                    self.env._("A case moves by its buttons and by votes only.")
                )
            self._check_writable(set(vals))
        return super().write(vals)

    def _check_writable(self, names):
        """What is asked stays as it was voted on; what is decided stays."""
        names = names & self._fields.keys() - set(self._get_chatter_fields())
        for case in self:
            if case.state == "received" and not case.is_by_supplier:
                continue
            allowed = {"received": OPEN_FIELDS | {"committee_id"}, "open": OPEN_FIELDS}
            if names - allowed.get(case.state, set()):
                raise UserError(
                    self.env._(
                        "“%s” can no longer be changed: what was asked and decided "
                        "stays as it is.",
                        case.name,
                    )
                )

    @api.model
    def _get_chatter_fields(self):
        """Return the fields of conversation and activities, free at any time."""
        return [
            name
            for name in self._fields
            if name.startswith(("message_", "activity_", "my_activity_"))
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_opened(self):
        kept = self.filtered(lambda c: c.state != "received" or c.is_by_supplier)
        if kept:
            raise UserError(
                self.env._(
                    "“%s” stays in the register. Withdraw the case.", kept[0].name
                )
            )
