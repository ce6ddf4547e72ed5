# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.disclosure import is_small


class SmartObservationTie(models.Model):
    """How many ties there are between the members of two filières, in one month."""

    _name = "smart.observation.tie"
    _description = "Ties between Filières"
    _inherit = ["smart.observation.mixin"]
    _order = "period desc, ties desc, id"
    _rec_name = "filiere_a_id"
    _log_access = False

    filiere_a_id = fields.Many2one(
        "smart.filiere", "Filière", required=True, index=True, ondelete="cascade"
    )
    filiere_b_id = fields.Many2one(
        "smart.filiere", "With", required=True, index=True, ondelete="cascade"
    )
    ties = fields.Integer()
    people = fields.Integer(aggregator=None)
    weight = fields.Float(digits=(16, 2))

    @api.model
    def _observe(self, period):
        """Store the ties between filières, both ways round, once a month."""
        if self.search_count([("period", "=", period)], limit=1):
            return
        vals_list = []
        for one, other, *figures in self._count():
            row = {"period": period, **self._prepare_figures(*figures)}
            for pair in {(one, other), (other, one)}:
                vals_list.append(
                    {**row, "filiere_a_id": pair[0], "filiere_b_id": pair[1]}
                )
        self.create(vals_list)

    def _prepare_figures(self, ties, people, weight):
        if is_small([ties, people]):
            return {"is_suppressed": True}
        return {"ties": ties, "people": people, "weight": weight}

    def _count(self):
        """Return rows (filière, filière, ties, people in them, weight)."""
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                WITH member AS (
                    SELECT filiere_id, partner_id FROM smart_filiere_membership
                     WHERE state IN ('confirmed', 'active', 'dormant')),
                linked AS (
                    SELECT DISTINCT tie.id, tie.partner_a_id, tie.partner_b_id,
                           LEAST(one.filiere_id, other.filiere_id) AS low,
                           GREATEST(one.filiere_id, other.filiere_id) AS high,
                           tie.weight
                      FROM smart_tie tie
                      JOIN member one ON one.partner_id = tie.partner_a_id
                      JOIN member other ON other.partner_id = tie.partner_b_id),
                people AS (
                    SELECT low, high, COUNT(*) AS people
                      FROM (SELECT low, high, partner_a_id FROM linked
                             UNION SELECT low, high, partner_b_id FROM linked) AS ends
                     GROUP BY low, high)
                SELECT linked.low, linked.high, COUNT(*), people.people,
                       SUM(linked.weight)
                  FROM linked
                  JOIN people ON people.low = linked.low
                   AND people.high = linked.high
                 GROUP BY linked.low, linked.high, people.people
                 ORDER BY linked.low, linked.high
                """
            )
        )
