# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The change of a figure in words."""

from odoo import models
from odoo.tools import formatLang


class SmartImpactResult(models.Model):
    _inherit = "smart.impact.result"

    def _format_signed(self, number):
        text = formatLang(self.env, abs(number), digits=1)
        return f"+{text}" if number >= 0 else f"−{text}"

    def _get_change_words(self):
        """Return ``{"tone", "text"}`` of the change, None where there is none.

        The tone follows the direction of the indicator, and only a clear change
        has one.
        """
        self.ensure_one()
        broken = self._get_break_words()
        if broken:
            return {"tone": "warning", "text": broken}
        if not self.has_change or self.state == "suppressed":
            return None
        sign = 1 if self.indicator_id.direction == "up" else -1
        better = self.change * sign > 0
        tone = "secondary"
        if self.is_discovery:
            tone = "success" if better else "danger"
        return {"tone": tone, "text": self._tell_change(better)}

    def _tell_change(self, better):
        values = {
            "change": self._format_signed(self.change),
            "low": self._format_signed(self.change_low),
            "high": self._format_signed(self.change_high),
        }
        if not self._is_change_tested():
            return self.env._("%(change)s, not tested (answers do not vary)", **values)
        if self.kind == "change":
            # the number is the figure itself, just above
            if not self.is_discovery:
                return self.env._("No clear change")
            if better:
                return self.env._("Clearly better")
            return self.env._("Clearly worse")
        if not self.is_discovery:
            return self.env._(
                "%(change)s, no clear change [%(low)s ; %(high)s]", **values
            )
        if better:
            return self.env._(
                "%(change)s, clearly better [%(low)s ; %(high)s]", **values
            )
        return self.env._("%(change)s, clearly worse [%(low)s ; %(high)s]", **values)
