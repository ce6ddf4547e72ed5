"""Chapter of what suppliers answer, what they are blamed for, what they put right."""

import datetime

from . import accounts
from .suppliers import as_user, silent

ANSWERING = "Atelier Typo du Nord"
# supplier, severity, theme, days ago, source, what happened
INCIDENTS = (
    ("Burolille", "minor", "SOC", 200, "member", "Livraison partielle sans prévenir"),
    (
        "Burolille",
        "major",
        "SOC",
        90,
        "buyer",
        "Livreurs indépendants payés à 75 jours",
    ),
    (
        "Affiches de la Sambre",
        "minor",
        "ENV",
        30,
        "member",
        "Solvants entreposés sans bac de rétention",
    ),
    (
        "Lumières de scène Rhône",
        "severe",
        "ETH",
        5,
        "press",
        "Mise en examen pour corruption d'un dirigeant",
    ),
)
# supplier, what to put right, days to the due date
ACTIONS = (
    ("Papeterie du Coin", "Payer les indépendants à 30 jours", 45),
    ("Burolille", "Prouver le délai de paiement réel", -20),
    ("Affiches de la Sambre", "Équiper le stock de bacs de rétention", 30),
)
# months ago, what the grade was
HISTORY = (
    (18, "insufficient", 31.5, 64.0),
    (12, "progress", 48.0, 81.0),
    (6, "progress", 52.5, 88.0),
)


def tell(env, _count):
    """Let one supplier have answered, and a few incidents be at each step."""
    env = silent(env)
    partners = {
        one.name: one for one in env["res.partner"].search([("supplier_rank", ">", 0)])
    }
    # only those who are told something of, so that no other mail leaves
    buyer = as_user(env, "acheteuse")
    _incidents(buyer, partners)
    _actions(buyer, partners)
    _questionnaire(env, partners[ANSWERING])
    _history(env, partners[accounts.SUPPLIER.name])


def _day(days):
    return datetime.date.today() + datetime.timedelta(days=days)


def _incidents(env, partners):
    themes = {theme.code: theme for theme in env["smart.charter.theme"].search([])}
    incidents = env["smart.supplier.incident"].create(
        [
            {
                "partner_id": partners[name].id,
                "severity": severity,
                "theme_id": themes[theme].id,
                "date": _day(-days),
                "source": source,
                "name": what,
            }
            for name, severity, theme, days, source, what in INCIDENTS
        ]
    )
    incidents.filtered(lambda one: one.partner_id.name == "Burolille").action_confirm()


def _actions(env, partners):
    env["smart.supplier.action"].create(
        [
            {
                "partner_id": partners[name].id,
                "name": what,
                "date_due": _day(days),
                "details": "Envoyez une pièce datée qui le montre.",
                "incident_id": env["smart.supplier.incident"]
                .search([("partner_id", "=", partners[name].id)], limit=1)
                .id,
            }
            for name, what, days in ACTIONS
        ]
    )


def _questionnaire(env, partner):
    questionnaire = env["smart.supplier.questionnaire"]._open_for(partner)
    for rank, answer in enumerate(questionnaire.answer_ids):
        level = str(2 + rank % 2)
        answer._save(
            {"level": level, "is_not_applicable": False, "comment": ""},
            {"reference": f"REG-2026-{rank}"} if rank % 3 else {},
        )
    buyer = env["res.users"].search([("login", "=", "acheteuse")])
    questionnaire.user_id = buyer
    questionnaire._submit("Camille Delattre")


def _history(env, partner):
    before = "unknown"
    rows = []
    for months, grade, score, coverage in HISTORY:
        rows.append(
            {
                "partner_id": partner.id,
                "date": _day(-30 * months),
                "cause": "assessment",
                "previous_grade": before,
                "grade": grade,
                "score": score,
                "has_score": True,
                "coverage": coverage,
                "reason": "band",
            }
        )
        before = grade
    env["smart.supplier.grade"].create(rows)
