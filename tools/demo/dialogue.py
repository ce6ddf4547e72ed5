"""After the figures: what people said of them, what was decided, what research took."""

import base64
import datetime
import random

SEED = 25
# what each indicator weighs to members, as a mean from 1 to 5
WEIGHTS = {"S11": 4.6, "S03": 4.1, "S09": 3.7, "R06": 2.6}
COMMENTS = (
    "Un mois sans visibilité, c'est un loyer en suspens.",
    "Je reste pour la liberté, mais pas à n'importe quel prix.",
    "Les délais de paiement décident de tout le reste.",
)
RESPONDENTS = 40
WORK = {
    "name": "Une enquête expérimentale et coopérative sur l'entreprise partagée",
    "authors": "J. Charles, I. Ferreras",
    "year": 2021,
    "kind": "report",
    "finding": "Deux axes disent l'essentiel : la sécurisation et l'autonomisation.",
}


def tell(env, _count):
    """Consult, decide and open answers to research, in the programme that ships."""
    user = env["res.users"].search([("login", "=", "evaluatrice")])
    env = env(user=user.id, su=False)
    programme = env.ref("smart_impact.programme_shared_enterprise")
    groups = {one.kind: one for one in programme.stakeholder_ids}
    _consult(env, programme, groups["member"] | groups["funder"])
    _decide(env, programme, user)
    _register_work(env, programme)
    _open_answers(env, programme)


def _weighed(programme):
    return programme.indicator_ids.filtered(lambda one: one.code in WEIGHTS)


def _register_work(env, programme):
    works = [(6, 0, _weighed(programme).ids)]
    env["smart.impact.work"].create(
        {**WORK, "programme_id": programme.id, "indicator_ids": works}
    )


def _consult(env, programme, asked):
    """Ask what matters: one consultation that is over, one that waits."""
    over, running = _create_consultations(env, programme, asked)
    (over | running).action_open()
    # members send their opinions themselves, through their portal
    _answer(over.sudo(), _people(env))
    waiting = [("consultation_id", "=", over.id), ("comment_state", "=", "waiting")]
    env["smart.impact.consultation.opinion"].search(waiting).action_show()
    over.action_close()
    over.action_publish()


def _create_consultations(env, programme, asked):
    values = {
        "programme_id": programme.id,
        "stakeholder_ids": [(6, 0, asked.ids)],
        "item_ids": [(0, 0, {"indicator_id": one.id}) for one in _weighed(programme)],
    }
    return env["smart.impact.consultation"].create(
        [
            {
                **values,
                "name": "Ce qui compte le plus",
                "introduction": "Que mesurer d'abord ?",
            },
            {
                **values,
                "name": "Nos priorités pour 2027",
                "phase": "interpretation",
                "introduction": "Par quoi commencer ?",
                "date_close": datetime.date.today() + datetime.timedelta(days=30),
            },
        ]
    )


def _people(env):
    without_login = [("is_member", "=", True), ("user_ids", "=", False)]
    return env["res.partner"].search(without_login, limit=RESPONDENTS)


def _answer(consultation, people):
    dice = random.Random(SEED)
    for rank, partner in enumerate(people):
        consultation._store_opinions(
            partner, _prepare_opinions(dice, rank, consultation.item_ids)
        )


def _prepare_opinions(dice, rank, items):
    """Return {item id: (score, comment)} of one person."""
    codes = {item.id: item.indicator_id.code for item in items}
    return {
        key: (_score(dice, code), _comment(rank, code)) for key, code in codes.items()
    }


def _comment(rank, code):
    return COMMENTS[rank] if code == "S11" and rank < len(COMMENTS) else ""


def _score(dice, code):
    return max(1, min(5, round(dice.gauss(WEIGHTS[code], 0.8))))


def _decide(env, programme, owner):
    decision = env.ref("smart_impact.decision_guarantee")
    last = env["smart.impact.wave"].search(
        [("programme_id", "=", programme.id), ("state", "=", "published")], limit=1
    )
    figures = last.result_ids.filtered(
        lambda one: one.scope == "total" and one.indicator_id.code == "S11"
    )
    decision.write(
        {
            "state": "taken",
            "decided_on": "2026-06-18",
            "said": "Les retards de paiement inquiètent plus que tout le reste.",
            "decided": "Le fonds de garantie paie en sept jours, et couvre les petites "
            "prestations.",
            "reason": "La réserve le permet, et rien ne pèse davantage.",
            "user_id": owner.id,
            "follow_up": "under_way",
            "follow_up_note": "En place à Liège et à Bruxelles, ailleurs en janvier.",
            "review_date": "2027-06-01",
            "result_ids": [(6, 0, figures.ids)],
            "option_ids": [
                (0, 0, {"name": "Payer en sept jours", "is_chosen": True}),
                (0, 0, {"name": "Relancer plus tôt", "reason": "effet trop lent"}),
            ],
        }
    )
    decision.action_publish()


def _open_answers(env, programme):
    """Prepare an extract that a manager has yet to approve."""
    researcher = env["res.users"].search([("login", "=", "chercheuse")])
    today = datetime.date.today()
    waves = env["smart.impact.wave"].search(
        [("programme_id", "=", programme.id), ("state", "=", "published")], limit=1
    )
    items = waves.instrument_id.item_ids.filtered(
        lambda one: one.code in ("SEC1", "AUT1", "SEC3")
    )
    env["smart.impact.extract"].create(
        {
            "name": "Sécurité et autonomie",
            "purpose": "La sécurité du revenu nourrit-elle l'autonomie au travail ?",
            "user_id": researcher.id,
            "programme_id": programme.id,
            "agreement": base64.b64encode(b"Convention"),
            "agreement_name": "convention.txt",
            "signed_on": today,
            "date_end": today + datetime.timedelta(days=365),
            "wave_ids": [(6, 0, waves.ids)],
            "item_ids": [(6, 0, items.ids)],
        }
    )
