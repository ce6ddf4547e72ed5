# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A wave opens on what was adopted, and keeps it whatever is adopted later."""

from odoo import fields, models
from odoo.exceptions import UserError


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    indicator_ids = fields.Many2many(
        "smart.impact.indicator",
        "smart_impact_wave_indicator_rel",
        "wave_id",
        "indicator_id",
        string="Indicators of this wave",
        readonly=True,
        copy=False,
        context={"active_test": False},
        help="Versions that were adopted when the wave opened.",
    )
    primary_ids = fields.Many2many(
        "smart.impact.indicator",
        "smart_impact_wave_primary_rel",
        "wave_id",
        "indicator_id",
        string="Primary indicators",
        readonly=True,
        copy=False,
        context={"active_test": False},
        help="Declared before the wave opened.",
    )

    def _get_indicators(self):
        """Return what this wave computes: what it froze, or what would be frozen.

        A draft of a next version waits beside the adopted one.
        """
        if self.indicator_ids:
            return self.with_context(active_test=False).indicator_ids
        found = super()._get_indicators()
        return found.filtered(
            lambda one: (
                one.state in ("draft", "consultation")
                and not one.previous_id
                or one.state == "adopted"
            )
        )

    def _get_broken(self, previous, indicators):
        """A new version breaks the series, as a reworded question does."""
        before = previous._get_indicators()
        replaced = [
            position
            for position, one in enumerate(indicators)
            if one not in before and one.previous_id
        ]
        return sorted({*super()._get_broken(previous, indicators), *replaced})

    def action_open(self):
        self._check_adopted()
        result = super().action_open()
        for wave in self:
            indicators = wave._get_indicators()
            # frozen by the opening alone
            wave.sudo().write(
                {
                    "indicator_ids": [fields.Command.set(indicators.ids)],
                    "primary_ids": [
                        fields.Command.set(indicators.filtered("is_primary").ids)
                    ],
                }
            )
        return result

    def _check_adopted(self):
        """Refuse to collect on what nobody adopted."""
        for wave in self.filtered(lambda one: one.state == "draft"):
            asked = wave._get_indicators() | wave._get_qualitative()
            waiting = asked.filtered(
                lambda one: (
                    one.state != "adopted" or one.criterion_id.state != "adopted"
                )
            )
            if waiting:
                raise UserError(
                    self.env._(
                        "%(wave)s asks questions for what is not adopted: "
                        "%(indicators)s. Put it to the vote first, or take its items "
                        "out of the questionnaire.",
                        wave=wave.name,
                        indicators=waiting.mapped("display_name"),
                    )
                )

    def action_publish(self):
        self._check_impact_figures()
        return super().action_publish()

    def _check_impact_figures(self):
        """An impact is shown with its number of people and its interval."""
        bare = self.result_ids.filtered(
            lambda one: (
                one.scope == "total"
                and one.state == "published"
                and one.indicator_id.level == "impact"
                and not (one.has_interval and one.respondent_count)
            )
        )
        if bare:
            raise UserError(
                self.env._(
                    "%(indicators)s are of level impact and have no interval: too few "
                    "people answered. Show them at level outcome.",
                    indicators=bare.indicator_id.mapped("display_name"),
                )
            )
