# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A researcher asks for an extract herself; a manager may refuse it, and says why."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class SmartImpactExtract(models.Model):
    _inherit = "smart.impact.extract"

    refusal = fields.Text(
        "Reason of the refusal",
        copy=False,
        tracking=True,
        help="What the researcher reads if it is not approved.",
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "user_id" in fields and not self._is_evaluator():
            values.setdefault("user_id", self.env.uid)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("refusal") for vals in vals_list):
            self._check_evaluator()
        return super().create(vals_list)

    def write(self, vals):
        # a researcher asks for herself alone
        if "refusal" in vals or vals.get("user_id", self.env.uid) != self.env.uid:
            self._check_evaluator()
        return super().write(vals)

    def _is_evaluator(self):
        return self.env.su or self.env.user.has_group("smart_impact.group_evaluator")

    def _check_evaluator(self):
        if not self._is_evaluator():
            raise AccessError(
                self.env._("An evaluator decides who reads an extract, or why not.")
            )

    def action_refuse(self):
        """Refuse to make the files, for a reason that the researcher reads."""
        self.check_access("write")
        if not self.env.user.has_group("smart_impact.group_manager"):
            raise AccessError(self.env._("A manager refuses an extract."))
        for extract in self:
            if extract.state != "draft":
                raise UserError(
                    self.env._("%s was decided already.", extract.display_name)
                )
            if not (extract.refusal or "").strip():
                raise UserError(
                    self.env._(
                        "Write why %s is refused: its researcher reads it.",
                        extract.display_name,
                    )
                )
        # the checks above stand for the guard
        self.sudo().write({"state": "refused"})
