# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Qualitative indicators: how far two coders agree, and how often a theme comes up."""

from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.programme_kappa import cohen_kappa, cross_table
from ..engine.statistics import wilson_interval

ENOUGH = 0.70
FEWEST = 5


class SmartImpactIndicator(models.Model):
    _inherit = "smart.impact.indicator"

    excerpt_ids = fields.One2many(
        "smart.impact.excerpt", "indicator_id", groups="smart_impact.group_evaluator"
    )
    excerpt_count = fields.Integer(
        compute="_compute_kappa", compute_sudo=True, string="# Excerpts"
    )
    kappa = fields.Float(
        "Cohen's kappa",
        compute="_compute_kappa",
        compute_sudo=True,
        help="Agreement of the two coders beyond chance: from 0.70 on it is enough.",
    )
    kappa_low = fields.Float(
        "Kappa, lower bound", compute="_compute_kappa", compute_sudo=True
    )
    kappa_high = fields.Float(
        "Kappa, upper bound", compute="_compute_kappa", compute_sudo=True
    )
    kappa_count = fields.Integer(
        "Texts coded twice", compute="_compute_kappa", compute_sudo=True
    )
    has_kappa = fields.Boolean(compute="_compute_kappa", compute_sudo=True)

    @api.depends("excerpt_ids.coding_ids.theme_id")
    def _compute_kappa(self):
        counts = dict(
            self.env["smart.impact.excerpt"]._read_group(
                [("indicator_id", "in", self.ids)], ["indicator_id"], ["__count"]
            )
        )
        # how far coders agree is no secret, who gave which theme is not told
        codings = self.env["smart.impact.coding"].sudo()
        pairs = defaultdict(list)
        for one in codings.search([("indicator_id", "in", self.ids)]):
            pairs[one.indicator_id.id, one.excerpt_id.id].append(one)
        for indicator in self:
            indicator.excerpt_count = counts.get(indicator, 0)
            own = [
                sorted(found, key=lambda one: one.user_id.id)[:2]
                for (key, _excerpt), found in pairs.items()
                if key == indicator.id and len(found) >= 2
            ]
            agreement = _agree(own)
            indicator.kappa_count = len(own)
            indicator.has_kappa = bool(agreement)
            indicator.kappa = agreement.kappa if agreement else 0
            indicator.kappa_low = agreement.low if agreement else 0
            indicator.kappa_high = agreement.high if agreement else 0

    def _get_prevalence(self):
        """Return how often each theme comes up, most frequent first.

        :return: list of ``{"theme", "n", "share", "low", "high", "quotes"}``, shares
            in percent; nothing about themes of fewer than five texts
        """
        self.ensure_one()
        settled = self.excerpt_ids.filtered("theme_id")
        counts = Counter(one.theme_id for one in settled)
        total = sum(counts.values())
        found = []
        for theme, n in counts.most_common():
            if n < FEWEST:
                continue
            low, high = wilson_interval(n, total)
            own = settled.filtered(lambda one, theme=theme: one.theme_id == theme)
            found.append(
                {
                    "theme": theme,
                    "n": n,
                    "share": 100 * n / total,
                    "low": 100 * float(low),
                    "high": 100 * float(high),
                    "quotes": own.filtered("is_quoted").mapped("text"),
                }
            )
        return found

    def action_qualitative_figure(self):
        """Make a figure of the coded texts: the share of the most frequent theme."""
        self.ensure_one()
        figures = self.env["smart.impact.figure"]
        figures.check_access("create")
        disputed = self.excerpt_ids.filtered("is_disputed")
        found = self._get_prevalence()
        if not self.has_kappa or self.kappa < ENOUGH or disputed or not found:
            raise UserError(
                self.env._(
                    "%(indicator)s: two coders have to agree (kappa from 0.70 on, now "
                    "%(kappa).2f on %(count)s texts), settle their %(disputed)s "
                    "disagreements, and a theme needs five texts.",
                    indicator=self.display_name,
                    kappa=self.kappa,
                    count=self.kappa_count,
                    disputed=len(disputed),
                )
            )
        first, today = found[0], fields.Date.context_today(self)
        start = today.replace(month=1, day=1)
        period = [
            ("indicator_id", "=", self.id),
            ("date_from", "=", start),
            ("state", "=", "draft"),
        ]
        # figures are written by the buttons alone; the right to create was checked
        figures.search(period).sudo().unlink()
        figure = figures.sudo().create(
            {
                "indicator_id": self.id,
                "date_from": start,
                "date_to": today,
                "value": first["share"],
                "low": first["low"],
                "high": first["high"],
                "has_interval": True,
                "people": len(self.excerpt_ids.filtered("theme_id")),
                "comment": self.env._(
                    "Told most: %(theme)s.", theme=first["theme"].name
                ),
                "computed_on": today,
            }
        )
        return self._action_figures(figure)


def _agree(pairs):
    """Return the agreement of pairs of codings, None where chance alone would agree."""
    if not pairs:
        return None
    first = [one.theme_id.id for one, _other in pairs]
    second = [other.theme_id.id for _one, other in pairs]
    try:
        return cohen_kappa(cross_table(first, second))
    except ValueError:
        return None
