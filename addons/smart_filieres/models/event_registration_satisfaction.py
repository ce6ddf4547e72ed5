# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# how long after a meeting one is asked, and one's answer is taken
DAYS_TO_ANSWER = 14
ASK_AT_ONCE = 500


class EventRegistration(models.Model):
    """One click after the meeting: from 1 to 5, was it worth coming?"""

    _name = "event.registration"
    _inherit = ["event.registration", "smart.signed.mixin"]

    # nobody reads one person's answer: only the mean of five or more is shown
    satisfaction = fields.Integer(
        readonly=True, copy=False, groups="base.group_system", aggregator=None
    )
    is_satisfaction_asked = fields.Boolean(readonly=True, copy=False)

    def _get_signed_actions(self):
        labels = (
            self.env._("1: not useful"),
            self.env._("2: hardly useful"),
            self.env._("3: fairly useful"),
            self.env._("4: useful"),
            self.env._("5: very useful"),
        )
        answers = {
            f"satisfied_{note}": (label, f"_set_satisfied_{note}")
            for note, label in enumerate(labels, start=1)
        }
        return {**super()._get_signed_actions(), **answers}

    def _get_signed_version(self):
        # read as superuser: the text goes into a signed link, it is a yes or a no
        return "answered" if self.sudo().satisfaction else ""

    def _get_signed_summary(self, action):
        return self.event_id.name

    def _set_satisfied_1(self):
        return self._set_satisfaction(1)

    def _set_satisfied_2(self):
        return self._set_satisfaction(2)

    def _set_satisfied_3(self):
        return self._set_satisfaction(3)

    def _set_satisfied_4(self):
        return self._set_satisfaction(4)

    def _set_satisfied_5(self):
        return self._set_satisfaction(5)

    def _set_satisfaction(self, note):
        self.satisfaction = note
        return self.env._("Thank you: only the mean of five answers or more is shown.")

    def _get_satisfaction_links(self):
        """Return [(note, address)] for the e-mail."""
        return [
            (note, self._get_signed_url(f"satisfied_{note}", days=DAYS_TO_ANSWER))
            for note in range(1, 6)
        ]

    @api.model
    def _cron_ask_satisfaction(self):
        """Ask those who came yesterday or in the days before, once."""
        now = fields.Datetime.now()
        asked = self.search(
            Domain("state", "=", "done")
            & Domain("is_satisfaction_asked", "=", False)
            & Domain("email", "!=", False)
            & Domain("event_id.filiere_ids", "!=", False)
            & Domain("event_id.date_end", "<", now)
            & Domain("event_id.date_end", ">", now - timedelta(days=DAYS_TO_ANSWER)),
            limit=ASK_AT_ONCE,
        )
        asked._ask_satisfaction()
        if len(asked) == ASK_AT_ONCE:
            self.env.ref("smart_filieres.ir_cron_ask_satisfaction")._trigger()

    def _ask_satisfaction(self):
        template = self.env.ref("smart_filieres.mail_template_satisfaction")
        self.write({"is_satisfaction_asked": True})
        if self:
            template.send_mail_batch(self.ids)
