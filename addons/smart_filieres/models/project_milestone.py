# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ProjectMilestone(models.Model):
    _inherit = "project.milestone"

    filiere_stage_id = fields.Many2one(
        "smart.filiere.stage",
        "End of stage",
        index="btree_not_null",
        help="Reached when the filière leaves this stage of its life.",
    )
