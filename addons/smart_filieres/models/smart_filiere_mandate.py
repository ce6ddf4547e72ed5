# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SIGNATURES = {
    "state",
    "animator_signed_on",
    "animator_signed_name",
    "cooperative_signed_on",
    "cooperative_signed_name",
    "cooperative_user_id",
}
# what both sides signed: closed once one of them has
LETTER = {
    "filiere_id",
    "animator_id",
    "co_animator_ids",
    "date_start",
    "date_end",
    "frame",
    "cooperative_role",
    "objective_ids",
    "hours_per_month",
    "budget",
    "currency_id",
}
DAYS_BEFORE_END = 60


class SmartFiliereMandate(models.Model):
    """The letter that says what an animator is asked to do, with what, until when."""

    _name = "smart.filiere.mandate"
    _description = "Mandate Letter"
    _inherit = ["mail.thread", "mail.activity.mixin", "smart.signed.mixin"]
    _order = "date_start desc, id desc"

    name = fields.Char(compute="_compute_name", store=True)
    filiere_id = fields.Many2one(
        "smart.filiere", required=True, index=True, ondelete="restrict", tracking=True
    )
    company_id = fields.Many2one(
        related="filiere_id.company_id", store=True, index=True
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("signed", "Signed"),
            ("in_force", "In force"),
            ("ended", "Ended"),
            ("renewed", "Renewed"),
        ],
        default="draft",
        required=True,
        tracking=True,
        copy=False,
        index=True,
        group_expand=True,
    )
    animator_id = fields.Many2one(
        "res.partner", required=True, index=True, tracking=True
    )
    co_animator_ids = fields.Many2many("res.partner", string="With")
    date_start = fields.Date(
        required=True, default=fields.Date.context_today, tracking=True
    )
    date_end = fields.Date(required=True, tracking=True)
    frame = fields.Html(help="What the animator is asked to do, and what she is not.")
    cooperative_role = fields.Html("Role of the cooperative")
    objective_ids = fields.Many2many("smart.filiere.objective", string="Objectives")
    hours_per_month = fields.Float()
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self._default_currency_id()
    )
    budget = fields.Monetary()
    animator_signed_on = fields.Datetime(readonly=True, copy=False)
    animator_signed_name = fields.Char(readonly=True, copy=False)
    cooperative_signed_on = fields.Datetime(readonly=True, copy=False)
    cooperative_signed_name = fields.Char(readonly=True, copy=False)
    cooperative_user_id = fields.Many2one(
        "res.users", "For the cooperative", readonly=True, copy=False
    )
    previous_id = fields.Many2one(
        "smart.filiere.mandate", "Renews", readonly=True, copy=False, index=True
    )
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _period = models.Constraint(
        "CHECK(date_start <= date_end)", "A mandate ends after it starts."
    )
    _in_force_uniq = models.UniqueIndex(
        "(filiere_id) WHERE state = 'in_force'",
        "One mandate at a time is in force in a filière: end the other one first.",
    )

    @api.model
    def _default_currency_id(self):
        return self.env.company.currency_id

    # === COMPUTE METHODS === #

    @api.depends("filiere_id.name", "date_start", "date_end")
    def _compute_name(self):
        for mandate in self:
            years = {
                str(date.year)
                for date in (mandate.date_start, mandate.date_end)
                if date
            }
            mandate.name = " · ".join(
                filter(None, [mandate.filiere_id.name, "-".join(sorted(years))])
            )

    @api.depends_context("uid")
    @api.depends("animator_id")
    def _compute_is_mine(self):
        for mandate in self:
            mandate.is_mine = mandate.animator_id == self.env.user.partner_id

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {key: value for key, value in vals.items() if key not in SIGNATURES}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and SIGNATURES & set(vals):
            self.check_access("write")
            raise UserError(
                self.env._("A mandate is signed with its buttons, not written by hand.")
            )
        signed = self.filtered(
            lambda each: each.animator_signed_on or each.cooperative_signed_on
        )
        if LETTER & set(vals) and signed:
            raise UserError(
                self.env._(
                    "%s bears a signature: what was signed does not change. Renew it.",
                    signed[0].display_name,
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_signed(self):
        kept = self.filtered(lambda each: each.state not in ("draft", "proposed"))
        if kept:
            raise UserError(
                self.env._("%s was signed: end it instead.", kept[0].display_name)
            )

    # === ACTIONS === #

    def action_propose(self):
        """Send the letter to the animator, who may sign it by the link."""
        for mandate in self:
            mandate._check_state("draft")
            if not mandate.frame and not mandate.objective_ids:
                raise UserError(
                    self.env._(
                        "%s says nothing yet: write its frame or choose objectives.",
                        mandate.display_name,
                    )
                )
            mandate._set({"state": "proposed"})
            mandate._send_to_animator()

    def action_back_to_draft(self):
        """Take the letter back to change it; signatures fall with it."""
        for mandate in self:
            mandate._check_state("proposed")
            mandate._set(
                {
                    "state": "draft",
                    **dict.fromkeys(SIGNATURES - {"state"}, False),
                }
            )

    def action_sign_animator(self):
        """Sign as the animator: only she does."""
        self.ensure_one()
        if self.animator_id != self.env.user.partner_id:
            raise AccessError(
                self.env._("%s signs this letter herself.", self.animator_id.name)
            )
        self.check_access("write")
        self._sign_animator()

    def action_sign_cooperative(self):
        """Sign for the cooperative: a manager who is not the animator."""
        self.ensure_one()
        user = self.env.user
        if not user.has_group("smart_filieres.group_manager"):
            raise AccessError(
                self.env._("Only a manager of the filières signs for the cooperative.")
            )
        if user.partner_id in self.animator_id | self.co_animator_ids:
            raise UserError(self.env._("Nobody signs for both sides."))
        self._check_state("proposed")
        self._set(
            {
                "cooperative_signed_on": fields.Datetime.now(),
                "cooperative_signed_name": user.name,
                "cooperative_user_id": user.id,
            }
        )
        self._after_signature()

    def action_end(self):
        """End the mandate before its date."""
        if not self.env.user.has_group("smart_filieres.group_manager"):
            raise AccessError(self.env._("Only a manager ends a mandate."))
        for mandate in self:
            mandate._check_state("signed", "in_force")
            mandate._set({"state": "ended"})

    def action_renew(self):
        """Prepare the letter that follows this one."""
        self.ensure_one()
        self._check_state("in_force", "ended")
        length = relativedelta(self.date_end, self.date_start)
        start = self.date_end + relativedelta(days=1)
        renewal = self.copy({"date_start": start, "date_end": start + length})
        # a link that the form shows and nobody types
        renewal.sudo().previous_id = self
        return renewal._get_records_action()

    # === STATES === #

    def _check_state(self, *allowed):
        for mandate in self:
            if mandate.state not in allowed:
                states = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(mandate)s is “%(state)s”: this cannot be done now.",
                        mandate=mandate.display_name,
                        state=states[mandate.state],
                    )
                )

    def _set(self, vals):
        self.check_access("write")
        # guarded against direct writes: the right to write was checked just above
        self.sudo().write(vals)

    def _sign_animator(self):
        """Record the animator's signature, hers by login or by her signed link."""
        self._check_state("proposed")
        self._set(
            {
                "animator_signed_on": fields.Datetime.now(),
                "animator_signed_name": self.sudo().animator_id.name,
            }
        )
        self._after_signature()
        return self.env._("Thank you, the letter bears your signature.")

    def _after_signature(self):
        if self.animator_signed_on and self.cooperative_signed_on:
            self._set({"state": "signed"})
            self._start_if_due()

    def _start_if_due(self):
        """Put signed letters whose first day has come in force."""
        today = fields.Date.context_today(self)
        for mandate in self.filtered(
            lambda each: each.state == "signed" and each.date_start <= today
        ):
            before = mandate.sudo().search(
                [
                    ("filiere_id", "=", mandate.filiere_id.id),
                    ("state", "=", "in_force"),
                ]
            )
            renewed = before & mandate.sudo().previous_id
            renewed.state = "renewed"
            (before - renewed).state = "ended"
            before.flush_recordset()
            mandate.sudo().state = "in_force"
            # who is mandated may work on her filière: both sides signed that
            people = mandate.sudo().animator_id | mandate.sudo().co_animator_ids
            mandate.sudo().filiere_id.animator_ids |= people.user_ids.filtered(
                lambda user: not user.share
            )

    @api.model
    def _cron_follow_mandates(self):
        """Start, end, and announce the end of mandates."""
        today = fields.Date.context_today(self)
        self.search(
            [("state", "in", ("signed", "in_force")), ("date_end", "<", today)]
        ).write({"state": "ended"})
        self.search([("state", "=", "signed")], order="date_start")._start_if_due()
        soon = self.search(
            [
                ("state", "=", "in_force"),
                ("date_end", "<=", today + relativedelta(days=DAYS_BEFORE_END)),
                ("activity_ids", "=", False),
            ]
        )
        for mandate in soon:
            mandate.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=mandate.date_end,
                summary=self.env._("Renew the mandate or end it"),
                user_id=(
                    mandate.cooperative_user_id or mandate.filiere_id._get_responsible()
                ).id,
            )

    # === SIGNED LINK === #

    def _get_signed_actions(self):
        return {"sign": (self.env._("I sign this letter"), "_sign_animator")}

    def _get_signed_version(self):
        return f"{self.state}/{self.animator_signed_on or ''}"

    def _get_signed_summary(self, action):
        return self.env["ir.qweb"]._render(
            "smart_filieres.mandate_letter", {"mandate": self, "env": self.env}
        )

    def _send_to_animator(self):
        """Mail the letter with its link, which nobody else may read in the chatter."""
        body = self.env["ir.qweb"]._render(
            "smart_filieres.mandate_invitation",
            {"mandate": self, "url": self._get_signed_url("sign"), "env": self.env},
            lang=self.animator_id.lang,
        )
        # an animator may not send mails by hand; the text and the reader are fixed
        self.env["mail.mail"].sudo().create(
            {
                "subject": self.env._(
                    "Your mandate letter: %s", self.filiere_id.display_name
                ),
                "body_html": body,
                "recipient_ids": [(6, 0, self.animator_id.ids)],
                "auto_delete": True,
            }
        )
