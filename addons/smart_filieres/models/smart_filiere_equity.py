# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import SQL

from .smart_filiere_membership import PRESENT_STATES


class SmartFiliereEquity(models.Model):
    """Equal treatment: what each filière gets for its size, this year and others."""

    _name = "smart.filiere.equity"
    _description = "Resources for 100 Members"
    _auto = False
    _order = "year desc, hours_per_hundred desc, filiere_id"
    _rec_name = "filiere_id"
    _depends = {
        "smart.filiere": ["active", "state", "company_id", "stage_id"],
        "smart.filiere.membership": ["filiere_id", "state"],
        "smart.filiere.resource": [
            "filiere_id",
            "date_from",
            "unit",
            "committed",
            "committed_value",
        ],
    }

    filiere_id = fields.Many2one("smart.filiere", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    stage_id = fields.Many2one("smart.filiere.stage", "Life cycle", readonly=True)
    year = fields.Char(readonly=True)
    member_count = fields.Integer("Members", readonly=True)
    hours = fields.Float("Hours committed", readonly=True)
    value = fields.Float("Value committed", readonly=True)
    hours_per_hundred = fields.Float(
        "Hours per 100 members", readonly=True, aggregator="avg"
    )
    value_per_hundred = fields.Float(
        "Value per 100 members", readonly=True, aggregator="avg"
    )

    @property
    def _table_query(self):
        """A filière without a resource has a row of zeros, so that it is seen."""
        return SQL(
            """
            WITH member AS (
                SELECT filiere_id, count(*) AS n
                  FROM smart_filiere_membership
                 WHERE state IN %(states)s
                 GROUP BY 1
            ), given AS (
                SELECT filiere_id,
                       EXTRACT(YEAR FROM date_from)::int::text AS year,
                       sum(committed) FILTER (WHERE unit = 'hour') AS hours,
                       sum(committed_value) AS value
                  FROM smart_filiere_resource
                 GROUP BY 1, 2
            )
            SELECT row_number() OVER (ORDER BY filiere.id, given.year) AS id,
                   filiere.id AS filiere_id, filiere.company_id, filiere.stage_id,
                   COALESCE(given.year, EXTRACT(YEAR FROM now())::int::text) AS year,
                   COALESCE(member.n, 0) AS member_count,
                   COALESCE(given.hours, 0) AS hours,
                   COALESCE(given.value, 0) AS value,
                   100 * COALESCE(given.hours, 0) / NULLIF(member.n, 0)
                       AS hours_per_hundred,
                   100 * COALESCE(given.value, 0) / NULLIF(member.n, 0)
                       AS value_per_hundred
              FROM smart_filiere filiere
              LEFT JOIN member ON member.filiere_id = filiere.id
              LEFT JOIN given ON given.filiere_id = filiere.id
             WHERE filiere.active AND filiere.state != 'closed'
            """,
            states=PRESENT_STATES,
        )
