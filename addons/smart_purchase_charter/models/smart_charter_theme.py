# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class SmartCharterTheme(models.Model):
    _name = "smart.charter.theme"
    _description = "Charter Theme"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    floor = fields.Float(
        default=30.0,
        help="Below this result out of 100, the supplier stays at Progress at best, "
        "however good the other themes are.",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "The code of a theme is unique.")
    _floor_range = models.Constraint(
        "CHECK(floor >= 0 AND floor <= 100)", "A floor is between 0 and 100."
    )

    def write(self, vals):
        changed = vals.keys() & {"code", "floor"}
        if any(theme[name] != vals[name] for theme in self for name in changed):
            self._check_unused()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_unused()

    def _check_unused(self):
        """Floors are part of what was adopted: grades rest on them."""
        # sudo: a version of another company is frozen as well
        used = (
            self.env["smart.charter.criterion"]
            .sudo()
            .search(
                [
                    ("theme_id", "in", self.ids),
                    ("charter_id.state", "not in", ("draft", "consulted")),
                ],
                limit=1,
            )
        )
        if used:
            raise UserError(
                self.env._(
                    "%(theme)s is part of %(charter)s, which was adopted with this "
                    "floor. Add a theme and use it in a new version.",
                    theme=used.theme_id.name,
                    charter=used.charter_id.display_name,
                )
            )
