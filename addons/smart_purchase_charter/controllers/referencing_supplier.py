# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.smart_supplier_listing import MEAN_FROM

PROPOSAL_FIELDS = ("name", "vat", "website", "zip", "city", "why")
LIMITS = {"why": 2000}


class ReferencingSupplierPortal(CustomerPortal):
    """One supplier: what is known, what members say, and what she adds to it."""

    @route(
        "/my/suppliers/<int:listing_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_supplier(self, listing_id, saved="", **kwargs):
        """Show one supplier."""
        listing = self._referencing_find_listing(listing_id)
        return self._referencing_render(listing, saved=saved)

    def _referencing_find_listing(self, listing_id):
        self._referencing_check()
        listing = request.env["smart.supplier.listing"].search(
            [("id", "=", listing_id), ("state", "=", "listed")]
        )
        if not listing:
            raise request.not_found()
        return listing

    def _referencing_render(self, listing, error=None, posted=None, saved=""):
        recommendations = request.env["smart.supplier.recommendation"]
        square = self._referencing_get_home()
        _found, distances = self._referencing_find([("id", "=", listing.id)], square, 0)
        reports = request.env["smart.supplier.report"]
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_suppliers",
            "listing": listing,
            "km": distances.get(listing.id),
            # one sentence about the supplier, which no member could read on a contact
            "explanation": listing.sudo().partner_id.charter_explanation,
            "labels": listing.label_line_ids.filtered("is_valid"),
            "conditions": listing.condition_ids.filtered("is_current"),
            "words": self._referencing_get_words(listing),
            "mean_from": MEAN_FROM,
            "mine": recommendations.search(
                [
                    ("listing_id", "=", listing.id),
                    ("partner_id", "=", request.env.user.partner_id.id),
                ]
            ),
            "report_categories": reports._fields["category"]._description_selection(
                request.env
            ),
            "error": error,
            "posted": posted or {},
            "saved": saved,
        }
        page = request.render("smart_purchase_charter.portal_supplier", values)
        if error:
            page.status_code = 422
        return page

    def _referencing_get_words(self, listing):
        """Return [{text, name, date}] of what was published, without the stars.

        A name only stands where she signed; stars would tell the mean of a few.
        """
        # members read the words of others, and nothing else of their rows
        published = (
            request.env["smart.supplier.recommendation"]
            .sudo()
            .search(
                [
                    ("listing_id", "=", listing.id),
                    ("state", "=", "published"),
                    ("text", "not in", (False, "")),
                ],
                limit=30,
            )
        )
        return [
            {
                "text": one.text,
                "name": one.partner_id.name if one.is_signed else "",
                "date": one.date,
            }
            for one in published
        ]

    @route(
        "/my/suppliers/<int:listing_id>/recommend",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_supplier_recommend(self, listing_id, rating="", **post):
        """Say what she thinks of it; read by a buyer before others read it."""
        listing = self._referencing_find_listing(listing_id)
        try:
            # for her own contact, on what she may read: checked above
            request.env["smart.supplier.recommendation"].sudo()._recommend(
                request.env.user.partner_id,
                listing.sudo(),
                int(rating) if rating.isdecimal() else 0,
                post.get("text") or "",
                is_signed=bool(post.get("is_signed")),
            )
        except UserError as error:
            return self._referencing_render(
                listing, str(error), {"form": "recommend", "rating": rating, **post}
            )
        return request.redirect(f"/my/suppliers/{listing.id}?saved=recommended")

    @route(
        "/my/suppliers/<int:listing_id>/report",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_supplier_report(self, listing_id, category="", report="", **_post):
        """Tell the buyers what happened; nobody else reads it."""
        listing = self._referencing_find_listing(listing_id)
        try:
            # for her own contact, on what she may read: checked above
            request.env["smart.supplier.report"].sudo()._report(
                request.env.user.partner_id, listing.sudo(), category, report
            )
        except UserError as error:
            return self._referencing_render(
                listing,
                str(error),
                {"form": "report", "category": category, "report": report},
            )
        return request.redirect(f"/my/suppliers/{listing.id}?saved=reported")

    # === PROPOSE === #

    @route(
        "/my/suppliers/new",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def portal_supplier_new(self, **post):
        """Propose a supplier; one that is there already is shown instead."""
        self._referencing_check()
        error = None
        if request.httprequest.method == "POST":
            try:
                # for her own contact; the method decides all that members may not set
                proposal, listing = (
                    request.env["smart.supplier.proposal"]
                    .sudo()
                    ._propose(request.env.user.partner_id, self._referencing_read(post))
                )
            except UserError as refused:
                error = str(refused)
            else:
                if not proposal:
                    return request.redirect(f"/my/suppliers/{listing.id}?saved=known")
                return request.redirect("/my/suppliers/mine?saved=1")
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_suppliers_new",
            "categories": request.env["smart.supplier.category"].search([]),
            "countries": request.env["res.country"].sudo().search([]),
            "home_country": request.env.user.partner_id.sudo().country_id,
            "error": error,
            "posted": post,
        }
        page = request.render("smart_purchase_charter.portal_supplier_new", values)
        page.status_code = 422 if error else 200
        return page

    def _referencing_read(self, post):
        values = {
            key: (post.get(key) or "").strip()[: LIMITS.get(key, 120)]
            for key in PROPOSAL_FIELDS
        }
        for key, model in (
            ("category_id", "smart.supplier.category"),
            ("country_id", "res.country"),
        ):
            text = str(post.get(key) or "")
            known = text.isdecimal() and len(text) < 10
            # names that everybody reads in the form
            values[key] = (
                request.env[model].sudo().browse(int(text)).exists().id
                if known
                else False
            )
        return values | {"company_id": request.env.company.id}

    @route("/my/suppliers/mine", type="http", auth="user", website=True, readonly=True)
    def portal_suppliers_mine(self, saved=None, **kwargs):
        """Show what she proposed, recommended and reported, and the answers."""
        self._referencing_check()
        mine = [("partner_id", "=", request.env.user.partner_id.id)]
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_suppliers_mine",
            # her own rows: rules keep the others away
            "proposals": request.env["smart.supplier.proposal"].search([], limit=100),
            "recommendations": request.env["smart.supplier.recommendation"].search(
                mine, limit=100
            ),
            "reports": request.env["smart.supplier.report"].search(mine, limit=100),
            "saved": saved,
        }
        return request.render("smart_purchase_charter.portal_suppliers_mine", values)
