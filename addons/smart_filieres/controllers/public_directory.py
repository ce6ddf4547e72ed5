# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.fields import Domain
from odoo.http import request

from .directory import SmartDirectory
from .directory_page import DirectoryPage

PUBLIC = Domain("audience", "=", "public")


class SmartPublicDirectory(SmartDirectory):
    """Who released herself to the web, for who is not logged in."""

    @http.route(
        ["/membres", "/membres/page/<int:page>"],
        type="http",
        auth="public",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def public_directory(self, page=1, **_kwargs):
        """List the members who chose to be on the web."""
        # superuser, because the web has no right on the model: the domain names the
        # rows that were released to it, each of which holds nothing else
        entries = request.env["smart.directory.entry"].sudo()
        arguments = request.httprequest.args
        shown = DirectoryPage(entries, PUBLIC, arguments, "/membres").load(page)
        response = request.render(
            "smart_filieres.public_directory", self._get_directory_values(shown)
        )
        if arguments or not shown.total:
            # searches, and a page with nobody on it, are not for search engines
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    @http.route(
        "/membres/<string:ref>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def public_directory_entry(self, ref, **_kwargs):
        """Show what one member released to the web, or 404."""
        # superuser: as above
        entries = request.env["smart.directory.entry"].sudo()
        entry = entries.search(PUBLIC & Domain("ref", "=", ref), limit=1)
        if not entry:
            raise request.not_found()
        return request.render(
            "smart_filieres.public_directory_entry",
            {"entry": entry, "list_url": "/membres"},
        )
