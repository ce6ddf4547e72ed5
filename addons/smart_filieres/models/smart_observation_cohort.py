# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.disclosure import is_small

QUARTERS = 12


class SmartObservationCohort(models.Model):
    """Of those who joined in one quarter, how many were still seen k quarters later."""

    _name = "smart.observation.cohort"
    _description = "Cohort"
    _inherit = ["smart.observation.mixin"]
    _order = "period desc, quarter desc, in_filiere desc, rank, id"
    _rec_name = "quarter"
    _log_access = False

    quarter = fields.Date("Joined in the quarter from", required=True)
    in_filiere = fields.Selection(
        [("yes", "In a filière"), ("no", "In none")], "Filière", required=True
    )
    rank = fields.Integer("Quarters later", required=True, aggregator=None)
    size = fields.Integer("Joined", aggregator="max")
    active_count = fields.Integer("Still active")
    retention = fields.Float(
        "Retention (%)", digits=(16, 1), aggregator="avg", help="Active / joined."
    )

    @api.model
    def _observe(self, period):
        """Store the cohorts as they are on the first of a month, once."""
        if self.search_count([("period", "=", period)], limit=1):
            return
        rows = self._count(period)
        small = {
            quarter for quarter, _in, _rank, size, _active in rows if is_small([size])
        }
        self.create(
            [
                self._prepare_row(period, *row)
                # without the other side, its size is what is left of all newcomers
                for row in rows
                if row[0] not in small
            ]
        )

    def _prepare_row(self, period, quarter, in_filiere, rank, size, active):
        hidden = is_small([active, size - active])
        row = {
            "period": period,
            "quarter": quarter,
            "in_filiere": "yes" if in_filiere else "no",
            "rank": rank,
            "size": size,
            "is_suppressed": hidden,
        }
        if not hidden:
            row |= {"active_count": active, "retention": 100 * active / size}
        return row

    def _count(self, period):
        """Return rows (quarter, in a filière, k, joined, active in the k-th quarter).

        Only quarters that are over by `period` count.
        """
        self.env.flush_all()
        last = fields.Date.start_of(period, "quarter")
        return self.env.execute_query(
            SQL(
                """
                WITH person AS (
                    SELECT partner.id,
                           DATE_TRUNC('quarter', partner.member_since)::date AS quarter,
                           EXISTS (SELECT FROM smart_filiere_membership joined
                                    WHERE joined.partner_id = partner.id
                                      AND joined.state IN ('confirmed', 'active',
                                                           'dormant')) AS inside
                      FROM res_partner partner
                     WHERE partner.active AND partner.member_since >= %(first)s
                       AND partner.member_since < %(last)s
                       AND (partner.is_member OR partner.member_until IS NOT NULL)),
                cohort AS (SELECT quarter, inside, COUNT(*) AS size
                             FROM person GROUP BY quarter, inside),
                seen AS (
                    SELECT DISTINCT partner_id,
                           DATE_TRUNC('quarter', happened_on)::date AS quarter
                      FROM smart_tie_evidence WHERE happened_on < %(last)s),
                active AS (
                    SELECT person.quarter, person.inside, seen.quarter AS later,
                           COUNT(*) AS people
                      FROM person JOIN seen ON seen.partner_id = person.id
                     GROUP BY person.quarter, person.inside, seen.quarter)
                SELECT cohort.quarter, cohort.inside, step.rank, cohort.size,
                       COALESCE(active.people, 0)
                  FROM cohort
                  JOIN generate_series(1, %(quarters)s) AS step(rank)
                    ON cohort.quarter + step.rank * INTERVAL '3 months' < %(last)s
                  LEFT JOIN active ON active.quarter = cohort.quarter
                   AND active.inside = cohort.inside
                   AND active.later
                       = (cohort.quarter + step.rank * INTERVAL '3 months')::date
                 ORDER BY cohort.quarter, cohort.inside, step.rank
                """,
                first=fields.Date.subtract(last, months=3 * QUARTERS),
                last=last,
                quarters=QUARTERS,
            )
        )
