"""Who has something at stake in what is measured, and who speaks for the region."""

from . import accounts

CONTRIBUTIONS = (
    ("Groupe de travail", "member", "question", "decided", "2025-02-10", 14),
    ("Atelier", "staff", "criteria", "associated", "2025-05-20", 9),
    ("Relecture", "researcher", "criteria", "consulted", "2025-06-03", 3),
    ("Lecture des chiffres", "funder", "interpretation", "informed", "2026-05-12", 2),
)


def tell(env, programme):
    """Write down four groups; the region has somebody with an access to the portal."""
    rows = [
        ("Sociétaires", "member", "L'effet sur leur vie et leur travail"),
        ("Personnel de la coopérative", "staff", "Ce qu'il faut changer en premier"),
        ("Région", "funder", "L'usage de l'argent public"),
        ("Universités partenaires", "researcher", "Des données fiables"),
    ]
    groups = env["smart.impact.stakeholder"].create(
        [
            {
                "name": name,
                "kind": kind,
                "description": stake,
                "programme_id": programme.id,
            }
            for name, kind, stake in rows
        ]
    )
    found = {group.kind: group for group in groups}
    env["smart.impact.engagement"].create(
        [
            {
                "name": name,
                "stakeholder_id": found[kind].id,
                "phase": phase,
                "depth": depth,
                "date": day,
                "people_count": count,
            }
            for name, kind, phase, depth, day, count in CONTRIBUTIONS
        ]
    )
    _represent(env, found["funder"])


def _represent(env, group):
    """Let somebody of the region that finances it log in."""
    funder = env["res.partner"].create(
        {"name": accounts.STAKEHOLDER.name, "email": "region@public.example"}
    )
    accounts.give_portal_access(env, accounts.STAKEHOLDER, funder)
    group.partner_ids = [(4, funder.id)]
