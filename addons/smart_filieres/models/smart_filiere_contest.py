# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .smart_filiere_assessment import SHOWN_STATES

LEAST_TEXT, MOST_TEXT = 20, 4000
REMINDER = relativedelta(days=7)
# what a manager writes before she closes a contest
REPLY_FIELDS = {"reply"}


class SmartFiliereContest(models.Model):
    """A member says an assessment is wrong; the cooperative owes her an answer."""

    _name = "smart.filiere.contest"
    _description = "Contest of an Assessment"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_deadline, id"

    assessment_id = fields.Many2one(
        "smart.filiere.assessment",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    filiere_id = fields.Many2one(
        related="assessment_id.filiere_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="assessment_id.company_id", store=True, index=True
    )
    line_id = fields.Many2one(
        "smart.filiere.assessment.line",
        "Criterion contested",
        readonly=True,
        index="btree_not_null",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Member",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    text = fields.Text("What she says", required=True, readonly=True)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("answered", "Answered"),
            ("upheld", "Upheld"),
            ("rejected", "Rejected"),
        ],
        default="open",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    date = fields.Date("Received on", readonly=True, default=fields.Date.context_today)
    date_deadline = fields.Date("Answer due on", readonly=True, required=True)
    date_reminded = fields.Date(readonly=True)
    reply = fields.Text("Our reasoned answer")
    replied_by_id = fields.Many2one("res.users", "Answered by", readonly=True)
    date_replied = fields.Date("Answered on", readonly=True)
    new_assessment_id = fields.Many2one(
        "smart.filiere.assessment",
        "Assessed again",
        readonly=True,
        index="btree_not_null",
    )

    _one_open = models.UniqueIndex(
        "(assessment_id, partner_id) WHERE state = 'open'",
        "This member already contests this assessment.",
    )

    @api.depends("partner_id", "filiere_id")
    def _compute_display_name(self):
        for contest in self:
            contest.display_name = " · ".join(
                filter(None, (contest.filiere_id.name, contest.partner_id.name))
            )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("Members contest on the page of the filière, themselves.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            own = {name for name, field in self._fields.items() if field.store}
            thread = set(self.env["mail.thread"]._fields)
            thread |= set(self.env["mail.activity.mixin"]._fields)
            closed = any(contest.state != "open" for contest in self)
            typed = set(vals) & own - thread
            if typed - REPLY_FIELDS or (typed and closed):
                raise UserError(
                    self.env._(
                        "What a member wrote, and an answer that was sent, stay as "
                        "they are."
                    )
                )
        return super().write(vals)

    # === MEMBERS === #

    @api.model
    def _open(self, assessment, partner, text, line=None):
        """Record that `partner` contests `assessment`.

        :raise ValidationError: not a shown assessment, too short, too long, or already
        """
        text = (text or "").strip()
        if not LEAST_TEXT <= len(text) <= MOST_TEXT:
            raise ValidationError(
                self.env._(
                    "Say in %(least)s to %(most)s characters what is wrong and why.",
                    least=LEAST_TEXT,
                    most=MOST_TEXT,
                )
            )
        if assessment.state not in SHOWN_STATES or assessment.state == "superseded":
            raise ValidationError(
                self.env._("This assessment was replaced: contest the one in force.")
            )
        if self.search_count(
            [
                ("assessment_id", "=", assessment.id),
                ("partner_id", "=", partner.id),
                ("state", "=", "open"),
            ],
            limit=1,
        ):
            raise ValidationError(
                self.env._("You already contest this assessment: we owe you an answer.")
            )
        today = fields.Date.context_today(self)
        days = assessment.grid_id.contest_days
        contest = self.create(
            {
                "assessment_id": assessment.id,
                "line_id": line.id if line else False,
                "partner_id": partner.id,
                "text": text,
                "date_deadline": today + relativedelta(days=days),
            }
        )
        assessment._mark_contested()
        assessment.message_post(body=self.env._("A member contests this assessment."))
        return contest

    # === ACTIONS === #

    def action_answer(self):
        """Answer without a verdict: the member understands, nothing changes."""
        self._close("answered")

    def action_reject(self):
        """Answer that the assessment stands."""
        self._close("rejected")

    def action_uphold(self):
        """Answer that she is right: the filière is assessed again."""
        self._close("upheld")
        for contest in self.sudo():
            old = contest.assessment_id
            contest.new_assessment_id = old.create(
                {
                    "filiere_id": old.filiere_id.id,
                    "territory_id": old.territory_id.id,
                    "grid_id": old.grid_id._get_in_force(
                        old.company_id or self.env.company
                    ).id,
                    "previous_id": old.id,
                }
            )

    def _close(self, state):
        self.check_access("write")
        for contest in self:
            if contest.state != "open":
                raise UserError(
                    self.env._("“%s” was answered already.", contest.display_name)
                )
            if len((contest.reply or "").strip()) < LEAST_TEXT:
                raise UserError(
                    self.env._(
                        "Write the reasoned answer first, in %s characters or more: "
                        "the member receives it by e-mail.",
                        LEAST_TEXT,
                    )
                )
        # the right to answer was checked just above
        closed = self.sudo()
        closed.write(
            {
                "state": state,
                "replied_by_id": self.env.uid,
                "date_replied": fields.Date.context_today(self),
            }
        )
        closed.activity_unlink(["mail.mail_activity_data_todo"])
        closed.assessment_id._close_contests()
        template = self.env.ref("smart_filieres.mail_template_contest_answered")
        template.sudo().send_mail_batch(closed.ids)

    # === SCHEDULED === #

    @api.model
    def _cron_remind(self):
        """Remind the managers a week before an answer is due."""
        today = fields.Date.context_today(self)
        near = self.search(
            [
                ("state", "=", "open"),
                ("date_reminded", "=", False),
                ("date_deadline", "<=", today + REMINDER),
            ]
        )
        near.write({"date_reminded": today})
        for deadline, contests in near.grouped("date_deadline").items():
            contests._plan_for_managers(
                deadline, self.env._("A member is owed an answer")
            )
