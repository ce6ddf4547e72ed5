# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime

import pytz

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

PER_PAGE = 24
# what a form may send, by the name of the button
BORROWER_STEPS = ("cancel", "extend")
OWNER_STEPS = {
    "accept": "action_accept",
    "refuse": "action_refuse",
    "handed": "action_hand_over",
    "back": "action_return",
    "longer": "action_accept_extension",
    "not_longer": "action_refuse_extension",
}
PHOTO_LIMIT = 8 * 1024 * 1024


class SharingPortal(CustomerPortal):
    """Members look for equipment, borrow it, lend their own."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "equipment_count" in counters:
            resources = request.env["smart.shared.resource"]
            values["equipment_count"] = (
                resources.search_count([("state", "=", "listed")])
                if self._sharing_is_open()
                else 0
            )
        if "loan_count" in counters:
            loans = request.env["smart.loan"]
            values["loan_count"] = (
                loans.search_count([]) if self._sharing_is_open() else 0
            )
        return values

    def _sharing_is_open(self):
        return request.env["smart.loan"].has_access("read")

    def _sharing_check(self):
        if not self._sharing_is_open():
            raise request.not_found()

    # === CATALOGUE === #

    @route("/my/equipment", type="http", auth="user", website=True, readonly=True)
    def portal_my_equipment(self, search="", categ="", territory="", **kwargs):
        """List what can be borrowed, the nearest first."""
        self._sharing_check()
        resources = request.env["smart.shared.resource"]
        listed = Domain("state", "=", "listed")
        domain = listed
        if search:
            domain &= Domain("name", "ilike", search) | Domain(
                "description", "ilike", search
            )
        if categ.isdigit():
            domain &= Domain("categ_id", "=", int(categ))
        if territory.isdigit():
            domain &= Domain("territory_id", "child_of", int(territory))
        found = resources.search(domain, limit=PER_PAGE * 10)
        # places and owners are read to measure, and never shown by that
        distances = found.sudo()._get_distances(request.env.user.sudo().partner_id)
        far = 10**6
        found = sorted(
            found, key=lambda one: distances[one] if distances[one] is not None else far
        )
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_equipment",
            "resources": [one.sudo() for one in found[:PER_PAGE]],
            "more": max(0, len(found) - PER_PAGE),
            "distances": {one.id: km for one, km in distances.items()},
            "search": search,
            "categ": categ,
            "territory": territory,
            # names of categories and territories are no secret
            "categs": resources.sudo().search(listed).categ_id,
            "territories": resources.sudo().search(listed).territory_id,
            "avoided": self._sharing_get_avoided(),
        }
        return request.render("smart_purchase_charter.portal_my_equipment", values)

    def _sharing_get_avoided(self):
        """Return (purchases avoided, members) of twelve months; None under five."""
        # a count over all members, kept back when it would tell of a few
        rows = (
            request.env["smart.loan"]
            .sudo()
            ._read_group(
                [
                    ("avoided_product_id", "!=", False),
                    ("state", "in", ("reserved", "out", "returned")),
                    ("date_from", ">=", "today -12m"),
                    ("company_id", "=", request.env.company.id),
                ],
                [],
                ["__count", "partner_id:count_distinct"],
            )
        )
        count, members = rows[0]
        return count if members >= 5 else None

    @route(
        "/my/equipment/<int:resource_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_equipment_page(self, resource_id, instead="", **kwargs):
        """Show one equipment, when it is free, and a form to ask for it."""
        return self._sharing_render(self._sharing_find(resource_id), instead=instead)

    def _sharing_find(self, resource_id):
        self._sharing_check()
        resource = request.env["smart.shared.resource"].search(
            [("id", "=", resource_id)]
        )
        if not resource:
            raise request.not_found()
        return resource

    def _sharing_render(self, resource, error=None, posted=None, instead=""):
        now = fields.Datetime.now()
        # periods without who holds them
        busy = resource.sudo()._get_busy_periods(now)
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_equipment",
            "resource": resource.sudo(),
            "busy": [(item.name, sorted(periods)) for item, periods in busy.items()],
            "error": error,
            "posted": posted or {},
            "instead": instead,
        }
        return request.render("smart_purchase_charter.portal_equipment", values)

    @route(
        "/my/equipment/<int:resource_id>/request",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_equipment_request(self, resource_id, wait=None, instead="", **post):
        """Ask for a period; on an error the form comes back as it was."""
        resource = self._sharing_find(resource_id)
        try:
            start = self._sharing_parse(post.get("date_from"))
            end = self._sharing_parse(post.get("date_to"))
            with request.env.cr.savepoint():
                # Members may write nothing: this one method checks all they send,
                # for their own contact only.
                loan = (
                    request.env["smart.loan"]
                    .sudo()
                    ._request(
                        request.env.user.partner_id,
                        resource.sudo(),
                        start,
                        end,
                        wait=bool(wait),
                        note=(post.get("note") or "")[:1000],
                        avoided_product_id=self._sharing_get_avoided_product(
                            resource, instead
                        ),
                    )
                )
        except UserError as error:
            page = self._sharing_render(resource, str(error), post, instead)
            page.status_code = 422
            return page
        return request.redirect(f"/my/loans/{loan.id}?saved=1")

    def _sharing_get_avoided_product(self, resource, instead):
        """Return the product she says she would have bought, if it is one of these."""
        products = resource.sudo().product_ids
        return products.filtered(lambda one: str(one.id) == instead)[:1].id or (
            products[:1].id if instead == "yes" else False
        )

    def _sharing_parse(self, text):
        """Return the naive UTC moment of a local one written as 2026-05-31T14:00.

        :raises UserError: it is no moment
        """
        zone = pytz.timezone(request.env.user.tz or "Europe/Brussels")
        try:
            local = datetime.fromisoformat((text or "").strip())
        except ValueError:
            local = None
        if local is None or local.tzinfo:
            raise UserError(
                request.env._("“%(text)s” is not a day and hour.", text=text or "")
            )
        return zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    # === LOANS === #

    @route("/my/loans", type="http", auth="user", website=True, readonly=True)
    def portal_my_loans(self, filterby="borrowed", **kwargs):
        """List what she borrows, or what is borrowed of hers."""
        self._sharing_check()
        partner = request.env.user.partner_id
        loans = request.env["smart.loan"].search([], limit=200)
        borrowed = loans.filtered(lambda loan: loan.partner_id == partner)
        lent = loans - borrowed
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_loans",
            "loans": lent if filterby == "lent" else borrowed,
            "lent_count": len(lent),
            "filterby": filterby,
            # her own: the owner is not a field that members may search
            "own": request.env["smart.shared.resource"]
            .sudo()
            .search([("owner_id", "=", partner.id)]),
        }
        return request.render("smart_purchase_charter.portal_my_loans", values)

    @route("/my/loans/<int:loan_id>", type="http", auth="user", website=True)
    def portal_my_loan(self, loan_id, saved=None, **kwargs):
        """Show one loan, and what she may do with it."""
        return self._sharing_render_loan(self._sharing_find_loan(loan_id), saved)

    def _sharing_find_loan(self, loan_id):
        self._sharing_check()
        loan = request.env["smart.loan"].search([("id", "=", loan_id)])
        if not loan:
            raise request.not_found()
        return loan

    def _sharing_render_loan(self, loan, saved=None, error=None):
        partner = request.env.user.partner_id
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_loans",
            # both sides of a loan read all of it
            "loan": loan.sudo(),
            "is_borrower": loan.partner_id == partner,
            "is_owner": loan.sudo().owner_id == partner,
            "saved": saved,
            "error": error,
        }
        return request.render("smart_purchase_charter.portal_loan", values)

    @route(
        "/my/loans/<int:loan_id>/do",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_loan_do(self, loan_id, step="", **post):
        """Do one step as borrower or as owner."""
        loan = self._sharing_find_loan(loan_id)
        partner = request.env.user.partner_id
        mine, lent = loan.partner_id == partner, loan.sudo().owner_id == partner
        if not (mine and step in BORROWER_STEPS or lent and step in OWNER_STEPS):
            raise request.not_found()
        try:
            with request.env.cr.savepoint():
                # whose loan it is, and which step is hers, was checked just above
                self._sharing_do(loan.sudo(), step, post)
        except UserError as error:
            page = self._sharing_render_loan(loan, error=str(error))
            page.status_code = 422
            return page
        return request.redirect(f"/my/loans/{loan.id}?saved=1")

    def _sharing_do(self, loan, step, post):
        if step == "cancel":
            loan.action_cancel()
        elif step == "extend":
            loan._ask_extension(self._sharing_parse(post.get("date_to")))
        else:
            words = (post.get("words") or "").strip()[:1000]
            if words:
                loan[self._sharing_get_words_field(step)] = words
            if step == "back":
                self._sharing_keep_photo(loan)
            getattr(loan, OWNER_STEPS[step])()

    def _sharing_get_words_field(self, step):
        names = {"handed": "condition_out", "back": "condition_back"}
        return names.get(step, "answer")

    def _sharing_keep_photo(self, loan):
        file = request.httprequest.files.get("photo")
        if not file or not file.filename:
            return
        content = file.read(PHOTO_LIMIT + 1)
        if len(content) > PHOTO_LIMIT:
            raise UserError(request.env._("The photo is larger than 8 MB."))
        loan._set_photo_back(content)

    # === LENDING HER OWN === #

    @route(
        "/my/equipment/new",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def portal_equipment_new(self, **post):
        """A member offers equipment of hers; the purchasing team lists it."""
        self._smart_check_member()
        self._sharing_check()
        error = None
        if request.httprequest.method == "POST":
            name = (post.get("name") or "").strip()[:120]
            if name:
                # created for her own contact only, and not listed before somebody
                # of the purchasing team has read it
                request.env["smart.shared.resource"].sudo()._offer(
                    request.env.user.partner_id, name, post.get("description") or ""
                )
                return request.redirect("/my/loans?filterby=lent&offered=1")
            error = request.env._("Say what it is.")
        values = self._prepare_portal_layout_values()
        values |= {"page_name": "smart_equipment", "error": error, "posted": post}
        page = request.render("smart_purchase_charter.portal_equipment_new", values)
        page.status_code = 422 if error else 200
        return page
