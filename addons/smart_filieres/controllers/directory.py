# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from urllib.parse import quote

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

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
        total, found = self._get_page(entries, domain, PAGE_SIZE, page)
        arguments = {"search": search, **chosen}
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_directory",
            entries=found,
            total=total,
            search=search,
            chosen=chosen,
            chosen_labels=self._get_chosen_labels(entries, chosen),
            facets=self._get_facets(entries, domain, chosen),
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
        entry = request.env["smart.directory.entry"].search(
            [("ref", "=", ref)], limit=1
        )
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
            if str(filters.get(key) or "").isdigit()
        }

    def _get_directory_domain(self, entries, search, chosen):
        """Return the domain of the page; record rules add what she may see."""
        domain = Domain(entries._get_search_domain(search))
        for key, value in chosen.items():
            operator = "child_of" if key == "territory" else "in"
            domain &= Domain(FIELDS[key], operator, [value])
        return domain

    def _get_page(self, entries, domain, length, page=1):
        """Return (how many match, the entries of one page of `length`)."""
        found = entries.search_fetch(
            domain,
            ["name", "headline", "ref", "territory_id", "skill_ids", "filiere_ids"],
            limit=length,
            offset=(page - 1) * length,
        )
        return entries.search_count(domain), found

    def _get_facets(self, entries, domain, chosen):
        """Return [(key, [(record, count)])] of the values worth offering next."""
        facets = []
        for key in FACETS:
            if key in chosen or key == "activity":
                continue
            groups = entries._read_group(
                domain,
                [FIELDS[key]],
                ["__count"],
                order="__count DESC",
                limit=FACET_SIZE + 1,
            )
            rows = [(record, count) for record, count in groups if record][:FACET_SIZE]
            if rows:
                facets.append((key, rows))
        return facets

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
