# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartDirectoryProfile(models.Model):
    """A profile is as good as the day its member last said that it is right."""

    _inherit = "smart.directory.profile"

    def _get_signed_actions(self):
        label = self.env._("My profile is still right")
        return {**super()._get_signed_actions(), "confirm": (label, "_set_fresh")}

    def _get_signed_version(self):
        return fields.Date.to_string(self.date_confirmed) or ""

    def _set_fresh(self):
        """Record that the member read her profile again today."""
        self.date_confirmed = fields.Date.context_today(self)
        return self.env._("Thank you: your profile is marked as right today.")
