# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..engine import lifecycle


class SmartFiliereGate(models.Model):
    """What must hold before a filière leaves a stage."""

    _name = "smart.filiere.gate"
    _description = "Life Cycle Gate"
    _order = "stage_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    stage_id = fields.Many2one(
        "smart.filiere.stage", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    measure = fields.Selection(
        selection="_selection_measure",
        help="Computed from the records. Empty: a person answers, with evidence.",
    )
    operator = fields.Selection(
        [(key, key) for key in lifecycle.OPERATORS], default=">=", required=True
    )
    threshold = fields.Float(help="Shares are written as percentages: 20 for 20 %.")
    alternative = fields.Char(
        translate=True,
        help="What a person may show instead when the measure is not reached.",
    )

    @api.model
    def _selection_measure(self):
        labels = self.env["smart.filiere"]._get_measure_labels()
        return [(key, label) for key, (label, _unit) in labels.items()]

    def _to_engine(self):
        self.ensure_one()
        return lifecycle.Gate(
            key=self.id,
            measure=self.measure or None,
            operator=self.operator,
            threshold=self.threshold,
            is_open=bool(self.alternative),
        )
