# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .smart_directory_entry import STAFF


class SmartMatch(models.Model):
    """Somebody who may answer a need, with the reasons.

    Made from what she let the author of the need see; blank as soon as she changes
    that, and made again when the need is next looked at.
    """

    _name = "smart.match"
    _description = "Match"
    _order = "need_id, rank, id"
    _rec_name = "need_id"
    _log_access = False

    need_id = fields.Many2one(
        "smart.offer", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Candidate",
        required=True,
        index=True,
        ondelete="cascade",
        groups=STAFF,
    )
    offer_id = fields.Many2one("smart.offer", index=True, ondelete="set null")
    rank = fields.Integer(aggregator=None)
    score = fields.Float(digits=(4, 3), aggregator="avg")
    shown = fields.Float("Score shown", digits=(4, 3), aggregator="avg")
    cover = fields.Float("Skills covered", digits=(4, 3), aggregator="avg")
    proximity = fields.Float(digits=(4, 3), aggregator="avg")
    availability = fields.Float(digits=(4, 3), aggregator="avg")
    relatedness = fields.Float("Related activity", digits=(4, 3), aggregator="avg")
    freshness = fields.Float("Profile freshness", digits=(4, 3), aggregator="avg")
    reasons = fields.Json(
        help="Skills covered and missing, kilometres, days, and what is not known."
    )
    introductions = fields.Integer("Introductions in 90 days", aggregator=None)
    is_two_way = fields.Boolean("Both ways")
    mutual_score = fields.Float(digits=(4, 3), aggregator=None)
    is_stale = fields.Boolean()
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("dismissed", "Dismissed"),
            ("contacted", "Contacted"),
        ],
        required=True,
        default="proposed",
    )
    explanation = fields.Char(compute="_compute_explanation", string="Why")

    _need_partner_uniq = models.Constraint(
        "UNIQUE(need_id, partner_id)", "A member is matched once with a need."
    )

    @api.depends("reasons")
    @api.depends_context("lang")
    def _compute_explanation(self):
        ids = {
            skill
            for match in self
            for key in ("covered", "missing")
            for skill in (match.reasons or {}).get(key, ())
        }
        # names of skills are no secret: every member reads the whole list
        skills = self.env["smart.skill"].sudo().with_context(active_test=False)
        names = {row.id: row.name for row in skills.search([("id", "in", list(ids))])}
        for match in self:
            match.explanation = match._explain(names)

    def _explain(self, names):
        """Return the reasons as one sentence."""
        reasons = self.reasons or {}
        parts = [
            self._explain_skills(reasons, names),
            self._explain_place(reasons),
            self._explain_period(reasons),
            self._explain_days(reasons),
        ]
        if reasons.get("introductions"):
            parts.append(
                self.env._(
                    "already introduced %s times in 90 days, so shown a little lower",
                    reasons["introductions"],
                )
            )
        return ", ".join(part for part in parts if part)

    def _explain_skills(self, reasons, names):
        covered, missing = reasons.get("covered") or [], reasons.get("missing") or []
        if not covered:
            return self.env._("close activity") if reasons else ""
        if not missing:
            return self.env._("covers all your skills (%s)", len(covered))
        return self.env._(
            "covers %(covered)s of your %(all)s skills (missing: %(missing)s)",
            covered=len(covered),
            all=len(covered) + len(missing),
            missing=", ".join(names.get(skill, "?") for skill in missing),
        )

    def _explain_place(self, reasons):
        if reasons.get("remote"):
            return self.env._("remotely")
        if reasons.get("km") is None:
            return self.env._("place not told") if reasons else ""
        return self.env._("at %s km", reasons["km"])

    def _explain_period(self, reasons):
        share = reasons.get("availability")
        if not reasons.get("has_period"):
            return ""
        if share is None:
            return self.env._("availability not told")
        return self.env._("available %s %% of the period", round(100 * share))

    def _explain_days(self, reasons):
        days = reasons.get("days")
        if days is None:
            return ""
        if days == 0:
            return self.env._("profile confirmed today")
        return self.env._("profile confirmed %s days ago", days)
