# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class SlideChannelPartner(models.Model):
    _inherit = "slide.channel.partner"

    @api.model_create_multi
    def create(self, vals_list):
        attendees = super().create(vals_list)
        attendees.filtered("survey_certification_success")._pass_training()
        return attendees

    def write(self, vals):
        new = self.browse()
        if vals.get("survey_certification_success"):
            new = self.filtered(lambda one: not one.survey_certification_success)
        result = super().write(vals)
        new._pass_training()
        return result

    def _pass_training(self):
        """Let members who passed coordinate pooled orders."""
        passed = self.filtered("channel_id.opens_pools").partner_id
        # a member passes by answering, she writes neither of the fields herself
        passed.sudo().filtered("is_member")._set_trained()
