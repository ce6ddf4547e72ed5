# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime

# who gets which message
TO_OWNER = ("asked", "extension_asked")
# a request that nobody answers ends, so that the item is free again
DAYS_TO_ANSWER = 5
DAYS_TO_FETCH = 1


class SmartLoan(models.Model):
    """What is told at each step, and what a link in an e-mail may do."""

    _inherit = "smart.loan"

    # === SIGNED LINKS === #

    def _get_signed_actions(self):
        return {
            **super()._get_signed_actions(),
            "accept": (self.env._("Lend it"), "action_accept"),
            "refuse": (self.env._("Not this time"), "action_refuse"),
            "handed": (self.env._("I handed it over"), "action_hand_over"),
            "back": (self.env._("It is back"), "action_return"),
            "cancel": (self.env._("I do not need it"), "action_cancel"),
            "longer": (self.env._("Keep it longer: yes"), "action_accept_extension"),
            "not_longer": (self.env._("Keep it longer: no"), "action_refuse_extension"),
        }

    def _get_signed_version(self):
        return f"{self.state} {self.date_extension or ''}"

    def _get_signed_summary(self, action):
        return self.env._(
            "%(name)s, from %(start)s to %(end)s",
            name=self.resource_id.name,
            start=self._format_moment(self.date_from),
            end=self._format_moment(self.date_extension or self.date_to),
        )

    # === MESSAGES === #

    def _tell(self, step):
        """Send the message of `step` to the borrower or to the owner, once a loan."""
        template = self.env.ref(
            f"smart_purchase_charter.mail_template_loan_{step}",
            raise_if_not_found=False,
        )
        if not template:
            return
        for loan in self:
            # members have no right to mail; the template decides what they read
            loan = loan.sudo()
            receiver = loan._get_owner() if step in TO_OWNER else loan.partner_id
            if loan.kind == "loan" and receiver.email:
                lang = receiver.lang or self.env.lang
                template.sudo().with_context(lang=lang).send_mail(
                    loan.id,
                    email_values={
                        "recipient_ids": [(4, receiver.id)],
                        # whoever pressed the button is not who writes
                        "author_id": loan.company_id.partner_id.id,
                    },
                )

    def _get_owner(self):
        """Return who answers: the owner, or the cooperative itself."""
        return self.owner_id or self.company_id.partner_id

    def _format_moment(self, moment):
        """Return `moment` as a short text in the borrower's time zone."""
        zone = self.partner_id.tz or self.env.user.tz or "Europe/Brussels"
        return format_datetime(self.env, moment, tz=zone, dt_format="short")

    # === EACH DAY === #

    @api.model
    def _cron_follow_up(self):
        """Remind, free what nobody answered or fetched, and call what is late."""
        now = fields.Datetime.now()
        self._end_unanswered(now)
        self._remind(now)
        self._call_late(now)

    def _end_unanswered(self, now):
        forgotten = self.search(
            [
                "|", "|",
                "&", ("state", "=", "requested"),
                "|", ("create_date", "<", now - timedelta(days=DAYS_TO_ANSWER)),
                ("date_from", "<", now),
                "&", ("state", "=", "waiting"), ("date_from", "<", now),
                "&", "&", ("state", "=", "reserved"), ("kind", "=", "loan"),
                ("date_from", "<", now - timedelta(days=DAYS_TO_FETCH)),
            ]
        )  # fmt: skip
        if forgotten:
            forgotten.action_cancel()
        ended = self.search(
            [
                ("kind", "=", "maintenance"),
                ("state", "=", "reserved"),
                ("date_to", "<", now),
            ]
        )
        ended.write({"state": "returned"})

    def _remind(self, now):
        due = self.search(
            [
                ("state", "=", "out"),
                ("reminder", "=", "none"),
                ("date_to", "<", now + timedelta(days=1)),
                ("date_to", ">", now),
            ]
        )
        due._tell("due")
        due.write({"reminder": "before"})

    def _call_late(self, now):
        late = self.search(
            [
                ("state", "=", "out"),
                ("reminder", "!=", "late"),
                ("date_to", "<", now - timedelta(hours=12)),
            ]
        )
        late._tell("late")
        late.write({"reminder": "late"})
        for loan in late:
            loan.activity_schedule(
                "mail.mail_activity_data_call",
                summary=self.env._("Late: %s", loan.display_name),
                user_id=loan.resource_id.create_uid.id,
            )
