# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .guard import check_commercial, neutral

DAYS_BEFORE = 7
DAYS_TO_ESCALATE = 14
FLOW_FIELDS = {
    "state",
    "answer",
    "file",
    "file_name",
    "date_answered",
    "date_closed",
    "reminder",
}
TODO = "mail.mail_activity_data_todo"


class SmartSupplierAction(models.Model):
    """What a supplier puts right, by when, and how it shows that it did."""

    _name = "smart.supplier.action"
    _description = "Corrective Action"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_due, id"

    name = fields.Char("What to put right", required=True, tracking=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('parent_id', '=', False)]",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    incident_id = fields.Many2one(
        "smart.supplier.incident",
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )
    criterion_id = fields.Many2one(
        "smart.charter.criterion",
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )
    details = fields.Text(help="Read by the supplier: what is expected as a proof.")
    owner_name = fields.Char(
        "Done by", help="Who does it, at the supplier.", tracking=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Followed by",
        default=lambda self: self.env.user,
        index=True,
        tracking=True,
        groups="base.group_user",
    )
    date_due = fields.Date(
        required=True,
        index=True,
        default=lambda self: fields.Date.context_today(self) + relativedelta(months=3),
        tracking=True,
    )
    state = fields.Selection(
        [
            ("open", "To do"),
            ("answered", "To verify"),
            ("done", "Verified"),
            ("cancelled", "Given up"),
        ],
        default="open",
        required=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    answer = fields.Text(copy=False, readonly=True, help="In the supplier's words.")
    file = fields.Binary("Proof", attachment=True, copy=False, readonly=True)
    file_name = fields.Char(copy=False, readonly=True)
    date_answered = fields.Date(copy=False, readonly=True)
    date_closed = fields.Date(copy=False, readonly=True)
    review_note = fields.Text(copy=False, help="Read by the supplier.")
    reminder = fields.Selection(
        [
            ("none", "None"),
            ("before", "Reminded"),
            ("late", "Told late"),
            ("escalated", "Escalated"),
        ],
        default="none",
        required=True,
        copy=False,
        readonly=True,
        index=True,
        groups="base.group_user",
    )

    # === COMPUTE METHODS === #

    @api.depends("incident_id")
    def _compute_partner_id(self):
        for action in self:
            action.partner_id = action.incident_id.partner_id or action.partner_id

    @api.depends("date_due", "state")
    @api.depends_context("tz")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for action in self:
            action.is_late = bool(
                action.state == "open" and action.date_due and action.date_due < today
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("state", "=", "open"), ("date_due", "<", today)]

    # === CONSTRAINTS AND CRUD METHODS === #

    @api.constrains("partner_id")
    def _check_partner(self):
        check_commercial(self)

    @api.model_create_multi
    def create(self, vals_list):
        fixed = dict.fromkeys(FLOW_FIELDS, False) | {
            "state": "open",
            "reminder": "none",
        }
        self, vals_list = neutral(self, vals_list, fixed)
        actions = super().create(vals_list)
        actions._tell("asked")
        return actions

    def write(self, vals):
        if not self.env.su and vals.keys() & FLOW_FIELDS:
            raise UserError(self.env._("Use the buttons to change the state."))
        if "date_due" in vals:
            # sudo: a new day is reminded of anew
            self.sudo().reminder = "none"
        return super().write(vals)

    # === ACTION METHODS === #

    def action_verify(self):
        """The proof convinces: it is put right."""
        self._close("done")

    def action_reopen(self):
        """The proof does not convince; the supplier reads why."""
        self.check_access("write")
        if any(not (action.review_note or "").strip() for action in self):
            raise UserError(self.env._("Write what is missing first."))
        # sudo: the state is out of reach of a plain write, on purpose
        self.sudo().write({"state": "open", "date_closed": False})
        self.activity_feedback([TODO])
        self._tell("asked")

    def action_cancel(self):
        self._close("cancelled")

    # === BUSINESS METHODS === #

    def _close(self, state):
        self.check_access("write")
        # sudo: the state is out of reach of a plain write, on purpose
        self.sudo().write(
            {"state": state, "date_closed": fields.Date.context_today(self)}
        )
        self.activity_feedback([TODO])

    def _answer(self, answer, owner_name="", file=None, file_name=""):
        """Keep what the supplier did; whose action it is was checked before.

        :param file: base64, or nothing
        :raises UserError: it is closed, nothing is said, or the file is no document
        """
        self.ensure_one()
        if self.state not in ("open", "answered"):
            raise UserError(self.env._("This action is closed."))
        if not (answer or "").strip():
            raise UserError(self.env._("Say what you did."))
        vals = {
            "state": "answered",
            "answer": answer.strip()[:4000],
            "date_answered": fields.Date.context_today(self),
        }
        if owner_name.strip():
            vals["owner_name"] = owner_name.strip()[:128]
        if file:
            self.env["smart.supplier.evidence"]._check_file(file)
            vals |= {"file": file, "file_name": file_name[:128]}
        self.write(vals)
        self._ask(self.user_id, self.env._("Verify: %s", self.name))

    def _ask(self, user, summary):
        if user:
            self.activity_schedule(TODO, summary=summary, user_id=user.id)

    def _tell(self, step):
        """Send the message of a step to the suppliers that have an address."""
        template = self.env.ref(
            f"smart_purchase_charter.mail_template_action_{step}",
            raise_if_not_found=False,
        )
        told = self.sudo().filtered(lambda action: action.partner_id.email)
        if template and told:
            # sudo: a template of the module, about the supplier's own action
            template.sudo().send_mail_batch(told.ids)

    @api.model
    def _follow_up(self, today):
        """Remind a week before, tell on the day after, escalate two weeks later."""
        opened = self.sudo().search(
            [
                ("state", "=", "open"),
                ("reminder", "!=", "escalated"),
                ("date_due", "<=", today + timedelta(days=DAYS_BEFORE)),
            ]
        )
        soon = opened.filtered(
            lambda one: one.reminder == "none" and one.date_due >= today
        )
        soon._tell("asked")
        soon.write({"reminder": "before"})
        worse = opened.filtered(
            lambda one: one.date_due < today - timedelta(days=DAYS_TO_ESCALATE)
        )
        late = opened.filtered(lambda one: one.date_due < today) - worse
        late = late.filtered(lambda one: one.reminder != "late")
        late._tell("late")
        late.write({"reminder": "late"})
        worse._escalate()

    def _escalate(self):
        """Give it to those who decide about purchases."""
        managers = self.env.ref("smart_purchase_charter.group_manager").user_ids
        for action in self:
            able = managers.filtered(
                lambda user, of=action: (
                    of.company_id in user.company_ids
                    and user.active
                    and user._is_internal()
                    and user != self.env.ref("base.user_root")
                )
            )
            action._ask(
                able[:1] or action.user_id, self.env._("Not put right: %s", action.name)
            )
        self.write({"reminder": "escalated"})
