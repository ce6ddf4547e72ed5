# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures read from the ERP: a ratio of sums at each level, small groups masked."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import programme_ratio as ratios
from ..engine.statistics import wilson_interval

COUNTS = ("count", "distinct")


class SmartImpactFigure(models.Model):
    _inherit = "smart.impact.figure"

    @api.model
    def _compute_figures(self, indicators, date_from, date_to):
        """Replace the figures of a period by what the measures give now.

        :return: the figures
        """
        self.check_access("create")
        figures = self.browse()
        for indicator in indicators:
            figures |= self._compute_one(indicator, date_from, date_to)
        return figures

    def _compute_one(self, indicator, date_from, date_to):
        if not indicator._is_computable():
            raise UserError(
                self.env._(
                    "%(indicator)s has no measure to read: give it a numerator.",
                    indicator=indicator.display_name,
                )
            )
        period = [
            ("indicator_id", "=", indicator.id),
            ("date_from", "=", date_from),
            ("date_to", "=", date_to),
        ]
        there = self.search(period)
        there._check_unpublished()
        rows = self._prepare_figures(indicator, date_from, date_to)
        base = {
            "indicator_id": indicator.id,
            "date_from": date_from,
            "date_to": date_to,
            "computed_on": fields.Date.context_today(self),
        }
        # figures are written by this path alone; the right to create was checked
        there.sudo().unlink()
        return self.sudo().create([{**base, **row} for row in rows]).sudo(False)

    def _prepare_figures(self, indicator, date_from, date_to):
        numerator, denominator = indicator.numerator_id, indicator.denominator_id
        up = numerator._evaluate(date_from, date_to)
        down = denominator._evaluate(date_from, date_to) if denominator else {}
        if denominator and not down[None][0]:
            raise UserError(
                self.env._(
                    "%(indicator)s: “%(measure)s” gives 0 from %(start)s to %(end)s, "
                    "and nothing is divided by 0. Check its filter or the period.",
                    indicator=indicator.display_name,
                    measure=denominator.name,
                    start=date_from,
                    end=date_to,
                )
            )
        both = bool(denominator)
        is_share = (
            both and numerator.operation in COUNTS and denominator.operation in COUNTS
        )
        minimum = indicator.minimum_cell
        people, small = {}, set()
        for place in (down if both else up).keys() | up.keys():
            n_up = up.get(place, (0, 0))[1]
            n = down.get(place, (0, 0))[1] if both else n_up
            people[place] = n
            within = n_up if is_share else None
            # a sum over few people tells about them, whoever it is divided by
            if ratios.is_small(n, within, minimum) or 0 < n_up < minimum:
                small.add(place)
        parts = {place: n for place, n in people.items() if place is not None}
        masked = ratios.hidden(parts, small - {None}, minimum, None not in small)
        masked |= small & {None}
        return [
            self._prepare_figure(indicator, place, up, down, place in masked, is_share)
            for place in sorted(people, key=lambda one: one.id if one else 0)
            if not both or place is None or down.get(place, (0, 0))[0]
        ]

    def _prepare_figure(self, indicator, place, up, down, masked, is_share):
        vals = {"territory_id": place.id if place else False, "is_masked": masked}
        if masked:
            return vals
        top, n_up = up.get(place, (0, 0))
        bottom, n = down.get(place, (1, n_up)) if down else (1, n_up)
        vals.update(
            numerator=top,
            denominator=bottom,
            people=n,
            value=ratios.ratio([(top, bottom)], indicator.factor),
        )
        if is_share and 0 <= top <= bottom:
            low, high = wilson_interval(top, bottom)
            vals.update(
                low=indicator.factor * float(low),
                high=indicator.factor * float(high),
                has_interval=True,
            )
        return vals
