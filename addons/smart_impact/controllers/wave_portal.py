# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The link of a letter, and a member's own answers."""

from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal


class ImpactWavePortal(CustomerPortal):
    @route(
        "/my/impact/<int:wave_id>/start/<token>",
        type="http",
        auth="user",
        website=True,
    )
    def portal_impact_wave_start(self, wave_id, token, **kw):
        """Show what a letter leads to; nothing is made before the button is pressed."""
        partner = request.env.user.partner_id
        # the token, then the ledger, say whether this very member is asked
        wave = request.env["smart.impact.wave"].sudo().browse(wave_id).exists()
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "impact",
            "wave": wave,
        }
        if not (
            wave and wave._is_token_of(token, partner) and wave._is_waiting_for(partner)
        ):
            values["wave"] = None
            return request.render(
                "smart_impact.portal_wave_refused", values, status=403
            )
        return request.render("smart_impact.portal_wave_start", values)

    @route("/my/impact/mine", type="http", auth="user", website=True)
    def portal_impact_own(self, message=None, **kw):
        partner = request.env.user.partner_id
        # her own answers, found by a name made of who is logged in
        own = request.env["smart.impact.response"].sudo()._get_own(partner)
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "impact",
            "own": own,
            "notice": own[0]["wave"].notice_id if own else None,
            "message": message,
        }
        response = request.render("smart_impact.portal_my_impact_own", values)
        # nothing of it stays in the browser of a computer that others use
        response.headers["Cache-Control"] = "no-store"
        return response

    @route(
        "/my/impact/mine/<int:wave_id>/erase",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_impact_own_erase(self, wave_id, **kw):
        partner = request.env.user.partner_id
        # her own answers, found by a name made of who is logged in
        wave = request.env["smart.impact.wave"].sudo().browse(wave_id).exists()
        responses = request.env["smart.impact.response"].sudo()
        erased = wave and responses._erase_own(partner, wave)
        message = "erased" if erased else "nothing"
        return request.redirect(f"/my/impact/mine?message={message}")
