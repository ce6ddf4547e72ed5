"""Chapter of what is borrowed instead of bought: equipment, loans, one that is late."""

import datetime

from odoo import fields
from odoo.fields import Command

from .suppliers import silent

# name, workplace, items, deposit, longest loan, product it spares
EQUIPMENT = (
    ("Vidéoprojecteur 4000 lumens", "LaVallée, Bruxelles", 2, 150, 7, None),
    ("Console son 12 voies", "La Grand Poste, Liège", 1, 200, 10, None),
    (
        "Lot de câbles XLR (20 × 10 m)",
        "La Grand Poste, Liège",
        2,
        50,
        14,
        "Câble XLR 10 m, réparable",
    ),
    ("Vélo cargo", "Bureau de Namur", 1, 300, 3, None),
    ("Machine à badges", "Bureau de Lille", 1, 0, 14, None),
    ("Kit d'éclairage LED", "LaVallée, Bruxelles", 1, 100, 7, None),
)
# equipment, borrower, first and last day from today, how far it went
LOANS = (
    ("Console son 12 voies", "amine", -20, -16, "returned"),
    ("Lot de câbles XLR (20 × 10 m)", "amine", -20, -16, "returned"),
    ("Vidéoprojecteur 4000 lumens", "sofie", -4, -1, "out"),
    ("Vélo cargo", "sofie", 3, 5, "reserved"),
)
AVOIDED = 6


def tell(env, _count):
    """List the equipment, lend some of it, and let a member offer hers."""
    env = silent(env)
    places = {
        p.name: p for p in env["res.partner"].search([("is_workplace", "=", True)])
    }
    resources = {name: _create(env, places, name, *rest) for name, *rest in EQUIPMENT}
    _member_owned(env)
    for name, login, first, last, state in LOANS:
        _lend(env, resources[name], _partner(env, login), first, last, state)
    _avoided(env, resources["Lot de câbles XLR (20 × 10 m)"])


def _create(env, places, name, place, items, deposit, days, product):
    products = (
        env["product.product"].search([("name", "=", product)]) if product else []
    )
    return env["smart.shared.resource"].create(
        {
            "name": name,
            "state": "listed",
            "place_id": places[place].id,
            "deposit": deposit,
            "max_days": days,
            "maintenance_months": 12,
            "guidelines": "Vérifiez le contenu à la remise et au retour.",
            "product_ids": [Command.set(products.ids if products else [])],
            "item_ids": [
                Command.create({"name": f"{name.split()[0]} {rank + 1}"})
                for rank in range(items)
            ],
        }
    )


def _member_owned(env):
    env["smart.shared.resource"].create(
        {
            "name": "Échelle télescopique 3,80 m",
            "state": "listed",
            "owner_kind": "member",
            "owner_id": _partner(env, "amine").id,
            "description": "À venir chercher à Liège.",
            "item_ids": [Command.create({"name": "Échelle"})],
        }
    )


def _partner(env, login):
    return env["res.users"].search([("login", "=", login)]).partner_id


def _lend(env, resource, partner, first, last, state, **values):
    now = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
    start, end = (now + datetime.timedelta(days=days) for days in (first, last))
    length = end - start
    free = resource._get_next_free(start, length)
    env["smart.loan"].create(
        {
            "resource_id": resource.id,
            "item_id": resource._find_free_item(free, free + length).id,
            "partner_id": partner.id,
            "date_from": free,
            "date_to": free + length,
            "state": state,
            "date_out": free if state in ("out", "returned") else False,
            "date_back": free + length if state == "returned" else False,
            "deposit_state": "held" if state == "out" and resource.deposit else "none",
            **values,
        }
    )


def _avoided(env, resource):
    """Six members borrowed over the year what they would have bought."""
    members = env["res.partner"].search(
        [("is_member", "=", True), ("user_ids", "=", False)], limit=AVOIDED, order="id"
    )
    for rank, member in enumerate(members):
        first = -300 + 40 * rank
        _lend(
            env, resource, member, first, first + 5, "returned",
            avoided_product_id=resource.product_ids[:1].id,
        )  # fmt: skip
