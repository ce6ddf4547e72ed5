# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

from .smart_signal import OPEN_STATES

SIGNALS = 6
COHORTS = 7


class SmartObservatory(models.AbstractModel):
    _inherit = "smart.observatory"

    @api.model
    def get_dashboard(self):
        """Return what the dashboard shows, all of it masked figures.

        :raise AccessError: for who does not animate filières
        """
        if not self.env.user.has_group("smart_filieres.group_animator"):
            raise AccessError(self.env._("The observatory is for animators."))
        observations = self.env["smart.observation"]
        [(month,)] = observations._read_group([], [], ["period:max"])
        return {
            "month": fields.Date.to_string(month) if month else False,
            "tiles": self._get_tiles(month),
            "segments": self._get_segments(month),
            "cohorts": self._get_cohorts(month),
            "signals": self._get_signals(),
            "views": {
                name: self.env.ref(f"smart_filieres.smart_observation_view_{name}").id
                for name in ("graph", "graph_time")
            },
        }

    def _get_tiles(self, month):
        total = self.env["smart.observation"].search(
            [
                ("period", "=", month),
                ("subject", "=", "filiere"),
                ("level", "=", "total"),
            ]
        )
        # of a night, two totals that tell nothing about anybody
        run = self.env["smart.observatory.run"].sudo().search([], limit=1)
        signals = self.env["smart.signal"]
        initiatives = self.env["smart.initiative"]
        return {
            "members": None if total.is_suppressed else total.members,
            "growth": None if total.is_suppressed else total.growth,
            "known": run.known_share,
            "ties": run.tie_count,
            "initiatives": initiatives.search_count([("state", "!=", "closed")]),
            "signals": signals.search_count([("state", "in", OPEN_STATES)]),
        }

    def _get_segments(self, month):
        rows = self.env["smart.observation"].search(
            [
                ("period", "=", month),
                ("subject", "=", "segment"),
                ("level", "=", "column"),
            ]
        )
        labels = dict(rows._fields["segment"]._description_selection(self.env))
        found = {row.segment: row for row in rows}
        return [
            {
                "label": label,
                "members": None if found[key].is_suppressed else found[key].members,
            }
            for key, label in labels.items()
            if key in found
        ]

    def _get_cohorts(self, month):
        """Return the last cohorts in a filière, each with its retention by quarter."""
        rows = self.env["smart.observation.cohort"].search(
            [("period", "=", month), ("in_filiere", "=", "yes")]
        )
        cohorts = [
            {
                "quarter": f"{(quarter.month + 2) // 3}/{quarter.year}",
                "size": of_quarter[0].size,
                "retention": [
                    None if row.is_suppressed else round(row.retention)
                    for row in of_quarter.sorted("rank")[:COHORTS]
                ],
            }
            for quarter, of_quarter in rows.grouped("quarter").items()
        ]
        return cohorts[:COHORTS]

    def _get_signals(self):
        signals = self.env["smart.signal"].search(
            [("state", "in", OPEN_STATES)], order="date desc, severity desc, id"
        )
        return [{"id": signal.id, "name": signal.name} for signal in signals[:SIGNALS]]
