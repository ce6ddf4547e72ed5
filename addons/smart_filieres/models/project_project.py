# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ProjectProject(models.Model):
    _inherit = "project.project"

    filiere_id = fields.Many2one("smart.filiere", index="btree_not_null", copy=False)
