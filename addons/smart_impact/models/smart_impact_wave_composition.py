# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What each territory of a wave is made of: its name may stay when its codes move."""

import hashlib
from collections import defaultdict

from odoo import models

from odoo.addons.smart_filieres.engine.postal_code import join

from ..engine.levels import chain


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def _create_frame(self):
        """Keep what territories are made of the day members are placed in them."""
        result = super()._create_frame()
        kept = {"territories": {"made_of": self._read_made_of()}}
        # read-only for users; the opening counts
        self.sudo().method_parameters = kept
        return result

    def _get_made_of(self):
        """Return what is kept of this wave, else what is so today."""
        kept = (self.method_parameters or {}).get("territories") or {}
        return kept.get("made_of") or self._read_made_of()

    def _read_made_of(self):
        """Return ``{territory: [mark of its own codes, with those of its parts]}``.

        Keys are texts, as JSON has them. "0" is where no territory is: it is made of
        all codes that the others leave.
        """
        parents = self._read_known_territories()
        extents = self.env["smart.territory"]._get_extents()
        whole = defaultdict(list)
        for place, spans in extents.items():
            for above in chain(place, parents):
                whole[above] += spans
        marks = {
            str(place): [_mark(extents.get(place, ())), _mark(join(spans))]
            for place, spans in whole.items()
        }
        everything = [span for spans in extents.values() for span in spans]
        return {**marks, "0": [_mark(join(everything)), ""]}


def _mark(spans):
    """Return a short digest of spans of codes, nothing for none."""
    text = ";".join("-".join(map(str, span)) for span in spans)
    return text and hashlib.sha256(text.encode()).hexdigest()[:16]
