# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from xlsxwriter.utility import xl_col_to_name

from odoo import models

COLORS = ("#1F5F8B", "#B5533C", "#146C43", "#7A4D00", "#6F42C1", "#495057")
# columns of a line: figure, half intervals, target
BLOCK = 4
# rows of the sheet that a chart takes
TALL = 24


class ReportWaveXlsx(models.AbstractModel):
    """The totals of each wave, and a chart per unit: no two units on one axis."""

    _inherit = "report.smart_impact.report_wave_xlsx"

    def _write_trend(self, workbook, formats, wave):
        """Write the figures of each wave, and draw them."""
        history = wave._get_history()
        indicators = wave._sort_indicators(
            [one for one in history if wave in [f.wave_id for f in history[one]]]
        )
        waves = sorted(
            {one.wave_id for indicator in indicators for one in history[indicator]},
            key=lambda one: (str(one.date_open), one.id),
        )
        lines = []
        for one in indicators:
            *earlier, current = self._get_runs(history[one])
            lines += [(run, None) for run in earlier]
            lines.append((current, one.target if one.has_target else None))
        name = self.env._("Trend")
        headings = [(self.env._("Wave"), 30)]
        for figures, _target in lines:
            headings += self._get_trend_headings(figures)
        rows = [
            (
                one.name,
                *(n for line in lines for n in self._get_trend_numbers(one, *line)),
            )
            for one in waves
        ]
        sheet = self._write_sheet(workbook, formats, name, headings, rows)
        if len(waves) < 2:
            return
        units = {}
        for rank, (figures, _target) in enumerate(lines):
            units.setdefault(figures[0].unit or "", []).append(rank)
        for order, (unit, ranks) in enumerate(units.items()):
            chart = workbook.add_chart({"type": "line"})
            for rank in ranks:
                has_target = lines[rank][1] is not None
                self._add_line(chart, name, rank, len(waves), has_target)
            chart.set_title({"name": f"{name} ({unit})" if unit else name})
            chart.set_legend({"position": "bottom"})
            chart.set_y_axis({"name": unit})
            place = len(waves) + 3 + order * TALL
            sheet.insert_chart(place, 0, chart, {"x_scale": 2, "y_scale": 1.5})

    def _get_runs(self, history):
        """Return the figures that a line may join: a new question begins another."""
        runs = []
        for figure in history:
            same = runs and runs[-1][-1].indicator_id == figure.indicator_id
            if same and figure.obs_status != "B":
                runs[-1].append(figure)
            else:
                runs.append([figure])
        return runs

    def _get_trend_headings(self, figures):
        figure = figures[0]
        name = figure.indicator_id.display_name
        if figure.obs_status == "B":
            name = self.env._("%(name)s, after a break", name=name)
        return [
            (name, 18),
            (self.env._("Half interval, below"), 10),
            (self.env._("Half interval, above"), 10),
            (self.env._("%(code)s, target", code=figure.indicator_id.code), 10),
        ]

    def _get_trend_numbers(self, wave, figures, target):
        """Return figure, half intervals and target of a wave, None for what is not."""
        for one in figures:
            if one.wave_id == wave:
                below, above = one.value - one.low, one.high - one.value
                return [*(round(n, 4) for n in (one.value, below, above)), target]
        return [None, None, None, target]

    def _add_line(self, chart, name, rank, last, has_target):
        """Add a line with its intervals, and a dashed one for its target."""
        first, color = 1 + BLOCK * rank, COLORS[rank % len(COLORS)]
        series = {"categories": [name, 1, 0, last, 0], "smooth": False}
        chart.add_series(
            {
                **series,
                "name": [name, 0, first],
                "values": [name, 1, first, last, first],
                "line": {"color": color},
                "marker": {"type": "circle", "fill": {"color": color}},
                "y_error_bars": {
                    "type": "custom",
                    "minus_values": _column(name, first + 1, last),
                    "plus_values": _column(name, first + 2, last),
                },
            }
        )
        if has_target:
            target = first + BLOCK - 1
            chart.add_series(
                {
                    **series,
                    "name": [name, 0, target],
                    "values": [name, 1, target, last, target],
                    "line": {"color": color, "dash_type": "dash", "width": 1},
                    "marker": {"type": "none"},
                }
            )


def _column(name, column, last):
    """Return a column as a formula, the form that error bars ask for."""
    letter = xl_col_to_name(column)
    quoted = name.replace("'", "''")
    return f"='{quoted}'!${letter}$2:${letter}${last + 1}"
