# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import UserError


class SmartSupplierEvidence(models.Model):
    _inherit = "smart.supplier.evidence"

    @api.model
    def _submit_proof(self, partner, criterion, values):
        """Store a file, or the number of a public register, sent with an answer."""
        if values.get("file"):
            self._check_file(values["file"])
        elif not values.get("reference"):
            raise UserError(self.env._("Choose a file, or write a register number."))
        name = values.get("file_name") or values.get("reference") or criterion.name
        return self.create(
            values
            | {
                "name": name,
                "partner_id": partner.id,
                "criterion_id": criterion.id,
                "proof": "document",
            }
        )
