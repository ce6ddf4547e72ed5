"""The order in which the demonstration is told."""

import logging

from . import (
    accounts,
    cooperative,
    dialogue,
    filieres,
    impact,
    pools,
    purchases,
    suppliers,
)

_logger = logging.getLogger(__name__)

CHAPTERS = {
    "filieres": filieres.tell,
    "suppliers": suppliers.tell,
    "purchases": purchases.tell,
    "pools": pools.tell,
    "impact": impact.tell,
    "dialogue": dialogue.tell,
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
