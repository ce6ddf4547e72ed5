# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The words of grades, and the sentences that explain them in the user's language."""

from odoo.tools.misc import formatLang

from ..engine.next_step import cheapest_next_step

GRADES = [
    ("unknown", "Unknown"),
    ("provisional", "Provisional"),
    ("excluded", "Excluded"),
    ("insufficient", "Insufficient"),
    ("progress", "In progress"),
    ("compliant", "Compliant"),
    ("exemplary", "Exemplary"),
]
REASONS = [
    ("no_criteria", "Nothing to assess"),
    ("breach", "Knock-out breached"),
    ("not_applicable", "Too much put aside"),
    ("knock_out", "Knock-out unproven"),
    ("coverage", "Too little answered"),
    ("theme_floor", "Floor of a theme"),
    ("band", "Score"),
    ("incident", "Incidents"),
    ("suspended", "Suspended"),
]
LEVELS = [
    ("0", "0 · Nothing"),
    ("1", "1 · Commitment"),
    ("2", "2 · Policy"),
    ("3", "3 · Deployed and measured"),
    ("4", "4 · Verified by a third party"),
]
PROOFS = [
    ("none", "No proof"),
    ("declaration", "Declaration on honour"),
    ("document", "Document reviewed"),
    ("third_party", "Verified by a third party"),
]


def explain(env, reason, codes, coverage):
    """Return why the grade is what it is, in one sentence.

    :param codes: comma-separated codes of the criteria or themes that decide.
    """
    values = {
        "codes": (codes or "").replace(",", ", "),
        "coverage": formatLang(env, coverage, digits=1),
    }
    return {
        "no_criteria": env._(
            "No criterion with a weight: there is nothing to grade yet."
        ),
        "breach": env._(
            "Excluded: the ethics committee states a breach of knock-out %(codes)s.",
            **values,
        ),
        "not_applicable": env._(
            "No number: more than 30 %% of the weight is put aside as not applicable "
            "(%(codes)s).",
            **values,
        ),
        "knock_out": env._(
            "No number: these knock-out criteria have no valid proof: %(codes)s.",
            **values,
        ),
        "coverage": env._(
            "No number: %(coverage)s %% of the weight is answered with a valid proof "
            "and 60 %% are needed. Missing: %(codes)s.",
            **values,
        ),
        "theme_floor": env._(
            "Held at In progress, whatever the score: below the floor of %(codes)s.",
            **values,
        ),
        "band": env._(
            "The score falls in the band of this grade; %(coverage)s %% of the weight "
            "is answered with a valid proof.",
            **values,
        ),
        "incident": env._(
            "Held at In progress, whatever the score: incidents in %(codes)s.", **values
        ),
        "suspended": env._("Suspended by decision of the ethics committee."),
    }.get(reason, "")


def advise(env, lines, as_of):
    """Return the cheapest way to the next grade for assessment lines, or ""."""
    advice = cheapest_next_step(lines._to_engine(as_of))
    if not advice:
        return ""
    criteria = {line.criterion_id.code: line.criterion_id for line in lines}
    levels, proofs, grades = (
        dict(lines._fields["level"]._description_selection(env)),
        dict(lines._fields["proof"]._description_selection(env)),
        dict(lines.assessment_id._fields["grade"]._description_selection(env)),
    )
    steps = [
        env._(
            "%(criterion)s: level “%(level)s”, proof “%(proof)s”",
            criterion=criteria[step.code].display_name,
            level=levels[str(step.level)],
            proof=proofs[step.proof],
        )
        for step in advice.steps
    ]
    score = advice.result.score
    return env._(
        "%(steps)s → %(grade)s (%(score)s)",
        steps="; ".join(steps),
        grade=grades[advice.result.grade],
        score="–" if score is None else formatLang(env, float(score), digits=1),
    )
