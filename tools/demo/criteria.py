"""Chapter of the criteria: a voted grid, 22 assessments, a derogation, a contest."""

import datetime

VOTE = {
    "date_voted": datetime.date(2026, 6, 18),
    "vote_body": "Conseil d'administration",
    "vote_reference": "PV du 18 juin 2026, point 4",
    "vote_ayes": 11,
    "vote_noes": 2,
    "vote_abstentions": 1,
}
REASONS = {
    "mission": "Évalué avec la commission filières sur l'objet social.",
    "priority": "D'après les priorités transmises par les bureaux locaux.",
    "lever": "D'après les fonds et politiques publiques ouverts en 2026.",
    "vulnerability": "D'après les revenus et l'isolement relevés par les conseillers.",
}
DEROGATION, CONTESTED = "F05", "F02"
DEROGATION_REASON = (
    "La région finance l'amorçage de cette filière pendant dix-huit mois : attendre "
    "le prochain calcul ferait perdre ce soutien."
)
CONTEST = (
    "Beaucoup de membres de mon métier n'ont pas encore confirmé leur filière : la "
    "masse critique est sous-estimée."
)


def tell(env, _count):
    """Assess all filières on the proposed grid, as their manager would."""
    manager = env["res.users"].search([("login", "=", "filieres")])
    _vote(env.ref("smart_filieres.grid_proposal"))
    filieres = env["smart.filiere"].search([("code", "!=", False)])
    assessments = env["smart.filiere.assessment"].with_user(manager)
    whole = assessments._assess(filieres)
    _judge(whole)
    shown = filieres.filtered(lambda row: row.code in (DEROGATION, CONTESTED, "F01"))
    places = assessments._assess(
        shown, env["smart.territory"].search([]), everywhere=False
    )
    (whole | places)._freeze()
    by_code = {row.filiere_id.code: row for row in whole}
    _derogate(by_code[DEROGATION], manager)
    sofie = env["res.users"].search([("login", "=", "sofie")]).partner_id
    env["smart.filiere.contest"]._open(
        by_code[CONTESTED].sudo(), sofie, CONTEST, by_code[CONTESTED].line_ids[0]
    )


def _vote(grid):
    grid.write(VOTE)
    grid.action_vote()
    grid.action_put_in_force()


def _judge(assessments):
    """Give each filière its marks, the same at each telling."""
    for rank, assessment in enumerate(assessments.sorted(lambda a: a.filiere_id.code)):
        judged = assessment.line_ids.filtered(lambda row: row.kind == "strategic")
        for place, line in enumerate(judged):
            line.write(
                {
                    "mark": 2 + (rank * 7 + place * 3) % 4,
                    "reason": REASONS[line.criterion_id.code],
                }
            )


def _derogate(assessment, manager):
    wizard = assessment.env["smart.filiere.derogation.wizard"].create(
        {
            "assessment_id": assessment.id,
            "band": "prefiguration",
            "author_function": "Responsable des filières",
            "reason": DEROGATION_REASON,
            "date_end": datetime.date.today() + datetime.timedelta(days=540),
        }
    )
    wizard.with_user(manager).action_confirm()
