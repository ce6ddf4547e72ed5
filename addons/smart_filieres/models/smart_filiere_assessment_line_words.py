# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from .smart_filiere_criterion import JUDGEMENT
from .wording import shown


class SmartFiliereAssessmentLine(models.Model):
    """Each figure in a sentence that lets one compute it by hand."""

    _inherit = "smart.filiere.assessment.line"

    @api.depends("evidence", "mark", "reason", "is_known")
    @api.depends_context("lang")
    def _compute_source(self):
        for line in self:
            line.source = line._get_source()

    def _get_source(self):
        measure = self.criterion_id.measure
        if measure == JUDGEMENT:
            return self.reason or self.env._("Not judged yet.")
        figures = self.evidence or {}
        if "unknown" in figures:
            return self._get_unknown_words().get(figures["unknown"], "")
        if not figures:
            return ""
        texts = {key: shown(self.env, value) for key, value in figures.items()}
        return getattr(self, f"_get_{measure}_words")(figures, texts)

    def _get_points_words(self):
        """Return the points of the line beside those it could have."""
        values = {"weight": shown(self.env, self.weight)}
        if self.is_known:
            values["points"] = shown(self.env, self.points, ".1f")
            return self.env._("%(points)s of %(weight)s points", **values)
        return self.env._("unknown: 0 to %(weight)s points", **values)

    def _get_value_words(self):
        """Return the value of the line, as one says it."""
        if not self.is_known:
            return self.env._("unknown")
        if self.kind == "strategic":
            return self.env._("mark %s of 5", self.mark)
        return self.env._("value %s", shown(self.env, self.value))

    def _get_reach_words(self):
        return self.env._(
            "At %s it would by itself reach the next band.",
            shown(self.env, self.reach_value),
        )

    def _get_unknown_words(self):
        return {
            "small": self.env._(
                "Unknown: the figure would tell of fewer than five members, by itself "
                "or by difference."
            ),
            "absent": self.env._("Unknown: nothing of the kind is recorded yet."),
            "dates": self.env._(
                "Unknown: the day they entered is recorded for too few members."
            ),
            "nothing": self.env._("Unknown: there is nothing to compare with."),
        }

    def _get_members_words(self, _figures, texts):
        return self.env._(
            "%(numerator)s members confirmed that they are in it.", **texts
        )

    def _get_specialisation_words(self, figures, texts):
        if "places" in figures:
            return self.env._(
                "Mean, over the %(denominator)s members who live in one of %(places)s "
                "places, of how specialised their place is: sum of members × LQ* "
                "%(numerator)s. The filière has %(x_i)s of the %(x)s members whose "
                "trade is known; k = %(shrinkage)s.",
                **{**texts, "places": len(figures["places"])},
            )
        return self.env._(
            "[(%(x_ir)s + %(shrinkage)s·p) / (%(x_r)s + %(shrinkage)s)] / p with "
            "p = %(x_i)s / %(x)s: members of the filière here and everywhere, members "
            "here and everywhere whose trade is known. LQ %(quotient)s, z %(z)s.",
            **texts,
        )

    def _get_cohesion_words(self, _figures, texts):
        return self.env._(
            "Ties of weight %(inside)s among %(members)s members (per possible pair "
            "%(numerator)s), of weight %(across)s with the %(others)s others (per "
            "possible pair %(denominator)s).",
            **texts,
        )

    def _get_complementarity_words(self, figures, texts):
        words = self.env._(
            "½ × %(cover)s (stages with ten members or more) + ½ × %(evenness)s "
            "(evenness).",
            **{key: texts[key] for key in ("cover", "evenness")},
        )
        if "stages" not in figures:
            return words
        stages = " / ".join(shown(self.env, count) for count in figures["stages"])
        return self.env._(
            "%(words)s Members by stage: %(stages)s.", words=words, stages=stages
        )

    def _get_growth_words(self, _figures, texts):
        return self.env._(
            "(%(now)s / %(before)s)^(1/%(years)s) − 1: members now and %(years)s years "
            "before.",
            **{key: texts[key] for key in ("now", "before", "years")},
        )

    def _get_needs_words(self, _figures, texts):
        return self.env._(
            "100 × %(numerator)s open needs / %(denominator)s members.", **texts
        )
