# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every role's access to every model, asked over RPC as a script of hers would ask.

`access.csv` is the table: one line per model, one column per login, letters of "rwcd"
for read, write, create and delete. A role may do what its cell says and nothing more.
"""

import csv
import re
import xmlrpc.client
from pathlib import Path

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
ACCESS_ERROR = 4
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


class Caller:
    """One login's connection to the object service, authenticated once."""

    def __init__(self, served, login):
        address, self.database = served
        common = xmlrpc.client.ServerProxy(f"{address}/xmlrpc/2/common")
        self.uid = common.authenticate(self.database, login, accounts.PASSWORD, {})
        assert self.uid, f"nobody logs in as {login}"
        self.proxy = xmlrpc.client.ServerProxy(
            f"{address}/xmlrpc/2/object", allow_none=True
        )
        self.login = login

    def __call__(self, model, method, *arguments, **options):
        return self.proxy.execute_kw(
            self.database,
            self.uid,
            accounts.PASSWORD,
            model,
            method,
            arguments,
            options,
        )

    def may(self, model, letter):
        """Tell whether the access lists let this login do `letter` on `model`."""
        method, arguments = OPERATIONS[letter]
        try:
            answer = self(model, method, *arguments)
        except xmlrpc.client.Fault as fault:
            if fault.faultCode != ACCESS_ERROR:
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
        with pytest.raises(xmlrpc.client.Fault):
            callers["lea"](model, method, [])
