# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures over the waves: a drawing per indicator, and one per territory."""

from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ..engine.trend import Point, draw_trend, make_axis

# of a drawing as large as a card, and of one among many
LARGE = {"width": 300, "height": 120}
SMALL = {"width": 120, "height": 44, "margins": (5, 5, 5, 5)}
# the least between two days written under a drawing
APART = 80


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    trend_html = fields.Html(
        "Trend",
        compute="_compute_trend_html",
        sanitize=False,
        export_string_translation=False,
    )

    def _compute_trend_html(self):
        qweb = self.env["ir.qweb"]
        for wave in self:
            values = {"wave": wave, "cards": wave._get_trends()} if wave.id else {}
            wave.trend_html = values and qweb._render("smart_impact.trend_page", values)

    def _get_trends(self):
        """Return what is drawn of each indicator with a figure in this wave.

        :return: list of ``{"indicator", "history": [result] oldest first, "trend",
            "places": [(name, trend)]}``; see ``_prepare_trend``
        """
        self.ensure_one()
        history = self._get_history()
        places, drawn = self._get_place_history()
        cards = []
        for indicator in self._sort_indicators(history):
            line = history[indicator]
            if self not in [one.wave_id for one in line]:
                continue
            own = [places[one, indicator] for one in drawn[indicator]]
            axis = self._make_axis(indicator, [one for part in own for one in part])
            cards.append(
                {
                    "indicator": indicator,
                    "history": line,
                    "trend": self._prepare_trend(indicator, line),
                    "places": [
                        (
                            part[-1]._get_place_name(),
                            {
                                **self._prepare_trend(indicator, part, axis, SMALL),
                                "last": part[-1],
                            },
                        )
                        for part in own
                    ],
                }
            )
        return cards

    def _sort_indicators(self, indicators):
        """Return indicators as they are read: primary ones, then by dimension."""
        found = self.env["smart.impact.indicator"].union(*indicators)
        primary = self._get_primary()
        dimensions = [key for key, _label in self._get_dimensions()]
        return found.sorted(
            lambda one: (
                one not in primary,
                dimensions.index(one.dimension) if one.dimension in dimensions else 99,
                one.sequence,
                one.code,
            )
        )

    def _get_primary(self):
        """Return the indicators declared primary: before it opened, if it did."""
        if self.sudo().indicator_ids:
            return self.sudo().primary_ids
        return self.sudo()._get_indicators().filtered("is_primary")

    def _get_dimensions(self):
        field = self.env["smart.impact.indicator"]._fields["dimension"]
        return field._description_selection(self.env)

    def _get_place_history(self):
        """Return what is drawn of territories, in the waves of the history.

        :return: ``{(territory, indicator): [result]}``, ``{indicator: [territory]}``
        """
        results = self.env["smart.impact.result"].search(
            [
                ("wave_id", "in", self._get_history_waves().ids),
                ("scope", "=", "territory"),
                ("territory_id", "!=", False),
                ("state", "=", "published"),
            ]
        )
        found, drawn = defaultdict(list), defaultdict(list)
        for result in results.sorted(_moment):
            key = result.territory_id, result.indicator_id
            if not found[key]:
                drawn[result.indicator_id].append(result.territory_id)
            found[key].append(result)
        for territories in drawn.values():
            territories.sort(key=lambda one: one.complete_name or "")
        return found, drawn

    def _make_axis(self, indicator, results, levels=()):
        numbers = [n for one in results for n in (one.value, one.low, one.high)]
        # who reads a figure may see the ends of its axis, not the questions
        kind = indicator.kind if indicator.sudo()._is_bounded() else ""
        return make_axis([*numbers, *levels], kind)

    def _prepare_trend(self, indicator, line, axis=None, size=None):
        """Return the drawing of a line of figures, and what is written beside it.

        :return: ``{"axis", "drawing", "ticks": [(y, text)], "days": [(x, text)]}``
        """
        levels = {
            name: indicator[name]
            for name in ("baseline", "target")
            if indicator[f"has_{name}"] and axis is None
        }
        axis = axis or self._make_axis(indicator, line, levels.values())
        drawing = draw_trend(
            [
                Point(
                    _moment(one)[0].toordinal(),
                    one.value,
                    one.low if one.has_interval else None,
                    one.high if one.has_interval else None,
                    one.obs_status == "B"
                    or bool(rank)
                    and line[rank - 1].indicator_id != one.indicator_id,
                )
                for rank, one in enumerate(line)
            ],
            axis,
            **(size or LARGE),
            **levels,
        )
        return {
            "axis": axis,
            "drawing": drawing,
            "ticks": [
                (y, formatLang(self.env, value, digits=0 if value == int(value) else 1))
                for y, value in drawing.ticks
            ],
            "days": _get_days(drawing, line),
        }

    # === ACTIONS === #

    def action_view_trend(self):
        """Open the figures of all waves, each indicator on an axis of its own."""
        self.ensure_one()
        view = self.env.ref("smart_impact.smart_impact_wave_view_form_trend")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Trend"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
        }

    def action_view_last_trend(self):
        """Open the trend up to the last wave whose figures the user may read."""
        results = self.env["smart.impact.result"].search(
            [("scope", "=", "total"), ("state", "=", "published")]
        )
        waves = results.wave_id
        if not waves:
            raise UserError(self.env._("No wave has figures yet."))
        last = max(
            waves, key=lambda one: (one.date_open or fields.Date.today(), one.id)
        )
        return last.action_view_trend()


def _moment(result):
    wave = result.wave_id
    return wave.date_open or fields.Date.today(), wave.id


def _get_days(drawing, line):
    """Return the month of the waves, as many as there is room for."""
    found = []
    for mark in reversed(drawing.marks):
        if not found or found[-1][0] - mark.x >= APART:
            found.append((mark.x, _moment(line[mark.rank])[0].strftime("%m/%Y")))
    return found[::-1]
