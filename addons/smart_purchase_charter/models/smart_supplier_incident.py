# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import assessment_incidents as engine
from .guard import check_commercial, neutral

YEARS, ETHICS_YEARS = 3, 5
SUSPENSION_MONTHS = 3
DECIDED_FIELDS = {"state", "date_suspended_until", "is_weighing", "decided_by_id"}
FROZEN_FIELDS = {"partner_id", "theme_id", "severity", "date", "date_end"}
COMMITTEE = "smart_purchase_charter.group_ethics_committee"


class SmartSupplierIncident(models.Model):
    """Something a supplier is blamed for, and what was decided about it.

    A buyer decides about a minor or major one; a severe one goes to the ethics
    committee, which alone may suspend.
    """

    _name = "smart.supplier.incident"
    _description = "Supplier Incident"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"

    name = fields.Char("What happened", required=True, tracking=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('parent_id', '=', False)]",
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    theme_id = fields.Many2one(
        "smart.charter.theme", required=True, index=True, ondelete="restrict"
    )
    severity = fields.Selection(
        [("minor", "Minor"), ("major", "Major"), ("severe", "Severe")],
        default="minor",
        required=True,
        index=True,
        tracking=True,
    )
    date = fields.Date(
        "Happened on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_end = fields.Date(
        "Weighs until",
        compute="_compute_date_end",
        store=True,
        help="Three years, five in ethics; its weight falls evenly until that day.",
    )
    weight = fields.Float(
        "Weight today (%)", compute="_compute_weight", digits=(5, 1), aggregator=None
    )
    is_weighing = fields.Boolean(default=True, copy=False, readonly=True)
    source = fields.Selection(
        [
            ("member", "A member"),
            ("buyer", "A buyer"),
            ("press", "Press or public source"),
            ("court", "Court or authority"),
            ("audit", "Audit"),
            ("other", "Other"),
        ],
        required=True,
        default="buyer",
    )
    source_reference = fields.Char(help="Address of the article, number of the case…")
    description = fields.Html()
    state = fields.Selection(
        [
            ("draft", "To check"),
            ("referred", "At the committee"),
            ("confirmed", "Confirmed"),
            ("dismissed", "Dismissed"),
        ],
        default="draft",
        required=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    decision = fields.Text(
        copy=False, tracking=True, help="Why it is confirmed, dismissed or suspended."
    )
    decided_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    date_suspended_until = fields.Date(
        "Suspended until", copy=False, readonly=True, tracking=True
    )
    action_ids = fields.One2many("smart.supplier.action", "incident_id")
    action_count = fields.Integer(compute="_compute_action_count")

    _dates_ordered = models.Constraint(
        "CHECK(date_end > date)", "An incident weighs for some time."
    )

    # === COMPUTE METHODS === #

    @api.depends("date", "theme_id")
    def _compute_date_end(self):
        for incident in self:
            years = ETHICS_YEARS if incident.theme_id.code == "ETH" else YEARS
            incident.date_end = incident.date and (
                incident.date + relativedelta(years=years)
            )

    @api.depends("date", "date_end", "severity", "theme_id", "state")
    @api.depends_context("tz")
    def _compute_weight(self):
        today = fields.Date.context_today(self)
        for incident in self:
            weighs = incident.state == "confirmed" and incident.date_end
            incident.weight = (
                float(100 * engine.weight(incident._to_engine(), today))
                if weighs
                else 0
            )

    @api.depends("action_ids")
    def _compute_action_count(self):
        for incident in self:
            incident.action_count = len(incident.action_ids)

    # === CONSTRAINTS AND CRUD METHODS === #

    @api.constrains("partner_id")
    def _check_partner(self):
        check_commercial(self)

    @api.constrains("date")
    def _check_date(self):
        today = fields.Date.context_today(self)
        if any(incident.date > today for incident in self):
            raise UserError(self.env._("An incident happened today or before."))

    @api.model_create_multi
    def create(self, vals_list):
        fixed = {
            "state": "draft",
            "date_suspended_until": False,
            "is_weighing": True,
            "decided_by_id": False,
            "date_end": None,
        }
        self, vals_list = neutral(self, vals_list, fixed)
        incidents = super().create(vals_list)
        incidents.filtered(
            lambda one: one.severity == "severe" and one.state == "draft"
        )._refer()
        return incidents

    def write(self, vals):
        if not self.env.su:
            if vals.keys() & DECIDED_FIELDS:
                raise UserError(self.env._("Use the buttons to decide."))
            if vals.keys() & FROZEN_FIELDS and set(self.mapped("state")) - {"draft"}:
                raise UserError(
                    self.env._(
                        "It was decided or referred: its facts stay as they are."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if set(self.mapped("state")) - {"draft"}:
            raise UserError(self.env._("Dismiss this incident instead: it is kept."))

    # === ACTION METHODS === #

    def action_confirm(self):
        """Let it weigh; a severe one goes to the committee first."""
        self.check_access("write")
        severe = self.filtered(lambda one: one.severity == "severe")
        if not self._is_committee():
            if severe.filtered(lambda one: one.state != "draft"):
                self._refuse()
            severe._refer()
            (self - severe)._decide("confirmed")
        else:
            self._decide("confirmed")
        return True

    def action_dismiss(self):
        self.check_access("write")
        if not self._is_committee() and any(
            one.state == "referred" or one.severity == "severe" for one in self
        ):
            self._refuse()
        self._check_decision()
        self._decide("dismissed")
        return True

    def action_suspend(self):
        """Suspend the supplier for a time; only the committee, and with its reasons."""
        self._check_committee()
        self._check_decision()
        self._decide("confirmed")
        until = fields.Date.context_today(self) + relativedelta(
            months=SUSPENSION_MONTHS
        )
        # sudo: out of reach of a plain write, on purpose
        self.sudo().write({"date_suspended_until": until})
        self.partner_id._refresh_charter_grade(cause="incident")
        return True

    def action_lift(self):
        """End the suspension before its time."""
        self._check_committee()
        # sudo: out of reach of a plain write, on purpose
        self.sudo().write({"date_suspended_until": False})
        self.partner_id._refresh_charter_grade(cause="incident")
        return True

    # === BUSINESS METHODS === #

    def _to_engine(self):
        self.ensure_one()
        return engine.Incident(
            self.theme_id.code, self.severity, self.date, self.date_end
        )

    def _is_over(self, as_of):
        return self.date_end <= as_of and not self._is_suspending(as_of)

    def _is_suspending(self, as_of):
        return bool(self.date_suspended_until and self.date_suspended_until >= as_of)

    def _decide(self, state):
        # sudo: out of reach of a plain write, on purpose
        self.sudo().write(
            {"state": state, "decided_by_id": self.env.uid, "is_weighing": True}
        )
        if state == "dismissed":
            self.sudo().write({"date_suspended_until": False})
        self.activity_feedback(["mail.mail_activity_data_todo"])
        self.partner_id._refresh_charter_grade(cause="incident")

    def _refer(self):
        """Hand severe incidents to the ethics committee: a task for each member."""
        if not self:
            return
        # sudo: as above; and a buyer need not see who is in the committee
        self.sudo().write({"state": "referred"})
        members = self.env.ref(COMMITTEE).sudo().all_user_ids
        for incident in self:
            for member in members.filtered(
                lambda user, of=incident: (
                    of.company_id in user.company_ids and not user.share
                )
            ):
                incident.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Decide about a severe incident"),
                    user_id=member.id,
                )
        if "smart.ethics.case" in self.env:
            self.sudo()._open_ethics_case()

    def _open_ethics_case(self):
        """Hook: open one case of the ethics committee for each incident."""

    def _is_committee(self):
        return self.env.su or self.env.user.has_group(COMMITTEE)

    def _check_committee(self):
        self.check_access("write")
        if not self._is_committee():
            self._refuse()

    def _check_decision(self):
        if any(not (incident.decision or "").strip() for incident in self):
            raise UserError(self.env._("Write the reasons of the decision first."))

    def _refuse(self):
        raise AccessError(
            self.env._("The ethics committee decides about a severe incident.")
        )
