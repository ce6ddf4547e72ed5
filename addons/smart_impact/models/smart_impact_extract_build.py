# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import csv
import io
import itertools
import secrets

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..engine.research import (
    REMOVED,
    Row,
    anonymise,
    generalise,
    ladder_of,
    project_pseudonym,
)
from .smart_impact_wave_open_data import _harmless

ATTRIBUTES = ("territory", "filiere", "band")


class SmartImpactExtract(models.Model):
    _inherit = "smart.impact.extract"

    def action_build(self):
        """Approve the extract and make its files; by a manager, not the researcher."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("smart_impact.group_manager"):
            raise AccessError(self.env._("A manager approves an extract."))
        missing = self._get_missing_parts()
        if missing:
            raise UserError(
                self.env._(
                    "The extract of “%(project)s” is not ready: %(missing)s.",
                    project=self.name,
                    missing=", ".join(missing),
                )
            )
        # answers have no reader: the manager starts this, and the researcher alone
        # reads what is k-anonymous of it
        self.sudo()._build()

    def _get_missing_parts(self):
        """Return what keeps the files from being made."""
        today = fields.Date.context_today(self)
        needed = [
            (self.state == "draft", self.env._("it was made already")),
            (self.agreement, self.env._("the agreement")),
            (self.signed_on, self.env._("the day it was signed")),
            (
                self.date_end and self.date_end >= today,
                self.env._("a day to come on which it ends"),
            ),
            (self.wave_ids, self.env._("its waves")),
            (
                all(wave.state == "published" for wave in self.wave_ids)
                and self.wave_ids.programme_id <= self.programme_id,
                self.env._("waves of the programme that are published"),
            ),
            (self.item_ids, self.env._("its variables")),
            (
                self.diversity == 1 or self.sensitive_item_id in self.item_ids,
                self.env._("the sensitive variable, among its variables"),
            ),
            (
                self.user_id != self.env.user,
                self.env._("somebody else than the researcher to approve it"),
            ),
        ]
        return [text for value, text in needed if not value]

    def _build(self):
        answers = self._fetch_answers()
        rows = self._prepare_rows(answers)
        erased = {wave.id: wave._get_erased() for wave in self.wave_ids}
        ladders = self._get_ladders([*answers, *itertools.chain(*erased.values())])
        names = self._get_attributes()
        gone = [
            (wave, tuple(one[name] for name in names))
            for wave, people in erased.items()
            for one in people
        ]
        try:
            found = anonymise(
                rows, ladders, self.k, self.diversity, self.left_out_max, gone
            )
        except ValueError as error:
            raise UserError(
                self.env._(
                    "Too few people answered to hide each of them among %(k)s: leave "
                    "attributes or waves out.",
                    k=self.k,
                )
            ) from error
        text = self._write_csv(answers, rows, ladders, found)
        self.write(
            {
                "data_file": base64.b64encode(text.encode("utf-8-sig")),
                "person_count": found.people,
                "class_count": found.classes,
                "k_reached": found.smallest,
                "l_reached": found.diversity,
                "left_out_count": len(found.left_out),
                "generalisation": self._describe_levels(ladders, found.levels),
                "built_on": fields.Date.context_today(self),
                "approved_by": self.env.uid,
                "state": "ready",
            }
        )
        self.codebook_file = base64.b64encode(self._write_codebook())

    def _fetch_answers(self):
        """Return a dict per response, in an order that says nothing."""
        codes = self.item_ids.mapped("code")
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT r.wave_id AS wave, r.territory_id AS territory,
                       r.filiere_id AS filiere, r.band AS band,
                       COALESCE(r.pseudonym, r.uuid) AS person,
                       COALESCE(
                           jsonb_object_agg(
                               i.code,
                               COALESCE(to_jsonb(a.code), to_jsonb(a.value))
                           ) FILTER (WHERE i.code IS NOT NULL),
                           '{}'
                       ) AS answers
                  FROM smart_impact_response r
             LEFT JOIN smart_impact_answer a ON a.response_id = r.id
             LEFT JOIN smart_impact_item i
                    ON i.id = a.item_id AND i.code IN %(codes)s
                   AND i.kind IN ('scale', 'choice')
                 WHERE r.wave_id IN %(waves)s AND r.is_complete
              GROUP BY r.id
              ORDER BY r.uuid
                """,
                codes=tuple(codes),
                waves=tuple(self.wave_ids.ids),
            )
        )
        return self.env.cr.dictfetchall()

    def _get_attributes(self):
        """Return the attributes that the file holds."""
        return [name for name in ATTRIBUTES if self[f"has_{name}"]]

    def _prepare_rows(self, answers):
        names, code = self._get_attributes(), self.sensitive_item_id.code
        return [
            Row(
                person=one["person"],
                wave=one["wave"],
                place=tuple(one[name] for name in names),
                sensitive=one["answers"].get(code),
            )
            for one in answers
        ]

    def _get_ladders(self, answers):
        """Return for each attribute {value: its steps}, the finest first."""
        ladders = []
        for name in self._get_attributes():
            values = {one[name] for one in answers}
            paths = self._get_paths(name, values)
            height = max((len(path) for path in paths.values()), default=1)
            ladders.append(
                {value: ladder_of(path, height) for value, path in paths.items()}
            )
        return ladders

    def _get_paths(self, name, values):
        """Return {value: (its name, what it is part of…)}."""
        unknown = {None: (self.env._("unknown"),)}
        if name == "band":
            labels = dict(
                self.env["smart.impact.response"]
                ._fields["band"]
                ._description_selection(self.env)
            )
            return {**{key: (labels[key],) for key in values if key}, **unknown}
        if name == "filiere":
            filieres = self.env["smart.filiere"].browse(filter(None, values))
            return {**{one.id: (one.name,) for one in filieres}, **unknown}
        territories = self.env["smart.territory"].browse(filter(None, values))
        paths = {}
        for place in territories:
            steps, step = [], place
            while step:
                steps.append(step.name)
                step = step.parent_id
            paths[place.id] = tuple(steps)
        return {**paths, **unknown}

    def _describe_levels(self, ladders, levels):
        """Return in words how far each attribute was blurred."""
        labels = self._get_attribute_labels()
        lines = []
        for name, ladder, level in zip(
            self._get_attributes(), ladders, levels, strict=True
        ):
            height = len(next(iter(ladder.values())))
            if level == 0:
                words = self.env._("as it is")
            elif level == height - 1:
                words = self.env._("removed")
            else:
                words = self.env._("what it is part of, %s step(s) up", level)
            lines.append(f"{labels[name]}: {words}")
        return "\n".join(lines)

    def _get_attribute_labels(self):
        return {
            name: self._fields[f"has_{name}"]._description_string(self.env)
            for name in ATTRIBUTES
        }

    def _write_csv(self, answers, rows, ladders, found):
        """Return the file as text: a line per person and wave."""
        # a key that is used now and kept nowhere: no two extracts can be joined
        key = secrets.token_bytes(32)
        waves = {wave.id: wave.name for wave in self.wave_ids}
        codes = sorted(set(self.item_ids.mapped("code")))
        lines = []
        for one, row in zip(answers, rows, strict=True):
            if row.person in found.left_out:
                continue
            place = generalise(row.place, ladders, found.levels)
            said = [one["answers"].get(code) for code in codes]
            person = project_pseudonym(key, row.person)
            lines.append([person, waves[row.wave], *place, *said])
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(["person", "wave", *self._get_attributes(), *codes])
        for line in sorted(lines, key=lambda line: line[:2]):
            writer.writerow(
                ["" if value in (None, REMOVED) else _harmless(value) for value in line]
            )
        return file.getvalue()
