# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a kind of figure asks of its items, and in what it is told."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ..engine.cube import PAIRED, SHARES
from ..engine.medians import LEAST

UNITS = {
    **{"share": "%", "gain": "%", "mean": "/100", "nps": "pts", "change": "pts"},
    "median": False,
}


class SmartImpactIndicator(models.Model):
    _inherit = "smart.impact.indicator"

    @api.depends("kind", "item_ids.kind")
    def _compute_unit(self):
        for indicator in self:
            usual = UNITS.get(indicator.kind)
            if indicator._is_number() and indicator.kind not in SHARES:
                # hours, euros: only who asks knows
                usual = False
            if not indicator.unit or indicator.unit in UNITS.values():
                indicator.unit = usual

    def _is_number(self):
        """Tell whether the items are plain numbers, and no scale from 0 to 100."""
        self.ensure_one()
        return "number" in self.item_ids.mapped("kind")

    def _is_paired(self):
        """Tell whether the figure is about people who answered two waves."""
        self.ensure_one()
        return self.kind in PAIRED

    def _get_answer_keys(self):
        """Return what the figure rests on: who shares one hides alike.

        Differences are other numbers than the levels they are made of.
        """
        self.ensure_one()
        ids = self.item_ids.ids
        return {("paired", one) for one in ids} if self._is_paired() else set(ids)

    def _is_bounded(self):
        """Tell whether the figures lie on a known axis, and can be drawn on it."""
        self.ensure_one()
        return self.kind in SHARES or not self._is_number()

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind == "median":
            self.minimum_cell = max(self.minimum_cell, LEAST)

    @api.constrains("kind", "minimum_cell", "source")
    def _check_median(self):
        for indicator in self:
            asked = indicator.source == "survey" and indicator.kind == "median"
            if asked and indicator.minimum_cell < LEAST:
                raise ValidationError(
                    self.env._(
                        "%(indicator)s is a median: with fewer than %(least)s people "
                        "its bounds would be the lowest and the highest answer. Set "
                        "the minimum cell to %(least)s.",
                        indicator=indicator.display_name,
                        least=LEAST,
                    )
                )

    @api.constrains("item_ids", "source")
    def _check_item_kinds(self):
        for indicator in self.filtered(lambda one: one.source == "survey"):
            kinds = set(indicator.item_ids.mapped("kind"))
            # points and hours have no mean; a text has no score
            if ("number" in kinds and len(kinds) > 1) or "text" in kinds:
                raise ValidationError(
                    self.env._(
                        "%(indicator)s mixes what cannot be averaged: give it scales "
                        "and choices, or numbers alone.",
                        indicator=indicator.display_name,
                    )
                )
