# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.fields import Domain
from odoo.http import request

from ..models.smart_directory_entry_search import RADII_KM
from .directory_page import DirectoryPage
from .portal import SmartPortal


class SmartDirectory(SmartPortal):
    @http.route(
        ["/my/directory", "/my/directory/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_directory(self, page=1, **_kwargs):
        """List the members who released themselves to the person who looks."""
        self._smart_check_member()
        shown = self._get_directory_page(
            request.env["smart.directory.entry"], request.httprequest.args
        ).load(page)
        values = self._prepare_portal_layout_values()
        values.update(page_name="smart_directory", **self._get_directory_values(shown))
        return request.render("smart_filieres.portal_directory", values)

    @http.route(
        "/my/directory/<string:ref>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_directory_entry(self, ref, **_kwargs):
        """Show one member; who did not release herself answers 404, not 403."""
        self._smart_check_member()
        entries = request.env["smart.directory.entry"]
        domain = entries._get_viewer_domain() & Domain("ref", "=", ref)
        entry = entries.search(domain, limit=1)
        if not entry:
            raise request.not_found()
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_directory", entry=entry, list_url="/my/directory"
        )
        return request.render("smart_filieres.portal_directory_entry", values)

    def _get_directory_page(self, entries, arguments):
        """Return the search of somebody who is logged in, not loaded yet."""
        return DirectoryPage(
            entries,
            entries._get_viewer_domain(),
            arguments,
            "/my/directory",
            everybody=entries._count_everybody,
            # her own country, to tell apart codes that two countries use
            country=entries.env.user.partner_id.sudo().country_id,
        )

    def _get_directory_values(self, shown):
        """Return what the templates of a list need."""
        chips = shown.chips()
        return {
            "shown": shown,
            "chips": chips,
            "relaxations": shown.relaxations(chips),
            "pager": shown.pager,
            "radii": RADII_KM,
        }
