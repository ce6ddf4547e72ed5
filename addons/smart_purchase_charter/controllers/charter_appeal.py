# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal


class CharterAppealPortal(CustomerPortal):
    """A supplier contests its grade, and keeps what it signed."""

    @route("/my/charter/appeal", type="http", auth="user", website=True)
    def portal_charter_appeal(self, sent=None, **_kw):
        return self._charter_render_appeals(sent=sent)

    @route(
        "/my/charter/appeal/send",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_charter_appeal_send(self, statement="", **_kw):
        try:
            with request.env.cr.savepoint():
                request.env.user.partner_id._appeal(statement)
        except UserError as error:
            page = self._charter_render_appeals(error=str(error), statement=statement)
            page.status_code = 422
            return page
        return request.redirect("/my/charter/appeal?sent=1")

    def _charter_render_appeals(self, **kw):
        partner = request.env.user.partner_id
        if not partner._is_charter_supplier():
            raise request.not_found()
        values = self._prepare_portal_layout_values()
        values |= partner._get_appeals_page()
        values |= {"page_name": "smart_charter_appeal", "statement": "", **kw}
        return request.render("smart_purchase_charter.portal_charter_appeal", values)

    @route("/my/charter/signature", type="http", auth="user", website=True)
    def portal_charter_signature(self, **_kw):
        """Give the supplier what it signed, as a document."""
        partner = request.env.user.partner_id
        if not partner._is_charter_supplier():
            raise request.not_found()
        page = partner._get_charter_page()
        if not page["signature"]:
            raise request.not_found()
        content, kind = page["signature"]._render_signed()
        types = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}
        headers = [("Content-Type", types[kind])]
        return request.make_response(content, headers=headers)
