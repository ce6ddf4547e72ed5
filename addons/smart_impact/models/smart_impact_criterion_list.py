# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import SQL

STATES = [("draft", "Draft"), ("adopted", "Adopted"), ("retired", "Given up")]


class SmartImpactCriterion(models.Model):
    _inherit = "smart.impact.criterion"

    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    adopted_on = fields.Date(readonly=True, copy=False)

    def _init_column(self, column_name):
        # what was there before there was a vote was the list
        if column_name != "state":
            return super()._init_column(column_name)
        query = SQL("UPDATE %s SET state = 'adopted'", SQL.identifier(self._table))
        self.env.cr.execute(query)
        return None

    def _adopt(self):
        """Make these criteria part of the list."""
        # called by a vote that is closed; guarded from hands
        self.sudo().write(
            {"state": "adopted", "adopted_on": fields.Date.context_today(self)}
        )
