# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every role's access to every model, asked over RPC as a script of hers would ask.

`access.csv` is the table: one line per model, one column per login, letters of "rwcd"
for read, write, create and delete. A role may do what its cell says and nothing more.
"""

import csv
import json
import re
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tools.demo import accounts

TABLE = Path(__file__).parent / "access.csv"
ADDONS = Path(__file__).parents[2] / "addons"
# portal users of the same role share one column
ROLES = ("lea", "fournisseur", *(account.login for account in accounts.STAFF))
# what each letter asks: reading is tried, the others are asked without doing them
OPERATIONS = {
    "r": ("search_read", ([], ["id"], 0, 1)),
    "w": ("has_access", ([], "write")),
    "c": ("has_access", ([], "create")),
    "d": ("has_access", ([], "unlink")),
}
# Odoo's own models that a mistake of ours would open
NATIVE = (
    "res.partner",
    "res.users",
    "mail.message",
    "mailing.mailing",
    "ir.attachment",
    "purchase.order",
    "purchase.order.group",
    "account.move",
    "survey.user_input",
    "survey.user_input.line",
    "event.event",
    "event.registration",
)


class Refused(Exception):
    """What the server answered instead of a result; `name` is the error there."""

    def __init__(self, error):
        super().__init__(error["data"]["message"])
        self.name = error["data"]["name"]


class Caller:
    """One login's session, as her browser has it: no password goes with each call."""

    def __init__(self, served, login):
        address, database = served
        self.host = urlsplit(address).netloc
        self.headers = {"Content-Type": "application/json"}
        self.login = login
        answer = self._post(
            "/web/session/authenticate",
            {"db": database, "login": login, "password": accounts.PASSWORD},
        )
        assert answer["uid"], f"nobody logs in as {login}"

    def _post(self, path, params):
        connection = HTTPConnection(self.host, timeout=60)
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        try:
            connection.request("POST", path, body, self.headers)
            response = connection.getresponse()
            answer = json.loads(response.read())
        finally:
            connection.close()
        cookies = SimpleCookie(response.getheader("Set-Cookie"))
        if "session_id" in cookies:
            self.headers["Cookie"] = f"session_id={cookies['session_id'].value}"
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["result"]

    def __call__(self, model, method, *arguments):
        return self._post(
            "/web/dataset/call_kw",
            {"model": model, "method": method, "args": arguments, "kwargs": {}},
        )

    def may(self, model, letter):
        """Tell whether the access lists let this login do `letter` on `model`."""
        method, arguments = OPERATIONS[letter]
        try:
            answer = self(model, method, *arguments)
        except Refused as error:
            if error.name != "odoo.exceptions.AccessError":
                raise
            return False
        return answer is not False


@pytest.fixture(scope="module")
def callers(served):
    return {login: Caller(served, login) for login in ROLES}


@pytest.fixture(scope="module")
def models(served):
    """Return the suite's models, as the administrator's registry names them."""
    names = Caller(served, accounts.ADMINISTRATOR.login)(
        "ir.model",
        "search_read",
        [("model", "=like", "smart.%"), ("abstract", "=", False)],
        ["model"],
    )
    return sorted(row["model"] for row in names)


def read_table():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row.pop("model"): row for row in csv.DictReader(file)}


def test_the_table_names_every_model_and_every_role(models):
    table = read_table()
    assert sorted(table) == sorted([*models, *NATIVE])
    assert all(tuple(row) == ROLES for row in table.values())


def test_every_role_may_do_what_the_table_says_and_no_more(callers):
    wrong = []
    for model, row in read_table().items():
        for login, expected in row.items():
            found = "".join(
                letter for letter in OPERATIONS if callers[login].may(model, letter)
            )
            if found != expected.strip("-"):
                wrong.append(f"{login} on {model}: {found!r} instead of {expected!r}")
    assert not wrong, "\n".join(wrong)


def test_nothing_private_answers_over_rpc(callers):
    source = "".join(
        file.read_text(encoding="utf-8") for file in ADDONS.glob("*/models/*.py")
    )
    for model, method in (
        ("smart.directory.profile", "_release"),
        ("smart.directory.entry", "_rebuild"),
        ("smart.meeting.invitation", "_invite_near"),
        ("smart.pooled.commitment", "_commit"),
        ("smart.impact.wave", "_store_staged"),
    ):
        # a name that went out of use is refused whatever the server does
        assert re.search(rf"def {method}\(", source), f"{model} has no {method}"
        with pytest.raises(Refused, match="Private methods"):
            callers["lea"](model, method, [])
