# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError


class SmartFiliereAssessWizard(models.TransientModel):
    _name = "smart.filiere.assess.wizard"
    _description = "Assess All Filières"

    grid_id = fields.Many2one(
        "smart.filiere.grid",
        required=True,
        domain="[('state', '=', 'in_force')]",
        default=lambda self: self.env["smart.filiere.assessment"]._default_grid_id(),
    )
    filiere_ids = fields.Many2many("smart.filiere", help="Empty: all of them.")
    everywhere = fields.Boolean("As a whole", default=True)
    each_territory = fields.Boolean(
        "In each territory",
        help="Where five members or more may be told.",
    )
    territory_ids = fields.Many2many("smart.territory", help="Empty: all of them.")
    freeze = fields.Boolean(
        "Freeze at once",
        help="Strategic criteria that nobody judged yet stay unknown.",
    )

    def action_assess(self):
        """Count all chosen filières and places at once and open the assessments."""
        self.ensure_one()
        assessments = self.env["smart.filiere.assessment"]
        assessments.check_access("create")
        filieres = self.filiere_ids or self.env["smart.filiere"].search(
            [("active", "=", True)]
        )
        territories = self.env["smart.territory"]
        if self.each_territory:
            territories = self.territory_ids or territories.search(
                [("country_id", "!=", False)]
            )
        if not (self.everywhere or territories):
            raise UserError(
                self.env._("Choose the whole, territories, or both: nothing is to do.")
            )
        assessments = assessments.with_context(mail_create_nolog=True)._assess(
            filieres, territories, self.grid_id, self.everywhere
        )
        if self.freeze:
            assessments._freeze()
        return assessments._open()
