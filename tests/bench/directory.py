"""The directory as a member searches it, beside the native list of contacts."""

from lxml import etree

from odoo.addons.smart_filieres.controllers.directory import PAGE_SIZE, SmartDirectory

from .clock import Way, alternate, check, report

NATIVE_LENGTH = 80
MOST_TIMES_NATIVE = 1.5
MOST_QUERIES = 12


def measure(env):
    """Compare pages of our directory with a page of native contacts."""
    member = env["res.users"].search([("login", "=", "amine")])
    staff = env["res.users"].search([("login", "=", "filieres")])
    entries = env["smart.directory.entry"].with_user(member)
    contacts = env["res.partner"].with_user(staff)
    spec = native_spec(contacts)
    reports = []
    for title, search, domain in (
        ("Directory, everybody", "", []),
        ("Directory, a word", "mixage", [("complete_name", "ilike", "martin")]),
    ):
        page = Way(
            f"directory page with facets, {PAGE_SIZE} members",
            lambda text=search: show(entries, text, PAGE_SIZE),
        )
        long_page = Way(
            f"directory page with facets, {NATIVE_LENGTH} members",
            lambda text=search: show(entries, text, NATIVE_LENGTH),
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


def show(entries, search, length):
    """Fetch and read all that the page shows; return how many members match."""
    controller = SmartDirectory()
    domain = controller._get_directory_domain(entries, search, {})
    found = controller._get_page(entries, domain, length)
    total, facets = controller._get_facets(entries, domain, {})
    controller._read_names(found, facets)
    cards = [
        (
            entry.ref,
            entry.name,
            entry.headline,
            entry.territory_id.name,
            entry.filiere_ids.mapped("name"),
            entry.skill_ids[:5].mapped("name"),
        )
        for entry in found
    ]
    names = [record.display_name for _key, rows in facets for record, _count in rows]
    assert total and cards and names
    return total


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
