# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class SmartImpactCoding(models.Model):
    """The theme that one coder gave to an excerpt, without seeing the other's."""

    _name = "smart.impact.coding"
    _description = "Coding of an Excerpt"
    _inherit = ["smart.impact.guarded.mixin"]
    _order = "excerpt_id, user_id, id"
    _rec_name = "theme_id"
    # everybody codes in her own name
    _guarded_elsewhere = {"user_id"}

    excerpt_id = fields.Many2one(
        "smart.impact.excerpt", required=True, index=True, ondelete="cascade"
    )
    indicator_id = fields.Many2one(
        related="excerpt_id.indicator_id", store=True, index=True
    )
    company_id = fields.Many2one(related="excerpt_id.company_id", store=True)
    theme_id = fields.Many2one(
        "smart.impact.theme",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('indicator_id', '=', indicator_id)]",
    )
    user_id = fields.Many2one(
        "res.users",
        "Coder",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self._default_user_id(),
    )

    _coder_uniq = models.Constraint(
        "UNIQUE(excerpt_id, user_id)", "A coder gives one theme to an excerpt."
    )

    def _default_user_id(self):
        return self.env.user

    @api.constrains("theme_id", "excerpt_id")
    def _check_theme(self):
        if any(
            one.theme_id.indicator_id != one.excerpt_id.indicator_id for one in self
        ):
            raise ValidationError(self.env._("The theme belongs to another codebook."))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_coder(vals)
        if not self.env.su:
            given = self.env.context.get("default_excerpt_id")
            ids = {vals.get("excerpt_id", given) for vals in vals_list} - {False, None}
            self.env["smart.impact.excerpt"].browse(ids)._check_unpublished()
        return super().create(vals_list)

    def write(self, vals):
        self._check_coder(vals)
        self._check_unpublished()
        result = super().write(vals)
        # where it was is checked before, where it comes after
        if "excerpt_id" in vals:
            self._check_unpublished()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self._check_unpublished()

    def _check_unpublished(self):
        """Refuse to code again what people read."""
        # the author's erasure runs as superuser
        if not self.env.su:
            self.excerpt_id._check_unpublished()

    def _check_coder(self, vals):
        if not self.env.su and vals.get("user_id", self.env.uid) != self.env.uid:
            raise AccessError(self.env._("Everybody codes in her own name."))
