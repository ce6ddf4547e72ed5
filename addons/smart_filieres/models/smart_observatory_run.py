# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartObservatoryRun(models.Model):
    """One night: what was read, with which parameters, how long it took."""

    _name = "smart.observatory.run"
    _description = "Night of the Observatory"
    _order = "date desc, id desc"
    _rec_name = "date"

    date = fields.Date(required=True)
    method = fields.Char("Method version", required=True)
    parameters = fields.Json("Frozen parameters")
    parameters_text = fields.Text("Parameters", compute="_compute_texts")
    durations = fields.Json("Seconds by step")
    durations_text = fields.Text("Time taken", compute="_compute_texts")
    seconds = fields.Float(digits=(16, 1), aggregator="avg")
    member_count = fields.Integer("Members", aggregator="avg")
    known_share = fields.Float(
        "κ (%)",
        digits=(16, 1),
        aggregator="avg",
        help="Share of members with a known activity or filière. Others are left out.",
    )
    evidence_count = fields.Integer("Evidence", aggregator="avg")
    tie_count = fields.Integer("Ties", aggregator="avg")

    _date_uniq = models.Constraint("UNIQUE(date)", "A night is run once.")

    def _compute_texts(self):
        for run in self:
            for name in ("parameters", "durations"):
                lines = sorted((run[name] or {}).items())
                run[f"{name}_text"] = "\n".join(
                    f"{key}: {value}" for key, value in lines
                )
