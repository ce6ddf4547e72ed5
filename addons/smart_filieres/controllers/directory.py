# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from urllib.parse import quote

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

COUNT_LIMIT = 0
from .portal import SmartPortal

# query parameter → (entry field, title); the order is that of the page
FACETS = ("filiere", "territory", "skill", "sought", "activity")
FIELDS = {
    "filiere": "filiere_ids",
    "territory": "territory_id",
    "skill": "skill_ids",
    "sought": "sought_skill_ids",
    "activity": "activity_ids",
}
FACET_SIZE = 8
PAGE_SIZE = 24
# a deeper page costs more than rendering: people refine instead
LAST_PAGE = 100


class SmartDirectory(SmartPortal):
    @http.route(
        ["/my/directory", "/my/directory/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_directory(self, page=1, search="", **filters):
        """List the members who released themselves to the person who looks."""
        self._smart_check_member()
        chosen = self._parse_filters(filters)
        entries = request.env["smart.directory.entry"]
        domain = self._get_directory_domain(entries, search, chosen)
        page = max(1, min(page, LAST_PAGE))
        found = self._get_page(entries, domain, PAGE_SIZE, page)
        total, facets = self._get_facets(entries, domain, chosen)
        self._read_names(found, facets)
        arguments = {"search": search, **chosen}
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_directory",
            entries=found,
            total=total,
            count_limit=COUNT_LIMIT,
            search=search,
            chosen=chosen,
            chosen_labels=self._get_chosen_labels(entries, chosen),
            facets=facets,
            directory_url=lambda **change: self._url_with(arguments, change),
            pager=pager(
                url="/my/directory",
                total=min(total, LAST_PAGE * PAGE_SIZE),
                page=page,
                step=PAGE_SIZE,
                url_args={key: value for key, value in arguments.items() if value},
            ),
        )
        return request.render("smart_filieres.portal_directory", values)

    @http.route(
        "/my/directory/<string:ref>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_directory_entry(self, ref, **_kwargs):
        """Show one member; who did not release herself answers 404, not 403."""
        self._smart_check_member()
        entries = request.env["smart.directory.entry"]
        domain = entries._get_viewer_domain() & Domain("ref", "=", ref)
        entry = entries.search(domain, limit=1)
        if not entry:
            raise request.not_found()
        values = self._prepare_portal_layout_values()
        values.update(page_name="smart_directory", entry=entry)
        return request.render("smart_filieres.portal_directory_entry", values)

    # === QUERY === #

    def _parse_filters(self, filters):
        """Return {facet: id} of the well-formed filters; a broken link shows all."""
        return {
            key: int(filters[key])
            for key in FACETS
            if str(filters.get(key) or "").isdecimal()
        }

    def _get_directory_domain(self, entries, search, chosen):
        """Return the domain of the page; record rules add what she may see."""
        domain = entries._get_viewer_domain()
        domain &= Domain(entries._get_search_domain(search))
        for key, value in chosen.items():
            operator = "child_of" if key == "territory" else "in"
            domain &= Domain(FIELDS[key], operator, [value])
        return domain

    def _get_page(self, entries, domain, length, page=1):
        """Return the entries of one page of `length`."""
        return entries.search_fetch(
            domain,
            ["name", "headline", "ref", "territory_id", "skill_ids", "filiere_ids"],
            limit=length,
            offset=(page - 1) * length,
        )

    def _get_facets(self, entries, domain, chosen):
        """Return how many match, and [(key, [(record, count)])] to go on with."""
        keys = [key for key in FACETS if key not in chosen and key != "activity"]
        total, counts = entries._count_facets(
            domain, [FIELDS[key] for key in keys], FACET_SIZE
        )
        facets = [(key, counts[FIELDS[key]]) for key in keys]
        return total, [(key, rows) for key, rows in facets if rows]

    def _read_names(self, entries, facets):
        """Read at once the names that entries and facets show, one query per model."""
        shown = {}
        for key in ("filiere", "territory", "skill"):
            records = entries[FIELDS[key]]
            shown[records._name] = records
        for _key, rows in facets:
            for record, _count in rows:
                shown[record._name] |= record
        for records in shown.values():
            records.fetch(["name", "display_name"])

    def _get_chosen_labels(self, entries, chosen):
        """Return {facet: name} of the filters in force."""
        return {
            key: entries[FIELDS[key]].browse(value).exists().display_name or "?"
            for key, value in chosen.items()
        }

    def _url_with(self, arguments, change):
        """Return the address of the page with `change` applied to its filters."""
        merged = {**arguments, **change}
        return "/my/directory?" + "&".join(
            f"{key}={quote(str(value))}" for key, value in merged.items() if value
        )
