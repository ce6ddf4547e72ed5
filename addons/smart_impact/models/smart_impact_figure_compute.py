# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures read from the ERP: a ratio of sums at each level, small groups masked."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..engine import programme_ratio as ratios
from ..engine.places import Cell, alike, hide_places, roll_up
from ..engine.statistics import wilson_interval

COUNTS = ("count", "distinct")


class SmartImpactFigure(models.Model):
    _inherit = "smart.impact.figure"

    @api.model
    def _compute_figures(self, indicators, date_from, date_to):
        """Replace the figures of a period by what the measures give now.

        What was not published of another period that overlaps goes: two such figures
        side by side would tell what happened between them.

        :return: the figures
        """
        self.check_access("create")
        self._make_room(indicators, date_from, date_to)
        figures = self.browse()
        for indicator in indicators:
            figures |= self._compute_one(indicator, date_from, date_to)
        return figures

    def _make_room(self, indicators, date_from, date_to):
        """Remove drafts that overlap a period; refuse it where one is published."""
        there = self.search(
            [
                ("indicator_id", "in", indicators.ids),
                ("source", "in", ("erp", "wave")),
                ("date_from", "<=", date_to),
                ("date_to", ">=", date_from),
            ]
        )
        same = there.filtered(
            lambda one: (one.date_from, one.date_to) == (date_from, date_to)
        )
        same._check_unpublished()
        shown = (there - same).filtered(lambda one: one.state == "published")[:1]
        if shown:
            raise UserError(
                self.env._(
                    "%(indicator)s is published from %(start)s to %(end)s. A period "
                    "that overlaps it would tell, by difference, what is masked: take "
                    "one that begins after, or ends before.",
                    indicator=shown.indicator_id.display_name,
                    start=format_date(self.env, shown.date_from),
                    end=format_date(self.env, shown.date_to),
                )
            )
        # drafts are made again; the right to create was checked
        there.sudo().unlink()

    def _compute_one(self, indicator, date_from, date_to):
        if not indicator._is_computable():
            raise UserError(
                self.env._(
                    "%(indicator)s has no measure to read: give it a numerator.",
                    indicator=indicator.display_name,
                )
            )
        rows = self._prepare_figures(indicator, date_from, date_to)
        base = {
            "indicator_id": indicator.id,
            "date_from": date_from,
            "date_to": date_to,
            "computed_on": fields.Date.context_today(self),
        }
        # figures are written by this path alone; the right to create was checked
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
        is_share = self._is_ratio_of_counts(indicator)
        # a mean of means says nothing, so its places stay apart
        parents = (
            {} if numerator.operation == "avg" else self._get_parents({**up, **down})
        )
        up, down = self._roll_up(up, parents), self._roll_up(down, parents)
        base = down or up
        cells = {
            place: Cell(base.get(place, (0, 0))[1], up.get(place, (0, 0))[1])
            for place in base.keys() | up.keys()
        }
        total = cells.pop(None)
        total_hidden, hidden = hide_places(
            total, cells, parents, indicator.minimum_cell, is_share
        )
        masked = hidden | ({None} if total_hidden else set())
        return [
            self._prepare_figure(indicator, place, up, down, place in masked)
            for place in sorted({None, *cells}, key=lambda one: one.id if one else 0)
            if not down or place is None or down.get(place, (0, 0))[0]
        ]

    def _get_parents(self, places):
        """Return of what each territory is part, those above included."""
        parents = {}
        for place in places:
            while place and place not in parents and place.parent_id:
                parents[place] = place.parent_id
                place = place.parent_id
        return parents

    def _roll_up(self, found, parents):
        """Return what a measure gives, with the parts of each territory added."""
        own = {place: pair for place, pair in found.items() if place is not None}
        total = {None: found[None]} if found else {}
        return {**total, **roll_up(own, parents)}

    def _prepare_figure(self, indicator, place, up, down, masked):
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
        if self._is_interval_asked(indicator) and 0 <= top <= bottom:
            low, high = wilson_interval(top, bottom)
            vals.update(
                low=indicator.factor * float(low),
                high=indicator.factor * float(high),
                has_interval=True,
            )
        return vals

    def _is_ratio_of_counts(self, indicator):
        """Say whether those left out count: they are masked where they are few."""
        numerator, denominator = indicator.numerator_id, indicator.denominator_id
        return (
            bool(denominator)
            and numerator.operation in COUNTS
            and denominator.operation in COUNTS
        )

    def _is_interval_asked(self, indicator):
        """Say whether a figure gets an interval, as if those counted were a sample.

        A register holds everybody: its figures are exact. But nothing is an impact
        without an interval; and only a share has this one: of records, or of people,
        some of the very ones that the denominator counts.
        """
        numerator, denominator = indicator.numerator_id, indicator.denominator_id
        return (
            indicator.level == "impact"
            and self._is_ratio_of_counts(indicator)
            and numerator.source_id.model == denominator.source_id.model
            and numerator.operation == denominator.operation
        )

    # === PUBLICATION === #

    def _get_obstacles(self):
        """Refuse drafts of before places where all are alike were masked."""
        found = super()._get_obstacles()
        if self._is_alike_part():
            found.append(
                self.env._("it tells of each member of the place: compute it again")
            )
        return found

    def _is_alike_part(self):
        if self.source != "erp" or self.is_masked:
            return False
        if not self._is_ratio_of_counts(self.indicator_id):
            return False
        cell = Cell(int(self.denominator), int(self.numerator))
        if self.is_total or not alike(cell):
            return False
        total = self.search(
            [
                ("indicator_id", "=", self.indicator_id.id),
                ("date_from", "=", self.date_from),
                ("date_to", "=", self.date_to),
                ("is_total", "=", True),
            ],
            limit=1,
        )
        return total.denominator > self.denominator
