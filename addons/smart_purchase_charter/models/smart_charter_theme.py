# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


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
