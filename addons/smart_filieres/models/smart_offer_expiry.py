# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .smart_directory_entry import STAFF

# reminder → days before expiry; the position tells which were sent
REMINDERS = {"week": 7, "day": 1, "expired": -1}


class SmartOffer(models.Model):
    """Reminders before an announcement expires, answered from the e-mail itself."""

    _inherit = "smart.offer"

    reminder = fields.Selection(
        [("week", "A week before"), ("day", "The day before"), ("expired", "Expired")],
        "Last reminder",
        readonly=True,
        copy=False,
        groups=STAFF,
    )

    def write(self, vals):
        if "date_expiry" in vals:
            vals = {**vals, "reminder": False}
        return super().write(vals)

    # === ANSWERS BY E-MAIL === #

    def _get_signed_actions(self):
        return {
            **super()._get_signed_actions(),
            "extend": (self.env._("Keep it open"), "_extend"),
            "filled_here": (
                self.env._("Filled, thanks to the cooperative"),
                "_fill_here",
            ),
            "filled": (self.env._("Filled otherwise"), "_fill"),
            "withdraw": (self.env._("Withdraw it"), "_withdraw"),
        }

    def _get_signed_version(self):
        return f"{self.state}-{self.date_expiry or ''}"

    def _fill_here(self):
        return self._fill(by_cooperative=True)

    # === NIGHTLY === #

    @api.model
    def _cron_remind(self):
        """Expire what is due and tell the authors, each of them once."""
        today = fields.Date.context_today(self)
        done = []
        # the last first: who missed the first one gets the one that fits the day
        for reminder, days in reversed(REMINDERS.items()):
            done.append(reminder)
            due = Domain("state", "=", "open") & Domain(
                "date_expiry", "<=", today + timedelta(days=days)
            )
            offers = self.search(due & Domain("reminder", "not in", done))
            if reminder == "expired":
                offers.write({"state": "expired", "date_closed": today})
            offers.write({"reminder": reminder})
            offers._send_reminders(reminder)

    def _send_reminders(self, reminder):
        for offer in self:
            author = offer.partner_id
            mail = self.env["smart.relay.mail"].with_context(lang=author.lang)
            offer = offer.with_context(lang=author.lang)
            actions = offer._get_signed_actions()
            mail._send(
                author,
                self.env._("%s: is it still current?", offer.name)
                if reminder != "expired"
                else self.env._("%s has expired", offer.name),
                "smart_filieres.mail_offer_reminder",
                {
                    "offer": offer,
                    "reminder": reminder,
                    "links": [
                        (offer._get_signed_url(key), label)
                        for key, (label, _method) in actions.items()
                    ],
                },
            )
