# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal


class PoolHandoverPortal(CustomerPortal):
    """Who coordinates a pooled order ticks on her phone who fetched what."""

    def _handover_find(self, pool_id):
        pool = self._find_pool(pool_id)
        partner = request.env.user.partner_id
        if not pool or pool.sudo().coordinator_id != partner:
            raise request.not_found()
        # she coordinates it: names and quantities, nothing else of the members
        return pool.sudo()

    @route("/my/pools/<int:pool_id>/handover", type="http", auth="user", website=True)
    def portal_pool_handover(self, pool_id, **kwargs):
        """List who gets what."""
        pool = self._handover_find(pool_id)
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_pools",
            "pool": pool,
            "handover": pool._get_handover(),
        }
        return request.render("smart_purchase_charter.portal_pool_handover", values)

    @route(
        "/my/pools/<int:pool_id>/handover/<int:commitment_id>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_pool_collect(self, pool_id, commitment_id, **post):
        """Tick or untick one share."""
        pool = self._handover_find(pool_id)
        commitment = pool._get_handover().filtered(lambda c: c.id == commitment_id)
        if not commitment:
            raise request.not_found()
        try:
            commitment._collect()
        except UserError:
            raise request.not_found() from None
        return request.redirect(f"/my/pools/{pool.id}/handover#share-{commitment.id}")
