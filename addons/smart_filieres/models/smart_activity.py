# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class SmartActivity(models.Model):
    """What a member does, in the words of NACE Rev. 2.1 and its national children.

    Kept apart from `res.partner.industry`, whose records carry Rev. 2 letters that
    enrichment services resolve by name.
    """

    _name = "smart.activity"
    _description = "Activity"
    _parent_store = True
    _order = "code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char("NACE / NAF", required=True, index=True)
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one(
        "smart.activity", string="Part of", index=True, ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    nace_class = fields.Char("NACE 2.1 class", index=True)
    nace_section = fields.Char("NACE 2.1 section", index=True)
    filiere_ids = fields.Many2many(
        "smart.filiere", "smart_filiere_activity_rel", "activity_id", "filiere_id"
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "An activity code is used once.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for activity in self:
            activity.display_name = (
                f"{activity.code or ''} {activity.name or ''}".strip()
            )
