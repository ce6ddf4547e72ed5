# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request, route

from .pools import PooledOrderPortal


class PoolSurplusPortal(PooledOrderPortal):
    """Members take what is left of a pooled order."""

    def _get_pools_domain(self, filterby):
        domain = super()._get_pools_domain(filterby)
        if filterby == "mine":
            return domain
        return domain | Domain("has_surplus", "=", True)

    @route(
        "/my/pools/<int:pool_id>/surplus",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def portal_pool_surplus(self, pool_id, line_id="", quantity="", **post):
        """Take some of what is left; on an error the form comes back as it was."""
        if request.httprequest.method == "GET":
            # somebody reloads or shares the address of a form with an error
            return request.redirect(f"/my/pools/{pool_id}")
        pool = self._find_pool(pool_id)
        line = pool and pool.line_ids.filtered(lambda line: str(line.id) == line_id)
        if not line:
            raise request.not_found()
        try:
            number = self._parse_number(quantity)
            with request.env.cr.savepoint():
                # Members may write nothing: this one method checks all they send,
                # for their own contact only.
                line._take_surplus(request.env.user.partner_id, number)
        except UserError as error:
            pool.invalidate_recordset()
            page = self._render_pool(
                pool,
                errors={line.id: str(error)},
                posted={line.id: {"quantity": quantity}},
            )
            page.status_code = 422
            return page
        return request.redirect(f"/my/pools/{pool.id}#line-{line.id}")
