# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Merge; of two assessments the latest is in force, and the grade follows."""
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        partners = self.env["res.partner"].browse(partner_ids).exists()
        partners._settle_charter_merge()
        return result

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Join what stands once a member before core moves or deletes it."""
        for model in ("smart.pooled.commitment", "smart.pool.backing"):
            self.env[model]._join_members(src_partners, dst_partner)
        self.env.flush_all()
        return super()._update_foreign_keys(src_partners, dst_partner)
