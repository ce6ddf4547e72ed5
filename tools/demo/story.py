"""The order in which the demonstration is told."""

import logging

from . import (
    accounts,
    animation,
    assessment,
    charter,
    communication,
    cooperative,
    criteria,
    dialogue,
    exchanges,
    figures,
    filieres,
    impact,
    meetings,
    needs,
    observatory,
    pools,
    programme,
    purchases,
    referencing,
    sharing,
    strategy,
    suppliers,
    waves,
)

_logger = logging.getLogger(__name__)

CHAPTERS = {
    "filieres": filieres.tell,
    "meetings": meetings.tell,
    "exchanges": exchanges.tell,
    "animation": animation.tell,
    "suppliers": suppliers.tell,
    "assessment": assessment.tell,
    "purchases": purchases.tell,
    "pools": pools.tell,
    "needs": needs.tell,
    "referencing": referencing.tell,
    "sharing": sharing.tell,
    "charter": charter.tell,
    "strategy": strategy.tell,
    "programme": programme.tell,
    "impact": impact.tell,
    "waves": waves.tell,
    # last: it reads what the others told
    "observatory": observatory.tell,
    "criteria": criteria.tell,
    "communication": communication.tell,
    "dialogue": dialogue.tell,
    "figures": figures.tell,
}


def tell(env, members, chapters=None):
    """Fill the database of `env` with a cooperative of `members` members.

    Everything is derived from fixed seeds: two databases told alike are alike.
    """
    env = env(context={**env.context, "lang": "fr_FR", "tz": "Europe/Brussels"})
    cooperative.tell(env)
    accounts.create_staff(env)
    for name, chapter in CHAPTERS.items():
        if chapters is None or name in chapters:
            _logger.info("telling %s", name)
            chapter(env, members)
