# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.cohesion import chain_cover, cohesion, evenness
from ..engine.disclosure import FLOOR, is_small
from .smart_activity_stage import STAGES


class SmartObservationCohesion(models.Model):
    """How much the members of a filière work together, in one month."""

    _name = "smart.observation.cohesion"
    _description = "Cohesion of a Filière"
    _inherit = ["smart.observation.mixin"]
    _order = "period desc, filiere_id, id"
    _rec_name = "filiere_id"
    _log_access = False

    filiere_id = fields.Many2one(
        "smart.filiere", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", index="btree_not_null")
    members = fields.Integer(aggregator="avg")
    ties = fields.Integer("Ties inside", aggregator="avg")
    mean_degree = fields.Float("Ties per member", digits=(16, 2), aggregator="avg")
    density = fields.Float(digits=(16, 4), aggregator="avg")
    isolates = fields.Float(
        "Without ties (%)", digits=(16, 1), aggregator="avg", help="Inside the filière."
    )
    ratio = fields.Float(
        "Cohesion ρ",
        digits=(16, 1),
        aggregator="avg",
        help="Above 1: its members work together more than with others.",
    )
    ei_index = fields.Float(
        "E-I",
        digits=(16, 3),
        aggregator="avg",
        help="−1: only inside; 1: only outside.",
    )
    ei_expected = fields.Float(
        "E-I by chance",
        digits=(16, 3),
        aggregator="avg",
        help="Were ties drawn by lot.",
    )
    chain_cover = fields.Float(
        "Stages covered (%)",
        digits=(16, 0),
        aggregator="avg",
        help="Stages of the value chain with at least ten members.",
    )
    chain_evenness = fields.Float(
        "Evenness J",
        digits=(16, 3),
        aggregator="avg",
        help="1: all stages are as strong. Stages with fewer than five count as none.",
    )

    @api.model
    def _observe(self, period):
        """Store the cohesion of all filières, once a month."""
        if self.search_count([("period", "=", period)], limit=1):
            return
        stages = self._count_stages()
        counts = self._count_ties()
        filieres = self.env["smart.filiere"].browse(counts)
        self.create(
            [
                {
                    "period": period,
                    "filiere_id": filiere.id,
                    "company_id": filiere.company_id.id,
                    **self._prepare_row(*counts[filiere.id]),
                    **self._prepare_stages(stages.get(filiere.id, {})),
                }
                for filiere in filieres
                if filiere.id in counts
            ]
        )

    def _prepare_row(self, members, population, ties, tied, weight_in, weight_out):
        if members < FLOOR:
            return {"is_suppressed": True}
        row = {"members": members}
        if not is_small([tied, members - tied]):
            row["isolates"] = 100 * (1 - tied / members)
        if is_small([ties, tied]):
            return {**row, "is_suppressed": True}
        measured = cohesion(members, population, ties, weight_in, weight_out)
        # a column left out is unknown, which a zero would not be
        known = {
            k: value for k, value in measured._asdict().items() if value is not None
        }
        return {**row, "ties": ties, **known}

    def _prepare_stages(self, counts):
        """Return cover and evenness; a stage too small to show counts as none."""
        shown = [
            count if (count := counts.get(stage, 0)) >= FLOOR else 0
            for stage, _label in STAGES
        ]
        if not any(shown):
            return {}
        return {
            "chain_cover": 100 * chain_cover(shown),
            "chain_evenness": evenness(shown),
        }

    def _count_ties(self):
        """Return {filière: (members, population, ties, tied, weight in, weight out)}.

        The weights at the members of a filière are twice those inside and once those
        that leave it.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH member AS (
                    SELECT joined.filiere_id, joined.partner_id
                      FROM smart_filiere_membership joined
                      JOIN res_partner partner ON partner.id = joined.partner_id
                       AND partner.is_member AND partner.active
                     WHERE joined.state IN ('confirmed', 'active', 'dormant')),
                inner_tie AS (
                    SELECT one.filiere_id, one.partner_id AS a, other.partner_id AS b,
                           tie.weight
                      FROM smart_tie tie
                      JOIN member one ON one.partner_id = tie.partner_a_id
                      JOIN member other ON other.partner_id = tie.partner_b_id
                       AND other.filiere_id = one.filiere_id),
                inside AS (
                    SELECT filiere_id, COUNT(*) AS ties, SUM(weight) AS weight
                      FROM inner_tie GROUP BY filiere_id),
                tied AS (
                    SELECT filiere_id, COUNT(*) AS people
                      FROM (SELECT filiere_id, a FROM inner_tie
                             UNION SELECT filiere_id, b FROM inner_tie) AS ends
                     GROUP BY filiere_id),
                strength AS (
                    SELECT person, SUM(weight) AS weight
                      FROM (SELECT partner_a_id AS person, weight FROM smart_tie
                             UNION ALL
                            SELECT partner_b_id, weight FROM smart_tie) AS ends
                     GROUP BY person),
                size AS (
                    SELECT member.filiere_id, COUNT(*) AS members,
                           COALESCE(SUM(strength.weight), 0) AS weight
                      FROM member
                      LEFT JOIN strength ON strength.person = member.partner_id
                     GROUP BY member.filiere_id)
                SELECT size.filiere_id, size.members,
                       (SELECT COUNT(*) FROM res_partner
                         WHERE is_member AND active),
                       COALESCE(inside.ties, 0), COALESCE(tied.people, 0),
                       COALESCE(inside.weight, 0),
                       GREATEST(size.weight - 2 * COALESCE(inside.weight, 0), 0)
                  FROM size
                  LEFT JOIN inside ON inside.filiere_id = size.filiere_id
                  LEFT JOIN tied ON tied.filiere_id = size.filiere_id
                """
            )
        )
        return {filiere: counts for filiere, *counts in rows}

    def _count_stages(self):
        """Return {filière: {stage: members who hold an activity of it}}."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT joined.filiere_id, activity.chain_stage,
                       COUNT(DISTINCT joined.partner_id)
                  FROM smart_filiere_membership joined
                  JOIN res_partner partner ON partner.id = joined.partner_id
                   AND partner.is_member AND partner.active
                  JOIN smart_directory_profile profile
                    ON profile.partner_id = joined.partner_id
                  JOIN smart_profile_activity_rel held ON held.profile_id = profile.id
                  JOIN smart_activity activity ON activity.id = held.activity_id
                   AND activity.chain_stage IS NOT NULL
                 WHERE joined.state IN ('confirmed', 'active', 'dormant')
                 GROUP BY joined.filiere_id, activity.chain_stage
                """
            )
        )
        counts = {}
        for filiere, stage, count in rows:
            counts.setdefault(filiere, {})[stage] = count
        return counts
