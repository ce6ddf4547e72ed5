# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Join the waves of a member by a name that only the key of the programme gives."""

from odoo import models

from ..engine.pseudonym import pseudonym


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def action_open(self):
        result = super().action_open()
        self.programme_id._ensure_key()
        return result

    def _get_pseudonyms(self, partners):
        secret = self.programme_id.is_longitudinal and self.programme_id._get_secret()
        if not secret:
            return super()._get_pseudonyms(partners)
        return {one.id: pseudonym(secret, str(one.id)) for one in partners}
