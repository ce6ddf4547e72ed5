# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time, timedelta

from odoo import api, fields, models

from .smart_communication_line import MAILED

DAYS_AHEAD = 7
FEWEST_NEEDS = 3


class SmartCommunicationEdition(models.Model):
    """One date of a line: what the calendar shows, and what was made of it."""

    _name = "smart.communication.edition"
    _description = "Date of a Communication Plan"
    _order = "date_planned, id"

    line_id = fields.Many2one(
        "smart.communication.line", required=True, index=True, ondelete="cascade"
    )
    plan_id = fields.Many2one(related="line_id.plan_id", store=True, index=True)
    filiere_id = fields.Many2one(related="line_id.filiere_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    channel = fields.Selection(related="line_id.channel", store=True)
    audience = fields.Selection(related="line_id.audience", store=True)
    color = fields.Integer(related="filiere_id.color", export_string_translation=False)
    period = fields.Char(required=True, readonly=True)
    date_planned = fields.Date(required=True, index=True)
    mailing_id = fields.Many2one(
        "mailing.mailing", readonly=True, index="btree_not_null"
    )
    date_reminded = fields.Date(readonly=True)
    date_done = fields.Date(readonly=True)
    skip_reason = fields.Char(readonly=True)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("drafted", "In preparation"),
            ("done", "Gone out"),
            ("skipped", "Left out"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )

    _line_period_uniq = models.Constraint(
        "UNIQUE(line_id, period)", "A line goes out once per period."
    )

    # === COMPUTE METHODS === #

    @api.depends("line_id.name", "filiere_id.name")
    def _compute_display_name(self):
        for edition in self:
            edition.display_name = (
                f"{edition.filiere_id.name or ''} · {edition.line_id.name or ''}"
            )

    @api.depends(
        "skip_reason", "date_done", "date_reminded", "mailing_id", "mailing_id.state"
    )
    def _compute_state(self):
        for edition in self:
            if edition.skip_reason:
                edition.state = "skipped"
            elif edition.date_done or edition.mailing_id.state == "done":
                edition.state = "done"
            elif edition.mailing_id or edition.date_reminded:
                edition.state = "drafted"
            else:
                edition.state = "planned"

    # === ACTIONS === #

    def action_prepare(self):
        """Make the draft now, without waiting for the night."""
        self.plan_id.check_access("write")
        self.filtered(lambda e: e.plan_id.state == "running")._prepare()
        if len(self) == 1 and self.mailing_id:
            return self.action_open_mailing()
        return None

    def action_open_mailing(self):
        """Open the letter that was drafted for this date."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.mailing_mailing_action_letters"
        )
        form = self.env.ref("smart_filieres.mailing_mailing_view_form_letter")
        return {
            **action,
            "views": [(form.id, "form")],
            "view_mode": "form",
            "res_id": self.mailing_id.id,
        }

    def action_done(self):
        """Say that a poster hangs, that the press was written to…"""
        self.plan_id.check_access("write")
        # only the people who may change the plan get here
        self.sudo().filtered(lambda e: not e.mailing_id).write(
            {"date_done": fields.Date.context_today(self), "skip_reason": False}
        )

    # === BUSINESS METHODS === #

    @api.model
    def _cron_prepare(self):
        """Draft what goes out within a week, each once."""
        limit = fields.Date.context_today(self) + timedelta(days=DAYS_AHEAD)
        self.search(
            [
                ("state", "=", "planned"),
                ("plan_id.state", "=", "running"),
                ("date_planned", "<=", limit),
            ]
        )._prepare()

    def _prepare(self):
        """Draft a mailing, or remind the person in charge, for each planned date."""
        # the callers checked the plan, which these rows are the calendar of
        editions = self.sudo().filtered(lambda e: e.state == "planned")
        # another run at the same time takes the others
        editions = editions.try_lock_for_update()
        mailed = editions.filtered(lambda e: e._is_mailed())
        (editions - mailed)._remind()
        wanted = mailed.filtered(lambda e: e._is_worth_sending())
        mailings = (
            self.env["mailing.mailing"]
            .sudo()
            .create([edition._prepare_mailing_vals() for edition in wanted])
        )
        for edition, mailing in zip(wanted, mailings, strict=True):
            edition.mailing_id = mailing

    def _is_mailed(self):
        if self.channel not in MAILED:
            return False
        line = self.line_id
        return line._get_model() != "mailing.list" or bool(line.mailing_list_id)

    def _is_worth_sending(self):
        """Tell whether there is enough to say, and write why not."""
        if self.channel != "digest":
            return True
        since = self.date_planned - timedelta(days=7)
        needs = self.filiere_id._count_new_needs(since)
        if needs is not None and needs >= FEWEST_NEEDS:
            return True
        self.skip_reason = self.env._(
            "%(count)s new needs, %(fewest)s wanted.",
            count=needs or 0,
            fewest=FEWEST_NEEDS,
        )
        return False

    def _remind(self):
        """Give the person in charge something to do for what is not a mailing."""
        today = fields.Date.context_today(self)
        for edition in self:
            line = edition.line_id
            edition.plan_id.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=max(edition.date_planned, today),
                summary=line.name,
                user_id=(line.responsible_id or edition.plan_id.responsible_id).id
                or self.env.uid,
            )
        self.date_reminded = today

    def _prepare_mailing_vals(self):
        """Return the values of the draft; override to say more."""
        self.ensure_one()
        line = self.line_id
        lang = (self.company_id or self.env.company).partner_id.lang or self.env.lang
        here = self.with_context(lang=lang)
        responsible = line.responsible_id or self.plan_id.responsible_id
        model = line._get_model()
        company = self.company_id or self.env.company
        return {
            "subject": f"{here.filiere_id.name} · {here.line_id.name}",
            "preview": (here.line_id.message or "").split("\n")[0][:150],
            "letter_body": here._render_letter_text(),
            "communication_line_id": line.id,
            "mailing_model_id": self.env["ir.model"]._get_id(model),
            "mailing_domain": repr(list(line._get_audience_domain())),
            "contact_list_ids": [(6, 0, line.mailing_list_id.ids)]
            if model == "mailing.list"
            else False,
            "user_id": responsible.id or self.env.uid,
            "email_from": responsible.email_formatted
            or company.email_formatted
            or self.env.user.email_formatted,
            "schedule_type": "scheduled",
            "schedule_date": datetime.combine(self.date_planned, time(8)),
            "counts_in_cap": model == "smart.filiere.membership",
        }

    def _render_letter_text(self):
        """Return the first version of the text, which people then edit."""
        return self.env["ir.qweb"]._render(
            "smart_filieres.communication_letter_text",
            {
                "edition": self,
                "line": self.line_id,
                "filiere": self.filiere_id,
                "is_internal": not self.line_id.needs_validation,
                "meetings": self.filiere_id._get_next_meetings(),
                "needs": self.filiere_id._get_new_needs(
                    self.date_planned - timedelta(days=31)
                ),
                "address": self.get_base_url() + "/my/member#filieres",
            },
        )
