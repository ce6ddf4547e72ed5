# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import matching
from ..engine.specialisation import relatedness
from .smart_directory_entry import STAFF

SIZE = 20
# a relatedness that fewer members show says something about persons
LEAST_BOTH = 5


class SmartOffer(models.Model):
    """Find who may answer a need, among what others let its author see."""

    _inherit = "smart.offer"

    match_ids = fields.One2many("smart.match", "need_id", groups=STAFF)
    date_matched = fields.Date(readonly=True, copy=False, groups=STAFF)

    def write(self, vals):
        if self._get_matching_fields() & set(vals):
            vals = {**vals, "date_matched": False}
        return super().write(vals)

    @api.model
    def _get_matching_fields(self):
        return {
            "skill_ids",
            "nace_activity_ids",
            "language_ids",
            "zip",
            "country_id",
            "is_remote",
            "radius_km",
            "date_from",
            "date_to",
        }

    # === ENTRY POINTS === #

    def _ensure_matches(self):
        """Match again what was not matched today."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        if self.kind == "need" and self.state == "open" and self.date_matched != today:
            self._match()

    def _match(self):
        """Write the best matches of this need, keeping what its author answered."""
        self.ensure_one()
        self.env.flush_all()
        found = self._find_matches()
        kept = {row.partner_id.id: row for row in self.match_ids}
        rows = self.env["smart.match"]
        gone = self.match_ids.filtered(
            lambda row: (
                row.state == "proposed"
                and row.partner_id.id not in {match.key for match, _mutual in found}
            )
        )
        gone.unlink()
        new = []
        for rank, (match, mutual) in enumerate(found, start=1):
            vals = self._prepare_match_vals(match, mutual, rank)
            if match.key in kept:
                kept[match.key].write(vals)
            else:
                new.append({**vals, "need_id": self.id, "partner_id": match.key})
        rows.create(new)
        self.date_matched = fields.Date.context_today(self)

    def _prepare_match_vals(self, match, mutual, rank):
        components = {name: match.components[name] or 0.0 for name in matching.WEIGHTS}
        return {
            **components,
            "offer_id": match.offer,
            "rank": rank,
            "score": match.score,
            "shown": match.shown,
            "introductions": match.introductions,
            "is_two_way": bool(mutual),
            "mutual_score": mutual,
            "is_stale": False,
            "reasons": {
                "covered": match.covered,
                "missing": match.missing,
                "km": None if match.km is None else round(match.km),
                "remote": self.is_remote,
                "has_period": bool(self.date_from or self.date_to),
                "availability": match.components["availability"],
                "days": match.days,
                "introductions": match.introductions,
                "unknown": [
                    name for name, value in match.components.items() if value is None
                ],
            },
        }

    # === MATCHING === #

    def _find_matches(self, size=SIZE):
        """Return [(match, mutual score or 0)] of the best, in a dozen queries."""
        author = self.partner_id
        related = self._as_related(self._get_relatedness())
        wanted = set(related) if not self.skill_ids else set()
        pool = self.env["smart.match.pool"]
        candidates = pool._get_candidates(author, self.skill_ids.ids, list(wanted))
        need = self._as_need(self._get_rarities(self.skill_ids))
        best = matching.rank(need, candidates, related, size)
        return self._add_other_direction(author, best)

    def _as_need(self, rarities):
        return matching.Need(
            skills={skill: rarities[skill] for skill in self.skill_ids.ids},
            activities=frozenset(self.nace_activity_ids.ids),
            languages=frozenset(self.language_ids.ids),
            square=(self.grid_latitude, self.grid_longitude)
            if self.is_placed
            else None,
            radius_km=self.radius_km,
            is_remote=self.is_remote,
            period=(self.date_from or None, self.date_to or None),
        )

    @api.model
    def _get_rarities(self, skills):
        counts, members = self.env["smart.skill.frequency"]._get_counts(skills)
        return {
            skill: matching.rarity(counts.get(skill, 0), members)
            for skill in skills.ids
        }

    def _get_relatedness(self):
        """Return {(activity of these needs, activity): φ} of what members do besides.

        φ is the smaller of both conditional shares; an activity is wholly related to
        itself. Counted over all members, never over fewer than five.
        """
        own = self.nace_activity_ids.ids
        if not own:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                WITH both_held AS (
                    SELECT mine.activity_id AS asked, other.activity_id AS held,
                           COUNT(*) AS n
                      FROM smart_profile_activity_rel mine
                      JOIN smart_profile_activity_rel other USING (profile_id)
                     WHERE mine.activity_id = ANY(%(own)s)
                     GROUP BY 1, 2
                    HAVING COUNT(*) >= %(least)s),
                holders AS (
                    SELECT activity_id, COUNT(*) AS n
                      FROM smart_profile_activity_rel GROUP BY 1)
                SELECT both_held.asked, both_held.held, both_held.n, a.n, b.n
                  FROM both_held
                  JOIN holders a ON a.activity_id = both_held.asked
                  JOIN holders b ON b.activity_id = both_held.held
                """,
                own=own,
                least=LEAST_BOTH,
            )
        )
        related = {
            (asked, held): relatedness(both, one, other)
            for asked, held, both, one, other in rows
        }
        return {**related, **{(activity, activity): 1.0 for activity in own}}

    def _as_related(self, pairs):
        """Return {activity: φ} for the closest of the activities of this need."""
        related = {}
        for (asked, held), value in pairs.items():
            if asked in self.nace_activity_ids.ids:
                related[held] = max(value, related.get(held, 0.0))
        return related

    # === BOTH WAYS === #

    @api.model
    def _add_other_direction(self, author, best):
        """Return [(match, mutual)]: what the author can do for those she may need.

        Mutual is 0 where the other one asks nothing that the author offers.
        """
        needs = self._get_needs_of([match.key for match in best], author)
        if not needs:
            return [(match, 0.0) for match in best]
        rarities = self._get_rarities(needs.skill_ids)
        pairs = needs._get_relatedness()
        owners = needs.partner_id
        views = self.env["smart.match.pool"]._get_views_of(author, owners)
        answers = {}
        for need in needs:
            found = matching.rank(
                need._as_need(rarities),
                views[need.partner_id],
                need._as_related(pairs),
                1,
            )
            best_so_far = answers.get(need.partner_id.id, 0.0)
            answers[need.partner_id.id] = max(
                [best_so_far, *(match.score for match in found)]
            )
        return [
            (match, matching.mutual(match.score, answers.get(match.key, 0.0)))
            for match in best
        ]

    @api.model
    def _get_needs_of(self, keys, viewer):
        """Return the needs of these members that `viewer` may read."""
        return self.search(
            self._get_visible_domain(viewer)
            & Domain("kind", "=", "need")
            & Domain("partner_id", "in", keys)
        )
