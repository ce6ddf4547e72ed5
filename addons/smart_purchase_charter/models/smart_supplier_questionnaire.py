# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq

from .guard import check_commercial, neutral

DAYS_TO_ANSWER = 28
DAYS_BEFORE = 7
FLOW_FIELDS = {
    "state",
    "access_token",
    "date_submitted",
    "submitted_by",
    "assessment_id",
    "is_reminded",
}


class SmartSupplierQuestionnaire(models.Model):
    """What a supplier says of itself, criterion by criterion, until somebody verifies.

    It answers on a page of its own without password: the address holds a secret, for
    a time. Buyers read its answers and never write them.
    """

    _name = "smart.supplier.questionnaire"
    _description = "Supplier Questionnaire"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('parent_id', '=', False)]",
    )
    charter_id = fields.Many2one(
        "smart.charter",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["smart.charter"]._get_in_force(),
        domain="[('state', '=', 'adopted')]",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        "Reviewer",
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    state = fields.Selection(
        [
            ("open", "With the supplier"),
            ("submitted", "To review"),
            ("reviewed", "Reviewed"),
            ("cancelled", "Cancelled"),
        ],
        default="open",
        required=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    is_short = fields.Boolean(
        "Short form", help="Fewer than ten people: fewer questions.", readonly=True
    )
    date_expiry = fields.Date(
        "Answer before",
        required=True,
        index=True,
        default=lambda self: (
            fields.Date.context_today(self) + timedelta(days=DAYS_TO_ANSWER)
        ),
        tracking=True,
    )
    is_expired = fields.Boolean(compute="_compute_is_expired")
    access_token = fields.Char(
        required=True,
        copy=False,
        readonly=True,
        default=lambda self: secrets.token_urlsafe(24),
        groups="smart_purchase_charter.group_buyer",
    )
    answer_ids = fields.One2many("smart.supplier.answer", "questionnaire_id")
    answered_count = fields.Integer(compute="_compute_progress", store=True)
    question_count = fields.Integer(compute="_compute_progress", store=True)
    progress = fields.Float(
        "Answered (%)",
        compute="_compute_progress",
        store=True,
        digits=(5, 0),
        aggregator="avg",
    )
    date_submitted = fields.Date(copy=False, readonly=True)
    submitted_by = fields.Char("Answered by", copy=False, readonly=True)
    assessment_id = fields.Many2one(
        "smart.supplier.assessment", copy=False, readonly=True, index="btree_not_null"
    )
    is_reminded = fields.Boolean(copy=False, readonly=True)

    _token_uniq = models.UniqueIndex("(access_token)")

    # === COMPUTE METHODS === #

    @api.depends("partner_id", "charter_id")
    def _compute_display_name(self):
        for one in self:
            one.display_name = (
                f"{one.partner_id.name or ''} · {one.charter_id.display_name or ''}"
            )

    @api.depends("date_expiry", "state")
    @api.depends_context("tz")
    def _compute_is_expired(self):
        today = fields.Date.context_today(self)
        for one in self:
            one.is_expired = one.state == "open" and one.date_expiry < today

    @api.depends("answer_ids.is_answered")
    def _compute_progress(self):
        for one in self:
            answered = one.answer_ids.filtered("is_answered")
            one.answered_count = len(answered)
            one.question_count = len(one.answer_ids)
            one.progress = 100 * len(answered) / (len(one.answer_ids) or 1)

    # === CONSTRAINTS AND CRUD METHODS === #

    @api.constrains("partner_id")
    def _check_partner(self):
        check_commercial(self)

    @api.model_create_multi
    def create(self, vals_list):
        fixed = dict.fromkeys(FLOW_FIELDS - {"access_token"}, False) | {
            "state": "open",
            "access_token": None,
            "is_short": None,
        }
        self, vals_list = neutral(self, vals_list, fixed)
        created = super().create(vals_list)
        for one in created.sudo():
            one.is_short = one.partner_id.is_micro_supplier
            one._add_questions()
        return created

    def write(self, vals):
        if not self.env.su:
            if vals.keys() & FLOW_FIELDS:
                raise UserError(self.env._("Use the buttons to change the state."))
            if vals.keys() & {"partner_id", "charter_id"}:
                raise UserError(
                    self.env._("Cancel this questionnaire and send another one.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        if any(one.state in ("submitted", "reviewed") for one in self):
            raise UserError(self.env._("What a supplier sent is kept."))

    # === ACTION METHODS === #

    def action_send(self):
        """Send the link by e-mail; what expired is open again for as long."""
        self.check_access("write")
        self._extend()
        lost = self.filtered(lambda one: not one.partner_id.email)
        if lost and lost == self:
            raise UserError(
                self.env._("%s has no e-mail address.", lost[0].partner_id.name)
            )
        (self - lost)._tell("sent")
        return True

    def action_cancel(self):
        self.check_access("write")
        # sudo: the state is out of reach of a plain write, on purpose
        self.filtered(lambda one: one.state in ("open", "submitted")).sudo().write(
            {"state": "cancelled"}
        )

    def action_give_back(self):
        """Let the supplier complete what it sent."""
        self.check_access("write")
        sent = self.filtered(lambda one: one.state == "submitted")
        # sudo: the state is out of reach of a plain write, on purpose
        sent.sudo().write({"state": "open"})
        sent.action_send()

    def action_view_assessment(self):
        return self.assessment_id._get_records_action()

    # === BUSINESS METHODS === #

    @api.model
    def _open_for(self, partner):
        """Return the supplier's open questionnaire; a new one if it has none."""
        partner.ensure_one()
        # sudo: asked for by a cron, a buyer, or the supplier itself
        questionnaires = self.sudo()
        known = questionnaires.search(
            [("partner_id", "=", partner.id), ("state", "=", "open")], limit=1
        )
        if known:
            known._extend()
            return known.sudo(self.env.su)
        if not self.env["smart.charter"].sudo()._get_in_force():
            raise UserError(self.env._("No charter is in force yet."))
        return questionnaires.create(
            {"partner_id": partner.id, "user_id": partner.buyer_id.id or False}
        ).sudo(self.env.su)

    def _extend(self):
        today = fields.Date.context_today(self)
        expired = self.sudo().filtered(
            lambda one: one.state == "open" and one.date_expiry < today
        )
        expired.write(
            {
                "date_expiry": today + timedelta(days=DAYS_TO_ANSWER),
                "is_reminded": False,
            }
        )

    def _renew(self):
        """Send a new address, to the supplier alone; the former one is void."""
        self.ensure_one()
        # sudo: asked by whoever holds the former address
        one = self.sudo()
        one.access_token = secrets.token_urlsafe(24)
        one._extend()
        one._tell("sent")

    def _add_questions(self):
        """Ask the criteria that apply, starting from what is in force."""
        self.ensure_one()
        missing = (
            self.charter_id._get_applicable_criteria(self.partner_id)
            - self.answer_ids.criterion_id
        )
        known = {
            line.criterion_id.code: line
            for line in self.partner_id.charter_assessment_id.line_ids
        }
        self.env["smart.supplier.answer"].create(
            [
                {"questionnaire_id": self.id, "criterion_id": criterion.id}
                | self._prepare_known(known.get(criterion.code))
                for criterion in missing
            ]
        )

    def _prepare_known(self, line):
        if not line:
            return {}
        today = fields.Date.context_today(self)
        holds = line.evidence_id.state == "accepted" and line._is_proof_valid(today)
        return {
            "level": line.level,
            "is_not_applicable": line.is_not_applicable,
            "evidence_id": line.evidence_id.id if holds else False,
        }

    def _follow_charter(self):
        """Move what is not reviewed to the charter in force; answers follow by code."""
        for one in self.filtered(lambda one: one.charter_id.state != "adopted"):
            charter = self.env["smart.charter"]._get_in_force(one.company_id)
            if not charter:
                continue
            criteria = charter._get_applicable_criteria(one.partner_id)
            by_code = {criterion.code: criterion for criterion in criteria}
            for answer in one.answer_ids:
                criterion = by_code.get(answer.criterion_id.code)
                if criterion:
                    answer.criterion_id = criterion
                else:
                    answer.unlink()
            one.charter_id = charter
            one._add_questions()

    @api.model
    def _find(self, token):
        """Return the questionnaire of a secret address, empty if there is none."""
        # sudo: who knows the secret acts for this supplier, on this record only
        found = self.sudo().search([("access_token", "=", token or "-")], limit=1)
        return found if found and consteq(found.access_token, token) else found.browse()

    def _get_url(self):
        self.ensure_one()
        # sudo: the address goes to the supplier itself
        return f"{self.get_base_url()}/charter/answer/{self.sudo().access_token}"

    def _submit(self, name):
        """Send the answers; whose they are was checked before.

        :raises UserError: with what is missing
        """
        self.ensure_one()
        if not (name or "").strip():
            raise UserError(self.env._("Write your name."))
        if not self.answered_count:
            raise UserError(self.env._("Answer a question first."))
        self.write(
            {
                "state": "submitted",
                "date_submitted": fields.Date.context_today(self),
                "submitted_by": name.strip()[:128],
            }
        )
        reviewer = self.user_id or self.partner_id.buyer_id
        if reviewer and not reviewer.share:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Review the answers of %s", self.partner_id.name),
                user_id=reviewer.id,
            )

    def _tell(self, step):
        template = self.env.ref(
            f"smart_purchase_charter.mail_template_questionnaire_{step}",
            raise_if_not_found=False,
        )
        told = self.sudo().filtered(lambda one: one.partner_id.email)
        if template and told:
            # sudo: a template of the module, to the supplier itself
            template.sudo().send_mail_batch(told.ids)

    @api.model
    def _follow_up(self, today):
        """Remind once, a week before the end."""
        waiting = self.sudo().search(
            [
                ("state", "=", "open"),
                ("is_reminded", "=", False),
                ("date_expiry", ">=", today),
                ("date_expiry", "<=", today + timedelta(days=DAYS_BEFORE)),
            ]
        )
        waiting._tell("sent")
        waiting.write({"is_reminded": True})
