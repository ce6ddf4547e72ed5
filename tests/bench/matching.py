"""One need matched against all profiles, with its reasons."""

from .clock import Way, alternate, check, report

MOST_SECONDS = 1.0
MOST_QUERIES = 25


def measure(env):
    """Match a need that wants the three most frequent skills, the costly case."""
    env["smart.skill.frequency"]._recount()
    common = env["smart.skill.frequency"].search([], limit=3).skill_id
    profile = env["smart.directory.profile"].search(
        [("activity_ids", "!=", False)], limit=1, order="id"
    )
    need = env["smart.offer"].create(
        {
            "name": "Banc d'essai",
            "partner_id": profile.partner_id.id,
            "skill_ids": [(6, 0, common.ids)],
            "nace_activity_ids": [(6, 0, profile.activity_ids.ids)],
        }
    )
    need._open()
    ways = [
        Way(
            "a need of three frequent skills, matched and written",
            lambda: explain(need),
        ),
        Way(
            "skills of all members counted again",
            lambda: env["smart.skill.frequency"]._recount(),
        ),
    ]
    alternate(env, ways)
    matched = ways[0]
    return [
        report(
            "Matching, one need against all profiles",
            ways,
            [
                check("seconds of a need", matched.seconds, MOST_SECONDS),
                check("queries of a need", matched.queries, MOST_QUERIES),
            ],
        )
    ]


def explain(need):
    """Match and read the reasons, as the page of a need does."""
    need._match()
    sentences = need.match_ids.mapped("explanation")
    assert sentences and all(sentences)
    return len(sentences)
