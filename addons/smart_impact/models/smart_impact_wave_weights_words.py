# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the weights of a wave gave back, and what they could not, in words."""

from odoo import api, fields, models
from odoo.tools import formatLang

from ..engine.weights import TRIM
from .smart_impact_response import BAND_KEYS

# points between what a group counts for and its part, from which it is told
TOLD_FROM = 1.0
# the first method whose R-indicator is less what chance makes
ADJUSTED_FROM = "2026.4"


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    weighting_note = fields.Char(
        "What the weights give back", compute="_compute_weighting_note"
    )

    @api.depends("weighting", "method_parameters")
    @api.depends_context("lang")
    def _compute_weighting_note(self):
        for wave in self:
            wave.weighting_note = " ".join(wave._get_weight_words())

    def _get_weight_words(self):
        """Return how far the weights go, as sentences; none without weights."""
        self.ensure_one()
        if self.weighting == "none":
            return []
        low, high = (self.method_parameters or {}).get("trim") or TRIM
        words = self.env._(
            "Estimated with weights (E): groups count for their part of the members, "
            "as far as weights between %(low)s and %(high)s allow.",
            low=self._write_weight(low),
            high=self._write_weight(high),
        )
        return [words, *self._get_gap_words()]

    def _get_gap_words(self):
        """Return what the weights could not give back, as sentences."""
        self.ensure_one()
        kept = (self.method_parameters or {}).get("weights") or {}
        margins = {
            "territory": self.env._("territory"),
            "filiere": self.env._("filière"),
            "band": self.env._("seniority"),
        }
        words = []
        if left_out := kept.get("left_out"):
            words.append(
                self.env._(
                    "No weights meet all margins together, so some are not given "
                    "back: %(margins)s. To give them back, weight by them alone and "
                    "compute again.",
                    margins=[margins[name] for name in left_out],
                )
            )
        gap = kept.get("gap") or {}
        if gap.get("points", 0) <= TOLD_FROM:
            return words
        if "group" not in gap:
            words.append(
                self.env._(
                    "By %(margin)s, a group is %(points)s points from its part.",
                    margin=margins[gap["margin"]],
                    points=formatLang(self.env, gap["points"], digits=0),
                )
            )
        else:
            words.append(
                self.env._(
                    "“%(group)s” counts for %(reached)s %% and should for %(wanted)s "
                    "%%.",
                    group=self._get_group_name(gap["margin"], gap["group"]),
                    reached=gap["reached"],
                    wanted=gap["wanted"],
                )
            )
        return words

    def _get_group_name(self, margin, key):
        if not key:
            return self.env._("Not told")
        if margin == "band":
            bands = self.env["smart.impact.wave.rate"]._fields["band"]
            labels = dict(bands._description_selection(self.env))
            return labels[BAND_KEYS[key - 1]]
        # names of places and filières are no secret
        named = self.env[f"smart.{margin}"].sudo().browse(key).exists()
        return named.name or self.env._("Not told")

    def _write_weight(self, number):
        return formatLang(self.env, number, digits=0 if number == int(number) else 1)

    def _get_representativity_words(self):
        """Return the R-indicator of this wave and what it is, in one sentence."""
        self.ensure_one()
        figure = formatLang(self.env, self.representativity, digits=2)
        if (self.method_version or "") < ADJUSTED_FROM:
            return self.env._(
                "R-indicator over territories %(r)s: 1 when all answered alike.",
                r=figure,
            )
        return self.env._(
            "R-indicator over territories %(r)s: 1 when all answered alike. Their "
            "differences are counted less what chance alone makes in small groups "
            "(Shlomo, Skinner and Schouten 2012).",
            r=figure,
        )
