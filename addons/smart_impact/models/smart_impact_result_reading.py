# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a reader would get wrong about a figure, said beside it."""

from odoo import models
from odoo.tools import format_date, formatLang

from ..engine.levels import CROSSES

# a change that luck would bring less often than this stands out
ENOUGH = 0.05
# under it, the items of a scale hardly measure one thing
LOOSE = 0.6


class SmartImpactResult(models.Model):
    _inherit = "smart.impact.result"

    def _get_change_reason(self):
        """Return why a change that stands out alone is not called clear, or nothing.

        Its own p-value would do, and yet it does not count: one test in twenty does so
        by luck, and a wave holds many. Or its interval holds zero all the same.
        """
        self.ensure_one()
        published = self.has_change and self.state == "published"
        if not published or self.is_discovery or not self._is_change_tested():
            return ""
        if self.p_value > ENOUGH:
            return ""
        if self.p_adjusted <= ENOUGH and self.adjustment:
            return self.env._(
                "Its test alone would call it clear (p adjusted %(p)s), its interval "
                "would not: it goes to zero or beyond.",
                p=formatLang(self.env, self.p_adjusted, digits=3),
            )
        values = {"family": self._get_family_words()}
        if self.p_adjusted:
            return self.env._(
                "Alone it would stand out; among %(family)s it may be luck (p adjusted "
                "%(p)s, above 0.05).",
                p=formatLang(self.env, self.p_adjusted, digits=3),
                **values,
            )
        return self.env._(
            "Alone it would stand out; among %(family)s it may be luck (p adjusted "
            "above 0.05).",
            **values,
        )

    def _get_family_words(self):
        """Return the changes that this one was tested together with."""
        if self.adjustment == "holm":
            return self.env._("the primary indicators of this wave")
        if not self.adjustment:
            return self.env._("all the changes compared in this wave")
        if self.scope in CROSSES:
            return self.env._("the crosses of this wave")
        return self.env._("the other changes compared in this wave")

    def _get_caution(self):
        """Return the warning that goes with this figure on its card, or nothing."""
        self.ensure_one()
        if self.has_reliability and self.alpha < LOOSE:
            return self.env._(
                "The questions of this scale hold loosely together (alpha %(alpha)s, "
                "under %(least)s): read it with care.",
                alpha=formatLang(self.env, self.alpha, digits=2),
                least=formatLang(self.env, LOOSE, digits=1),
            )
        return ""

    def _get_reference_words(self):
        """Return what the figure is held against, ``[(name, words)]``."""
        self.ensure_one()
        indicator = self.indicator_id
        found = []
        if indicator.has_baseline:
            day = format_date(self.env, indicator.baseline_date)
            figure = self._format(indicator.baseline, with_unit=True)
            found.append(
                (self.env._("Baseline"), f"{figure} ({day})" if day else figure)
            )
        if indicator.has_target:
            found.append((self.env._("Target"), self._get_target_words()))
        return found

    def _get_target_words(self):
        indicator = self.indicator_id
        sign = 1 if indicator.direction == "up" else -1
        left = (indicator.target - self.value) * sign
        values = {
            "target": self._format(indicator.target, with_unit=True),
            "day": format_date(self.env, indicator.target_date) or "–",
            "left": formatLang(self.env, max(left, 0), digits=1),
        }
        if left <= 0:
            return self.env._("%(target)s by %(day)s: reached", **values)
        return self.env._("%(target)s by %(day)s: %(left)s to go", **values)
