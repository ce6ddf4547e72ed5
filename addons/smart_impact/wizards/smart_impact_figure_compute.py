# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

QUARTERS = [
    ("1", "January to March"),
    ("2", "April to June"),
    ("3", "July to September"),
    ("4", "October to December"),
]


class SmartImpactFigureCompute(models.TransientModel):
    """Of which period the figures of the ERP are read."""

    _name = "smart.impact.figure.compute"
    _description = "Reading of Figures"

    indicator_ids = fields.Many2many(
        "smart.impact.indicator",
        required=True,
        domain="[('source', 'in', ('erp', 'wave'))]",
        default=lambda self: self._default_indicator_ids(),
    )
    kind = fields.Selection(
        [
            ("year", "A year"),
            ("quarter", "A quarter"),
            ("dates", "From a day to another"),
        ],
        string="Period",
        required=True,
        default="year",
    )
    year = fields.Integer(required=True, default=lambda self: self._default_year())
    quarter = fields.Selection(QUARTERS, default="1")
    date_from = fields.Date(
        "From", compute="_compute_dates", store=True, readonly=False
    )
    date_to = fields.Date("To", compute="_compute_dates", store=True, readonly=False)

    def _default_indicator_ids(self):
        if self.env.context.get("active_model") != "smart.impact.indicator":
            return False
        found = self.env["smart.impact.indicator"].browse(
            self.env.context.get("active_ids", [])
        )
        return [Command.set(found.filtered(lambda one: one._is_computable()).ids)]

    def _default_year(self):
        """Return the last year that is over."""
        return fields.Date.context_today(self).year - 1

    @api.depends("kind", "year", "quarter")
    def _compute_dates(self):
        for wizard in self:
            if wizard.kind == "dates":
                continue
            if not 1900 <= wizard.year <= 2200:
                wizard.date_from = wizard.date_to = False
                continue
            first, months = 1, 12
            if wizard.kind == "quarter":
                first, months = 3 * int(wizard.quarter or 1) - 2, 3
            start = date(wizard.year, first, 1)
            wizard.date_from = start
            wizard.date_to = fields.Date.add(start, months=months, days=-1)

    def action_compute(self):
        """Read the figures of the period and show them."""
        self.ensure_one()
        if not self.date_from or not self.date_to:
            raise UserError(self.env._("Which period? Give a year, or two days."))
        if self.date_to < self.date_from:
            raise UserError(self.env._("A period ends after it begins."))
        figures = self.env["smart.impact.figure"]._compute_figures(
            self.indicator_ids, self.date_from, self.date_to
        )
        return self.indicator_ids._action_figures(figures)
