# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.exceptions import UserError
from odoo.http import request


class SmartSignedAnswer(http.Controller):
    """Pages behind the links of `smart.signed.mixin`."""

    @http.route(
        "/smart/answer/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
    )
    def signed_answer(self, token, **post):
        """Ask on GET, act on POST; say so when the link is too old or has served."""
        record, action, is_open = request.env["smart.signed.mixin"]._from_signed(token)
        if record is None:
            return request.render(
                "smart_filieres.signed_answer", {"outcome": "unknown"}, status=404
            )
        values = {
            "label": record._get_signed_actions()[action][0],
            "summary": record._get_signed_summary(action),
        }
        if not is_open:
            return request.render(
                "smart_filieres.signed_answer", {**values, "outcome": "served"}
            )
        if request.httprequest.method == "POST":
            try:
                values |= {"outcome": "done", "thanks": record._run_signed(action)}
            except UserError as error:
                request.env.cr.rollback()
                values |= {"outcome": "refused", "error": str(error)}
        return request.render("smart_filieres.signed_answer", values)
