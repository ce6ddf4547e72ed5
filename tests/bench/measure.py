"""Entry point inside Odoo's shell: measure subjects, write a report."""

import json
from pathlib import Path

from . import (
    allocation,
    assessments,
    directory,
    indicators,
    invitations,
    matching,
    observatory,
    pooled,
    regrading,
    spend,
)

SUBJECTS = {
    "directory": directory.measure,
    "allocation": allocation.measure,
    "indicators": indicators.measure,
    "assessments": assessments.measure,
    "observatory": observatory.measure,
    "matching": matching.measure,
    "pooled": pooled.measure,
    "regrading": regrading.measure,
    "spend": spend.measure,
    "invitations": invitations.measure,
}


def run(env, subjects, path):
    """Write the reports of `subjects` to `path`; the database stays as it was."""
    env = env(context={**env.context, "lang": "fr_FR", "tz": "Europe/Brussels"})
    reports = []
    for subject in subjects:
        reports += SUBJECTS[subject](env)
        env.cr.rollback()
        # what was measured stays when a later subject breaks
        Path(path).write_text(json.dumps(reports))
