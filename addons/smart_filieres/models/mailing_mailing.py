# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .smart_filiere_membership import PRESENT_STATES

MAILING_USER = "mass_mailing.group_mass_mailing_user"
# what animators may write of a letter
LETTER_FIELDS = {"subject", "preview", "letter_body", "schedule_date", "schedule_type"}
# what an agreement was given to: changing it asks for the agreement again
AGREED_FIELDS = {"subject", "preview", "letter_body", "body_html", "body_arch"} | {
    "mailing_domain",
    "attachment_ids",
}
OUR_FIELDS = {"communication_line_id", "validation_state", "validated_by_id"}
RATIOS = ("received_ratio", "opened_ratio", "replied_ratio", "bounced_ratio")
LEAVING = ("in_queue", "sending")
# what Odoo would run while it renders a mailing
DYNAMIC = re.compile(r"\{\{|<\s*t[\s>/]|\bt-[a-z]+\s*=", re.IGNORECASE)


class MailingMailing(models.Model):
    """Letters of filières: who may write them, who agrees, and whom they reach."""

    _inherit = "mailing.mailing"

    # the name of a model is no secret, and animators do not read ir.model
    mailing_model_real = fields.Char(compute_sudo=True)
    communication_line_id = fields.Many2one(
        "smart.communication.line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    filiere_id = fields.Many2one(
        related="communication_line_id.filiere_id", store=True, string="Filière"
    )
    audience = fields.Selection(related="communication_line_id.audience")
    letter_body = fields.Html(
        "Text", sanitize=True, copy=False, help="Put into the layout of letters."
    )
    needs_validation = fields.Boolean(
        compute="_compute_needs_validation", store=True, string="Needs an agreement"
    )
    validation_state = fields.Selection(
        [
            ("waiting", "To agree to"),
            ("validated", "Agreed to"),
            ("refused", "Refused"),
        ],
        default="waiting",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    validated_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    @api.depends("communication_line_id.needs_validation")
    def _compute_needs_validation(self):
        for mailing in self:
            mailing.needs_validation = mailing.communication_line_id.needs_validation

    @api.depends_context("uid", "su")
    def _compute_statistics(self):
        """Who does not manage mailings reads the measures of the report: no few."""
        result = super()._compute_statistics()
        if not self.env.su and not self.env.user.has_group(MAILING_USER):
            for name in ("opened", "clicked", "replied", "bounced", *RATIOS):
                self[name] = False
        return result

    @api.depends_context("uid", "su")
    def _compute_clicks_ratio(self):
        result = super()._compute_clicks_ratio()
        if not self.env.su and not self.env.user.has_group(MAILING_USER):
            self.clicks_ratio = False
        return result

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {key: value for key, value in vals.items() if key not in OUR_FIELDS}
                for vals in vals_list
            ]
        mailings = super().create(vals_list)
        mailings.filtered("letter_body")._lay_out()
        mailings.filtered(lambda m: m.state in LEAVING)._check_may_leave()
        return mailings

    def write(self, vals):
        self._check_writable(vals)
        if vals.get("state") in LEAVING:
            self._check_may_leave()
        result = super().write(vals)
        if "letter_body" in vals:
            self._lay_out()
        if AGREED_FIELDS & set(vals):
            self._ask_again()
        return result

    def _check_writable(self, vals):
        if self.env.su:
            return
        if OUR_FIELDS & set(vals):
            raise UserError(self.env._("An agreement is not written by hand."))
        if self.env.user.has_group(MAILING_USER):
            return
        if set(vals) - LETTER_FIELDS:
            self.check_access("write")
            raise UserError(
                self.env._(
                    "Of a letter you write the subject, the text and the date; the "
                    "rest follows from the communication plan."
                )
            )
        for value in vals.values():
            if isinstance(value, str) and DYNAMIC.search(value):
                raise UserError(
                    self.env._("A letter is text: it cannot hold expressions.")
                )

    def _lay_out(self):
        """Put the text into the layout of letters, with the link to unsubscribe."""
        # only the text that was checked by write goes into the mailing
        for mailing in self.sudo():
            if not mailing.communication_line_id:
                continue
            lang = mailing.filiere_id.company_id.partner_id.lang or (
                self.env.company.partner_id.lang
            )
            body = (
                self.env["ir.qweb"]
                .with_context(lang=lang)
                ._render(
                    "smart_filieres.communication_letter",
                    {"body": mailing.letter_body, "filiere": mailing.filiere_id},
                )
            )
            mailing.with_context(lang=None).write(
                {"body_arch": body, "body_html": body}
            )

    # === AGREEMENT === #

    def action_validate_letter(self):
        """Agree that a letter goes out, as the cooperative's communication."""
        self.communication_line_id.plan_id._check_validator()
        self.check_access("read")
        # the communication agrees, it does not have to be able to write mailings
        self.sudo().write(
            {"validation_state": "validated", "validated_by_id": self.env.uid}
        )

    def action_refuse_letter(self):
        """Do not agree: the letter stays a draft."""
        self.communication_line_id.plan_id._check_validator()
        self.check_access("read")
        self.sudo().write({"validation_state": "refused", "state": "draft"})

    def action_send_letter(self):
        """Send at the date it was planned for, or now if that has passed."""
        self.check_access("write")
        self._check_may_leave()
        for letter in self.sudo():
            if not letter.communication_line_id or letter.state != "draft":
                raise UserError(
                    self.env._("%s is no longer a draft.", letter.display_name)
                )
            late = (
                not letter.schedule_date
                or letter.schedule_date <= fields.Datetime.now()
            )
            if late:
                letter.action_launch()
            else:
                letter.action_put_in_queue()

    def action_hold_letter(self):
        """Take a letter out of the queue again."""
        self.check_access("write")
        letters = self.sudo().filtered(lambda m: m.state == "in_queue")
        letters.filtered("communication_line_id").state = "draft"

    def _check_may_leave(self):
        for mailing in self.sudo():
            reason = mailing._get_hindrance()
            if reason:
                raise UserError(reason)

    def _get_hindrance(self):
        """Return why this mailing may not go out, or None."""
        line = self.communication_line_id
        if line and line.plan_state != "running":
            return self.env._(
                "“%(letter)s” waits: the plan %(plan)s is not running.",
                letter=self.subject,
                plan=line.plan_id.display_name,
            )
        if self.needs_validation and self.validation_state != "validated":
            return self.env._(
                "“%s” goes beyond the confirmed members of the filière: the "
                "cooperative's communication has to agree to it first.",
                self.subject,
            )
        return None

    def _ask_again(self):
        """What was agreed to has changed: it is to be agreed to again."""
        # the state of an agreement is not for its author to write
        changed = self.sudo().filtered(
            lambda m: (
                m.needs_validation
                and m.validation_state == "validated"
                and m.state in ("draft", "in_queue")
            )
        )
        changed.write({"validation_state": "waiting", "state": "draft"})

    def _action_send_mail(self, res_ids=None):
        self._check_may_leave()
        return super()._action_send_mail(res_ids=res_ids)

    @api.model
    def _process_mass_mailing_queue(self):
        """Take out of the queue what may not leave, so that the rest does."""
        for mailing in self.sudo().search(
            [("state", "in", LEAVING), ("communication_line_id", "!=", False)]
        ):
            reason = mailing._get_hindrance()
            if reason:
                mailing.state = "draft"
                mailing.message_post(body=reason)
        return super()._process_mass_mailing_queue()

    # === RECIPIENTS === #

    def _get_optout_kind(self):
        channel = self.communication_line_id.channel
        return "digests" if channel == "digest" else "letters"

    def _get_recipients_domain(self):
        """Never wider than the line says, nor than who said yes."""
        domain = super()._get_recipients_domain()
        line = self.sudo().communication_line_id
        if line and line._get_model() == self.mailing_model_real:
            return Domain(domain) & line._get_audience_domain()
        if self.mailing_model_real == "smart.filiere.membership":
            return Domain(domain) & Domain("state", "in", PRESENT_STATES)
        return domain

    def _get_opt_out_list(self):
        """Other members may have unsubscribed from the filière as well."""
        gone = super()._get_opt_out_list()
        if self.filiere_id and self.mailing_model_real == "res.partner":
            gone = set(gone) | self.env["smart.filiere.optout"].sudo()._get_emails(
                self.filiere_id, self._get_optout_kind()
            )
        return gone
