# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class SmartImpactBody(models.Model):
    _inherit = "smart.impact.body"

    def write(self, vals):
        if {"quorum", "majority"} & set(vals):
            self._check_no_open_vote()
        return super().write(vals)

    def _check_no_open_vote(self):
        domain = [("body_id", "in", self.ids), ("state", "=", "open")]
        # also true for votes that the user does not read
        if self.env["smart.impact.ballot"].sudo().search_count(domain, limit=1):
            raise UserError(
                self.env._("A vote is open: its rules stay until it closes.")
            )
