# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures are published when all their tables together tell of no small group."""

from collections import defaultdict

import numpy as np

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine import cube
from ..engine.disclosure import MINIMUM_CELL
from ..engine.joint_audit import TOTAL, find_told
from ..engine.levels import design_of
from .smart_impact_response import BAND_KEYS
from .smart_impact_wave_masks import join_tree


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def action_publish(self):
        # figures and answers have no reader who could check this by hand
        for wave in self.sudo():
            told = wave._audit_figures()
            if told:
                raise UserError(
                    self.env._(
                        "%(wave)s would tell of groups under the minimum, put "
                        "together (%(indicators)s): compute the figures again, without "
                        "crosses if that is not enough.",
                        wave=wave.name,
                        indicators=", ".join(sorted(told)),
                    )
                )
        return super().action_publish()

    def _audit_figures(self):
        """Return ``{code: small cells told}`` of what is stored, rates included.

        Indicators with the same numbers of respondents are read as one table: what
        one of them shows is known of all.
        """
        self.ensure_one()
        answers = self._read_answers()
        rows = self._prepare_rows(answers)
        if not rows:
            return {}
        levels, erased = answers["levels"], bool(self._get_erased())
        design = design_of(levels, self._read_parents())
        tables = defaultdict(list)
        for name, minimum, counts, shown in self._get_audited(answers):
            key = b"|".join(counts[table].tobytes() for table in sorted(counts))
            tables[key].append((name, minimum, counts, shown))
        told = {}
        for alike in tables.values():
            for minimum in sorted({one[1] for one in alike}):
                own = [one for one in alike if one[1] >= minimum]
                shown = {
                    table: np.logical_or.reduce([one[3][table] for one in own])
                    for table in own[0][2]
                }
                cells = find_told(design, own[0][2], shown, minimum, not erased)
                if cells:
                    told.update({one[0]: len(cells) for one in own})
        return told

    def _get_audited(self, answers):
        """Return [(name, minimum, counts by table, what is shown by table)]."""
        levels = answers["levels"]
        figures, rates = self._read_shown()
        size = len(levels[TOTAL].parts)
        smallest = np.bincount(answers["cells"], minlength=size)[:, None]
        everybody = {
            scope: cube.roll_up(smallest, level.parts, level.targets, len(level.keys))[
                :, 0
            ]
            for scope, level in levels.items()
        }
        found = [
            (
                self.env._("response rates"),
                MINIMUM_CELL,
                *_merge(levels, everybody, rates),
            )
        ]
        for at, indicator in enumerate(answers["indicators"]):
            counts = {scope: part[at, :, 0] for scope, part in answers["sums"].items()}
            known = figures.get(indicator.id, {})
            found.append(
                (indicator.code, indicator.minimum_cell, *_merge(levels, counts, known))
            )
        return found

    def _read_shown(self):
        """Return the numbers of respondents that are shown, by their key.

        :return: ``({indicator id: {(scope, territory, filière, band): n}}, {key: n})``,
            of the figures and of the response rates
        """
        self.env.flush_all()
        key = SQL(
            "COALESCE(territory_id, 0), COALESCE(filiere_id, 0),"
            " COALESCE(ARRAY_POSITION(%s::varchar[], band), 0)",
            BAND_KEYS,
        )
        figures = defaultdict(dict)
        for indicator, n, *place in self.env.execute_query(
            SQL(
                "SELECT indicator_id, respondent_count, scope, %s"
                " FROM smart_impact_result WHERE wave_id = %s AND state = 'published'",
                key,
                self.id,
            )
        ):
            figures[indicator][tuple(place)] = n
        rates = {
            tuple(place): n
            for n, *place in self.env.execute_query(
                SQL(
                    "SELECT answered, dimension, %s FROM smart_impact_wave_rate"
                    " WHERE wave_id = %s AND is_masked IS NOT TRUE",
                    key,
                    self.id,
                )
            )
        }
        return figures, rates


def _merge(levels, counts, known):
    """Return counts and what is shown by table; a shown count is the one shown."""
    merged, shown = {}, {}
    for scope, level in levels.items():
        said = [known.get((scope, *key)) for key in level.keys.tolist()]
        shown[scope] = np.array([one is not None for one in said], bool)
        merged[scope] = np.array(
            [
                n if one is None else one
                for n, one in zip(counts[scope], said, strict=True)
            ],
            np.int64,
        )
    return (
        {**join_tree(merged), TOTAL: merged[TOTAL]},
        {**join_tree(shown), TOTAL: shown[TOTAL]},
    )
