# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo import fields, http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class CharterPortal(CustomerPortal):
    """The supplier's page: read and sign the charter, see its grade, send proofs."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "charter_count" in counters:
            partner = request.env.user.partner_id
            values["charter_count"] = int(partner._is_charter_supplier())
        return values

    @http.route("/my/charter", type="http", auth="user", website=True)
    def portal_charter(self, **kw):
        return self._render_charter(done=kw.get("done"))

    @http.route(
        "/my/charter/sign", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_charter_sign(self, signer_name="", is_named="", **_kw):
        try:
            request.env.user.partner_id._sign_charter(signer_name, bool(is_named))
        except UserError as error:
            return self._render_charter(sign_error=str(error), signer_name=signer_name)
        return request.redirect("/my/charter?done=signed")

    @http.route(
        "/my/charter/evidence",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_charter_evidence(
        self, criterion_id="", name="", date_expiry="", file=None, **_kw
    ):
        values = {"name": name.strip()[:128]}
        try:
            values |= self._read_evidence_form(date_expiry, file)
            request.env.user.partner_id._submit_evidence(
                int(criterion_id) if criterion_id.isdecimal() else 0, values
            )
        except (UserError, ValidationError) as error:
            return self._render_charter(
                evidence_error=str(error), criterion_id=criterion_id, form=values
            )
        return request.redirect("/my/charter?done=sent#evidence")

    def _read_evidence_form(self, date_expiry, file):
        """Return the values of the form, the file as base64."""
        values = {}
        if file is not None and hasattr(file, "read"):
            values["file"] = base64.b64encode(file.read())
            values["file_name"] = file.filename[:128]
        if date_expiry:
            try:
                values["date_expiry"] = fields.Date.to_date(date_expiry)
            except ValueError as error:
                raise UserError(
                    request.env._("Write the end date as year-month-day.")
                ) from error
            if values["date_expiry"] < fields.Date.context_today(request.env.user):
                raise UserError(
                    request.env._("This document expired already. Send one that holds.")
                )
        return values

    def _render_charter(self, **kw):
        partner = request.env.user.partner_id
        if not partner._is_charter_supplier():
            return request.redirect("/my")
        values = self._prepare_portal_layout_values()
        values.update(partner._get_charter_page())
        values.update({"page_name": "smart_charter", "form": {}, "criterion_id": ""})
        values.update(kw)
        return request.render("smart_purchase_charter.portal_charter", values)
