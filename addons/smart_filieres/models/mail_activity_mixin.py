# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import SUPERUSER_ID, models


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    def _plan_for_managers(self, deadline, summary):
        """Plan a to-do on each of these records for every manager of the filières."""
        group = self.env.ref("smart_filieres.group_manager")
        # a scheduled action or a portal form may cause it, nobody's data are told
        managers = group.sudo().all_user_ids.filtered(
            lambda user: user.active and not user.share and user.id != SUPERUSER_ID
        )
        return (
            self.env["mail.activity"]
            .sudo()
            .create(
                [
                    {
                        "activity_type_id": self.env.ref(
                            "mail.mail_activity_data_todo"
                        ).id,
                        "res_model_id": self.env["ir.model"]._get_id(self._name),
                        "res_id": record.id,
                        "user_id": manager.id,
                        "date_deadline": deadline,
                        "summary": summary,
                        # so that ending what it is about removes it
                        "automated": True,
                    }
                    for record in self
                    for manager in managers
                ]
            )
        )
