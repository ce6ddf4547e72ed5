# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Adopted, an indicator changes by versions: one row each, the old ones stay."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from .smart_impact_indicator import DEFINITION_FIELDS

STATES = [
    ("draft", "Draft"),
    ("consultation", "In consultation"),
    ("adopted", "Adopted"),
    ("retired", "Replaced or given up"),
]
MEANING = DEFINITION_FIELDS | {
    *("source", "numerator_id", "denominator_id", "factor", "criterion_id"),
    *("direction", "code", "formula"),
}
MOST_PRIMARY = 3


class SmartImpactIndicator(models.Model):
    _inherit = "smart.impact.indicator"

    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    adopted_on = fields.Date(readonly=True, copy=False)
    adoption_note = fields.Char(
        readonly=True, copy=False, translate=True, string="Adopted by"
    )
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    previous_id = fields.Many2one(
        "smart.impact.indicator",
        "Version before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    version_note = fields.Text(
        translate=True, help="What changed since the version before, and why."
    )
    is_primary = fields.Boolean(
        "Primary",
        copy=False,
        tracking=True,
        help="Declared before a wave opens: the figures by which the question is "
        "answered. Three at most.",
    )
    primary_on = fields.Date("Declared primary on", readonly=True, copy=False)

    _code_uniq = models.Constraint(
        "UNIQUE(programme_id, code, version)",
        "Two indicators of a programme cannot share a code.",
    )

    def _init_column(self, column_name):
        # what was there before there was a vote was the list
        if column_name != "state":
            return super()._init_column(column_name)
        query = SQL("UPDATE %s SET state = 'adopted'", SQL.identifier(self._table))
        self.env.cr.execute(query)
        return None

    @api.depends("version")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for indicator in self.filtered(lambda one: one.version > 1):
            indicator.display_name += f" (v{indicator.version})"
        return result

    @api.constrains("is_primary", "active", "criterion_id")
    def _check_primary(self):
        groups = self.sudo()._read_group(
            [
                ("programme_id", "in", self.programme_id.ids),
                ("is_primary", "=", True),
                ("state", "!=", "retired"),
            ],
            ["programme_id"],
            ["__count"],
        )
        if any(count > MOST_PRIMARY for _programme, count in groups):
            raise ValidationError(
                self.env._(
                    "A programme has %(most)s primary indicators at most: of many, "
                    "some would change by luck.",
                    most=MOST_PRIMARY,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        indicators = super().create(vals_list)
        indicators.filtered("is_primary")._date_primary()
        return indicators

    def write(self, vals):
        result = super().write(vals)
        if "is_primary" in vals:
            self._date_primary()
        return result

    def _date_primary(self):
        """Write down since when they are primary."""
        today = fields.Date.context_today(self)
        # the day follows from what was just written; no hand sets it
        for is_primary, own in self.sudo().grouped("is_primary").items():
            own.write({"primary_on": is_primary and today})

    def _check_not_adopted(self):
        fixed = self.filtered(lambda one: one.state in ("adopted", "retired"))
        if fixed:
            raise UserError(
                self.env._(
                    "%(indicators)s were adopted as they are: make a new version and "
                    "have it adopted.",
                    indicators=fixed.mapped("display_name"),
                )
            )

    def action_new_version(self):
        """Copy an adopted indicator as a draft that may replace it once adopted."""
        self.ensure_one()
        self.check_access("write")
        same = self.with_context(active_test=False).search(
            [("programme_id", "=", self.programme_id.id), ("code", "=", self.code)]
        )
        waiting = same.filtered(lambda one: one.state in ("draft", "consultation"))
        if waiting or self.state != "adopted":
            raise UserError(
                self.env._(
                    "%(code)s: only the adopted version has a next one, and one at a "
                    "time.",
                    code=self.code,
                )
            )
        number = max(same.mapped("version")) + 1
        # the right to write was checked; version and chain are guarded from hands
        copy = self.sudo().copy({"version": number, "previous_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": copy.id,
            "view_mode": "form",
        }

    def action_retire(self):
        """Give an adopted indicator up: its figures stay, no wave computes it."""
        self.check_access("write")
        if self.filtered(lambda one: one.state != "adopted"):
            raise UserError(self.env._("Only an adopted indicator is given up."))
        # checked above; past waves keep their row
        self.sudo().write({"state": "retired", "active": False, "is_primary": False})

    def _adopt(self, note):
        """Make these indicators part of the list, in the place of their last version.

        :param note: who adopted them
        """
        # called by a vote that is closed; guarded from hands
        for indicator in self.sudo():
            previous = indicator.previous_id
            is_primary = indicator.is_primary or previous.is_primary
            previous.write({"state": "retired", "active": False, "is_primary": False})
            indicator.write(
                {
                    "state": "adopted",
                    "adopted_on": fields.Date.context_today(self),
                    "adoption_note": note,
                    "is_primary": is_primary,
                }
            )
