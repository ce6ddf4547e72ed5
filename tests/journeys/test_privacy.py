# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a member must never reach, tried by every route that leads to a record.

The administrator tells what exists; Léa, a member, tries to read what is not hers.
"""

import contextlib
import io
import xmlrpc.client

import openpyxl
import pytest

from tools.demo import accounts

# model → (domain of what is not Léa's, a field she would like to read)
FORBIDDEN = {
    "smart.pooled.commitment": ([], "quantity"),
    "smart.impact.participation": ([], "answered"),
    "smart.impact.response": ([], "territory_id"),
    "smart.impact.answer": ([], "value"),
    "smart.impact.staged": ([], "payload"),
    "smart.impact.identity": ([], "identity"),
    "survey.user_input": ([], "state"),
    "survey.user_input.line": ([], "question_id"),
    "smart.directory.profile": ([], "about"),
    "smart.directory.release": ([], "audience"),
    "smart.filiere.membership": ([], "state"),
    "smart.contact.request": ([], "state"),
    "smart.contact.message": ([], "body"),
    "smart.contact.block": ([], "blocked_id"),
    "smart.contact.report": ([], "excerpt"),
    "smart.supplier.evidence": ([], "name"),
    "smart.supplier.assessment": ([], "score"),
    "res.partner": ([("is_member", "=", True)], "email"),
}
OWNER = {
    "smart.pooled.commitment": "partner_id",
    "smart.impact.participation": "partner_id",
    "smart.directory.profile": "partner_id",
    "smart.directory.release": "profile_id.partner_id",
    "smart.filiere.membership": "partner_id",
    "res.partner": "id",
}


@pytest.fixture(scope="module")
def rpc(served):
    """Return a function call(login, model, method, *arguments, **options)."""
    address, database = served
    common = xmlrpc.client.ServerProxy(f"{address}/xmlrpc/2/common")
    proxy = xmlrpc.client.ServerProxy(f"{address}/xmlrpc/2/object", allow_none=True)
    uids = {
        login: common.authenticate(database, login, accounts.PASSWORD, {})
        for login in ("lea", "amine", "evaluatrice", accounts.ADMINISTRATOR.login)
    }

    def call(login, model, method, *arguments, **options):
        return proxy.execute_kw(
            database,
            uids[login],
            accounts.PASSWORD,
            model,
            method,
            arguments,
            options,
        )

    return call


@pytest.fixture(scope="module")
def lea(rpc):
    [user] = rpc("admin", "res.users", "search_read", [("login", "=", "lea")])
    return user["partner_id"][0]


def attempt(rpc, *arguments, **options):
    """Return what Léa gets, or None when she is refused."""
    try:
        return rpc("lea", *arguments, **options)
    except xmlrpc.client.Fault:
        return None


LEDGER = "smart.impact.participation"
# what the administrator may not list either: low numbers, which are taken, are tried
CLOSED_TO_ALL = {"survey.user_input", "survey.user_input.line"}


@pytest.fixture(scope="module")
def started(enter, rpc):
    """Let Amine begin the form of a new wave; return the wave's id."""
    [programme] = rpc("evaluatrice", "smart.impact.programme", "search", [], limit=1)
    instruments = rpc("evaluatrice", "smart.impact.instrument", "search", [])
    vals = {"name": "Vague confidentielle", "programme_id": programme}
    vals["instrument_id"] = instruments[0]
    [wave] = rpc("evaluatrice", "smart.impact.wave", "create", [vals])
    # the button answers nothing, which XML-RPC cannot say
    with contextlib.suppress(xmlrpc.client.Fault):
        rpc("evaluatrice", "smart.impact.wave", "action_open", [wave])
    [opened] = rpc("evaluatrice", "smart.impact.wave", "read", [wave], ["state"])
    assert opened["state"] == "open"
    amine = enter("amine", "privacy")
    page = amine.go("/my/impact")
    page.locator(f"form[action='/my/impact/{wave}/answer'] button").click()
    page.wait_for_url("**/survey/**")
    amine.context.close()
    return wave


@pytest.fixture(scope="module")
def others(rpc, lea, started):
    """Return {model: ids that are not Léa's}."""
    found = {}
    for model, (domain, _field) in FORBIDDEN.items():
        if model in OWNER:
            domain = [*domain, (OWNER[model], "!=", lea)]
        try:
            found[model] = rpc("admin", model, "search", domain, limit=50)
        except xmlrpc.client.Fault:
            # not even the administrator may: numbers that are surely taken
            found[model] = _guess(rpc, lea, model)
    # nobody lists those of others, but Amine reads his own
    found[LEDGER] = rpc("amine", LEDGER, "search", [])
    return found


def _guess(rpc, lea, model):
    """Return numbers that are surely taken, without those of Léa's own records."""
    own = []
    if model in OWNER:
        own = attempt(rpc, model, "search", [(OWNER[model], "=", lea)]) or []
    return sorted(set(range(1, 50)) - set(own))


@pytest.mark.parametrize("model", FORBIDDEN)
def test_no_rpc_route_leads_to_what_is_not_hers(rpc, lea, others, model):
    field = FORBIDDEN[model][1]
    ids = others[model]
    if model in CLOSED_TO_ALL and not ids:
        ids = _guess(rpc, lea, model)
    assert ids, f"the demonstration has no {model} to protect"
    inside = [("id", "in", ids)]
    assert attempt(rpc, model, "read", ids[:1], [field]) is None
    assert not attempt(rpc, model, "search", inside)
    assert not attempt(rpc, model, "search_read", inside, [field])
    assert not attempt(rpc, model, "search_count", inside)
    page = attempt(rpc, model, "web_search_read", inside, {field: {}})
    assert not page or not page["records"]
    assert not attempt(rpc, model, "name_search", "", inside)
    assert not attempt(rpc, model, "formatted_read_group", inside, [field], ["__count"])
    assert not attempt(rpc, model, "export_data", ids[:1], [field])
    assert not attempt(rpc, model, "copy", ids[:1])


def test_grouping_counts_only_what_is_hers(rpc, lea):
    groups = attempt(
        rpc, "smart.pooled.commitment", "formatted_read_group", [], [], ["__count"]
    )
    mine = rpc(
        "admin", "smart.pooled.commitment", "search_count", [("partner_id", "=", lea)]
    )
    assert sum(group["__count"] for group in groups) == mine


def test_a_relation_is_no_way_round(rpc, lea):
    """A domain that crosses to closed records is refused or finds nothing."""
    [commitment] = rpc(
        "admin",
        "smart.pooled.commitment",
        "search_read",
        [("partner_id", "!=", lea)],
        ["partner_id", "order_id"],
        limit=1,
    )
    stranger = commitment["partner_id"][0]
    for model, path, value in (
        (
            "smart.directory.entry",
            "profile_id.partner_id.email",
            "amine@membres.example",
        ),
        ("smart.directory.entry", "scope_ids.filiere_id.code", "F01"),
        ("smart.filiere", "membership_ids.partner_id.name", "Amine Benali"),
        ("smart.territory", "range_ids.zip_from", "4000"),
        ("smart.pooled.order", "commitment_ids.partner_id", stranger),
        ("smart.pooled.order.line", "commitment_ids.partner_id", stranger),
    ):
        domain = [(path, "=", value)]
        assert rpc("admin", model, "search_count", domain), f"nothing at {path}"
        assert not attempt(rpc, model, "search_count", domain), path


def test_a_workbook_tells_a_member_nothing_of_others(person, rpc, lea):
    someone = person("lea")
    pools = rpc("admin", "smart.pooled.order", "search", [("state", "!=", "draft")])
    assert pools
    for pool in pools:
        address = f"/report/xlsx/smart_purchase_charter.pooled_distribution/{pool}"
        answer = someone.context.request.get(someone.address + address)
        if "spreadsheetml" not in answer.headers.get("content-type", ""):
            continue
        rows = rpc(
            "admin",
            "smart.pooled.commitment",
            "search_read",
            [("order_id", "=", pool), ("partner_id", "!=", lea)],
            ["partner_id"],
        )
        book = openpyxl.load_workbook(io.BytesIO(answer.body()))
        written = {
            str(cell.value) for sheet in book for row in sheet.rows for cell in row
        }
        assert not written & {row["partner_id"][1] for row in rows}


def test_pages_and_files_of_others_are_not_found(person, rpc):
    someone = person("lea")
    attachments = rpc(
        "admin",
        "ir.attachment",
        "search",
        [("res_model", "=like", "smart.%"), ("public", "=", False)],
        limit=20,
    )
    evidence = rpc("admin", "smart.supplier.evidence", "search", [], limit=5)
    waves = rpc("admin", "smart.impact.wave", "search", [("state", "!=", "published")])
    addresses = [
        *(f"/web/content/{number}" for number in attachments),
        *(f"/web/content/smart.supplier.evidence/{n}/file" for n in evidence),
        *(f"/report/xlsx/smart_impact.report_wave_xlsx/{n}" for n in waves),
        *(f"/my/impact/{n}" for n in waves),
        "/my/pools/999999",
        "/my/impact/999999",
        "/my/directory/not-a-reference",
    ]
    assert evidence and waves
    for address in addresses:
        answer = someone.context.request.get(someone.address + address)
        assert _is_refusal(answer), f"{answer.status} at {address}"


def test_an_image_address_shows_no_file_of_others(person, rpc):
    """/web/image answers a placeholder instead of an error."""
    someone = person("lea")
    address = f"{someone.address}/web/image/smart.supplier.evidence"
    placeholder = someone.context.request.get(f"{address}/999999999/file").body()
    evidence = rpc("admin", "smart.supplier.evidence", "search", [], limit=5)
    assert evidence and placeholder
    for number in evidence:
        answer = someone.context.request.get(f"{address}/{number}/file")
        assert _is_refusal(answer) or answer.body() == placeholder, number


def test_who_hides_is_found_by_no_path(person, rpc, started):
    """Somebody who released nothing: what she wrote matches nowhere."""
    [profile] = rpc(
        "admin",
        "smart.directory.profile",
        "search_read",
        [("is_listed", "=", False), ("headline", "!=", False)],
        fields=["ref", "headline", "skill_ids", "grid_square", "partner_id"],
        limit=1,
    )
    entries = "smart.directory.entry"
    name = profile["partner_id"][1]
    for domain in (
        [("ref", "=", profile["ref"])],
        [("name", "=", name), ("headline", "=", profile["headline"])],
        [("profile_id", "=", profile["id"])],
        [("profile_id.headline", "=", profile["headline"])],
    ):
        assert not attempt(rpc, entries, "search", domain), domain
        assert not attempt(
            rpc, entries, "formatted_read_group", domain, ["headline"], ["__count"]
        )
    for model in ("smart.directory.count", "smart.directory.scope"):
        assert attempt(rpc, model, "search", []) is None
    someone = person("lea")
    for path in ("/my/directory/", "/membres/"):
        answer = someone.context.request.get(someone.address + path + profile["ref"])
        assert answer.status == 404


def _is_refusal(answer):
    """Tell an error or the way to the log-in page from an answer with data."""
    return answer.status in (403, 404) or "/web/login" in answer.url
