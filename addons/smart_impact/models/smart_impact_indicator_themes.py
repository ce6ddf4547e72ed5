# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Qualitative indicators: how far two coders agree, and how often a theme comes up."""

from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ..engine.programme_kappa import cohen_kappa, cross_table, needed_texts
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
    has_two_coders = fields.Boolean(
        "Coded by the same two", compute="_compute_kappa", compute_sudo=True
    )
    # of a few texts that all agree, the formula gives no width
    has_kappa_interval = fields.Boolean(compute="_compute_kappa", compute_sudo=True)
    kappa_missing = fields.Char(
        "Agreement, still missing", compute="_compute_kappa_missing"
    )

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
                sorted(found, key=lambda one: one.user_id.id)
                for (key, _excerpt), found in pairs.items()
                if key == indicator.id and len(found) >= 2
            ]
            indicator.has_two_coders = _have_two_coders(own)
            agreement = _agree(own) if indicator.has_two_coders else None
            indicator.kappa_count = len(own)
            indicator.has_kappa = bool(agreement)
            indicator.kappa = agreement.kappa if agreement else 0
            indicator.kappa_low = agreement.low if agreement else 0
            indicator.kappa_high = agreement.high if agreement else 0
            indicator.has_kappa_interval = bool(agreement and agreement.error)

    @api.depends("excerpt_ids.coding_ids.theme_id")
    @api.depends_context("lang")
    def _compute_kappa_missing(self):
        for indicator in self:
            indicator.kappa_missing = indicator._get_kappa_missing()

    def _get_kappa_missing(self):
        """Return why the agreement of the coders does not do yet, or nothing."""
        needed = needed_texts(self.excerpt_count)
        if self.kappa_count < needed:
            return self.env._(
                "%(count)s texts are coded by two people, %(needed)s are needed.",
                count=self.kappa_count,
                needed=needed,
            )
        if not self.has_kappa:
            if not self.has_two_coders:
                return self.env._(
                    "Kappa is of two people: the same two have to code all the texts "
                    "that are coded twice."
                )
            return self.env._(
                "Both coders gave one theme to all the texts: chance alone would agree."
            )
        if self.kappa < ENOUGH:
            return self.env._(
                "The two coders agree too little: kappa is %(kappa)s, from %(least)s "
                "on it is enough.",
                kappa=formatLang(self.env, self.kappa, digits=2),
                least=formatLang(self.env, ENOUGH, digits=2),
            )
        return ""

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

    def _get_figure_missing(self, prevalence):
        """Return all that is missing for a figure, as sentences."""
        missing = [self._get_kappa_missing()]
        disputed = len(self.excerpt_ids.filtered("is_disputed"))
        if disputed:
            missing.append(
                self.env._("Disagreements to settle: %(count)s.", count=disputed)
            )
        if not prevalence:
            missing.append(
                self.env._("A theme needs %(count)s texts to be told.", count=FEWEST)
            )
        return list(filter(None, missing))

    def action_qualitative_figure(self):
        """Make a figure of the coded texts: the share of the most frequent theme."""
        self.ensure_one()
        figures = self.env["smart.impact.figure"]
        figures.check_access("create")
        found = self._get_prevalence()
        missing = self._get_figure_missing(found)
        if missing:
            raise UserError("\n".join([f"{self.display_name}:", *missing]))
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


def _have_two_coders(codings):
    """Return whether the same two people coded all of it: Cohen's table is theirs."""
    return len({one.user_id.id for found in codings for one in found}) == 2


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
