# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .smart_directory_entry_projection import (
    MONTHS_FRESH,
    MONTHS_LEAVES,
    MONTHS_STALE,
)

BATCH = 500
# who was never told leaves no sooner than this after the last warning
DAYS_WARNED = 14


class SmartDirectoryProfile(models.Model):
    """A profile is as good as the day its member last said that it is right."""

    _inherit = "smart.directory.profile"

    months_reminded = fields.Integer(copy=False, default=0)
    date_reminded = fields.Date(copy=False)

    def _get_signed_actions(self):
        label = self.env._("My profile is still right")
        return {**super()._get_signed_actions(), "confirm": (label, "_set_fresh")}

    def _get_signed_version(self):
        return fields.Date.to_string(self.date_confirmed) or ""

    def _set_fresh(self):
        """Record that the member read her profile again today; publish it again."""
        self.write(self._prepare_fresh_vals())
        return self.env._("Thank you: your profile is marked as right today.")

    @api.model
    def _prepare_fresh_vals(self):
        return {
            "date_confirmed": fields.Date.context_today(self),
            "is_published": True,
            "months_reminded": 0,
            "date_reminded": False,
        }

    # === NIGHT === #

    @api.model
    def _cron_keep_fresh(self):
        """Remind, sink, take out what nobody confirmed; sum up the counts."""
        self.env["smart.directory.entry"]._sink_stale()
        self.env["smart.directory.count"]._recount()
        for step in (self._remind_stale, self._unpublish_stale):
            while done := step(BATCH):
                self.env["ir.cron"]._commit_progress(done)

    @api.model
    def _remind_stale(self, limit=None):
        """Ask those whose profile is six or eleven months old; return how many.

        Each of the two is asked once. A profile that nobody sees is left alone.
        """
        due = Domain.OR(
            Domain("date_confirmed", "<=", self._get_limit(months))
            & Domain("months_reminded", "<", months)
            for months in (MONTHS_FRESH, MONTHS_STALE)
        )
        profiles = self.search(due & Domain("is_listed", "=", True), limit=limit)
        stale = profiles.filtered(
            lambda profile: profile.date_confirmed <= self._get_limit(MONTHS_STALE)
        )
        stale.months_reminded = MONTHS_STALE
        (profiles - stale).months_reminded = MONTHS_FRESH
        profiles.date_reminded = fields.Date.context_today(self)
        profiles._mail_members("smart_filieres.mail_fresh", profiles._get_fresh_subject)
        return len(profiles)

    @api.model
    def _unpublish_stale(self, limit=None):
        """Take out of the directory what a warning did not freshen; return how many."""
        today = fields.Date.context_today(self)
        profiles = self.search(
            Domain("date_confirmed", "<=", self._get_limit(MONTHS_LEAVES))
            & Domain("months_reminded", ">=", MONTHS_STALE)
            & Domain("date_reminded", "<=", today - relativedelta(days=DAYS_WARNED))
            & Domain("is_listed", "=", True),
            limit=limit,
        )
        profiles.is_published = False
        profiles._mail_members("smart_filieres.mail_left", profiles._get_left_subject)
        return len(profiles)

    def _get_fresh_subject(self):
        return self.env._("Is your profile in the directory still right?")

    def _get_left_subject(self):
        return self.env._("Your profile has left the directory")

    def _get_limit(self, months):
        return fields.Date.context_today(self) - relativedelta(months=months)
