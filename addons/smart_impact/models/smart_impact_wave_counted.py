# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whom the figures rest on, by number: what leaves later is compared with them."""

from collections import Counter

import numpy as np

from odoo import fields, models
from odoo.fields import NO_ACCESS

from ..engine.cube import distinct
from .smart_impact_response import BAND_KEYS


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    # nobody reads it: its cells are small
    counted_cells = fields.Json(
        "Respondents of the figures", groups=NO_ACCESS, readonly=True, copy=False
    )

    def _prepare_counted(self, keys):
        """Return [[territory, filière, band, respondents]], 0 for none.

        :param keys: respondents × (territory, filière, band)
        """
        cells, places = distinct(keys)
        counts = np.bincount(places, minlength=len(cells))
        return [[*cell, int(n)] for cell, n in zip(cells.tolist(), counts, strict=True)]

    def _get_erased(self):
        """Return what those were who are in the figures, and erased their answers.

        :return: [{"territory": id or None, "filiere": …, "band": key or None}], one
            for each person
        """
        self.ensure_one()
        _ids, keys = self._read_respondents()
        now = {tuple(cell): n for *cell, n in self._prepare_counted(keys)}
        missing = self._get_counted()
        missing.subtract(now)
        names = ("territory", "filiere", "band")
        bands = dict(enumerate(BAND_KEYS, 1))
        return [
            dict(
                zip(
                    names,
                    (place or None, filiere or None, bands.get(band)),
                    strict=True,
                )
            )
            for (place, filiere, band), n in sorted(missing.items())
            for _person in range(n)
        ]

    def _get_counted(self):
        """Return how many respondents of each cell the figures rest on.

        Responses outlive their territory and filière, and so does what was counted.
        """
        known = self.sudo().counted_cells
        if known is None:
            # computed before cells were counted: the number of all of them is known
            _ids, keys = self._read_respondents()
            counts = Counter(map(tuple, keys.tolist()))
            counts[0, 0, 0] += max(0, self.complete_count - len(keys))
            return counts
        alive = []
        for column, model in ((0, "smart.territory"), (1, "smart.filiere")):
            records = (
                self.env[model].sudo().browse({row[column] for row in known} - {0})
            )
            alive.append({0, *records.exists().ids})
        counts = Counter()
        for place, filiere, band, n in known:
            place, filiere = (
                one if one in ids else 0
                for one, ids in zip((place, filiere), alive, strict=True)
            )
            counts[place, filiere, band] += n
        return counts
