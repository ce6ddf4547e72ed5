# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A codebook is the definition of coded texts: it stays with the indicator adopted."""

from odoo import api, models

# what coders read before they give a theme; an example only helps
MEANING = {"code", "name", "definition", "includes", "excludes", "indicator_id"}


class SmartImpactTheme(models.Model):
    _name = "smart.impact.theme"
    _inherit = ["smart.impact.theme", "smart.impact.frozen.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        themes = super().create(vals_list)
        if not self.env.su:
            themes._check_codebook()
        return themes

    def write(self, vals):
        result = super().write(vals)
        # where it was is checked before, where it comes after
        if "indicator_id" in vals and not self.env.su:
            self._check_codebook()
        return result

    def _check_frozen(self, names, lang):
        touched = MEANING & names
        if touched:
            # which indicators are voted on or adopted is no secret
            indicators = self.sudo().indicator_id
            indicators._check_not_voted()
            fixed = indicators._filter_codebook_fixed()
            own = self.filtered(lambda one: one.sudo().indicator_id in fixed)
            if own and own._filter_decided(touched, lang):
                own._check_codebook()
        return super()._check_frozen(names, lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if not self.env.su:
            self._check_codebook()

    def _check_codebook(self):
        """Refuse to touch the codebook of what was decided."""
        indicators = self.sudo().indicator_id
        indicators._check_not_voted()
        indicators._check_codebook_open()
