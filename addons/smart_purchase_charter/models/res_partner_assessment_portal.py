# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_charter_page(self):
        """Add the questionnaire to go on with, and what is to be put right."""
        values = super()._get_charter_page()
        # sudo: the supplier's own, as plain values
        partner = self.sudo().commercial_partner_id
        questionnaires = self.env["smart.supplier.questionnaire"].sudo()
        values["questionnaire"] = questionnaires.search(
            [("partner_id", "=", partner.id), ("state", "in", ("open", "submitted"))],
            limit=1,
        )
        values["actions"] = (
            self.env["smart.supplier.action"]
            .sudo()
            .search([("partner_id", "=", partner.id), ("state", "!=", "cancelled")])
        )
        return values
