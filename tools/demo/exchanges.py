"""Chapter of the exchanges: offers and needs of members, and contacts between them."""

import datetime
import random

from odoo import fields

SEED = 33
COUNT = 36
# (title, type, volume, budget) of what people need and offer; {skill} is filled in
NEEDS = (
    ("{skill} pour trois soirées", "mission", "trois soirées", "500_2000"),
    ("Renfort en {skill} pour une saison", "subcontracting", "", "2000_10000"),
    ("Répondre à deux à un appel d'offres : {skill}", "co_contracting", "", ""),
    ("Un coup de main en {skill}", "volunteering", "une demi-journée", "none"),
    ("Apprendre la base de : {skill}", "skill", "deux matinées", "under_500"),
    ("Un atelier où pratiquer : {skill}", "place", "un jour par semaine", "under_500"),
)
OFFERS = (
    ("{skill}, disponible dès maintenant", "mission", "", "500_2000"),
    ("Sous-traitance en {skill}", "subcontracting", "deux jours par semaine", ""),
    ("Je prête mon matériel : {skill}", "equipment", "", "none"),
    ("Coaching en {skill}", "skill", "à l'heure", "under_500"),
)
MESSAGE = (
    "Bonjour, votre profil correspond à ce que je cherche. "
    "Pouvons-nous en parler la semaine prochaine ?"
)


def tell(env, _count):
    """Tell forty offers and needs, and what a few people made of them."""
    today = fields.Date.context_today(env["smart.offer"])
    members = _listed(env)
    offers = [_known_need(env, today), *_known_offers(env)]
    dice = random.Random(SEED)
    for rank, member in enumerate(members[:COUNT]):
        offers.append(_post(env, dice, rank, member, today))
    _close_some(offers[4:])
    env["smart.skill.frequency"]._recount()
    _contacts(env, members)


def _listed(env):
    """Return members who show their name and skills, the first ones of the story."""
    entries = env["smart.directory.entry"].search(
        [("audience", "=", "members"), ("skill_ids", "!=", False)],
        order="id",
        limit=3 * COUNT,
    )
    people = entries.profile_id.partner_id.filtered(lambda one: not one.user_ids)
    return people[: COUNT + 12]


def _member(env, login):
    return env["res.users"].search([("login", "=", login)]).partner_id


def _skill(env, *names):
    return env["smart.skill"].search([("name", "in", names)]).ids


def _known_need(env, today):
    need = env["smart.offer"].create(
        {
            "name": "Régie lumière pour une tournée de six dates",
            "kind": "need",
            "type": "mission",
            "partner_id": _member(env, "amine").id,
            "description": "Petites salles, Liège et alentours. Matériel sur place.",
            "skill_ids": [(6, 0, _skill(env, "Régie lumière", "Régie son"))],
            "volume": "six soirées",
            "date_from": today + datetime.timedelta(days=30),
            "date_to": today + datetime.timedelta(days=75),
            "radius_km": 120,
        }
    )
    need._open()
    return need


def _known_offers(env):
    """Give the members one may log in as something that others look for."""
    offers = env["smart.offer"]
    for login, name in (
        ("sofie", "Régie son, du petit lieu au festival"),
        ("amine", "Mixage à distance"),
    ):
        offers |= offers.create(
            {
                "name": name,
                "kind": "offer",
                "type": "mission",
                "partner_id": _member(env, login).id,
                "skill_ids": [(6, 0, _skill(env, "Régie son", "Mixage"))],
                "is_standing": True,
                "is_remote": login == "amine",
            }
        )
    offers._open()
    return offers


def _post(env, dice, rank, member, today):
    """Return a need or an offer of a member, about a skill she has or seeks."""
    profile = env["smart.directory.profile"].search([("partner_id", "=", member.id)])
    kind = "need" if rank % 3 else "offer"
    wanted = profile.sought_skill_ids if kind == "need" else profile.skill_ids
    skills = wanted or profile.skill_ids
    name, type_, volume, budget = dice.choice(NEEDS if kind == "need" else OFFERS)
    filieres = env["smart.offer"]._get_filieres_of(member)
    start = today + datetime.timedelta(days=dice.randrange(5, 60))
    offer = env["smart.offer"].create(
        {
            "name": name.format(skill=skills[:1].name),
            "kind": kind,
            "type": type_,
            "volume": volume or False,
            "budget": budget or False,
            "partner_id": member.id,
            "filiere_id": filieres[:1].id,
            "audience": "filiere" if filieres and rank % 7 == 0 else "members",
            "skill_ids": [(6, 0, skills.ids)],
            "is_remote": dice.random() < 0.25,
            "radius_km": dice.choice((0, 0, 30, 60)),
            "date_from": start if kind == "need" else False,
            "date_to": start + datetime.timedelta(days=20) if kind == "need" else False,
        }
    )
    offer._open()
    return offer


def _close_some(offers):
    """Let a third of them have ended, most of them well."""
    for rank, offer in enumerate(offers):
        if rank % 9 == 1:
            offer._fill(by_cooperative=True, by_member=True, amount=400 + 50 * rank)
        elif rank % 9 == 4:
            offer._fill(by_cooperative=rank % 2 == 0)
        elif rank % 9 == 7:
            offer._withdraw()


def _contacts(env, members):
    """Tell requests in every state, for the members one may log in as and others."""
    requests = env["smart.contact.request"]
    sofie, amine = _member(env, "sofie"), _member(env, "amine")
    requests._ask(members[COUNT], sofie, MESSAGE)
    meeting = requests._ask(sofie, members[COUNT + 1], MESSAGE)
    meeting._accept()
    meeting._write_message("recipient", "Avec plaisir, jeudi à La Grand Poste ?")
    meeting._close("meeting")
    waiting = requests._ask(amine, sofie, "Bonjour Sofie, une régie son en mars ?")
    waiting._write_message("recipient", "Bonjour, de quelles dates s'agit-il ?")
    outcomes = ("contract", "quote", "project", "exchange", None, "none")
    for rank, outcome in enumerate(outcomes):
        contact = requests._ask(members[COUNT + 2 + rank], members[rank], MESSAGE)
        if outcome is None:
            contact._decline()
        else:
            contact._accept()
            contact._close(outcome)
    reported = requests._ask(
        members[COUNT + 9], members[COUNT + 10], "Achetez mon savon !"
    )
    reported._report()
