# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

PER_PAGE = 60


class PoolProposalPortal(CustomerPortal):
    """Members tell what they need, back one another, and open a pooled order."""

    def _proposal_is_open(self):
        return request.env["smart.pool.proposal"].has_access("read")

    def _proposal_check(self):
        self._smart_check_member()
        if not self._proposal_is_open():
            raise request.not_found()

    def _proposal_find(self, proposal_id):
        self._proposal_check()
        proposal = request.env["smart.pool.proposal"].search([("id", "=", proposal_id)])
        if not proposal:
            raise request.not_found()
        return proposal

    @route("/my/needs", type="http", auth="user", website=True, readonly=True)
    def portal_my_needs(self, **kwargs):
        """List the needs that look for members, and hers."""
        self._proposal_check()
        proposals = request.env["smart.pool.proposal"].search(
            [], order="state, create_date desc, id desc", limit=PER_PAGE
        )
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_needs",
            "proposals": proposals,
            "backed": proposals.backing_ids.proposal_id,
        }
        return request.render("smart_purchase_charter.portal_my_needs", values)

    @route(
        "/my/needs/new",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def portal_need_new(self, **post):
        """Tell a need; on an error the form comes back as it was."""
        self._proposal_check()
        error = None
        if request.httprequest.method == "POST":
            try:
                quantity = self._parse_number(post.get("quantity"))
                with request.env.cr.savepoint():
                    # for her own contact only; the method checks all she sends
                    proposal = (
                        request.env["smart.pool.proposal"]
                        .sudo()
                        ._propose(
                            request.env.user.partner_id,
                            post.get("name"),
                            quantity,
                            description=(post.get("description") or "")[:2000],
                            **self._proposal_get_reach(post.get("reach")),
                        )
                    )
                return request.redirect(f"/my/needs/{proposal.id}?saved=1")
            except UserError as raised:
                error = str(raised)
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_needs",
            "error": error,
            "posted": post,
            "reaches": self._proposal_get_reaches(),
        }
        page = request.render("smart_purchase_charter.portal_need_new", values)
        page.status_code = 422 if error else 200
        return page

    def _proposal_get_reaches(self):
        """Return [(key, name)] of who can be asked: all, her places, her filières."""
        # her own contact
        partner = request.env.user.sudo().partner_id
        reaches = [("", request.env._("All members"))]
        if partner.territory_id:
            reaches.append(("territory", partner.territory_id.name))
        reaches += [(f"filiere-{one.id}", one.name) for one in partner.filiere_ids]
        return reaches

    def _proposal_get_reach(self, key):
        if not key or key not in dict(self._proposal_get_reaches()):
            return {}
        if key == "territory":
            partner = request.env.user.sudo().partner_id
            return {"territory_id": partner.territory_id.id}
        return {"filiere_id": int(key.removeprefix("filiere-"))}

    @route(
        "/my/needs/<int:proposal_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_need(self, proposal_id, saved=None, **kwargs):
        """Show a need, how many back it, and her own backing."""
        return self._proposal_render(self._proposal_find(proposal_id), saved=saved)

    def _proposal_render(self, proposal, saved=None, error=None, posted=None):
        partner = request.env.user.partner_id
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_needs",
            "proposal": proposal,
            # a first name tells who asks, without the way to reach her
            "proposer": proposal.sudo().partner_id.name,
            "mine": proposal.backing_ids.filtered(lambda b: b.partner_id == partner),
            "choices": proposal._get_choices()
            if proposal.state == "open" and partner.sudo().can_coordinate_pools
            else None,
            "pool": proposal.pooled_order_id
            if proposal.sudo().pooled_order_id.state != "draft"
            else None,
            "saved": saved,
            "error": error,
            "posted": posted or {},
        }
        page = request.render("smart_purchase_charter.portal_need", values)
        page.status_code = 422 if error else 200
        return page

    @route(
        "/my/needs/<int:proposal_id>/back",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_need_back(self, proposal_id, withdraw=None, **post):
        """Back a need, or take the backing back."""
        proposal = self._proposal_find(proposal_id)
        try:
            quantity = 0.0 if withdraw else self._parse_number(post.get("quantity"))
            with request.env.cr.savepoint():
                # for her own contact only
                proposal.sudo()._back(request.env.user.partner_id, quantity)
        except UserError as error:
            return self._proposal_render(proposal, error=str(error), posted=post)
        return request.redirect(f"/my/needs/{proposal.id}?saved=1")

    @route(
        "/my/needs/<int:proposal_id>/open",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_need_open(self, proposal_id, choice="", **post):
        """A member who coordinates opens the pooled order."""
        proposal = self._proposal_find(proposal_id)
        partner = request.env.user.partner_id
        if not partner.sudo().can_coordinate_pools:
            raise request.not_found()
        try:
            lot, days = (self._parse_number(post.get(n)) for n in ("lot", "days"))
            with request.env.cr.savepoint():
                # who may do it was checked just above, what is sent is checked there
                pool = proposal.sudo()._start_pool_as_coordinator(
                    partner, choice, lot, days
                )
        except UserError as error:
            posted = {**post, "choice": choice}
            return self._proposal_render(proposal, error=str(error), posted=posted)
        return request.redirect(f"/my/pools/{pool.id}")
