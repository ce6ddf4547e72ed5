"""Chapter of the strategy: past purchases, targets and figures."""

import datetime

from odoo.fields import Command

from . import filieres, reference
from .suppliers import as_user, silent

# supplier, what members bought there last year, how many of them
MEMBERS = (
    ("Papeterie du Coin", 84.50, 9),
    ("Carnets & Compagnie", 62.00, 6),
    ("Burolille", 120.00, 3),
)
STRUCTURE = (("Papeterie du Coin", 1480.0), ("Burolille", 2210.0))
TARGETS = (
    ("Papier et fournitures responsables", "Papeterie", "responsible", 80),
    ("Acheter à des fournisseurs évalués", None, "assessed", 95),
    ("Acheter avec les sociétaires", None, "member", 20),
)


def tell(env, _count):
    """Import a year of past purchases, refresh the spend, adopt targets, count."""
    manager = as_user(silent(env), "achats")
    _sort_products(silent(env))
    _past(manager)
    manager["smart.spend.line"].sudo()._refresh()
    start = filieres.TODAY - datetime.timedelta(days=365)
    for name, category, measure, value in TARGETS:
        _target(manager, name, category, measure, value, start).action_adopt()
    report = manager["smart.spend.report"].create(
        {
            "name": "Achats responsables, 12 mois",
            "date_from": start,
            "date_to": filieres.TODAY,
        }
    )
    report.action_compute()


def _create_categories(env, names):
    return {name: env["product.category"].create({"name": name}) for name in names}


def _sort_products(env):
    """Put the products into the categories of those who sell them."""
    names = {row["name"]: row["category"] for row in reference.rows("suppliers")}
    categories = _create_categories(env, sorted(set(names.values())))
    goods = {product.name: product for product in env["product.product"].search([])}
    for row in reference.rows("products"):
        goods[row["product"]].categ_id = categories[names[row["supplier"]]]


def _past(env):
    """Take over what another system held, as the import would have done."""
    day = filieres.TODAY - datetime.timedelta(days=200)
    suppliers = {
        partner.name: partner
        for partner in env["res.partner"].search([("supplier_rank", ">", 0)])
    }
    members = env["res.partner"].search(
        [("is_member", "=", True)], limit=20, order="id"
    )
    paper = env["product.category"].search([("name", "=", "Papeterie")], limit=1)
    rows = [(name, amount, None) for name, amount in STRUCTURE]
    rows += [
        (name, amount + rank, member)
        for name, amount, count in MEMBERS
        for rank, member in enumerate(members[:count])
    ]
    # sudo: only the import writes lines
    env["smart.spend.import"].sudo().create(
        {
            "name": "Ancien outil de notes de frais",
            "line_ids": [
                Command.create(
                    {
                        "line": line,
                        "date": day,
                        "partner_id": suppliers[name].id,
                        "category_id": paper.id,
                        "member_id": member.id if member else False,
                        "amount": amount,
                    }
                )
                for line, (name, amount, member) in enumerate(rows, start=2)
            ],
        }
    ).write({"state": "done"})


def _target(env, name, category, measure, value, start):
    found = env["product.category"].search([("name", "=", category)], limit=1)
    return env["smart.spend.target"].create(
        {
            "name": name,
            "category_id": found.id if category else False,
            "measure": measure,
            "target_value": value,
            "baseline_from": start,
            "baseline_to": filieres.TODAY,
            "deadline": filieres.TODAY + datetime.timedelta(days=540),
            "policy": "Le papier recyclé d'abord ; deux offres, dont une locale.",
        }
    )
