# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from urllib.parse import urlencode

from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal, pager
from odoo.addons.smart_filieres.engine.geography import bounding_box, distance_km

FACETS = ("category", "filiere", "territory", "grade", "label", "deal")
FIELDS = {
    "category": "category_ids",
    "filiere": "filiere_ids",
    "territory": "territory_id",
    "grade": "grade",
}
FACET_SIZE = 10
PER_PAGE = 24
DISTANCES = (10, 25, 50, 100)
# the best first; what is not known is neither good nor bad
GRADES = ("exemplary", "compliant", "progress", "insufficient", "provisional",
          "unknown")  # fmt: skip


class ReferencingPortal(CustomerPortal):
    """Members look for suppliers: what is known of them, never what to buy."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "supplier_count" in counters:
            values["supplier_count"] = (
                request.env["smart.supplier.listing"].search_count([])
                if self._referencing_is_open()
                else 0
            )
        return values

    def _referencing_is_open(self):
        return self._smart_is_member() and request.env[
            "smart.supplier.listing"
        ].has_access("read")

    def _referencing_check(self):
        if not self._referencing_is_open():
            raise request.not_found()

    # === SEARCH === #

    @route(
        ["/my/suppliers", "/my/suppliers/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_suppliers(self, page=1, search="", km="", **filters):
        """List the suppliers that match, the nearest first where that is known."""
        self._referencing_check()
        search = search[:100]
        chosen = self._referencing_parse(filters)
        square = self._referencing_get_home()
        km = int(km) if km.isdecimal() and int(km) in DISTANCES and square else 0
        base = self._referencing_get_base(search, square, km)
        domain = base & Domain.AND(
            self._referencing_get_filter(key, value) for key, value in chosen.items()
        )
        found, distances = self._referencing_find(domain, square, km)
        if search and not found and not chosen and not km:
            # a member may write nothing; no word of who searched is kept
            request.env["smart.supplier.search"].sudo()._note(
                search, request.env.company
            )
        arguments = {"search": search, "km": km or "", **chosen}
        last = max(1, -(-len(found) // PER_PAGE))
        page = max(1, min(page, last))
        shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_suppliers",
            "listings": shown,
            "cards": self._referencing_get_cards(shown),
            "total": len(found),
            "distances": distances,
            "has_home": bool(square),
            "kms": DISTANCES,
            "km": km,
            "search": search,
            "chosen": chosen,
            "chosen_labels": self._referencing_get_names(chosen),
            "facets": self._referencing_get_facets(found.ids, chosen),
            "suppliers_url": lambda **change: self._referencing_url(arguments, change),
            "pager": pager(
                url="/my/suppliers",
                total=len(found),
                page=page,
                step=PER_PAGE,
                url_args={key: value for key, value in arguments.items() if value},
            ),
        }
        return request.render("smart_purchase_charter.portal_my_suppliers", values)

    def _referencing_parse(self, filters):
        """Return {facet: value} of the well-formed filters; others are ignored."""
        chosen = {}
        for key in FACETS:
            value = str(filters.get(key) or "")
            if key == "grade" and value in GRADES or key == "deal" and value == "1":
                chosen[key] = value
            elif key not in ("grade", "deal") and value.isdecimal():
                # no identifier is longer than PostgreSQL's integer
                chosen[key] = min(int(value), 2**31 - 1)
        return chosen

    def _referencing_get_home(self):
        """Return the square of the member's postal code, or None."""
        # her own postal code, read to measure and never shown
        partner = request.env.user.partner_id.sudo()
        pair = (partner.country_id.id, partner.zip)
        return request.env["smart.postal.point"]._find_squares([pair])[pair]

    def _referencing_get_base(self, search, square, km):
        domain = request.env["smart.supplier.listing"]._get_words_domain(search)
        domain &= Domain("state", "=", "listed")
        if km:
            south, north, west, east = bounding_box(*square, km)
            domain &= Domain("is_placed", "=", True)
            domain &= Domain("grid_latitude", ">=", south)
            domain &= Domain("grid_latitude", "<=", north)
            domain &= Domain("grid_longitude", ">=", west)
            domain &= Domain("grid_longitude", "<=", east)
        return domain

    def _referencing_get_filter(self, key, value):
        if key == "label":
            held = request.env["smart.supplier.listing.label"]
            valid = held._get_valid_domain() & Domain("label_id", "=", value)
            return Domain("label_line_ids", "any", valid)
        if key == "deal":
            conditions = request.env["smart.supplier.condition"]
            return Domain("condition_ids", "any", conditions._get_current_domain())
        operator = "child_of" if key == "territory" else "in"
        return Domain(FIELDS[key], operator, [value])

    def _referencing_find(self, domain, square, km):
        """Return (listings, {id: km}), the nearest first, then by name."""
        found = request.env["smart.supplier.listing"].search_fetch(
            domain, ["name", "is_placed", "grid_latitude", "grid_longitude"]
        )
        distances = {
            one.id: round(distance_km(*square, one.grid_latitude, one.grid_longitude))
            for one in found
            if square and one.is_placed
        }
        if km:
            found = found.filtered(lambda one: distances[one.id] <= km)
        far = 10**6
        return found.sorted(lambda one: distances.get(one.id, far)), distances

    def _referencing_get_facets(self, ids, chosen):
        """Return [(facet, [(value, name, count)])] to go on with."""
        listings = request.env["smart.supplier.listing"]
        among = Domain("id", "in", ids)
        facets = []
        for key, name in FIELDS.items():
            if key in chosen:
                continue
            rows = listings._read_group(among, [name], ["__count"])
            facets.append((key, self._referencing_name_rows(key, rows)))
        of_found = Domain("listing_id", "in", ids)
        if "label" not in chosen:
            held = request.env["smart.supplier.listing.label"]
            rows = held._read_group(
                of_found & held._get_valid_domain(), ["label_id"], ["__count"]
            )
            facets.append(("label", self._referencing_name_rows("label", rows)))
        if "deal" not in chosen:
            conditions = request.env["smart.supplier.condition"]
            ((count,),) = conditions._read_group(
                of_found & conditions._get_current_domain(),
                [],
                ["listing_id:count_distinct"],
            )
            name = request.env._("With conditions for members")
            facets.append(("deal", [("1", name, count)] if count else []))
        return [(key, rows) for key, rows in facets if rows]

    def _referencing_name_rows(self, key, rows):
        if key == "grade":
            names = self._referencing_get_grades()
            counts = dict(rows)
            return [(one, names[one], counts[one]) for one in GRADES if one in counts]
        rows = [(record, count) for record, count in rows if record]
        # the names of categories, filières and territories are no secret
        rows.sort(key=lambda row: (-row[1], row[0].sudo().display_name or ""))
        return [
            (record.id, record.sudo().display_name, count)
            for record, count in rows[:FACET_SIZE]
        ]

    def _referencing_get_grades(self):
        field = request.env["smart.supplier.listing"]._fields["grade"]
        return dict(field._description_selection(request.env))

    def _referencing_get_names(self, chosen):
        """Return {facet: name} of the filters in force."""
        listings = request.env["smart.supplier.listing"]
        names = {}
        for key, value in chosen.items():
            if key == "grade":
                names[key] = self._referencing_get_grades()[value]
            elif key == "deal":
                names[key] = request.env._("With conditions for members")
            else:
                model = (
                    "smart.supplier.label"
                    if key == "label"
                    else listings._fields[FIELDS[key]].comodel_name
                )
                names[key] = (
                    request.env[model].search([("id", "=", value)]).display_name or "?"
                )
        return names

    def _referencing_get_cards(self, listings):
        """Return {listing id: {labels, deals}}, two queries for the whole page."""
        cards = {one.id: {"labels": [], "deals": 0} for one in listings}
        held = request.env["smart.supplier.listing.label"]
        for one in held.search(
            held._get_valid_domain() & Domain("listing_id", "in", listings.ids)
        ):
            cards[one.listing_id.id]["labels"].append(one.label_id.name)
        conditions = request.env["smart.supplier.condition"]
        for listing, count in conditions._read_group(
            conditions._get_current_domain() & Domain("listing_id", "in", listings.ids),
            ["listing_id"],
            ["__count"],
        ):
            cards[listing.id]["deals"] = count
        return cards

    def _referencing_url(self, arguments, change):
        """Return the address of the page with `change` applied to its filters."""
        merged = {**arguments, **change}
        query = {key: value for key, value in merged.items() if value}
        return "/my/suppliers" + (f"?{urlencode(query)}" if query else "")
