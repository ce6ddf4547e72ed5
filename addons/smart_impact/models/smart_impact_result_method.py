# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a figure was made, in words, by the method it was computed with."""

from odoo import models
from odoo.tools import formatLang

# the first method whose recommendation is a difference of two shares, and whose
# finite population is that of equal weights or of the total
REVIEWED = (2026, 4)
# what knows a finite population
FINITE = ("share", "mean", "nps")
EVEN = 1 + 1e-6


class SmartImpactResult(models.Model):
    _inherit = "smart.impact.result"

    def _get_method_words(self):
        """Return how this very figure was made, as sentences."""
        self.ensure_one()
        words = [self._get_kind_words()]
        if self.sudo().indicator_id.minimum_answered == "all":
            words.append(self.env._("Of those who answered all its items."))
        words += self._get_reliability_words()
        words += self._get_weights_words()
        words += self._get_population_words()
        words += self._get_change_method()
        if self.obs_status == "U":
            words.append(self._get_unreliable_words())
        words.append(self.env._("Method %(version)s.", version=self.method_version))
        return words

    def _get_kind_words(self):
        if self.kind == "nps" and not is_reviewed(self.method_version):
            return self.env._(
                "Those who gave 9 or 10 less those who gave 0 to 6, normal interval at "
                "95 %."
            )
        kinds = {
            "share": self.env._("Share of respondents, Wilson interval at 95 %."),
            "mean": self.env._("Mean of the scores, Student interval at 95 %."),
            "nps": self.env._(
                "Those who gave 9 or 10 less those who gave 0 to 6; interval at 95 % "
                "from the two Wilson intervals (Zou and Donner 2008)."
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
                "Wilson interval at 95 %. Not tested: no share of them is what would "
                "come without any change."
            ),
        }
        return kinds[self.kind]

    def _get_reliability_words(self):
        if not self.has_reliability:
            return []

        def written(number):
            return formatLang(self.env, number, digits=2)

        words = self.env._(
            "Cronbach's alpha %(alpha)s [%(low)s ; %(high)s], of those who answered "
            "all the questions, without weights.",
            alpha=written(self.alpha),
            low=written(self.alpha_low),
            high=written(self.alpha_high),
        )
        return list(filter(None, [words, self._get_reliability_warning()]))

    def _get_weights_words(self):
        if self.sudo().wave_id.weighting == "none":
            return []
        deff = formatLang(self.env, self.deff, digits=2)
        if self.kind in ("mean", "change"):
            words = self.env._(
                "Weighted, design effect %(deff)s, error by linearisation.", deff=deff
            )
        else:
            words = self.env._("Weighted, design effect %(deff)s.", deff=deff)
        return [words, *self.sudo().wave_id._get_gap_words()]

    def _get_population_words(self):
        """Return whether the members of the register narrow the interval."""
        if not self.has_interval or not is_reviewed(self.method_version):
            return []
        even = self.scope == "total" or self.deff <= EVEN
        # of a wave without a frame, nobody knows how many there are
        if self.kind in FINITE and even and self.sudo().wave_id.frame_count:
            return [
                self.env._(
                    "Finite population correction on the members of the register."
                )
            ]
        return [self.env._("No finite population correction.")]

    def _get_unreliable_words(self):
        if self.low == self.high:
            return self.env._(
                "Low reliability: all gave the same answer, which tells no interval."
            )
        return self.env._("Low reliability: the interval is wide.")


def is_reviewed(version):
    """Return whether a version of the method, year and number, is the reviewed one."""
    parts = tuple(int(part) for part in (version or "").split(".") if part.isdigit())
    return parts >= REVIEWED
