# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A figure in words: its change, its method."""

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
        values = {
            "change": self._format_signed(self.change),
            "low": self._format_signed(self.change_low),
            "high": self._format_signed(self.change_high),
        }
        if not self.is_discovery:
            text = self.env._(
                "%(change)s, no clear change [%(low)s ; %(high)s]", **values
            )
        elif better:
            text = self.env._(
                "%(change)s, clearly better [%(low)s ; %(high)s]", **values
            )
        else:
            text = self.env._(
                "%(change)s, clearly worse [%(low)s ; %(high)s]", **values
            )
        return {"tone": tone, "text": text}

    def _get_method_words(self):
        """Return how this very figure was made, as sentences."""
        self.ensure_one()
        wave = self.sudo().wave_id
        kinds = {
            "share": self.env._("Share of respondents, Wilson interval at 95 %."),
            "mean": self.env._("Mean of the scores, Student interval at 95 %."),
            "nps": self.env._(
                "Those who gave 9 or 10 less those who gave 0 to 6, normal interval at "
                "95 %."
            ),
            "median": self.env._(
                "Median of the answers, interval at 95 % by order statistics, or by "
                "Woodruff's method with weights."
            ),
            "change": self.env._(
                "Mean difference of those who answered both waves, Student interval "
                "of paired differences at 95 %."
            ),
            "gain": self.env._(
                "Share of those who answered both waves whose score rose that much, "
                "Wilson interval at 95 %."
            ),
        }

        def written(number):
            return formatLang(self.env, number, digits=2)

        words = [kinds[self.kind]]
        if self.sudo().indicator_id.minimum_answered == "all":
            words.append(self.env._("Of those who answered all its items."))
        if self.has_reliability:
            words.append(
                self.env._(
                    "Cronbach's alpha %(alpha)s [%(low)s ; %(high)s].",
                    alpha=written(self.alpha),
                    low=written(self.alpha_low),
                    high=written(self.alpha_high),
                )
            )
            words += filter(None, [self._get_reliability_warning()])
        if wave.weighting != "none":
            words.append(
                self.env._("Weighted, design effect %(deff)s.", deff=written(self.deff))
            )
            words += wave._get_gap_words()
        words += self._get_change_method()
        if self.obs_status == "U":
            words.append(self.env._("Low reliability: the interval is wide."))
        words.append(self.env._("Method %(version)s.", version=self.method_version))
        return words
