# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class SmartPortal(CustomerPortal):
    """What the member pages of the suite share."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "directory_count" in counters:
            entries = request.env["smart.directory.entry"]
            values["directory_count"] = (
                entries.search_count(entries._get_viewer_domain())
                if self._smart_is_member()
                else 0
            )
        return values

    def _smart_is_member(self):
        """Tell whether the person who is logged in is a member of the cooperative."""
        # a portal user may not read all of her own contact, a boolean harms nobody
        return request.env.user.partner_id.sudo().is_member

    def _smart_check_member(self):
        """Raise a 404 for who is not a member: the page does not exist for her."""
        if not self._smart_is_member():
            raise request.not_found()
