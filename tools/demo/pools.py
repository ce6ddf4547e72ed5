"""Chapter of the pooled orders: one that is paid, two that wait for members."""

import datetime
import random

from odoo import fields

from . import accounts, filieres, reference
from .suppliers import as_user, silent

SEED = 14
LOT = 6
CABLE = "Câble XLR 10 m, réparable"
PAPER = "Ramette A4 recyclée, 500 feuilles"
DAYS_OPEN = 30
# firm, tolerance of the members one may log in as, on the order that is paid
KNOWN = {"lea": (4, 2), "amine": (3, 0), "sofie": (2, 1)}
ARRIVED = 17


def tell(env, _count):
    """Tell the paid order from its opening to its bill, then open two others."""
    quiet = silent(env)
    finished(quiet)
    opened(quiet)


def opened(env):
    """Open to everybody the product whose price falls, and paper in Liège."""
    gaffer = next(
        row["product"]
        for row in reference.rows("products")
        if row["supplier"] == accounts.SUPPLIER.name
    )
    liege = env["smart.territory"].search([("code", "=", "BE-WLG")])
    pool = _create(
        env,
        gaffer,
        name="Gaffer pour l'hiver",
        description="Rouleaux sans solvant, cœur en carton recyclé. "
        "Retrait à l'espace partagé de votre choix.",
    )
    _commit(env, pool, _others(env, 3), most=2)
    pool = _create(
        env,
        PAPER,
        name="Papier recyclé, Liège",
        territory_id=liege.id,
        description="Livré une fois par trimestre à La Grand Poste.",
    )
    _commit(env, pool, _others(env, 5, liege), most=4)


def finished(env):
    """Order cables as a buyer does; less arrives than members asked for."""
    pool = _create(env, CABLE, name="Câbles XLR, rentrée 2026")
    members = env["res.partner"].search([("user_ids.login", "in", list(KNOWN))])
    for member in members:
        asked = KNOWN[member.user_ids.login]
        env["smart.pooled.commitment"]._commit(member, pool.line_ids, *asked)
    _commit(env, pool, _others(env, 6), most=3)
    pool.action_close()
    pool.action_create_purchase_order()
    purchase = pool.purchase_order_ids
    purchase.button_confirm()
    purchase.order_line.qty_received = min(ARRIVED, purchase.order_line.product_qty)
    pool.action_allocate()
    _bill(as_user(env, "achats"), purchase)
    pool.action_distribute()
    pool.action_settle()
    _date_back(env, pool, purchase)


def _bill(env, purchase):
    purchase = purchase.with_env(env)
    purchase.action_create_invoice()
    purchase.invoice_ids.write({"invoice_date": filieres.TODAY, "ref": "F-202611-XLR"})
    purchase.invoice_ids.action_post()


def _date_back(env, pool, purchase):
    """Give the steps of the paid order the dates of the story."""
    day = datetime.datetime.combine(filieres.TODAY, datetime.time(10))
    pool.with_env(env).write(
        {
            "date_open": day - datetime.timedelta(days=45),
            "deadline": day - datetime.timedelta(days=24),
            "pickup_date": day - datetime.timedelta(days=4),
        }
    )
    ordered = day - datetime.timedelta(days=23)
    purchase.with_env(env).write({"date_order": ordered, "date_approve": ordered})


def _create(env, product_name, **vals):
    """Return an open pooled order of one product, as the buyer."""
    product = env["product.product"].search([("name", "=", product_name)])
    place = env["res.partner"].search(
        [("is_workplace", "=", True), ("zip", "=", "4000")], limit=1
    )
    now = fields.Datetime.now()
    pool = as_user(env, "acheteuse")["smart.pooled.order"].create(
        {
            "partner_id": product.seller_ids.partner_id.id,
            "pickup_partner_id": place.id,
            "pickup_date": now + datetime.timedelta(days=DAYS_OPEN + 20),
            "deadline": now + datetime.timedelta(days=DAYS_OPEN),
            "line_ids": [(0, 0, {"product_id": product.id, "lot_size": LOT})],
            **vals,
        }
    )
    pool.action_open()
    return pool


def _others(env, count, territory=None):
    """Return `count` members nobody logs in as, of `territory` when it is given."""
    domain = [("is_member", "=", True), ("user_ids", "=", False)]
    if territory:
        domain.append(("territory_id", "child_of", territory.id))
    return env["res.partner"].search(domain, order="id", limit=count)


def _commit(env, pool, members, most):
    dice = random.Random(f"{SEED}-{pool.name}")
    for member in members:
        env["smart.pooled.commitment"]._commit(
            member, pool.line_ids, dice.randint(1, most), dice.randint(0, 2)
        )
