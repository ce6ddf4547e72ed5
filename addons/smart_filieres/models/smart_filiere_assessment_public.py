# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import csv
import io
import json

from odoo import api, models

from ..engine.scoring import published
from .smart_filiere_assessment import SHOWN_STATES


class SmartFiliereAssessment(models.Model):
    """What everybody may read: figures, reasons, decisions, and no name of a member."""

    _inherit = "smart.filiere.assessment"

    @api.model
    def _get_public(self, filieres):
        """Return the shown assessments of `filieres` as a whole, the latest first."""
        return self.search(
            [
                ("filiere_id", "in", filieres.ids),
                ("territory_id", "=", False),
                ("state", "in", SHOWN_STATES),
            ],
            order="data_date desc, id desc",
        )

    @api.model
    def _get_public_places(self, filiere):
        """Return the latest shown assessment of each place where enough are told."""
        found = self.search(
            [
                ("filiere_id", "=", filiere.id),
                ("territory_id", "!=", False),
                ("is_told", "=", True),
                ("state", "in", SHOWN_STATES),
                ("state", "!=", "superseded"),
            ],
            order="data_date desc, id desc",
        )
        latest = found.browse(rows[0].id for rows in found.grouped("territory_id").values())
        return latest.sorted(lambda row: (-row.score, row.territory_id.display_name))

    @api.model
    def _get_in_view(self, assessments):
        """Return {filière: the assessment that holds}: the decided one, or the latest."""
        held = {}
        for filiere, rows in assessments.grouped("filiere_id").items():
            current = rows.filtered(lambda row: row.state != "superseded")
            decided = current.filtered("decision")
            shown = (decided or current or rows)[:1]
            # so that a list of filières reads all of them at once
            held[filiere] = shown.with_prefetch(assessments.ids)
        return held

    def _get_published_score(self):
        return published(self.score), published(self.score_high)

    def _get_sensitivity_words(self):
        """Return in a sentence how little it would take to be in another band."""
        self.ensure_one()
        if not self.flip_criterion_id:
            if self.band_low != self.band_high:
                return self.env._(
                    "The band depends on what is still unknown: it is not robust."
                )
            return self.env._("No change of one single weight would change the band.")
        labels = dict(self._fields["band_low"]._description_selection(self.env))
        return self.env._(
            "The smallest change that would lead to “%(band)s”: a weight of %(new).1f "
            "instead of %(old).1f for “%(criterion)s”, the others rescaled so that all "
            "still sum to 100.",
            band=labels[self.flip_band],
            new=self.flip_weight,
            old=self.flip_criterion_id.weight,
            criterion=self.flip_criterion_id.name,
        )

    def _get_inputs_csv(self):
        """Return the frozen inputs as a table for a spreadsheet."""
        self.ensure_one()
        inputs = json.loads(self.inputs)
        columns = ("code", "scale", "floor", "ceiling", "weight", "value")
        points = {row.criterion_id.code: row.points for row in self.line_ids}
        file = io.StringIO()
        writer = csv.writer(file)
        writer.writerow([*columns, "points", "evidence"])
        for row in inputs["criteria"]:
            known = row["value"] is not None
            said = row.get("evidence") or row.get("reason") or ""
            evidence = said if isinstance(said, str) else json.dumps(said)
            writer.writerow(
                [
                    *(row[name] for name in columns),
                    points[row["code"]] if known else "",
                    # a spreadsheet would run what starts like a formula
                    f"'{evidence}" if evidence[:1] in "=+-@" and evidence else evidence,
                ]
            )
        return file.getvalue()
