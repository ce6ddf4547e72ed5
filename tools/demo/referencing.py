"""Chapter of the suppliers that members see: listed, negotiated, recommended."""

import datetime

from odoo import fields
from odoo.fields import Command

from . import reference
from .suppliers import as_user, silent

# category of the supplier table → (xmlid of the category, filières, one sentence)
CATEGORIES = {
    "Papeterie": ("office", (), "Papier recyclé, carnets et fournitures de bureau"),
    "Imprimerie": ("print", ("F06",), "Affiches, flyers et cartes, encres végétales"),
    "Matériel son et lumière": (
        "stage",
        ("F01", "F02"),
        "Vente, location et réparation de matériel de scène",
    ),
    "Informatique reconditionnée": (
        "computer",
        (),
        "Ordinateurs et téléphones remis à neuf, garantis",
    ),
    "Énergie": ("energy", (), "Électricité et chaleur renouvelables"),
    "Mobilité": ("mobility", ("F18",), "Vélos cargos, autopartage et livraison douce"),
    "Assurances": ("insurance", (), "Couvertures pour indépendants et artistes"),
    "Traiteurs": ("catering", ("F16",), "Buffets de saison, cuisinés près d'ici"),
    "Nettoyage écologique": (
        "cleaning",
        (),
        "Entretien de lieux, sans toxiques",
    ),
    "Hébergement web coopératif": ("hosting", ("F08",), "Sites, courriels et nuage"),
}
# supplier, in short, terms, code, days until the end
CONDITIONS = (
    (
        "Papeterie du Coin",
        "10 % sur le papier recyclé",
        "Dès 30 € d'achat, en magasin ou en ligne.",
        "SOCIETAIRE10",
        300,
    ),
    (
        "Imprimerie du Canal",
        "Première série d'affiches au prix de la coopérative",
        "Même tarif que la structure, à partir de 50 exemplaires.",
        "AFFICHE-COOP",
        200,
    ),
    (
        "Deuxième Octet",
        "Garantie portée à trois ans",
        "Sur tout ordinateur reconditionné acheté par un ou une sociétaire.",
        "",
        None,
    ),
    (
        "Nuage Commun",
        "Deux mois offerts",
        "Pour un premier hébergement, sans engagement.",
        "NUAGE2",
        45,
    ),
    (
        "Vélocargo Liège",
        "Une demi-journée d'essai gratuite",
        "Sur réservation.",
        "",
        None,
    ),
    ("Garantie Coopérative", "Sans franchise la première année", "", "", 160),
)
# supplier, label, number, days since it was checked, days until the end
LABELS = (
    ("Papeterie du Coin", "fsc", "FSC-C104812", 20, 400),
    ("Carnets & Compagnie", "fsc", "FSC-C118830", 41, 250),
    ("Imprimerie du Canal", "ecolabel", "BE/053/007", 35, 500),
    ("Imprimerie du Canal", "ecodyn", "3 étoiles", 35, 700),
    ("Deuxième Octet", "insertion", "", 12, None),
    ("La Marmite Solidaire", "social", "", 60, None),
    ("La Marmite Solidaire", "insertion", "", 60, None),
    ("Nuage Commun", "social", "", 28, None),
    # ended: members no longer see it
    ("Net Vert Brabant", "ecolabel", "BE/020/011", 400, -10),
)
WORDS = (
    "Livrent le lendemain, emballage repris.",
    "Bons conseils, on sent qu'ils connaissent le métier.",
    "",
    "Un retard une fois, vite réparé.",
    "",
    "Rien à redire.",
)
# supplier, ratings given by members of the cooperative
RATINGS = (
    ("Papeterie du Coin", (5, 4, 5, 4, 4, 5)),
    ("Imprimerie du Canal", (5, 5, 4, 5, 5)),
    ("Deuxième Octet", (4, 5, 5)),
    ("La Marmite Solidaire", (5, 5)),
)
SEARCHES = (("imprimante à réparer", 7), ("vaisselle réutilisable", 4), ("studio", 2))


def tell(env, _count):
    """List the suppliers, and let members say and propose."""
    listings = _list(env := silent(env))
    _conditions(env, listings)
    _labels(env, listings)
    _recommendations(env, listings)
    _proposals(env)
    _reports(env, listings)
    _searches(env)


def _list(env):
    buyer = env["res.users"].search([("login", "=", "acheteuse")])
    filieres = {
        row.code: row.id for row in env["smart.filiere"].search([("code", "!=", False)])
    }
    rows = {
        row["name"]: row
        for row in reference.rows("suppliers")
        if row["grade"] != "excluded"
    }
    partners = env["res.partner"].search(
        [("name", "in", list(rows)), ("supplier_rank", ">", 0)]
    )
    created = env["smart.supplier.listing"].create(
        [_listing_vals(env, one, rows[one.name], filieres, buyer) for one in partners]
    )
    created.action_list()
    return {one.name: one for one in created}


def _listing_vals(env, partner, row, filieres, buyer):
    category, codes, summary = CATEGORIES[row["category"]]
    return {
        "partner_id": partner.id,
        "user_id": buyer.id,
        "summary": summary,
        "how_to_order": "Dites que vous êtes sociétaire.",
        "category_ids": [
            Command.link(
                env.ref(f"smart_purchase_charter.supplier_category_{category}").id
            )
        ],
        "filiere_ids": [
            Command.link(filieres[code]) for code in codes if code in filieres
        ],
    }


def _in(days):
    return fields.Date.today() + datetime.timedelta(days=days)


def _conditions(env, listings):
    env["smart.supplier.condition"].create(
        [
            {
                "listing_id": listings[name].id,
                "name": short,
                "terms": terms,
                "code": code,
                "date_from": _in(-60),
                "date_to": _in(days) if days else False,
            }
            for name, short, terms, code, days in CONDITIONS
        ]
    )


def _labels(env, listings):
    env["smart.supplier.listing.label"].create(
        [
            {
                "listing_id": listings[name].id,
                "label_id": env.ref(
                    f"smart_purchase_charter.supplier_label_{label}"
                ).id,
                "number": number,
                "date_checked": _in(-checked),
                "date_end": _in(end) if end else False,
            }
            for name, label, number, checked, end in LABELS
        ]
    )


def _recommendations(env, listings):
    members = env["res.partner"].search(
        [("is_member", "=", True), ("user_ids", "=", False)], limit=6, order="id"
    )
    recommendations = env["smart.supplier.recommendation"]
    for name, ratings in RATINGS:
        for rank, (member, rating) in enumerate(zip(members, ratings, strict=False)):
            recommendations |= recommendations._recommend(
                member,
                listings[name],
                rating,
                WORDS[rank],
                # the first one lets her name stand beside her words
                is_signed=rank == 0,
            )
    recommendations.with_env(as_user(env, "acheteuse")).action_publish()
    # one that waits to be read
    recommendations._recommend(
        _partner(env, "sofie"), listings["Vélocargo Liège"], 4, "Freins à revoir."
    )


def _proposals(env):
    proposals = env["smart.supplier.proposal"]
    belgium = env.ref("base.be").id
    proposals._propose(
        _partner(env, "amine"),
        {
            "name": "Atelier des Accords",
            "website": "https://accords.example",
            "zip": "4000",
            "city": "Liège",
            "country_id": belgium,
            "category_id": env.ref("smart_purchase_charter.supplier_category_stage").id,
            "why": "Ils réparent les instruments au lieu de les remplacer.",
        },
    )
    refused, _listing = proposals._propose(
        _partner(env, "sofie"),
        {
            "name": "Tout-Jetable Réception",
            "why": "Pas cher.",
            "category_id": env.ref(
                "smart_purchase_charter.supplier_category_catering"
            ).id,
        },
    )
    buyer = refused.with_env(as_user(env, "acheteuse"))
    buyer.reason = "Vaisselle à usage unique seulement : contraire à la charte."
    buyer.action_refuse()


def _reports(env, listings):
    env["smart.supplier.report"]._report(
        _partner(env, "sofie"),
        listings["Flotte Express"],
        "conditions",
        "La caution n'a pas été rendue après le retour du véhicule.",
    )


def _searches(env):
    for words, count in SEARCHES:
        for _time in range(count):
            env["smart.supplier.search"]._note(words, env.company)


def _partner(env, login):
    return env["res.users"].search([("login", "=", login)]).partner_id
