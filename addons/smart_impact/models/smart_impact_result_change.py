# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How the change of a figure was tested, and why there is none."""

from odoo import fields, models
from odoo.tools import SQL, formatLang

from ..engine.change import detectable_change
from ..engine.statistics import critical_value

TESTS = [
    ("z", "z of two shares"),
    ("welch", "Welch's t"),
    ("paired_t", "Paired t"),
    ("mcnemar", "McNemar"),
]
BREAKS = [
    ("question", "The question changed"),
    ("territory", "The territory changed"),
]
ADJUSTMENTS = [
    ("holm", "Holm, among the primary indicators"),
    ("fdr", "Benjamini-Hochberg, among the others"),
]
# items of a scale that hold together less than this measure several things
LEAST_ALPHA = 0.6


class SmartImpactResult(models.Model):
    _inherit = "smart.impact.result"

    change_test = fields.Selection(TESTS, string="Test of the change", readonly=True)
    p_adjusted = fields.Float(
        "Adjusted p",
        readonly=True,
        aggregator=None,
        digits=(16, 4),
        help="Among all the changes that were tested together: a change is clear up to "
        "5 %.",
    )
    adjustment = fields.Selection(ADJUSTMENTS, string="Adjusted by", readonly=True)
    break_kind = fields.Selection(BREAKS, string="Not compared because", readonly=True)
    is_rest = fields.Boolean(
        "Without its parts",
        readonly=True,
        help="Members of the territory who are in none of its parts.",
    )

    def init(self):
        """Name the rests of waves that were computed before they had a name."""
        result = super().init()
        self.env.cr.execute(
            SQL(
                """
                UPDATE smart_impact_result AS figure
                   SET is_rest = figure.scope != 'region' AND EXISTS (
                       SELECT FROM smart_impact_result AS whole
                        WHERE whole.wave_id = figure.wave_id
                          AND whole.scope = 'region'
                          AND whole.territory_id = figure.territory_id)
                 WHERE figure.is_rest IS NULL
                """
            )
        )
        return result

    def _get_rest_name(self):
        """Return the name of a territory without its parts."""
        self.ensure_one()
        return self.env._("%(territory)s (no part)", territory=self.territory_id.name)

    def _get_break_words(self):
        """Return why this figure is not compared, None when it is."""
        self.ensure_one()
        if self.break_kind == "territory":
            return self.env._("The territory changed: not compared.")
        if self.break_kind == "question" or self.obs_status == "B":
            return self.env._("The question changed: not compared.")
        return None

    def _is_change_tested(self):
        """Return whether the change has a p-value: not where answers do not vary.

        Before tests had a name, all that was compared was tested.
        """
        self.ensure_one()
        return bool(self.adjustment or self.p_value or not self.change_test)

    def _get_detectable_change(self):
        """Return the smallest true change that this comparison would mostly find.

        In four waves out of five, at 95 %; 0 where nothing is compared. Said beside
        “no clear change”: what is smaller may be there and not be seen.
        """
        self.ensure_one()
        if not self.has_change or self.state == "suppressed":
            return 0.0
        error = (self.change_high - self.change_low) / 2 / critical_value()
        return float(detectable_change(error))

    def _get_change_method(self):
        """Return how the change was tested, as sentences."""
        self.ensure_one()
        if not self.has_change or self.state != "published":
            return []
        label = dict(self._fields["change_kind"]._description_selection(self.env))
        values = {
            "kind": label[self.change_kind].lower(),
            "effect": formatLang(self.env, self.effect_size, digits=2),
            "size": self._get_effect_name(),
            "test": self._get_test_name(),
        }
        if not self.change_test:
            # computed before tests had a name
            return [
                self.env._("Change: %(kind)s, effect size %(effect)s.", **values),
            ]
        words = [
            self.env._(
                "Change: %(kind)s, %(test)s, effect size %(size)s %(effect)s.", **values
            )
        ]
        if self.adjustment:
            p = formatLang(self.env, self.p_adjusted, digits=3)
            least = formatLang(self.env, 0.001, digits=3)
            words.append(
                self.env._(
                    "Adjusted p %(p)s (%(method)s).",
                    p=f"< {least}" if self.p_adjusted < 0.001 else f"= {p}",
                    method=dict(
                        self._fields["adjustment"]._description_selection(self.env)
                    )[self.adjustment],
                )
            )
        else:
            words.append(
                self.env._("Not tested: the answers do not vary in either wave.")
            )
        if self.adjustment and not self.is_discovery:
            least = formatLang(self.env, self._get_detectable_change(), digits=1)
            words.append(
                self.env._(
                    "A true change of less than %(least)s would often go unseen here.",
                    least=least,
                )
            )
        return words

    def _get_test_name(self):
        names = {
            "z": self.env._("z test, Newcombe's interval"),
            "welch": self.env._("Welch's t test"),
            "paired_t": self.env._("paired t test"),
            "mcnemar": self.env._("McNemar's test, Newcombe's paired interval"),
        }
        name = names.get(self.change_test, "")
        if self.change_kind == "overlap":
            return self.env._(
                "%(test)s, less what the people in both have in common", test=name
            )
        if self.change_test == "paired_t" and self.sudo().wave_id.weighting != "none":
            return self.env._("%(test)s on weighted differences", test=name)
        return name

    def _get_effect_name(self):
        if self.kind == "share":
            return "h (Cohen)"
        return "d_z (Cohen)" if self.change_test == "paired_t" else "g (Hedges)"

    def _get_reliability_warning(self):
        """Return a warning about a scale whose items hold together badly, or None."""
        self.ensure_one()
        if not self.has_reliability or self.alpha >= LEAST_ALPHA:
            return None
        return self.env._(
            "Below %(least)s: these questions measure several things, read them one by "
            "one.",
            least=formatLang(self.env, LEAST_ALPHA, digits=1),
        )
