# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who came back since the wave before, and whether they answer like the others."""

import numpy as np

from odoo import fields, models
from odoo.tools import SQL, formatLang

from ..engine import cube
from ..engine.alike import all_but_one_alike, spread_parts
from ..engine.levels import REGION, TOTAL
from ..engine.panel import compare_groups, smallest_rest
from .smart_impact_wave_overlap import LEAST_BOTH

READERS = "smart_impact.group_evaluator,smart_impact.group_researcher"


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    panel = fields.Json("Panel figures", readonly=True, copy=False, groups=READERS)
    panel_html = fields.Html(
        "Panel",
        compute="_compute_panel_html",
        sanitize=False,
        export_string_translation=False,
        groups=READERS,
    )

    def _compute_panel_html(self):
        qweb = self.env["ir.qweb"]
        for wave in self:
            panel = wave._get_panel()
            wave.panel_html = panel and qweb._render(
                "smart_impact.wave_panel", {"panel": panel}
            )

    def _prepare_method_vals(self, answers):
        vals = super()._prepare_method_vals(answers)
        return {**vals, "panel": self._prepare_panel(answers)}

    # === COMPUTE === #

    def _prepare_panel(self, answers):
        """Return who came back, and by indicator how they answer beside the others.

        A mean is kept where both groups have ten people who did not all answer alike:
        the total less one group is the other.
        """
        previous = answers["previous"]
        if not previous or "returning" not in answers:
            return None
        before = previous._count_complete()
        now, both = len(answers["ids"]), answers["returning"]
        panel = {"wave": previous.id, "before": before, "now": now, "rows": []}
        people = answers.get("people")
        if not people or not before:
            return panel
        returning = np.zeros(now, np.int64)
        returning[people["now"]] = 1
        panel.update(both=both, rate=100 * both / before)
        panel["rows"] = self._compare_groups(answers, returning)
        return panel

    def _compare_groups(self, answers, returning):
        totals = self._get_shown_totals(answers)
        shown = [
            total
            and not self._tells_a_few(outcome, answers, returning)
            and not all_but_one_alike(spread_parts(outcome, returning, 2)).any()
            for total, outcome in zip(totals, answers["outcomes"], strict=True)
        ]
        kinds = [scale.kind for scale in answers["scales"]]
        sums = [
            cube.cell_sums(outcome, returning, 2, answers["weights"])
            for outcome in answers["outcomes"]
        ]
        found = compare_groups(kinds, sums, shown, LEAST_BOTH)
        return [
            {"indicator": indicator.id, **row}
            for indicator, row in zip(answers["indicators"], found, strict=True)
        ]

    def _tells_a_few(self, outcome, answers, returning):
        """Say whether a group less the cells all its own leaves a few people."""
        valid = ~np.isnan(outcome)
        own = 2 * answers["cells"][valid] + returning[valid]
        for scope, level in answers["levels"].items():
            if scope in (TOTAL, REGION):
                continue
            size = int(level.parts.max(initial=-1)) + 1
            counts = np.bincount(own, minlength=2 * size).reshape(-1, 2)
            whole = np.zeros((len(level.keys), 2), np.int64)
            np.add.at(whole, level.targets, counts[level.parts])
            if 0 < smallest_rest(whole) < LEAST_BOTH:
                return True
        return False

    def _get_shown_totals(self, answers):
        """Return by indicator whether its total is shown."""
        self.env.flush_all()
        found = self.env.execute_query(
            SQL(
                "SELECT indicator_id FROM smart_impact_result WHERE wave_id = %s"
                " AND scope = 'total' AND state = 'published'",
                self.id,
            )
        )
        shown = {indicator for [indicator] in found}
        return [one.id in shown for one in answers["indicators"]]

    def _count_complete(self):
        [[number]] = self.env.execute_query(
            SQL(
                "SELECT COUNT(*) FROM smart_impact_response"
                " WHERE wave_id = %s AND is_complete",
                self.id,
            )
        )
        return number

    # === READ === #

    def _get_panel(self):
        """Return what screens and reports show of the panel, None without one.

        :return: ``{"wave", "before", "now", "both" and "rate" or None, "rows":
            [{"indicator", "returning", "fresh", "difference", …}], "words"}``
        """
        self.ensure_one()
        if not self.panel:
            return None
        panel = self.panel
        # what a wave asked about is no secret to who may read its panel
        indicators = self.env["smart.impact.indicator"].sudo()
        rows = [
            {
                **row,
                "indicator": indicators.browse(row["indicator"]),
                "words": self._format_panel_row(row),
            }
            for row in panel["rows"]
        ]
        wave = self.sudo().browse(panel["wave"])
        found = {"both": None, "rate": None, **panel, "wave": wave, "rows": rows}
        return {**found, "words": self._get_panel_words(found)}

    def _format_panel_row(self, row):
        """Return the numbers of a row as people read them, differences signed."""
        if row["difference"] is None:
            return {}
        found = {
            name: formatLang(self.env, row[name], digits=1)
            for name in ("returning", "fresh")
        }
        for name in ("difference", "low", "high"):
            size = formatLang(self.env, abs(row[name]), digits=1)
            found[name] = f"{'+' if row[name] >= 0 else '−'}{size}"
        return found

    def _get_panel_words(self, panel):
        """Return the panel in one line."""
        values = {"before": panel["before"], "wave": panel["wave"].name}
        if panel["both"] is None:
            return self.env._(
                "Of the %(before)s people of %(wave)s, fewer than ten answered again: "
                "the two waves are compared as different people.",
                **values,
            )
        values.update(both=panel["both"], rate=f"{panel['rate']:.0f}")
        again = self.env._(
            "Of the %(before)s people of %(wave)s, %(both)s answered again "
            "(%(rate)s %%).",
            **values,
        )
        compared = [row for row in panel["rows"] if row.get("difference") is not None]
        other = [row for row in compared if row["is_clear"]]
        if not compared:
            return again
        if not other:
            return f"{again} " + self.env._("No clear difference with the new ones.")
        return f"{again} " + self.env._(
            "They answer otherwise than the new ones on %(indicators)s: part of a "
            "change may come from who answered.",
            indicators=", ".join(row["indicator"].code for row in other),
        )
