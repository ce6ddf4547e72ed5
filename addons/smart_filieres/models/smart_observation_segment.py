# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.tools import SQL

from ..engine.disclosure import TOTAL, protect

LEVELS = {
    (False, False): "total",
    (False, True): "column",
    (True, False): "row",
    (True, True): "cell",
}


class SmartObservation(models.Model):
    _inherit = "smart.observation"

    @api.model
    def _observe_segments(self, period):
        """Store how many members are in each segment, per filière, once a month."""
        known = [("period", "=", period), ("subject", "=", "segment")]
        if self.search_count(known, limit=1):
            return
        cells = {
            (filiere, segment): (count,)
            for filiere, segment, count in self._count_segments()
        }
        hidden = protect(cells)
        self._store(
            period,
            [
                {
                    "subject": "segment",
                    "level": LEVELS[key[0] is not TOTAL, key[1] is not TOTAL],
                    "filiere_id": key[0],
                    "segment": key[1],
                    "members": None if key in hidden else count,
                    "is_suppressed": key in hidden,
                    "is_flow_suppressed": True,
                    "is_star": False,
                }
                for key, (count,) in sorted(cells.items(), key=repr)
            ],
        )

    def _count_segments(self):
        """Return rows (filière, segment, members) with their margins as None."""
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT joined.filiere_id, place.segment, COUNT(*)
                  FROM smart_tie_member place
                  JOIN smart_filiere_membership joined
                    ON joined.partner_id = place.partner_id
                   AND joined.state IN ('confirmed', 'active', 'dormant')
                 GROUP BY GROUPING SETS
                       ((joined.filiere_id, place.segment), (joined.filiere_id))
                 UNION ALL
                SELECT NULL, segment, COUNT(*) FROM smart_tie_member
                 GROUP BY GROUPING SETS ((segment), ())
                HAVING COUNT(*) > 0
                """
            )
        )
