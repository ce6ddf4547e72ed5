# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class SmartDirectoryProfile(models.Model):
    """An edit by the staff is told to the member it is about."""

    _inherit = "smart.directory.profile"

    def write(self, vals):
        result = super().write(vals)
        edited = self._get_projected_fields() & set(vals)
        # her own form and the nightly runs write as superuser
        if edited and not self.env.su:
            others = self.filtered(
                lambda row: row.partner_id != self.env.user.partner_id
            )
            others._tell_edit(edited)
        return result

    def _tell_edit(self, names):
        """Tell the members which fields of their profiles somebody changed."""
        self._mail_members(
            "smart_filieres.mail_edited",
            self._get_edited_subject,
            names=sorted(names),
            editor=self.env.user.name,
        )

    def _get_edited_subject(self):
        return self.env._("Your profile was changed by the cooperative")

    def _get_labels(self, names):
        """Return the labels of fields in the language of the environment."""
        described = self.fields_get(names, ["string"])
        return [described[name]["string"] for name in names if name in described]
