"""Chapter of the charter: its committee, a second version, an appeal, a campaign."""

import datetime
import re
import unicodedata

from markupsafe import Markup

from odoo import fields
from odoo.fields import Command

from .suppliers import as_user, silent

# who sits: college, login or name, substitute
SEATS = (
    ("staff", "comite", None),
    ("members", "lea", None),
    ("members", "sofie", "Farid Amrani"),
    ("external", "Hilde Wouters, éthique des affaires", None),
)
HEARD = "Burolille"
STATEMENT = (
    "Notre certificat ISO 14001 couvre aussi l'entrepôt de Lille : la fiche "
    "de notation ne retient que le siège."
)
DECISION = (
    "Le certificat transmis ne nomme que le siège social. La note est maintenue; le "
    "fournisseur peut envoyer l'annexe du certificat quand il veut."
)
MINUTES = (
    "<p>Trois sièges présents sur quatre. L'appel de Burolille est rejeté par deux "
    "voix et une abstention. La version 2 de la charte est ouverte aux remarques.</p>"
)
CLAUSE = (
    "<p>Être payé à temps veut dire : à trente jours au plus, sans demande de "
    "rabais en échange.</p>"
)
# what suppliers answered to the campaign; the others were written to
REFUSED = {
    "Flotte Express": "Notre groupe a sa propre charte et n'en signe pas d'autre.",
    "Énergie Directe Europe": "Nous ne publions pas notre bilan carbone.",
}
OPENED = ("Ordi Retour", "Chaleur des Toits", "Courtage du Parc")


def tell(env, _count):
    """Seat the committee, prepare a version, hear an appeal, run a campaign."""
    env = silent(env)
    committee = _seat(env)
    _second_version(env)
    _heard(env, committee)
    _campaign(env)


def _seat(env):
    return env["smart.ethics.committee"].create(
        {
            "name": "Comité d'éthique",
            "mission": "<p>Écrit la charte avec les fournisseurs et les sociétaires, "
            "entend les appels, statue sur les manquements.</p>",
            "seat_ids": [
                Command.create(
                    {
                        "college": college,
                        "partner_id": _person(env, who).id,
                        "substitute_id": substitute and _person(env, substitute).id,
                        "date_from": fields.Date.today() - datetime.timedelta(400),
                    }
                )
                for college, who, substitute in SEATS
            ],
        }
    )


def _person(env, who):
    """Return the contact of a login, or a new one of that name."""
    users = env["res.users"].search([("login", "=", who)])
    if users:
        return users.partner_id
    address = f"{_slug(who.split(',')[0])}@comite.example"
    return env["res.partner"].create({"name": who, "email": address, "lang": "fr_FR"})


def _slug(name):
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", ".", plain.lower()).strip(".")


def _second_version(env):
    """A draft under consultation: a clause more, two weights moved, a level said."""
    env = as_user(env, "comite")
    env = env(context={**env.context, "lang": "fr_FR"})
    draft = env["smart.charter"]._get_in_force().copy()
    draft.text = draft.text + Markup(CLAUSE)
    by_code = {criterion.code: criterion for criterion in draft.criterion_ids}
    by_code["S5"].weight += 1
    by_code["E2"].weight -= 1
    by_code["E2"].levels = (
        "1 : engagement écrit · 2 : bilan scopes 1 et 2 · 3 : trajectoire suivie "
        "chaque année · 4 : objectif vérifié par un tiers"
    )
    draft.action_consult()


def _heard(env, committee):
    """A session held last month, that rejected an appeal; the next one is planned."""
    now = fields.Datetime.now().replace(hour=13, minute=0, second=0, microsecond=0)
    held = now - datetime.timedelta(days=25)
    sessions = env["smart.ethics.session"].create(
        [
            {
                "committee_id": committee.id,
                "date": day,
                "place": "LaVallée, Bruxelles",
                "agenda": "<ul><li>Appels</li><li>Version 2 de la charte</li></ul>",
            }
            for day in (held, now + datetime.timedelta(days=12))
        ]
    )
    seats = committee.seat_ids
    supplier = env["res.partner"].search([("name", "=", HEARD)])
    case = env["smart.ethics.case"].create(
        {
            "name": f"Appel de {HEARD}",
            "kind": "appeal",
            "committee_id": committee.id,
            "session_id": sessions[0].id,
            "assessment_id": supplier.charter_assessment_id.id,
            "statement": STATEMENT,
            "is_by_supplier": True,
            "decision": DECISION,
            "quorum": committee.quorum,
            "rule": committee.rule,
        }
    )
    choices = ("against", "against", "abstain", False)
    env["smart.ethics.ballot"].create(
        [
            {
                "case_id": case.id,
                "seat_id": seat.id,
                "partner_id": seat.partner_id.id,
                "choice": choice,
                "voter_id": choice and seat.partner_id.id,
                "date": choice and held,
            }
            for seat, choice in zip(seats, choices, strict=True)
        ]
    )
    case.write({"state": "decided", "outcome": "rejected", "date_decided": held})
    sessions[0].write({"minutes": MINUTES, "present_ids": [Command.set(seats[:3].ids)]})
    sessions[0].action_hold()


def _campaign(env):
    """Everybody the cooperative buys from, written to three weeks ago."""
    suppliers = env["res.partner"].search([("supplier_rank", ">", 0)])
    for supplier in suppliers.filtered(lambda s: not s.email):
        supplier.email = f"contact@{_slug(supplier.name)}.example"
    charter = env["smart.charter"]._get_in_force()
    buyer = env["res.users"].search([("login", "=", "acheteuse")])
    campaign = env["smart.charter.campaign"].create(
        {"name": "Nos fournisseurs, rentrée", "user_id": buyer.id}
    )
    env["smart.charter.campaign.select"].create(
        {
            "campaign_id": campaign.id,
            "is_unsigned": False,
            "is_bought": False,
            "limit": 0,
        }
    ).action_add()
    sent = fields.Datetime.now() - datetime.timedelta(days=8)
    campaign.write({"state": "running", "date_start": sent.date()})
    campaign.invitation_ids.write({"state": "sent", "date_sent": sent})
    signatures = env["smart.charter.signature"].search(
        [("charter_id", "=", charter.id)]
    )
    signatures.write({"is_named": True})
    for signature in signatures:
        env["smart.charter.invitation"]._note_signature(signature)
    _answers(campaign, sent)


def _answers(campaign, sent):
    answered = sent + datetime.timedelta(days=2)
    for invitation in campaign.invitation_ids:
        name = invitation.partner_id.name
        if name in REFUSED:
            invitation.write(
                {
                    "state": "refused",
                    "refusal": REFUSED[name],
                    "date_answered": answered,
                }
            )
        elif name in OPENED:
            invitation.write({"state": "opened", "date_opened": answered})
