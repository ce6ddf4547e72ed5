# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .smart_tie_member import SEGMENTS

# level → which of (row, column) the row of the table names
LEVELS = [
    ("cell", "Cell"),
    ("row", "Total over territories"),
    ("column", "Total of a territory or segment"),
    ("total", "Everybody"),
]
# the columns of the table in the order in which rows are stored
STORED = {
    "filiere_id": SQL("int"),
    "activity_id": SQL("int"),
    "territory_id": SQL("int"),
    "segment": SQL("text"),
    "subject": SQL("text"),
    "level": SQL("text"),
    "members": SQL("int"),
    "newcomers": SQL("int"),
    "leavers": SQL("int"),
    "growth": SQL("float8"),
    "quotient": SQL("float8"),
    "quotient_shrunk": SQL("float8"),
    "significance": SQL("float8"),
    "is_star": SQL("bool"),
    "concentration": SQL("float8"),
    "effective_places": SQL("float8"),
    "is_suppressed": SQL("bool"),
    "is_flow_suppressed": SQL("bool"),
}


class SmartObservation(models.Model):
    """A figure of the observatory on the first of a month, masked before it is stored.

    What must not be shown is not in the table: no list, pivot, export or call has it.
    Members whose activity is not known are left out, see the runs for their share.
    """

    _name = "smart.observation"
    _description = "Observation"
    _inherit = ["smart.observation.mixin"]
    _order = "period desc, members desc nulls last, id"
    _log_access = False

    subject = fields.Selection(
        [
            ("filiere", "Filières"),
            ("activity", "Activities"),
            ("segment", "Segments"),
        ],
        "Table",
        required=True,
        index=True,
    )
    level = fields.Selection(LEVELS, required=True)
    filiere_id = fields.Many2one(
        "smart.filiere", index="btree_not_null", ondelete="cascade"
    )
    activity_id = fields.Many2one(
        "smart.activity", index="btree_not_null", ondelete="cascade"
    )
    territory_id = fields.Many2one(
        "smart.territory", index="btree_not_null", ondelete="cascade"
    )
    segment = fields.Selection(SEGMENTS)
    company_id = fields.Many2one("res.company", index="btree_not_null")
    members = fields.Integer()
    newcomers = fields.Integer(help="In the month before.")
    leavers = fields.Integer(help="In the month before.")
    growth = fields.Float("Growth (%)", digits=(16, 1), aggregator="avg")
    quotient = fields.Float(
        "LQ",
        digits=(16, 3),
        aggregator="avg",
        help="Share here / share everywhere: 1 is like the whole.",
    )
    quotient_shrunk = fields.Float(
        "LQ*",
        digits=(16, 3),
        aggregator="avg",
        help="The same after mixing in 50 members of an average place.",
    )
    significance = fields.Float(
        "z",
        digits=(16, 1),
        aggregator="avg",
        help="Standard deviations above its share; under 2 it may be chance.",
    )
    is_star = fields.Boolean("Strong here", help="z is at least 2, with 5 members.")
    concentration = fields.Float(
        "HHI",
        digits=(16, 3),
        aggregator="avg",
        help="Concentration over territories; masked ones count as equal parts.",
    )
    effective_places = fields.Float(
        "Effective places", digits=(16, 1), aggregator="avg", help="1 / HHI."
    )
    is_flow_suppressed = fields.Boolean("Changes masked")

    @api.depends("subject", "filiere_id", "activity_id", "territory_id", "period")
    def _compute_display_name(self):
        for row in self:
            subject = row.filiere_id or row.activity_id
            parts = [subject.display_name, row.territory_id.name, str(row.period or "")]
            row.display_name = " · ".join(part for part in parts if part)

    @api.model
    def _store(self, period, rows):
        """Insert `rows` of one period in one statement.

        :param rows: dicts with keys of STORED; what is missing is NULL
        """
        if not rows:
            return
        columns = [
            SQL("%s::%s[]", [row.get(name) for row in rows], kind)
            for name, kind in STORED.items()
        ]
        names = SQL(", ").join(map(SQL.identifier, STORED))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO smart_observation (period, %(names)s, company_id)
                SELECT %(period)s::date, stored.*, filiere.company_id
                  FROM unnest(%(columns)s) AS stored(%(names)s)
                  LEFT JOIN smart_filiere filiere ON filiere.id = stored.filiere_id
                """,
                names=names,
                period=period,
                columns=SQL(", ").join(columns),
            )
        )
        self.invalidate_model()
