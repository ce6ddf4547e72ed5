# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Keep one answer per filière and one profile before rows change owner.

        The native merge deletes what a unique key forbids, whichever it is: a refusal
        would be forgotten and asked for again.
        """
        both = src_partners | dst_partner
        # who may merge contacts need not read what members answered
        both.sudo()._smart_merge_memberships(dst_partner.sudo())
        both.sudo()._smart_merge_profiles(dst_partner.sudo())
        # of two registrations, the one that says she came is kept
        self.env["event.registration"].sudo()._merge_for_contacts(both)
        self.env.flush_all()
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.invalidate_all()
        dst_partner._smart_refresh_directory()
        return result
