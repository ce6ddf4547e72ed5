# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

# answers, and who was asked, are read by nobody
FORBIDDEN = (
    *("smart.impact.response", "smart.impact.answer", "smart.impact.staged"),
    *("smart.impact.participation", "survey.user_input", "survey.user_input.line"),
)


class SmartImpactSource(models.Model):
    """Records that evaluators may measure: an administrator opens them one by one."""

    _name = "smart.impact.source"
    _description = "Source of Impact Figures"
    _inherit = ["smart.impact.guarded.mixin"]
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    model_id = fields.Many2one(
        "ir.model",
        required=True,
        index=True,
        ondelete="cascade",
        groups="base.group_system",
    )
    model = fields.Char(
        related="model_id.model", store=True, related_sudo=True, string="Technical name"
    )
    group_ids = fields.Many2many(
        "res.groups",
        string="Who may measure",
        groups="base.group_system",
        help="Empty: all evaluators. Records stay under the rights of whoever stands "
        "for the measure.",
    )
    field_ids = fields.One2many("smart.impact.source.field", "source_id")

    _model_uniq = models.Constraint("UNIQUE(model_id)", "This model is open already.")

    @api.constrains("model_id")
    def _check_model(self):
        for source in self:
            model = self.env.get(source.model)
            if model is None or model._abstract or model._transient:
                raise ValidationError(
                    self.env._("%(model)s keeps no records.", model=source.model)
                )
            if source.model in FORBIDDEN:
                raise ValidationError(
                    self.env._(
                        "%(model)s holds answers of members: nobody measures it. "
                        "Use an indicator on survey items.",
                        model=source.model,
                    )
                )

    def _get_path(self, role):
        """Return the path of the field that has a role, an empty string without."""
        self.ensure_one()
        return self.field_ids.filtered(lambda one: one.role == role)[:1].path or ""

    def _is_open_to(self, user):
        """Tell whether a user may measure these records."""
        self.ensure_one()
        # groups are no secret here, a boolean is returned
        groups = self.sudo().group_ids
        return not groups or bool(groups & user.sudo().all_group_ids)
