# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import math

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

# What a member may send; anything else is ignored.
FIELDS = ("quantity", "tolerance", "max_price")


class PooledOrderPortal(CustomerPortal):
    """Members see the pooled orders open to them, commit, and read what they get."""

    _pools_per_page = 20

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "pool_count" in counters:
            pools = request.env["smart.pooled.order"]
            values["pool_count"] = (
                pools.search_count(self._get_pools_domain("open"))
                if pools.has_access("read")
                else 0
            )
        return values

    def _get_pools_domain(self, filterby):
        """Return the domain of a filter; record rules decide what is readable."""
        if filterby == "mine":
            mine = [("partner_id", "=", request.env.user.partner_id.id)]
            return Domain("commitment_ids", "any", mine)
        return Domain("state", "=", "open") & Domain("is_late", "=", False)

    @route(
        ["/my/pools", "/my/pools/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_pools(self, page=1, filterby="open", **kwargs):
        """List the open pooled orders, or those that she takes part in."""
        filterby = filterby if filterby in ("open", "mine") else "open"
        pools = request.env["smart.pooled.order"]
        domain = self._get_pools_domain(filterby)
        pages = pager(
            url="/my/pools",
            total=pools.search_count(domain),
            page=page,
            step=self._pools_per_page,
            url_args={"filterby": filterby},
        )
        order = "deadline, id" if filterby == "open" else "deadline desc, id desc"
        pools = pools.search(
            domain, order=order, limit=self._pools_per_page, offset=pages["offset"]
        )
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_pools",
            "pools": pools,
            "progress": self._get_progress_by_line(pools),
            "filterby": filterby,
            "pager": pages,
            "default_url": "/my/pools",
        }
        return request.render("smart_purchase_charter.portal_my_pools", values)

    @route(
        "/my/pools/<int:pool_id>", type="http", auth="user", website=True, readonly=True
    )
    def portal_my_pool(self, pool_id, saved=None, **kwargs):
        """Show one pooled order: how far it is, and her commitments."""
        pool = self._find_pool(pool_id)
        if not pool:
            raise request.not_found()
        return self._render_pool(pool, saved=bool(saved))

    @route(
        "/my/pools/<int:pool_id>/progress",
        type="jsonrpc",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_pool_progress(self, pool_id):
        """Return state and progress of a readable pooled order, else nothing.

        :return: {"state": str, "is_open": bool, "lines": see _get_progress}
        """
        pool = self._find_pool(pool_id)
        if not pool:
            return {}
        return {
            "state": pool.state,
            "is_open": pool.state == "open" and not pool.is_late,
            "lines": pool.line_ids._get_progress(),
            "texts": pool._get_terms(),
        }

    @route(
        "/my/pools/<int:pool_id>/commit",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def portal_pool_commit(self, pool_id, line_id="", withdraw=None, **post):
        """Commit, change or withdraw; on an error the form comes back as it was."""
        if request.httprequest.method == "GET":
            # somebody reloads or shares the address of a form with an error
            return request.redirect(f"/my/pools/{pool_id}")
        pool = self._find_pool(pool_id)
        line = pool and pool.line_ids.filtered(lambda line: str(line.id) == line_id)
        if not line:
            raise request.not_found()
        try:
            numbers = [0.0] * len(FIELDS)
            if not withdraw:
                numbers = [self._parse_number(post.get(name)) for name in FIELDS]
            with request.env.cr.savepoint():
                # Members may write nothing: this one method checks all they send,
                # for their own contact only.
                request.env["smart.pooled.commitment"]._commit(
                    request.env.user.partner_id, line, *numbers
                )
        except UserError as error:
            pool.invalidate_recordset()
            posted = {name: post.get(name, "") for name in FIELDS}
            page = self._render_pool(
                pool, errors={line.id: str(error)}, posted={line.id: posted}
            )
            page.status_code = 422
            return page
        return request.redirect(f"/my/pools/{pool.id}?saved=1#line-{line.id}")

    def _find_pool(self, pool_id):
        """Return the pooled order if she may read it, else an empty recordset."""
        domain = [("id", "=", pool_id)]
        pools = request.env["smart.pooled.order"]
        return pools.search(domain) if pools.has_access("read") else pools

    def _parse_number(self, text):
        """Return the number written in a field, with a comma or a point; empty is 0.

        :raises UserError: no number
        """
        text = (text or "").strip().replace("\u202f", "").replace("\xa0", "")
        try:
            number = float(text.replace(" ", "").replace(",", ".") or 0)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise UserError(
                request.env._(
                    "“%(text)s” is not a number: write for example 3 or 2.5.",
                    text=text,
                )
            )
        return number

    def _get_progress_by_line(self, pools):
        return {row["id"]: row for row in pools.line_ids._get_progress()}

    def _render_pool(self, pool, errors=None, posted=None, saved=False):
        commitments = request.env["smart.pooled.commitment"].search(
            [
                ("order_id", "=", pool.id),
                ("partner_id", "=", request.env.user.partner_id.id),
            ]
        )
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_pools",
            "pool": pool,
            "progress": self._get_progress_by_line(pool),
            "commitments": {row.line_id.id: row for row in commitments},
            "is_open": pool.state == "open" and not pool.is_late,
            "errors": errors or {},
            "posted": posted or {},
            "saved": saved,
            # Where to fetch the goods is a shared workplace, shown to who orders.
            "pickup": pool.sudo().pickup_partner_id,
            "total": sum(commitments.mapped("amount_total")),
            "terms": pool._get_terms(),
            "estimate": pool._get_estimate(request.env.user.partner_id)
            if pool.state in ("open", "closed")
            else None,
            "intention": pool._get_intention(request.env.user.partner_id),
        }
        return request.render("smart_purchase_charter.portal_my_pool", values)
