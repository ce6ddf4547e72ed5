# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class SmartImpactTheme(models.Model):
    _name = "smart.impact.theme"
    _inherit = ["smart.impact.theme", "smart.impact.transfer.mixin"]

    def _get_core(self):
        """Return what a theme means, in the language of the source."""
        names = ("code", "name", "definition", "includes", "excludes")
        source = self.with_context(lang="en_US")
        return sorted([one[name] or None for name in names] for one in source)
