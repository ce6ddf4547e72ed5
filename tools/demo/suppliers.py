"""Chapter of the suppliers: who sells what, and what the charter says of each."""

import datetime
import random

from . import accounts, reference

SEED = 12
MICRO = 10
# grade → answers (level, proof) that a supplier of this grade gives, in turn
ANSWERS = {
    "exemplary": (("4", "third_party"), ("4", "third_party"), ("3", "document")),
    "compliant": (("3", "document"), ("3", "third_party"), ("4", "document")),
    "progress": (("2", "document"), ("3", "declaration"), ("3", "document")),
    "insufficient": (("1", "declaration"), ("2", "declaration")),
    # most questions wait for an answer: no number is made of so little
    "provisional": (("3", "document"), (False, "none"), (False, "none")),
    "excluded": (("2", "document"), ("2", "declaration")),
}
BREACHED = "S1"
SHOWN = ("document", "third_party")
EVIDENCE_NAMES = {
    "document": "Rapport annuel, {code}",
    "third_party": "Certificat, {code}",
}
# suppliers whose proofs end soon, in days; some proofs hold for six months only, so
# what the grades rest on is dated from the real day and not from the story's
EXPIRING = {"Sonolux Liège": 12, "Net Vert Brabant": 25, "Nuage Commun": 55}
# the supplier of the pooled order: the price falls at 12 and at 18
TIERS = ((1, 10.00), (12, 9.20), (18, 8.50))


def tell(env, _count):
    """Create the suppliers, what they sell, and their assessments."""
    quiet = silent(env)
    partners = suppliers(quiet)
    products(quiet, partners)
    assessments(quiet, partners)
    accounts.give_portal_access(
        env, accounts.SUPPLIER, partners[accounts.SUPPLIER.name]
    )


def silent(env):
    """Return `env` with a context that writes no history and sends no mail."""
    context = {
        "tracking_disable": True,
        "mail_create_nosubscribe": True,
        "mail_auto_subscribe_no_notify": True,
        "no_reset_password": True,
    }
    return env(context={**env.context, **context})


def as_user(env, login):
    """Return `env` as one of the accounts of the demonstration."""
    user = env["res.users"].search([("login", "=", login)])
    return env(user=user.id, su=False)


def suppliers(env):
    """Create the suppliers; return {name: partner}."""
    rows = reference.rows("suppliers")
    tags = _tags(env, rows)
    goods = env.ref("smart_purchase_charter.partner_category_goods")
    buyer = env["res.users"].search([("login", "=", "acheteuse")])
    created = env["res.partner"].create(
        [
            {
                "name": row["name"],
                "is_company": True,
                "supplier_rank": 1,
                "zip": row["postal_code"],
                "city": _commune(row),
                "country_id": env.ref(f"base.{row['country'].lower()}").id,
                "lang": "fr_FR",
                "is_micro_supplier": int(row["people"]) < MICRO,
                "buyer_id": buyer.id if row["buyer"] else False,
                "category_id": [
                    (
                        6,
                        0,
                        [tags[row["category"]], *(goods.ids if row["goods"] else [])],
                    )
                ],
            }
            for row in rows
        ]
    )
    return {partner.name: partner for partner in created}


def _tags(env, rows):
    names = sorted({row["category"] for row in rows})
    tags = env["res.partner.category"].create(
        [{"name": name, "color": rank % 11 + 1} for rank, name in enumerate(names)]
    )
    return dict(zip(names, tags.ids, strict=True))


def _commune(row):
    return dict(reference.places(row["country"]))[row["postal_code"]]


def products(env, partners):
    """Create one product per supplier with its vendor price, or its price breaks."""
    rows = reference.rows("products")
    created = env["product.product"].create(
        [
            {
                "name": row["product"],
                "type": row["type"],
                "sale_ok": False,
                "standard_price": float(row["price"]),
                "purchase_method": "receive",
            }
            for row in rows
        ]
    )
    env["product.supplierinfo"].create(
        [
            {
                "partner_id": partners[row["supplier"]].id,
                "product_tmpl_id": product.product_tmpl_id.id,
                "min_qty": quantity,
                "price": price,
                "delay": 7,
            }
            for row, product in zip(rows, created, strict=True)
            for quantity, price in _tiers(row)
        ]
    )


def _tiers(row):
    if row["supplier"] == accounts.SUPPLIER.name:
        return TIERS
    return ((1, float(row["price"])),)


def assessments(env, partners):
    """Assess the suppliers that have a grade; the others stay unknown."""
    charter = env["smart.charter"]._get_in_force()
    graded = [row for row in reference.rows("suppliers") if row["grade"] in ANSWERS]
    # a breach is stated by the ethics committee alone
    for login, rows in (
        ("acheteuse", [row for row in graded if row["grade"] != "excluded"]),
        ("comite", [row for row in graded if row["grade"] == "excluded"]),
    ):
        _assess(as_user(env, login), charter, rows, partners)
    _sign(env, charter, [partners[r["name"]] for r in graded if _has_signed(r)])


def _assess(env, charter, rows, partners):
    answers = [
        answer
        for row in rows
        for answer in _answers(charter, partners[row["name"]], row["grade"])
    ]
    shown = [answer for answer in answers if answer["proof"] in SHOWN]
    evidence = env["smart.supplier.evidence"].create(
        [_evidence_vals(answer) for answer in shown]
    )
    evidence.action_accept()
    for answer, proof in zip(shown, evidence, strict=True):
        answer["evidence_id"] = proof.id
    lines = {}
    for answer in answers:
        lines.setdefault(answer["partner"], []).append((0, 0, _line_vals(answer)))
    env["smart.supplier.assessment"].create(
        [
            {
                "partner_id": partner.id,
                "charter_id": charter.id,
                "date": _assessed_on(partner),
                "line_ids": commands,
            }
            for partner, commands in lines.items()
        ]
    ).action_confirm()


def _answers(charter, partner, grade):
    """Return what `partner` answers to each criterion that applies to it."""
    choices = ANSWERS[grade]
    found = []
    for rank, criterion in enumerate(charter._get_applicable_criteria(partner)):
        level, proof = choices[rank % len(choices)]
        found.append(
            {
                "partner": partner,
                "criterion": criterion,
                "level": level,
                "proof": proof,
                "is_breach": grade == "excluded" and criterion.code == BREACHED,
            }
        )
    return found


def _line_vals(answer):
    vals = {key: answer[key] for key in ("level", "proof")}
    vals["criterion_id"] = answer["criterion"].id
    if answer["is_breach"]:
        vals["is_breach"] = True
    return vals | {key: answer[key] for key in ("evidence_id",) if key in answer}


def _evidence_vals(answer):
    partner, criterion = answer["partner"], answer["criterion"]
    dice = random.Random(f"{SEED}-{partner.name}-{criterion.code}")
    vals = {
        "name": EVIDENCE_NAMES[answer["proof"]].format(code=criterion.name),
        "partner_id": partner.id,
        "criterion_id": criterion.id,
        "proof": answer["proof"],
        "reference": f"REG-{dice.randrange(10_000, 99_999)}",
        "date": _assessed_on(partner) - datetime.timedelta(days=dice.randrange(5, 40)),
    }
    if partner.name in EXPIRING:
        days = EXPIRING[partner.name]
        vals["date_expiry"] = datetime.date.today() + datetime.timedelta(days=days)
    return vals


def _assessed_on(partner):
    dice = random.Random(f"{SEED}-{partner.name}")
    return datetime.date.today() - datetime.timedelta(days=dice.randrange(10, 120))


def _has_signed(row):
    # the one that may log in signs by itself
    return row["grade"] in ("exemplary", "compliant") and (
        row["name"] != accounts.SUPPLIER.name
    )


def _sign(env, charter, partners):
    signatures = env["smart.charter.signature"]
    for partner in partners:
        signature = signatures._sign(charter, partner, f"Direction, {partner.name}")
        signature.date = datetime.datetime.combine(
            _assessed_on(partner), datetime.time(9)
        )
