"""The list of criteria and indicators: proposed, discussed, voted, published.

Before the waves, because a wave opens on what is adopted.
"""

import datetime

from . import accounts, stakeholders

PROPOSALS = [
    (
        "Temps de repos",
        "work",
        "outcome",
        "criterion_wellbeing",
        "Beaucoup d'entre nous ne prennent pas de congés entre deux contrats.",
        "Périodes de fermeture des espaces de travail",
        "Part des membres qui ont pris au moins trois semaines de repos dans l'année.",
    ),
    (
        "Entraide entre membres",
        "societal",
        "outcome",
        "criterion_cooperation",
        "On se recommande entre nous bien plus qu'on ne le mesure.",
        "Moyens donnés aux filières",
        "Part des membres qui ont reçu une mission par une autre membre.",
    ),
]
CONSULTED = (
    "Égalité d'accès aux avances",
    "economic",
    "Les avances ne sont pas demandées autant partout.",
    "Niveau du fonds de garantie",
)
REFUSED = (
    "Nombre de cafés pris ensemble",
    "social",
    "La convivialité compte.",
    "Budget des espaces",
    "R06 et « Entraide entre membres » disent déjà cela, et une décision s'y rattache.",
)
SEATS = (
    ("lea", "Usagères et usagers, Liège"),
    ("sofie", "Usagères et usagers, Bruxelles"),
    ("amine", "Usagères et usagers, filières"),
)
PRIMARY = ("S09", "S11")
VOTED = (
    *("S06", "S10", "S12", "S13", "S15", "S16", "I01", "I02", "I06", "I08", "I09"),
    "I10",
    # adopted although nothing measures it yet: the page says so
    "S02",
    # of purchasing and of filières: their figures are published later
    *("A05", "F01"),
)
CODED = 12


def tell(env, _count):
    """Let a body adopt a first part of the list, and leave the rest to come."""
    programme = env.ref("smart_impact.programme_shared_enterprise")
    evaluator = env["res.users"].search([("login", "=", "evaluatrice")])
    programme.action_publish()
    stakeholders.tell(env, programme)
    primary = programme.indicator_ids.filtered(lambda one: one.code in PRIMARY)
    primary.is_primary = True
    body = _create_body(env)
    people = _get_people(env)
    proposals = _propose(env, programme, people)
    proposals = proposals.with_user(evaluator)
    for one in proposals:
        one.action_retain()
    drafts = programme.indicator_ids.filtered(lambda one: one.code in VOTED)
    # the ten questions ask for the meaning of work too
    env.ref("smart_impact.indicator_i01").item_ids |= env.ref(
        "smart_impact.item_meaning"
    )
    action = drafts.with_user(evaluator).action_propose()
    listed = env["smart.impact.proposal"].search(action["domain"])
    listed.answer = "Repris de la liste proposée par le groupe de travail."
    listed.with_user(evaluator).action_retain()
    _vote(env, evaluator, programme, body, proposals | listed, people)
    _consult(env, evaluator, programme)
    _code_texts(env)
    _ask_in_words(env)


def _get_people(env):
    logins = [login for login, _seat in SEATS]
    users = env["res.users"].search([("login", "in", logins)])
    return {user.login: user.partner_id for user in users}


def _create_body(env):
    people = _get_people(env)
    return env["smart.impact.body"].create(
        {
            "name": "Conseil d'administration",
            "quorum": 60,
            "seat_ids": [
                (0, 0, {"name": seat, "partner_id": people[login].id})
                for login, seat in SEATS
            ],
        }
    )


def _propose(env, programme, people):
    author = people[accounts.MEMBERS[1].login]
    return env["smart.impact.proposal"].create(
        [
            {
                "name": name,
                "programme_id": programme.id,
                "dimension": dimension,
                "level": level,
                "criterion_id": env.ref(f"smart_impact.{criterion}").id,
                "reason": reason,
                "decision": decision,
                "definition": definition,
                "figure_kind": "share",
                "partner_id": author.id,
                "origin": "member",
                "answer": "Retenu : la décision est proche et rien ne le mesure.",
            }
            for (
                name,
                dimension,
                level,
                criterion,
                reason,
                decision,
                definition,
            ) in PROPOSALS
        ]
    )


def _vote(env, evaluator, programme, body, proposals, people):
    ballots = env["smart.impact.ballot"].with_user(evaluator)
    ballot = ballots.create(
        {
            "name": "Séance de février",
            "body_id": body.id,
            "programme_id": programme.id,
            "date_close": datetime.date.today(),
        }
    )
    proposals.write({"ballot_id": ballot.id})
    ballot.action_open()
    for rank, partner in enumerate(people.values()):
        choice = "abstain" if rank == 2 else "for"
        ballot.sudo()._vote(partner, dict.fromkeys(proposals.ids, choice))
    ballot.action_close()


def _consult(env, evaluator, programme):
    """One proposal is open to opinions, another was not retained."""
    name, dimension, reason, decision = CONSULTED
    base = {"programme_id": programme.id, "origin": "member", "partner_id": False}
    proposals = env["smart.impact.proposal"]
    consulted = proposals.create(
        {
            **base,
            "name": name,
            "dimension": dimension,
            "reason": reason,
            "decision": decision,
        }
    )
    consulted.with_user(evaluator).action_consult()
    members = env["res.partner"].search(
        [("is_member", "=", True)], limit=18, order="id"
    )
    for rank, member in enumerate(members[6:]):
        comment = "Oui : en début d'activité surtout." if rank == 3 else ""
        consulted._record_opinion(member, 3 + rank % 3, comment)
    name, dimension, reason, decision, answer = REFUSED
    refused = proposals.create(
        {
            **base,
            "name": name,
            "dimension": dimension,
            "reason": reason,
            "decision": decision,
            "answer": answer,
        }
    )
    refused.with_user(evaluator).action_refuse()


def _code_texts(env):
    """Two people code what was said in interviews."""
    indicator = env.ref("smart_impact.indicator_i09")
    themes = env["smart.impact.theme"].create(
        [
            {
                "indicator_id": indicator.id,
                "code": code,
                "name": name,
                "definition": definition,
            }
            for code, name, definition in (
                ("A", "Choisir", "Choisir ses clients, ses prix, ses horaires."),
                ("B", "Tenir", "Être payé à temps, être couvert."),
            )
        ]
    )
    coders = env["res.users"].search([("login", "in", ("evaluatrice", "impact"))])
    for rank in range(CODED):
        own = themes[rank % 2]
        said = (
            "Depuis, je choisis mes clients et je refuse ce qui ne me convient pas."
            if rank % 2 == 0
            else "Être payée à temps a changé ma façon de travailler et de dormir."
        )
        excerpt = env["smart.impact.excerpt"].create(
            {"name": f"E{rank + 1:02}", "text": said, "indicator_id": indicator.id}
        )
        for coder in coders:
            env["smart.impact.coding"].with_user(coder).create(
                {"excerpt_id": excerpt.id, "theme_id": own.id}
            )
    indicator.action_qualitative_figure()
    indicator.excerpt_ids[:1].action_quote()
    indicator.figure_ids.action_publish()


def _ask_in_words(env):
    """Add a question that members answer in their own words, for the same codebook."""
    env["smart.impact.item"].create(
        {
            "instrument_id": env.ref("smart_impact.instrument_member").id,
            "sequence": 110,
            "code": "CHG1",
            "kind": "text",
            "text": "Qu'est-ce qui a le plus changé pour vous grâce à la coopérative ?",
            "indicator_ids": [(4, env.ref("smart_impact.indicator_i09").id)],
        }
    )
