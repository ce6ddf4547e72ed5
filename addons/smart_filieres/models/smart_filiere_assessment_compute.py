# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import api, fields, models

from ..engine import frozen, scoring
from .smart_filiere_assessment import BANDS, CAPPED_AT
from .smart_filiere_criterion import JUDGEMENT

RANKS = {band: rank for rank, (band, _label) in enumerate(BANDS)}


class SmartFiliereAssessment(models.Model):
    _inherit = "smart.filiere.assessment"

    # === MEASURE === #

    @api.model
    def _assess(self, filieres, territories=None, grid=None, everywhere=True):
        """Return drafts with the figures of today, made or counted again.

        A territory in which fewer than five members may be told has none.

        :param territories: assess these places too
        :param everywhere: assess each filière as a whole
        """
        grid = grid or self.env["smart.filiere.grid"]._get_in_force(self.env.company)
        today = fields.Date.context_today(self)
        cells = self.env["smart.filiere.measure"]._measure(filieres, grid, today)
        places = [
            *([None] if everywhere else []),
            *(territories.ids if territories else ()),
        ]
        wanted = [
            (filiere.id, place)
            for filiere in filieres
            for place in places
            if place is None or cells[filiere.id, place].members is not None
        ]
        drafts = self.search(
            [
                ("state", "=", "draft"),
                ("grid_id", "=", grid.id),
                ("filiere_id", "in", filieres.ids),
            ]
        )
        by_scope = {draft._get_scope(): draft for draft in drafts}
        self.check_access("create")
        # the right to create was checked just above
        maker = self.sudo().with_context(smart_measured_later=True)
        made = maker.create(
            [
                {"filiere_id": key, "territory_id": place, "grid_id": grid.id}
                for key, place in wanted
                if (key, place) not in by_scope
            ]
        ).with_env(self.env)
        again = self.union(*(by_scope[key] for key in wanted if key in by_scope))
        (made | again)._fill(cells)
        return made | again

    def _get_scope(self):
        return self.filiere_id.id, self.territory_id.id or None

    def _measure(self):
        """Count again what these drafts are about, all that share a grid at once."""
        measures = self.env["smart.filiere.measure"]
        today = fields.Date.context_today(self)
        for grid, drafts in self.grouped("grid_id").items():
            drafts._fill(measures._measure(drafts.filiere_id, grid, today))

    def _fill(self, cells):
        """Write lines from what was measured, and the result they give."""
        today = fields.Date.context_today(self)
        # lines belong to whoever may create or measure an assessment, nobody
        # creates or measures them alone
        lines = self.sudo().line_ids
        known = {(line.assessment_id.id, line.criterion_id.id): line for line in lines}
        marks = self._get_earlier_marks()
        created = []
        for draft in self.sudo():
            cell = cells[draft._get_scope()]
            draft.write(
                {
                    "data_date": today,
                    "members": cell.members or 0,
                    "is_told": cell.members is not None,
                    "known_share": round(cell.known_share, 2),
                }
            )
            for criterion in draft.grid_id.criterion_ids:
                vals = self._prepare_line(criterion, cell)
                line = known.get((draft.id, criterion.id))
                if line and criterion.measure != JUDGEMENT:
                    line._write_result(vals)
                elif not line:
                    scope = (*draft._get_scope(), criterion.code)
                    created.append(
                        {
                            "assessment_id": draft.id,
                            "criterion_id": criterion.id,
                            "sequence": criterion.sequence,
                            **vals,
                            **marks.get(scope, {}),
                        }
                    )
        # counted from records by whoever may write the draft, never typed
        lines.browse().sudo().create(created)
        self.invalidate_recordset(["line_ids"])
        self._refresh_result()

    @api.model
    def _prepare_line(self, criterion, cell):
        if criterion.measure == JUDGEMENT:
            return {}
        value = cell.values.get(criterion.measure)
        return {
            "is_known": value is not None,
            "value": value or 0.0,
            "evidence": cell.evidence[criterion.measure],
        }

    def _get_earlier_marks(self):
        """Return {(filière, territory, code): the last frozen mark with its reason}."""
        lines = self.env["smart.filiere.assessment.line"].sudo()
        found = lines.search(
            [
                ("criterion_id.measure", "=", JUDGEMENT),
                ("mark", "!=", 0),
                ("assessment_id.state", "!=", "draft"),
                ("assessment_id.filiere_id", "in", self.filiere_id.ids),
            ],
            order="id",
        )
        return {
            (*line.assessment_id._get_scope(), line.criterion_id.code): {
                "mark": line.mark,
                "reason": line.reason,
                "author_id": line.author_id.id,
                "date_marked": line.date_marked,
                "is_known": True,
                "value": line.mark,
            }
            for line in found
        }

    # === RESULT === #

    def _refresh_result(self):
        """Compute score, interval, bands and what would flip them, from the lines."""
        for draft in self.sudo():
            criteria = [row._to_engine() for row in draft.grid_id.criterion_ids]
            bands = draft.grid_id._get_bands()
            values = draft.line_ids._get_values()
            result = scoring.assess(criteria, values, bands)
            flip = scoring.sensitivity(criteria, values, bands)
            draft.line_ids._set_points(result, scoring.reach(criteria, values, bands))
            draft.write(
                {
                    **draft._prepare_gates(),
                    **draft._prepare_result(result),
                    **draft._prepare_flip(flip),
                }
            )
            draft.band = draft._get_computed_band()

    def _prepare_gates(self):
        grid, filiere = self.grid_id, self.filiere_id
        return {
            "gate_members_met": self.members >= grid.gate_members,
            "gate_animators_met": len(filiere.animator_ids) >= grid.gate_animators,
        }

    def _prepare_result(self, result):
        points = dict.fromkeys(("quantitative", "strategic"), 0.0)
        for line in self.line_ids:
            points[line.kind] += line.points
        return {
            "score": result.low,
            "score_high": result.high,
            "quantitative_points": points["quantitative"],
            "strategic_points": points["strategic"],
            "is_complete": all(line.points is not None for line in result.lines),
            "band_low": result.band_low,
            "band_high": result.band_high,
        }

    def _prepare_flip(self, flip):
        criteria = self.grid_id.criterion_ids
        return {
            "flip_criterion_id": flip
            and criteria.filtered(lambda row: row.code == flip.code).id,
            "flip_weight": flip.weight if flip else 0.0,
            "flip_band": flip and flip.band,
        }

    def _get_computed_band(self):
        """Return the band after the gates, or `open` when it depends on the unknown."""
        low, high = self._cap(self.band_low), self._cap(self.band_high)
        return low if low == high else "open"

    def _cap(self, band):
        if self.gate_members_met and self.gate_animators_met:
            return band
        return max(band, CAPPED_AT, key=RANKS.get)

    # === FREEZE === #

    def _freeze(self):
        self._refresh_result()
        now = fields.Datetime.now()
        # state and result are written by nobody else; the callers checked the right
        for draft in self.sudo():
            text = frozen.canonical(draft._get_inputs())
            draft.write(
                {
                    "inputs": text,
                    "inputs_hash": frozen.fingerprint(text),
                    "date_frozen": now,
                    "frozen_by_id": self.env.uid,
                    "state": "frozen",
                }
            )

    def _get_inputs(self):
        """Return all that the result follows from, without anybody's name."""
        self.ensure_one()
        grid = self.grid_id
        return {
            "format": frozen.FORMAT,
            "filiere": self.filiere_id.code or str(self.filiere_id.id),
            "territory": self.territory_id.code or self.territory_id.id or None,
            "data_date": fields.Date.to_string(self.data_date),
            "grid": {
                "id": grid.id,
                "version": grid.version,
                "voted_on": fields.Date.to_string(grid.date_voted),
                "minutes": grid.vote_reference,
            },
            "members": self.members if self.is_told else None,
            "known_share": self.known_share,
            "parameters": {"shrinkage": grid.shrinkage, "years": grid.growth_years},
            "gates": {
                "members": [grid.gate_members, self.gate_members_met],
                "animators": [grid.gate_animators, self.gate_animators_met],
            },
            "bands": grid._get_bands(),
            "criteria": [line._get_inputs() for line in self.line_ids],
        }

    def _find_tampering(self):
        """Return in sentences what differs from the frozen inputs; [] when nothing."""
        self.ensure_one()
        if not self.inputs:
            return [self.env._("Nothing is frozen yet.")]
        if frozen.fingerprint(self.inputs) != self.inputs_hash:
            return [self.env._("The frozen inputs are not those of the fingerprint.")]
        result = frozen.recompute(self.inputs)
        problems = []
        same = (result.low, result.high, result.band_low, result.band_high)
        stored = (self.score, self.score_high, self.band_low, self.band_high)
        if not all(map(_alike, same, stored)):
            problems.append(
                self.env._(
                    "The inputs give %(computed)s, the record says %(stored)s.",
                    computed=f"{result.low:.2f}–{result.high:.2f}",
                    stored=f"{self.score:.2f}–{self.score_high:.2f}",
                )
            )
        rows = {row["code"]: row for row in json.loads(self.inputs)["criteria"]}
        for line, computed in zip(self.line_ids, result.lines, strict=False):
            if line._get_inputs() != rows.get(line.criterion_id.code) or not _alike(
                line.points, computed.points or 0.0
            ):
                problems.append(
                    self.env._("The line “%s” was changed.", line.criterion_id.name)
                )
        if len(rows) != len(self.line_ids):
            problems.append(self.env._("Lines are missing or were added."))
        return problems


def _alike(one, other):
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return abs(one - other) < 1e-6
