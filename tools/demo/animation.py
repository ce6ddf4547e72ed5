"""Chapter: filières at the stages of their life, mandates, objectives, means."""

import datetime

TODAY = datetime.date(2026, 11, 2)
# the stage of each filière, by rank of its code; those after the last one are watched
STAGES = ("4", "5", "4", "3", "1", "2", "4", "3", "2", "2", "3", "2", "1", "1", "1")
ASLEEP = "F22"
MANDATES = (
    # filière, state it is left in, days since its start, hours a month, budget
    ("F01", "draft", -10, 32, 6000),
    ("F02", "in_force", 200, 24, 4000),
    ("F03", "in_force", 330, 16, 2500),
)
FRAME = """
<p>Animer la filière de façon équitable entre les lieux : une rencontre par trimestre au
moins, un tour des nouveaux membres chaque mois, les besoins et les offres suivis.</p>
<p>L'animation ne négocie pas de prix et ne représente pas les membres sans leur
accord.</p>
"""
ROLE = """
<p>La coopérative met à disposition les salles, relaie la communication et relit chaque
trimestre les objectifs avec l'animation.</p>
"""
OBJECTIVES = (
    # name, indicator, unit, baseline, target, values over the year, last status
    (
        "Un membre sur trois rencontré dans l'année",
        "Taux de contact direct",
        "%",
        12,
        33,
        (14, 19, 24, 27),
        "on_track",
    ),
    (
        "Des réponses groupées aux appels d'offres",
        "Réponses groupées déposées",
        "",
        0,
        4,
        (0, 1, 1, 2),
        "at_risk",
    ),
    (
        "Moins de membres isolés",
        "Membres sans lien dans la filière",
        "%",
        48,
        30,
        (47, 44, 36, 30),
        "met",
    ),
    (
        "Un fonds commun de matériel scénique",
        "Équipements partagés",
        "",
        2,
        12,
        (2, 2, 3, 3),
        "off_track",
    ),
)
NOTES = (
    "Premier trimestre : on prend ses marques.",
    "Le rythme mensuel des petits-déjeuners aide.",
    "Été calme, deux rencontres reportées.",
    "Revue faite avec le comité de filière.",
)
RESOURCES = (
    # name, kind, source, value of one, planned, committed, used
    ("Heures d'animation", "animator_employee", "cooperative", 42, 380, 380, 290),
    ("Deux bénévoles du comité", "animator_volunteer", "in_kind", 25, 60, 60, 48),
    ("Salles des lieux partagés", "room", "in_kind", 60, 24, 20, 17),
    ("Déplacements", "travel", "cooperative", 1, 900, 900, 1040),
    ("Micro-fonds projets communs", "micro_fund", "grant", 1, 5000, 4000, 1500),
)
HISTORY = "Reprise de l'historique d'avant l'outil."


def tell(env, _count):
    """Give every filière its stage, and the first ones their animation."""
    filieres = env["smart.filiere"].search([("code", "!=", False)], order="code")
    stages(env, filieres)
    by_code = {filiere.code: filiere for filiere in filieres}
    objectives(env, by_code)
    mandates(env, by_code)
    resources(env, filieres[:8])
    project(env, by_code["F02"])


def stages(env, filieres):
    """Let each filière walk its path, with a passage for each stage entered."""
    found = {stage.code: stage for stage in env["smart.filiere.stage"].search([])}
    manager = env["res.users"].search([("login", "=", "filieres")])
    measures = filieres._get_measures()
    rows = []
    for rank, filiere in enumerate(filieres):
        last = STAGES[rank] if rank < len(STAGES) else "0"
        path = [found[str(number)] for number in range(int(last) + 1)]
        if filiere.code == ASLEEP:
            path.append(found["S"])
        for number, (origin, target) in enumerate(zip(path, path[1:], strict=False)):
            days = 140 * (len(path) - 1 - number) - 7 * (rank % 9)
            rows.append(
                {
                    "filiere_id": filiere.id,
                    "stage_from_id": origin.id,
                    "stage_to_id": target.id,
                    "user_id": manager.id,
                    "date": datetime.datetime.combine(
                        TODAY - datetime.timedelta(days=days), datetime.time(9)
                    ),
                    "results": [],
                    "measures": measures[filiere.id],
                    "reason": HISTORY,
                }
            )
        filiere.stage_id = path[-1]
    passages = env["smart.filiere.passage"].create(rows)
    for passage in passages:
        passage.filiere_id.write(
            {"last_passage_id": passage.id, "stage_since": passage.date.date()}
        )


def objectives(env, by_code):
    """Set objectives in three filières, with a review for each quarter."""
    animator = env["res.users"].search([("login", "=", "animatrice")])
    chosen = {"F01": OBJECTIVES, "F02": OBJECTIVES[:3], "F03": OBJECTIVES[1:3]}
    start = TODAY - datetime.timedelta(days=300)
    for code, rows in chosen.items():
        for name, indicator, unit, baseline, target, values, status in rows:
            objective = env["smart.filiere.objective"].create(
                {
                    "name": name,
                    "filiere_id": by_code[code].id,
                    "user_id": animator.id,
                    "indicator": indicator,
                    "unit": unit,
                    "baseline_value": baseline,
                    "baseline_date": start,
                    "baseline_source": "Diagnostic partagé",
                    "target": target,
                    "date_due": start + datetime.timedelta(days=400),
                }
            )
            _review(env, objective, animator, values, status)


def _review(env, objective, animator, values, status):
    first = objective.baseline_date
    env["smart.filiere.objective.review"].create(
        [
            {
                "objective_id": objective.id,
                "date": first + datetime.timedelta(days=75 * (number + 1)),
                "value": value,
                "status": status if number == len(values) - 1 else "on_track",
                "note": NOTES[number],
                "user_id": animator.id,
            }
            for number, value in enumerate(values)
        ]
    )


def mandates(env, by_code):
    """Write three letters: one still a draft, two in force."""
    animator = env["res.users"].search([("login", "=", "animatrice")]).partner_id
    manager = env["res.users"].search([("login", "=", "filieres")])
    for code, state, days, hours, budget in MANDATES:
        start = TODAY - datetime.timedelta(days=days)
        signed = datetime.datetime.combine(start, datetime.time(10))
        vals = {
            "filiere_id": by_code[code].id,
            "animator_id": animator.id,
            "date_start": start,
            "date_end": start + datetime.timedelta(days=364),
            "frame": FRAME,
            "cooperative_role": ROLE,
            "hours_per_month": hours,
            "budget": budget,
            "objective_ids": [(6, 0, by_code[code].objective_ids.ids)],
        }
        if state == "in_force":
            vals |= {
                "state": state,
                "animator_signed_on": signed,
                "animator_signed_name": animator.name,
                "cooperative_signed_on": signed,
                "cooperative_signed_name": manager.name,
                "cooperative_user_id": manager.id,
            }
        env["smart.filiere.mandate"].create(vals)


def resources(env, filieres):
    """Give each of `filieres` its means; the last ones get less than the first."""
    year = TODAY.year
    vals_list = []
    for rank, filiere in enumerate(filieres):
        for name, kind, source, worth, planned, committed, used in RESOURCES:
            # the journey of the animator commits this one
            waits = rank == 0 and kind == "micro_fund"
            share = 1 - rank / 10
            vals_list.append(
                {
                    "name": name,
                    "filiere_id": filiere.id,
                    "kind": kind,
                    "source": source,
                    "unit_value": worth,
                    "date_from": datetime.date(year, 1, 1),
                    "date_to": datetime.date(year, 12, 31),
                    "planned": round(planned * share),
                    "committed": 0 if waits else round(committed * share),
                    "used_declared": 0 if waits else round(used * share),
                }
            )
    env["smart.filiere.resource"].create(vals_list)


def project(env, filiere):
    """Start the project of `filiere` as its animator would."""
    animator = env["res.users"].search([("login", "=", "animatrice")])
    filiere.with_user(animator).action_start_project()
    started = filiere.project_ids
    done = env.ref("smart_filieres.project_stage_done")
    for task in started.task_ids:
        if task.milestone_id.is_reached:
            task.write({"stage_id": done.id, "state": "1_done"})
