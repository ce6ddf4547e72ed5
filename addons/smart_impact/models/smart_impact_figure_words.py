# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A figure outside waves, as people read it."""

from urllib.parse import urlsplit

from odoo import models
from odoo.tools import formatLang


class SmartImpactFigure(models.Model):
    _inherit = "smart.impact.figure"

    def _format(self, number):
        """Return a number as people read it: no decimals of a whole one."""
        return formatLang(self.env, number, digits=0 if number == int(number) else 1)

    def _get_label(self):
        """Return the value and its unit, an empty text when it is masked."""
        self.ensure_one()
        if self.is_masked:
            return ""
        return " ".join(part for part in (self._format(self.value), self.unit) if part)

    def _get_interval_note(self):
        """Return what the interval of this figure is not, of a register read whole."""
        self.ensure_one()
        if self.source != "erp" or not self.has_interval:
            return ""
        return self.env._("interval as if a sample: everybody is counted")

    def _get_safe_url(self):
        """Return the address of the source where it is one of the web."""
        self.ensure_one()
        url = self.url or ""
        return url if urlsplit(url).scheme in ("http", "https") else ""
