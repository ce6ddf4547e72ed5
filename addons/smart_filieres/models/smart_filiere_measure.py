# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from ..engine import cells, measures
from .smart_filiere_membership import PRESENT_STATES

OPEN_NEEDS = ("open", "published")


class SmartFiliereMeasure(models.AbstractModel):
    """Counts all filières in all places at once, in as many queries as measures.

    A member counts in a filière she confirmed. Her activity is known when her profile
    names one, or when she confirmed a filière, which says it as well.
    """

    _name = "smart.filiere.measure"
    _description = "Measures of Filières"

    @api.model
    def _measure(self, filieres, grid, date):
        """Return {(filière id, territory id or None): engine.cells.Measured}.

        Every territory is counted whichever is asked for: which figure may be told
        depends on those beside it.

        :param grid: parameters, and the company whose members are the whole
        """
        self.env.flush_all()
        parents = dict(
            self.env.execute_query(
                SQL("SELECT id, parent_id FROM smart_territory ORDER BY id")
            )
        )
        above = measures.chains(parents)
        counts = cells.Counts(
            **self._count_members(filieres, grid, date, above),
            **self._count_everybody(grid, above),
            ties=self._sum_ties(filieres, grid, above),
            stages=self._count_stages(filieres, grid, above),
            needs=self._count_needs(filieres, grid, above),
        )
        parameters = cells.Parameters(grid.shrinkage, grid.growth_years)
        return cells.measure(filieres.ids, parents, counts, parameters)

    # === WHAT OTHER PARTS OF THE SUITE RECORD === #

    @api.model
    def _get_ties_sql(self):
        """Return SQL of (one, other, weight) per tie between partners, or None."""
        if "smart.tie" not in self.env:
            return None
        tie = self.env["smart.tie"]
        one, other = (
            SQL.identifier(name if name in tie._fields else f"{name}_id")
            for name in ("partner_a", "partner_b")
        )
        return SQL(
            "SELECT %s AS one, %s AS other, weight FROM %s",
            one,
            other,
            SQL.identifier(tie._table),
        )

    @api.model
    def _get_stages_sql(self):
        """Return ([stage], SQL of (activity_id, stage)), or None."""
        field = self.env["smart.activity"]._fields.get("chain_stage")
        if field is None:
            return None
        return field.get_values(self.env), SQL(
            "SELECT id AS activity_id, chain_stage AS stage FROM smart_activity"
            " WHERE chain_stage IS NOT NULL"
        )

    @api.model
    def _get_needs_sql(self):
        """Return SQL of (partner_id) per open need, or None."""
        if "smart.offer" not in self.env:
            return None
        offers = self.env["smart.offer"]
        if not {"kind", "state", "partner_id"} <= set(offers._fields):
            return None
        return SQL(
            "SELECT partner_id FROM %s WHERE kind = 'need' AND state IN %s",
            SQL.identifier(offers._table),
            OPEN_NEEDS,
        )

    # === QUERIES === #

    @api.model
    def _get_company_sql(self, grid):
        if not grid.company_id:
            return SQL("TRUE")
        return SQL(
            "(partner.company_id IS NULL OR partner.company_id = %s)",
            grid.company_id.id,
        )

    @api.model
    def _get_present_sql(self, filieres, grid):
        """Return SQL of (filiere_id, partner_id, territory_id) per member present."""
        return SQL(
            """
            SELECT membership.filiere_id, partner.id AS partner_id,
                   partner.territory_id
              FROM smart_filiere_membership membership
              JOIN res_partner partner ON partner.id = membership.partner_id
               AND partner.is_member AND partner.active
             WHERE membership.state IN %(present)s AND %(company)s
               AND membership.filiere_id = ANY(%(filieres)s)
            """,
            present=PRESENT_STATES,
            company=self._get_company_sql(grid),
            filieres=filieres.ids,
        )

    @api.model
    def _get_known_sql(self):
        """Return SQL of (partner_id), the members whose trade is known."""
        return SQL(
            """
            SELECT profile.partner_id FROM smart_directory_profile profile
              JOIN smart_profile_activity_rel held ON held.profile_id = profile.id
             UNION
            SELECT partner_id FROM smart_filiere_membership WHERE state IN %s
            """,
            PRESENT_STATES,
        )

    @api.model
    def _count_members(self, filieres, grid, date, above):
        """Return cells of members now, years before, and now with a known entry.

        A filière is younger than the trade it names: a member counts in the past from
        the day she entered the cooperative until the day she left it or the filière.
        """
        rows = self.env.execute_query(
            SQL(
                """
                WITH spell AS (
                    SELECT membership.filiere_id, partner.territory_id,
                           partner.member_since AS entry,
                           (membership.state IN %(present)s AND partner.is_member
                            AND partner.active) AS now,
                           LEAST(partner.member_until,
                                 CASE WHEN membership.state = 'left'
                                      THEN membership.date_answered END) AS gone
                      FROM smart_filiere_membership membership
                      JOIN res_partner partner ON partner.id = membership.partner_id
                     WHERE membership.filiere_id = ANY(%(filieres)s)
                       AND membership.state IN %(ever)s AND %(company)s)
                SELECT filiere_id, territory_id,
                       COUNT(*) FILTER (WHERE now),
                       COUNT(*) FILTER (WHERE now AND entry IS NOT NULL),
                       COUNT(*) FILTER (
                           WHERE COALESCE(entry, '-infinity') <= %(before)s
                             AND (now OR gone > %(before)s))
                  FROM spell GROUP BY 1, 2
                """,
                present=PRESENT_STATES,
                ever=(*PRESENT_STATES, "left"),
                filieres=filieres.ids,
                company=self._get_company_sql(grid),
                before=date - relativedelta(years=grid.growth_years),
            )
        )
        return {
            name: measures.roll_up(((*row[:2], row[rank]) for row in rows), above)
            for rank, name in enumerate(("now", "dated", "before"), start=2)
        }

    @api.model
    def _count_everybody(self, grid, above):
        """Return cells of all members and of those whose trade is known."""
        rows = self.env.execute_query(
            SQL(
                """
                WITH known AS (%(known)s)
                SELECT partner.territory_id, COUNT(*), COUNT(known.partner_id)
                  FROM res_partner partner
                  LEFT JOIN known ON known.partner_id = partner.id
                 WHERE partner.is_member AND partner.active AND %(company)s
                 GROUP BY 1
                """,
                known=self._get_known_sql(),
                company=self._get_company_sql(grid),
            )
        )
        return {
            name: measures.roll_up(
                ((cells.WHOLE, row[0], row[rank]) for row in rows), above
            )
            for rank, name in enumerate(("everybody", "known"), start=1)
        }

    @api.model
    def _sum_ties(self, filieres, grid, above):
        """Return {cell: (weight inside, weight across)} of ties within the place."""
        ties = self._get_ties_sql()
        if ties is None:
            return None
        rows = self.env.execute_query(
            SQL(
                """
                WITH present AS MATERIALIZED (%(present)s),
                known AS MATERIALIZED (
                    SELECT partner.id, partner.territory_id FROM res_partner partner
                      JOIN (%(known)s) trade ON trade.partner_id = partner.id
                     WHERE partner.is_member AND partner.active),
                tie AS (%(ties)s),
                direction AS (SELECT one, other, weight FROM tie
                              UNION ALL SELECT other, one, weight FROM tie)
                SELECT own.filiere_id, own.territory_id, known.territory_id,
                       COALESCE(SUM(weight) FILTER (
                           WHERE mate.partner_id IS NOT NULL), 0) / 2,
                       COALESCE(SUM(weight) FILTER (
                           WHERE mate.partner_id IS NULL), 0)
                  FROM direction
                  JOIN present own ON own.partner_id = direction.one
                  JOIN known ON known.id = direction.other
                  LEFT JOIN present mate ON mate.partner_id = direction.other
                   AND mate.filiere_id = own.filiere_id
                 GROUP BY 1, 2, 3
                """,
                present=self._get_present_sql(filieres, grid),
                known=self._get_known_sql(),
                ties=ties,
            )
        )
        sums = defaultdict(lambda: (0.0, 0.0))
        for filiere, here, there, inside, across in rows:
            for place in measures.common_places(here, there, above):
                so_far = sums[filiere, place]
                sums[filiere, place] = so_far[0] + inside, so_far[1] + across
        return dict(sums)

    @api.model
    def _count_stages(self, filieres, grid, above):
        """Return {cell: members by stage}; one in two stages is half in each."""
        found = self._get_stages_sql()
        if found is None:
            return None
        stages, activities = found
        rows = self.env.execute_query(
            SQL(
                """
                WITH held AS (
                    SELECT DISTINCT present.*, stage.stage
                      FROM (%(present)s) present
                      JOIN smart_directory_profile profile
                        ON profile.partner_id = present.partner_id
                      JOIN smart_profile_activity_rel chosen
                        ON chosen.profile_id = profile.id
                      JOIN smart_filiere_activity_rel named
                        ON named.activity_id = chosen.activity_id
                       AND named.filiere_id = present.filiere_id
                      JOIN (%(activities)s) stage
                        ON stage.activity_id = chosen.activity_id),
                part AS (
                    SELECT *, 1.0 / COUNT(*) OVER (
                        PARTITION BY filiere_id, partner_id) AS share FROM held)
                SELECT filiere_id, territory_id, stage, SUM(share)::float
                  FROM part GROUP BY 1, 2, 3
                """,
                present=self._get_present_sql(filieres, grid),
                activities=activities,
            )
        )
        by_stage = [
            measures.roll_up(
                ((*row[:2], row[3]) for row in rows if row[2] == one), above
            )
            for one in stages
        ]
        keys = set().union(*by_stage)
        return {key: tuple(part.get(key, 0.0) for part in by_stage) for key in keys}

    @api.model
    def _count_needs(self, filieres, grid, above):
        needs = self._get_needs_sql()
        if needs is None:
            return None
        rows = self.env.execute_query(
            SQL(
                """
                SELECT present.filiere_id, present.territory_id, COUNT(*)
                  FROM (%(present)s) present
                  JOIN (%(needs)s) need ON need.partner_id = present.partner_id
                 GROUP BY 1, 2
                """,
                present=self._get_present_sql(filieres, grid),
                needs=needs,
            )
        )
        return measures.roll_up(rows, above)
