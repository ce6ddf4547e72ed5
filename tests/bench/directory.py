"""The directory as a member searches it, beside the native list of contacts."""

from lxml import etree
from werkzeug.datastructures import MultiDict

from odoo.addons.smart_filieres.controllers.directory import SmartDirectory
from odoo.addons.smart_filieres.controllers.directory_page import LAST_PAGE, PAGE_SIZE

from .clock import Way, alternate, check, report

NATIVE_LENGTH = 80
MOST_TIMES_NATIVE = 1.5
MOST_QUERIES = 8
MOST_MILLISECONDS = 300


def measure(env):
    """Compare pages of our directory with a page of native contacts."""
    member = env["res.users"].search([("login", "=", "amine")])
    staff = env["res.users"].search([("login", "=", "filieres")])
    entries = env["smart.directory.entry"].with_user(member)
    contacts = env["res.partner"].with_user(staff)
    spec = native_spec(contacts)
    reports = [whatever_page(env, entries)]
    for title, address, domain in (
        ("Directory, everybody", {}, []),
        (
            "Directory, a word",
            {"search": "mixage"},
            [("complete_name", "ilike", "martin")],
        ),
    ):
        page = Way(
            f"directory page with facets, {PAGE_SIZE} members",
            lambda asked=address: show(entries, asked, PAGE_SIZE),
        )
        long_page = Way(
            f"directory page with facets, {NATIVE_LENGTH} members",
            lambda asked=address: show(entries, asked, NATIVE_LENGTH),
        )
        native = Way(
            f"native contacts (web_search_read), {NATIVE_LENGTH} rows",
            lambda found=domain: contacts.web_search_read(
                found, spec, limit=NATIVE_LENGTH, count_limit=10_001
            ),
        )
        ways = [page, long_page, native]
        alternate(env, ways)
        reports.append(
            report(
                f"{title} (of {long_page.result:,} visible)",
                ways,
                [
                    check(
                        "same length / native",
                        long_page.seconds / native.seconds,
                        MOST_TIMES_NATIVE,
                    ),
                    check("page as served / native", page.seconds / native.seconds),
                    check("queries of the page", page.queries, MOST_QUERIES),
                    check("queries of the long page", long_page.queries, MOST_QUERIES),
                ],
            )
        )
    return reports


def whatever_page(env, entries):
    """Ask for pages of every kind by turns: the slowest of twenty and its queries."""
    ways = [
        Way(title, lambda asked=address, number=page: show(entries, asked, 24, number))
        for title, address, page in pages(entries)
    ]
    alternate(env, ways)
    times = sorted(time for way in ways for time in way.times)
    slow = times[int(0.95 * len(times))]
    return report(
        "Directory, whatever the page",
        ways,
        [
            check("p95 of all, ms", 1000 * slow, MOST_MILLISECONDS),
            check("most queries", max(way.queries for way in ways), MOST_QUERIES),
        ],
    )


def pages(entries):
    """Return (title, address, page) of what people ask for."""
    page = SmartDirectory()._get_directory_page(entries, MultiDict()).load()
    first = {key: rows[0]["url"].split("=")[-1] for key, rows in page.facets}
    return [
        ("everybody", {}, 1),
        ("the last page", {}, LAST_PAGE),
        ("a filière", {"filiere": first["filiere"]}, 1),
        ("a territory", {"territory": first["territory"]}, 2),
        ("a skill", {"skill": first["skill"]}, 1),
        ("a skill sought", {"sought": first["sought"]}, 1),
        ("an activity", {"activity": first["activity"]}, 1),
        ("a country", {"country": first["country"]}, 1),
        ("25 km around", {"near": "4000", "km": "25"}, 1),
        ("100 km around", {"near": "1000", "km": "100"}, 1),
        ("new ones", {"new": "1"}, 1),
        ("a word", {"search": "mixage"}, 1),
        ("two words", {"search": "régie lambert"}, 1),
        ("a word of many", {"search": "projets"}, 1),
        ("the map", {"view": "map"}, 1),
        ("the map of a filière", {"view": "map", "filiere": first["filiere"]}, 1),
    ]


def show(entries, address, length, page=1):
    """Fetch and read all that the page shows; return how many members match."""
    # no request here: the page is the same, its address is given
    shown = SmartDirectory()._get_directory_page(entries, MultiDict(address))
    shown.load(page, length)
    cards = [
        [card["name"], *(shown.card_names(card, key) for key in ("filiere", "skill"))]
        for card in shown.cards
    ]
    assert shown.total and shown.facets and (cards or shown.places)
    assert shown.chips() or not shown.filters
    return shown.total


def native_spec(contacts):
    """Return what the web client asks for: the columns shown by default."""
    arch = etree.fromstring(contacts.get_view(view_type="list")["arch"])
    names = [
        node.get("name")
        for node in arch.iterfind(".//field")
        if node.get("optional") != "hide" and node.get("column_invisible") != "True"
    ]
    return {
        name: {"fields": {"display_name": {}}}
        if contacts._fields[name].relational
        else {}
        for name in dict.fromkeys(names)
    }
