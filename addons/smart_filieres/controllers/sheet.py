# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from .portal import SmartPortal


class SmartSheet(SmartPortal):
    @http.route("/my/filiere-sheets", type="http", auth="user", website=True)
    def portal_filiere_sheets(self, **_kwargs):
        """List what filières published of their impact."""
        self._smart_check_member()
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_sheets",
            sheets=request.env["smart.filiere.sheet"].search(self._sheet_domain()),
        )
        return request.render("smart_filieres.portal_filiere_sheets", values)

    @http.route(
        "/my/filiere-sheets/<int:sheet_id>", type="http", auth="user", website=True
    )
    def portal_filiere_sheet(self, sheet_id, **_kwargs):
        """Show one published sheet."""
        values = self._prepare_portal_layout_values()
        values.update(page_name="smart_sheets", sheet=self._sheet_get(sheet_id))
        return request.render("smart_filieres.portal_filiere_sheet", values)

    @http.route(
        "/my/filiere-sheets/<int:sheet_id>/pdf", type="http", auth="user", website=True
    )
    def portal_filiere_sheet_pdf(self, sheet_id, **_kwargs):
        """Download one published sheet; without wkhtmltopdf, as a page to print."""
        sheet = self._sheet_get(sheet_id)
        state = request.env["ir.actions.report"].get_wkhtmltopdf_state()
        return self._show_report(
            sheet,
            "html" if state in ("install", "broken") else "pdf",
            "smart_filieres.smart_filiere_sheet_report",
            download=True,
        )

    def _sheet_domain(self):
        # staff would also read drafts: this is the page of what was published
        return [("state", "=", "published")]

    def _sheet_get(self, sheet_id):
        self._smart_check_member()
        sheet = request.env["smart.filiere.sheet"].search(
            [("id", "=", sheet_id), *self._sheet_domain()]
        )
        if not sheet:
            raise request.not_found()
        return sheet
