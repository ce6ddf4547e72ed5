# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

VALIDATORS = "smart_filieres.group_communication,smart_filieres.group_manager"
STEPS = {"state", "submitted_by_id", "validated_by_id", "date_validated"}


class SmartCommunicationPlan(models.Model):
    """What a filière tells to whom during a year, agreed with the communication."""

    _name = "smart.communication.plan"
    _description = "Communication Plan"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "year desc, filiere_id, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, readonly=False)
    is_template = fields.Boolean(
        readonly=True, help="Its lines are copied into the plans of filières."
    )
    filiere_id = fields.Many2one(
        "smart.filiere", index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        related="filiere_id.company_id", store=True, index=True
    )
    year = fields.Integer(
        required=True,
        default=lambda self: fields.Date.context_today(self).year,
        aggregator=None,
    )
    objective = fields.Text(help="What the plan is for, in one or two sentences.")
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("validated", "Validated"),
            ("running", "Running"),
            ("closed", "Closed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        tracking=True,
        group_expand=True,
    )
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    validated_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_validated = fields.Date(readonly=True, copy=False)
    line_ids = fields.One2many("smart.communication.line", "plan_id", copy=True)
    edition_ids = fields.One2many("smart.communication.edition", "plan_id")
    line_count = fields.Integer(compute="_compute_counts")
    edition_count = fields.Integer(compute="_compute_counts", string="Dates")
    sent_count = fields.Integer(compute="_compute_counts", string="Gone out")
    alert = fields.Boolean(compute="_compute_alert", string="Unsubscribe alert")

    _filiere_year_uniq = models.UniqueIndex(
        "(filiere_id, year) WHERE filiere_id IS NOT NULL",
        "This filière already has a communication plan for that year.",
    )
    _filiere_or_template = models.Constraint(
        "CHECK(is_template OR filiere_id IS NOT NULL)",
        "A communication plan is that of a filière.",
    )

    # === COMPUTE METHODS === #

    @api.depends("filiere_id", "year")
    def _compute_name(self):
        for plan in self:
            if plan.filiere_id:
                plan.name = f"{plan.filiere_id.name} {plan.year}"
            else:
                plan.name = plan.name or str(plan.year)

    def _compute_counts(self):
        lines = dict(
            self.env["smart.communication.line"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        editions, gone = {}, {}
        for plan, state, count in self.env["smart.communication.edition"]._read_group(
            [("plan_id", "in", self.ids)], ["plan_id", "state"], ["__count"]
        ):
            editions[plan] = editions.get(plan, 0) + count
            if state == "done":
                gone[plan] = count
        for plan in self:
            plan.line_count = lines.get(plan._origin, 0)
            plan.edition_count = editions.get(plan._origin, 0)
            plan.sent_count = gone.get(plan._origin, 0)

    @api.depends("line_ids.unsubscribe_state")
    def _compute_alert(self):
        for plan in self:
            plan.alert = "alert" in plan.line_ids.mapped("unsubscribe_state")

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {key: value for key, value in vals.items() if key not in STEPS}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and STEPS & set(vals):
            self.check_access("write")
            raise UserError(
                self.env._(
                    "The step of a plan is not written by hand: use its buttons."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        for plan in self:
            if plan.state not in ("draft", "submitted"):
                raise UserError(
                    self.env._("%s was validated: close it instead.", plan.display_name)
                )

    # === ACTIONS === #

    def action_copy_template(self):
        """Add the lines of the template that this plan does not have yet."""
        self.ensure_one()
        self.check_access("write")
        # a template is shared data; only its lines are read
        template = self.sudo().search([("is_template", "=", True)], limit=1)
        have = set(self.line_ids.mapped("name"))
        for line in template.line_ids.filtered(lambda line: line.name not in have):
            line.with_env(self.env).copy(
                {
                    "plan_id": self.id,
                    "date_start": line.date_start and line._move_to_year(self.year),
                    "responsible_id": self.responsible_id.id,
                }
            )

    def action_submit(self):
        """Ask the cooperative's communication for its agreement."""
        self._check_step(("draft",))
        for plan in self:
            if not plan.line_ids:
                raise UserError(
                    self.env._(
                        "%s says nothing yet: add lines, or copy the template.",
                        plan.display_name,
                    )
                )
        self._step("submitted", submitted_by_id=self.env.uid)
        for plan in self:
            plan._ask_communication()

    def action_validate(self):
        """Agree, as the cooperative's communication or a manager."""
        self._check_validator()
        self._check_step(("submitted",))
        self._step(
            "validated",
            validated_by_id=self.env.uid,
            date_validated=fields.Date.context_today(self),
        )
        # whoever was asked: the question is answered for all
        self.sudo().activity_feedback(["smart_filieres.mail_activity_validate"])

    def action_refuse(self):
        """Send a plan back to the people who made it."""
        self._check_validator()
        self._check_step(("submitted",))
        self._step("draft")
        self.sudo().activity_feedback(["smart_filieres.mail_activity_validate"])

    def action_start(self):
        """Write the dates of the year and begin to draft what is due."""
        self._check_step(("validated",))
        self._step("running")
        self.line_ids._plan_editions()

    def action_draft(self):
        """Open the plan again: it will have to be validated again."""
        self._check_step(("submitted", "validated", "running"))
        self._step("draft")

    def action_close(self):
        """End the plan: what had not gone out will not."""
        self._check_step(("validated", "running"))
        self._step("closed")
        waiting = self.env["smart.communication.edition"].sudo()
        # the right to write the plans was checked by the step
        waiting.search(
            [("plan_id", "in", self.ids), ("state", "=", "planned")]
        ).skip_reason = self.env._("The plan was closed.")

    def action_view_editions(self):
        """Open the calendar of this plan."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.smart_communication_edition_action"
        )
        action["domain"] = [("plan_id", "in", self.ids)]
        return action

    # === STEPS === #

    def _check_step(self, allowed):
        for plan in self:
            if plan.state not in allowed or plan.is_template:
                states = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(plan)s is “%(state)s”: this is not its next step.",
                        plan=plan.display_name,
                        state=states[plan.state],
                    )
                )

    def _check_validator(self):
        if not self.env.su and not self.env.user.has_groups(VALIDATORS):
            raise UserError(
                self.env._(
                    "Only the cooperative's communication or a manager of the "
                    "filières agrees to this."
                )
            )

    def _step(self, state, **values):
        self.check_access("write")
        # steps are guarded against direct writes: the right was checked just above
        self.sudo().write({"state": state, **values})

    def _ask_communication(self):
        """Give each communication officer something to do."""
        group = self.env.ref("smart_filieres.group_communication")
        # who is in a group is not for animators to read
        for user in group.sudo().all_user_ids.filtered(lambda user: not user.share):
            self.sudo().activity_schedule(
                "smart_filieres.mail_activity_validate",
                user_id=user.id,
                summary=self.env._("Communication plan to validate"),
            )
