# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import csv
import io
import json

from odoo import api, models
from odoo.tools import format_date

from ..engine.scoring import published
from .smart_filiere_assessment import SHOWN_STATES
from .wording import shown


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
        latest = found.browse(
            rows[0].id for rows in found.grouped("territory_id").values()
        )
        return latest.sorted(lambda row: (-row.score, row.territory_id.display_name))

    @api.model
    def _get_in_view(self, assessments):
        """Return {filière: the assessment that holds}, decided if one is, or latest."""
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
            "The smallest change that would lead to “%(band)s”: a weight of %(new)s "
            "instead of %(old)s for “%(criterion)s”, the others rescaled so that all "
            "still sum to 100.",
            band=labels[self.flip_band],
            new=shown(self.env, self.flip_weight, ".1f"),
            old=shown(self.env, self.flip_criterion_id.weight, ".1f"),
            criterion=self.flip_criterion_id.name,
        )

    def _get_points_words(self):
        """Return how much was counted and how much was judged."""
        points = {
            "counted": shown(self.env, published(self.quantitative_points), ".1f"),
            "judged": shown(self.env, published(self.strategic_points), ".1f"),
        }
        if self.is_complete:
            return self.env._(
                "Everything is known: %(counted)s points counted, %(judged)s judged.",
                **points,
            )
        return self.env._(
            "%(counted)s points counted, %(judged)s judged. What is unknown counts "
            "neither as nothing nor as everything: the result lies between both ends.",
            **points,
        )

    def _get_figures_words(self):
        """Return the day of the figures, and how much is known."""
        values = {
            "date": format_date(self.env, self.data_date),
            "members": self.members,
            "share": round(100 * self.known_share),
        }
        if self.is_told:
            return self.env._(
                "%(date)s: %(members)s members; the trade of %(share)s %% of all "
                "members is known.",
                **values,
            )
        return self.env._(
            "%(date)s: fewer than five members can be told.", date=values["date"]
        )

    def _get_gates_words(self):
        """Return which of the gates are met."""
        grid = self.grid_id
        met = {True: self.env._("met"), False: self.env._("not met")}
        return self.env._(
            "%(members)s confirmed members: %(members_met)s. %(animators)s volunteer "
            "animators: %(animators_met)s.",
            members=grid.gate_members,
            members_met=met[self.gate_members_met],
            animators=grid.gate_animators,
            animators_met=met[self.gate_animators_met],
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
