# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..models.smart_filiere_assessment import BANDS


class SmartFiliereDerogationWizard(models.TransientModel):
    _name = "smart.filiere.derogation.wizard"
    _description = "Decide by Derogation"

    assessment_id = fields.Many2one(
        "smart.filiere.assessment", required=True, readonly=True
    )
    computed_band = fields.Selection(related="assessment_id.band", string="Computed")
    band = fields.Selection(BANDS, "Decided", required=True)
    author_function = fields.Char(
        "Your function", required=True, default=lambda self: self._default_function()
    )
    reason = fields.Text(required=True)
    date_end = fields.Date("Until", required=True)

    def _default_function(self):
        return self.env.user.partner_id.function

    def action_confirm(self):
        """Decide the chosen band, with the reason printed beside the computed one."""
        self.ensure_one()
        assessment = self.assessment_id
        assessment._lock_for_decision()
        if self.band == assessment.band:
            raise UserError(
                self.env._("This is the computed band: decide it, without derogation.")
            )
        today = fields.Date.context_today(self)
        if self.date_end <= today:
            raise UserError(self.env._("A derogation ends on a day to come."))
        # closed to everybody: the lock checked who decides and that she may
        self.env["smart.filiere.derogation"].sudo().create(
            {
                "assessment_id": assessment.id,
                "band": self.band,
                "author_id": self.env.uid,
                "author_function": self.author_function,
                "reason": self.reason.strip(),
                "date_start": today,
                "date_end": self.date_end,
            }
        )
        assessment._record_decision(self.band, "derogation")
