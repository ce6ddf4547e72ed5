"""Last chapter: what the shared enterprise changes, as members answered.

The programme, its question, its criteria and the ten questions come with the add-on;
here are five waves: four published, of which one asks the full questionnaire, and one
that still waits for answers.
"""

import datetime
import random

from . import accounts

SEED = 20
SPRING = {
    "name": "Vague de printemps 2026",
    "date_open": "2026-03-16",
    "date_close": "2026-04-12",
    "weighting": "strata",
    "has_crosses": True,
}
# the years before: (wave, part that answered, how much lower things were felt)
BEFORE = [
    (
        {
            "name": "Vague de printemps 2024",
            "date_open": "2024-03-18",
            "date_close": "2024-04-14",
        },
        0.55,
        -0.5,
    ),
    (
        {
            "name": "Vague de printemps 2025",
            "date_open": "2025-03-17",
            "date_close": "2025-04-13",
        },
        0.64,
        -0.3,
    ),
]
# more questions, to fewer members
FULL = {
    "name": "Vague complète d'automne 2025",
    "date_open": "2025-10-06",
    "date_close": "2025-11-02",
    "sampling": "sample",
    "sample_size": 240,
    "seed": 2025,
}
FULL_ANSWERS = 0.7
AUTUMN = {"name": "Vague d'automne 2026", "date_open": "2026-11-02"}
# the part of the members asked who answered: all of spring, autumn until now
SPRING_ANSWERS, AUTUMN_ANSWERS = 0.72, 0.22
# an open wave closes by itself after its last day, so this one stays ahead
AUTUMN_DAYS = 28
# how much better or worse than elsewhere things are felt, in tenths of a scale
PLACES = {"BE-BRU": 0.3, "BE-WLG": -0.2, "BE-WHT": -0.6, "BE-WNA": 0.5, "FR-59": -0.4}
# item → (mean, spread) on its own scale, from 1 to 5 except the recommendation
SCALES = {
    "SEC1": (2.9, 1.1),
    "SEC2": (3.3, 1.2),
    "INC1": (2.8, 1.0),
    "AUT1": (4.0, 0.8),
    "AUT2": (3.1, 1.1),
    "MEA1": (4.2, 0.7),
    "REC1": (7.9, 1.8),
}
# items of one scale go together: part of their variance is how somebody feels about it
SCALE_OF = {
    "SEC1": "security",
    "SEC2": "security",
    "INC1": "security",
    "AUT1": "autonomy",
    "AUT2": "autonomy",
    **dict.fromkeys(("INT1", "INT2", "INT3"), "intensity"),
    **dict.fromkeys(("RES1", "RES2"), "resources"),
    **dict.fromkeys(("SUP1", "SUP2", "SUP3"), "support"),
    **dict.fromkeys(("VAL1", "VAL2", "VAL3"), "values"),
    **{f"WEL{rank}": "wellbeing" for rank in range(1, 6)},
}
TOGETHER = 0.62
CHOICES = {
    "SEC3": {"yes": 58, "no": 27, "unknown": 15},
    "ACC1": {"yes": 44, "no": 56},
    "CTF1": {"same": 31, "less": 34, "no": 24, "unknown": 11},
}
# the other questions of the full questionnaire, from 1 to 5 and from 0 to 5
FULL_SCALES = {
    **{"INT1": (3.4, 1.0), "INT2": (3.1, 1.2), "INT3": (2.8, 1.0)},
    **{"RES1": (3.9, 0.9), "RES2": (2.9, 1.0)},
    **{"SUP1": (3.3, 1.1), "SUP2": (2.9, 1.1), "SUP3": (3.0, 1.2)},
    **{"VAL1": (3.0, 1.0), "VAL2": (2.3, 1.0), "VAL3": (4.1, 0.7)},
}
WELLBEING = {f"WEL{rank}": (2.9, 1.2) for rank in range(1, 6)}
HOUSING = {"yes": 21, "other": 14, "no": 32, "unknown": 33}
# what some tell in their own words, by the theme that coders give it
TEXTS = {
    "A": (
        "Je refuse maintenant les contrats mal payés, je peux attendre le suivant.",
        "J'ai pu augmenter mes prix : le devis passe par quelqu'un du métier.",
        "Je choisis mes horaires et mes clients, ce que je n'avais jamais fait avant.",
        "Je me sens indépendante sans être seule.",
        "J'ai osé quitter un client qui prenait tout mon temps.",
    ),
    "B": (
        "Être payé sept jours après la prestation, c'est ce qui a tout changé.",
        "J'ai enfin droit au chômage entre deux projets.",
        "J'ai pu louer un appartement parce que j'avais des fiches de paie.",
        "Je dors mieux depuis que l'administratif n'est plus à moi.",
        "Je suis couverte quand je suis malade, avant je travaillais quand même.",
    ),
}
TELLING = 0.4
# of ten texts, the second coder sees one otherwise and leaves one for later
DISAGREES, WAITS = 3, 7
REVERSED = ("SEC2", "INT1", "INT2", "SUP3", "VAL1", "VAL2")
LEFT_EMPTY = 0.03


def tell(env, _count):
    """Ask the members of `env` each year, as the evaluator does."""
    evaluator = env["res.users"].search([("login", "=", "evaluatrice")])
    env = env(user=evaluator.id, su=False)
    for vals, part, shift in [
        *BEFORE,
        (FULL, FULL_ANSWERS, -0.1),
        (SPRING, SPRING_ANSWERS, 0.0),
    ]:
        wave = _open(env, vals)
        _answer(wave, part, vals["name"], shift)
        wave.action_close()
        wave.action_compute()
        wave.review_ids.action_review()
        wave.review_ids.action_lock()
        wave.action_publish()
    _code(wave)
    last_day = datetime.date.today() + datetime.timedelta(days=AUTUMN_DAYS)
    autumn = _open(env, {**AUTUMN, "date_close": last_day})
    _answer(autumn, AUTUMN_ANSWERS, AUTUMN["name"])


def _code(wave):
    """Two people code what was written, as far as they got."""
    wave.action_take_texts()
    excerpts = wave.env["smart.impact.excerpt"].search([("wave_id", "=", wave.id)])
    themes = {one.code: one for one in excerpts.indicator_id.theme_ids}
    given = {text: code for code, texts in TEXTS.items() for text in texts}
    coders = wave.env["res.users"].search([("login", "in", ("evaluatrice", "impact"))])
    for rank, excerpt in enumerate(excerpts):
        code = given[excerpt.text]
        for place, coder in enumerate(coders):
            if place and rank % 10 == WAITS:
                continue
            other = place and rank % 20 == DISAGREES
            own = {"A": "B", "B": "A"}[code] if other else code
            excerpt.with_user(coder).my_theme_id = themes[own]


def _open(env, vals):
    questions = "instrument_full" if vals is FULL else "instrument_member"
    vals = {**_questions(env, questions), **vals}
    last_day = vals.pop("date_close", False)
    wave = env["smart.impact.wave"].create(vals)
    wave.action_open()
    # the past is told: no wave opens when its last day is over
    wave.date_close = last_day
    return wave


def _questions(env, questions):
    return {
        "programme_id": env.ref("smart_impact.programme_shared_enterprise").id,
        "instrument_id": env.ref(f"smart_impact.{questions}").id,
    }


def _answer(wave, part, seed, shift=0.0):
    """Let `part` of the members asked answer, except those one may log in as."""
    known = [account.name for account in accounts.MEMBERS]
    # who was asked is known to the evaluator, but only the wave itself takes answers
    wave = wave.sudo()
    asked = wave.participation_ids.filtered(
        lambda row: row.partner_id.name not in known
    ).sorted(lambda row: row.partner_id.id)
    answers = {}
    for rank, row in enumerate(asked):
        dice = random.Random(f"{SEED}-{seed}-{rank}")
        if dice.random() < part:
            # she feels much the same from one wave to the next
            own = random.Random(f"{SEED}-{rank}")
            feeling = {scale: own.gauss(0, 1) for scale in sorted({*SCALE_OF.values()})}
            place = row.territory_id.code
            answers[row.partner_id.id] = imagine(dice, place, shift, feeling)
            if seed == FULL["name"]:
                answers[row.partner_id.id] |= imagine_more(dice, place, feeling)
    wave._collect(answers)


def imagine(dice, place, shift=0.0, feeling=None):
    """Return the answers {item code: raw answer} of somebody who lives in `place`.

    :param feeling: ``{scale: where she stands on it, in standard deviations}``
    """
    mood = _mood(dice, place, shift)
    answers = _grades(dice, SCALES, mood, feeling)
    if dice.random() < TELLING:
        answers["CHG1"] = dice.choice(TEXTS[dice.choice("AB")])
    for code, weights in CHOICES.items():
        answers[code] = _choose(dice, weights)
    return _leave_some(dice, answers)


def imagine_more(dice, place, feeling=None):
    """Return what somebody answers to the rest of the full questionnaire."""
    scales = {**FULL_SCALES, **WELLBEING}
    answers = _grades(dice, scales, _mood(dice, place), feeling)
    # many save an hour or two, some a day
    answers["HRS1"] = min(60, round(2 * dice.expovariate(1 / 3)) / 2)
    answers["HOU1"] = _choose(dice, HOUSING)
    return _leave_some(dice, answers)


def _mood(dice, place, shift=0.0):
    return dice.gauss(PLACES.get(place, 0.0) + shift, 0.5)


def _choose(dice, weights):
    return dice.choices(list(weights), list(weights.values()))[0]


def _grades(dice, scales, mood, feeling=None):
    feeling = feeling or {}
    return {
        code: _grade(dice, code, mean, spread, mood, feeling.get(SCALE_OF.get(code)))
        for code, (mean, spread) in scales.items()
    }


def _leave_some(dice, answers):
    return {code: one for code, one in answers.items() if dice.random() > LEFT_EMPTY}


def _grade(dice, code, mean, spread, mood, feeling):
    lowest, highest = (0, 10) if code == "REC1" else (1, 5)
    if code in WELLBEING:
        lowest = 0
    if feeling is not None:
        mood += feeling * spread * TOGETHER**0.5
        spread *= (1 - TOGETHER) ** 0.5
    mood = -mood if code in REVERSED else mood
    return min(highest, max(lowest, round(dice.gauss(mean + mood, spread))))
