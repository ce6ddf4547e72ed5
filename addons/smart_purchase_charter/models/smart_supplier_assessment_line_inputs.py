# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class SmartSupplierAssessmentLine(models.Model):
    _inherit = "smart.supplier.assessment.line"

    def _to_inputs(self, as_of):
        """Return what each criterion counted for on a day, as plain values."""
        return [
            {
                "code": line.code,
                "theme": line.theme,
                "weight": float(line.weight),
                "level": line.level,
                "proof": line.proof,
                "is_breach": line.is_breach,
                "is_not_applicable": line.is_not_applicable,
            }
            for line in self._to_engine(as_of)
        ]
