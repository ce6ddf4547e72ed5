# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Everything that leaves one wave, put together by somebody who reads it all."""

import base64
import csv
import io
import random
from collections import Counter, defaultdict
from datetime import timedelta

import numpy as np
from scipy.optimize import linprog

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .results_common import ResultsCommon

# members of each territory
PEOPLE = {"4000": 34, "5000": 18, "1000": 26, "6000": 16}
SCOPES = {
    "total": (),
    "territory": (0,),
    "filiere": (1,),
    "band": (2,),
    "territory_filiere": (0, 1),
    "territory_band": (0, 2),
}


@tagged("post_install", "-at_install")
class TestLinkedOutputs(ResultsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rng = random.Random(20261128)
        today = fields.Date.context_today(cls.programme)
        members = cls.env["res.partner"].union(
            *(cls._create_members(code, count) for code, count in PEOPLE.items())
        )
        everybody = cls.env["res.partner"].search([("is_member", "=", True)])
        for member in everybody:
            years = rng.choice([0, 2, 2, 8, 8, 8])
            member.member_since = today - timedelta(days=365 * years + 40)
        inside = [one for one in members if rng.random() < 0.5]
        cls.env["smart.filiere.membership"].create(
            [
                {
                    "partner_id": one.id,
                    "filiere_id": cls.filieres[rng.random() < 0.3].id,
                    "state": "confirmed",
                }
                for one in inside
            ]
        )
        cls.wave = cls._create_wave(has_crosses=True)
        cls.wave.action_open()
        cls.wave._collect(
            {
                one.id: cls._answers(
                    rng.randrange(330),
                    CTF1=rng.choice(["same", "less", "no"] * 12 + ["unknown"]),
                    ACC1=rng.choice(["yes", "no", "no", None]),
                    MEA1=rng.choice([1] + [3, 4, 5, 5] * 8),
                )
                for one in everybody
                if rng.random() < 0.75
            }
        )
        cls.wave.action_close()
        cls.wave.action_compute()
        cls._publish(cls.wave)
        cls.env.flush_all()

    def _people(self):
        """Return the truth: (territory, filière, band) of each complete response."""
        responses = self.env["smart.impact.response"].search(
            [("wave_id", "=", self.wave.id), ("is_complete", "=", True)]
        )
        return [(one.territory_id.id, one.filiere_id.id, one.band) for one in responses]

    def _shown(self, figures):
        return {
            (one.scope, one.territory_id.id, one.filiere_id.id, one.band): (
                one.respondent_count
            )
            for one in figures
            if one.state == "published"
        }

    def _sums(self, cells, shown):
        """Return the equations that what is shown makes, over the smallest cells."""
        inside = defaultdict(list)
        for scope, place, filiere, band in shown:
            key = (place, filiere, band)
            if scope == "region":
                below = self.walloon.ids
                inside[(scope, *key)] = [cell[0] in below for cell in cells]
            else:
                inside[(scope, *key)] = [
                    all(cell[at] == key[at] for at in SCOPES[scope]) for cell in cells
                ]
        table = np.array([inside[key] for key in shown], float)
        return table, np.array(list(shown.values()), float)

    def test_no_small_group_comes_out_of_figures_and_rates(self):
        """A linear program over all tables, who is where being nobody's knowledge."""
        people = self._people()
        cells = [
            (place, filiere, band)
            for place in {one[0] for one in people}
            for filiere in {one[1] for one in people}
            for band in {one[2] for one in people}
        ]
        size = len(people)
        shown = {("total", False, False, False): size}
        for rate in self.wave.rate_ids.filtered(lambda one: not one.is_masked):
            key = (rate.territory_id.id, rate.filiere_id.id, rate.band)
            shown[(rate.dimension, *key)] = rate.answered
        for indicator in self.wave.result_ids.indicator_id:
            own = self.wave.result_ids.filtered(
                lambda one, indicator=indicator: one.indicator_id == indicator
            )
            mine = self._shown(own)
            # an indicator that everybody answered counts the same people
            if mine.get(("total", False, False, False)) == size:
                shown.update(mine)
        table, sums = self._sums(cells, shown)
        counts = Counter(people)
        truth = np.array([counts[cell] for cell in cells], float)
        self.assertTrue(np.allclose(table @ truth, sums))
        tried = 0
        for scope, columns in SCOPES.items():
            for key in {tuple(cell[at] for at in columns) for cell in cells}:
                chosen = np.array(
                    [tuple(cell[at] for at in columns) == key for cell in cells], float
                )
                if 0 < chosen @ truth < 5:
                    found = linprog(-chosen, A_eq=table, b_eq=sums, bounds=(0, None))
                    self.assertGreaterEqual(-found.fun, 5 - 1e-6, (scope, key))
                    tried += 1
        self.assertGreater(tried, 5)
        self.assertGreater(len(shown), 12)
        self.assertFalse(self.wave.sudo()._audit_figures())

    def test_no_cell_shows_what_all_but_one_answered(self):
        responses = self.env["smart.impact.response"].search(
            [("wave_id", "=", self.wave.id)]
        )
        given = {
            one.response_id.id: one.value
            for one in responses.answer_ids
            if one.item_id.code == "MEA1"
        }
        shown = self._shown(self._cells(self.wave, "S14", "territory_filiere"))
        self.assertTrue(shown)
        for _scope, place, filiere, _band in shown:
            values = Counter(
                given[one.id]
                for one in responses
                if (one.territory_id.id, one.filiere_id.id) == (place, filiere)
            )
            self.assertLess(max(values.values()), values.total() - 1)

    def test_the_distribution_tells_nothing_beside_the_figures(self):
        rows = self.env["smart.impact.distribution"].search(
            [("wave_id", "=", self.wave.id)]
        )
        answers = self.env["smart.impact.answer"].search(
            [("response_id.wave_id", "=", self.wave.id)]
        )
        for code in ("CTF1", "MEA1"):
            counts = Counter(
                one.code or one.value for one in answers if one.item_id.code == code
            )
            self.assertTrue(0 < min(counts.values()) < 5, code)
            own = rows.filtered(lambda one, code=code: one.item_id.code == code)
            # too few ways to share out what is left: nothing of the question is told
            self.assertEqual(set(own.mapped("state")), {"suppressed"}, code)
        self.assertIn("published", rows.mapped("state"))

    def test_an_extract_tells_nothing_beside_the_figures(self):
        items = self.instrument.item_ids.filtered(lambda one: one.kind != "text")
        extract = self.env["smart.impact.extract"].with_user(self.evaluator)
        today = fields.Date.context_today(self.wave)
        extract = extract.create(
            {
                "name": "Autonomy",
                "purpose": "?",
                "user_id": self.researcher.id,
                "programme_id": self.programme.id,
                "agreement": base64.b64encode(b"signed"),
                "signed_on": today,
                "date_end": today + timedelta(days=90),
                "wave_ids": [Command.set(self.wave.ids)],
                "item_ids": [Command.set(items.ids)],
                "left_out_max": 0.2,
                "has_filiere": True,
            }
        )
        extract.with_user(self.manager).action_build()
        text = extract.with_user(self.researcher)._get_file("data").decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        figures = self.wave.result_ids.filtered(
            lambda one: one.state == "published" and one.indicator_id.code == "S14"
        )
        bands = dict(figures._fields["band"]._description_selection(self.env))
        compared = 0
        for figure in figures.filtered(lambda one: one.scope in SCOPES):
            names = (
                figure.territory_id.name or "unknown",
                figure.filiere_id.name or "unknown",
                bands.get(figure.band, "unknown"),
            )
            columns = ("territory", "filiere", "band")
            inside = [
                row
                for row in rows
                if all(row[columns[at]] == names[at] for at in SCOPES[figure.scope])
            ]
            # a place that the file does not tell apart is subtracted from nothing
            if inside:
                left = figure.respondent_count - len(inside)
                self.assertTrue(left == 0 or left >= 5, figure.display_name)
                compared += 1
        self.assertGreater(compared, 0)

    def test_figures_that_tell_are_not_published(self):
        wave = self._create_wave(name="Told")
        for place, count in (
            (self.territory_liege, 14),
            (self.territory_brussels, 12),
            (self.territory_charleroi, 3),
        ):
            self._store(wave, place, count)
        self._finish(wave)
        self.assertFalse(wave.sudo()._audit_figures())
        # as if the one hidden beside the three had been forgotten
        self._result(wave, "S14", self.territory_brussels).sudo().write(
            {"state": "published", "respondent_count": 12, "value": 50}
        )
        wave.review_ids.action_review()
        wave.action_lock_reviews()
        with self.assertRaisesRegex(UserError, "S14"):
            wave.action_publish()
        self.assertEqual(wave.state, "computed")

    def test_the_audit_takes_as_many_queries_for_many_answers(self):
        def queries(wave):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wave.sudo()._audit_figures()
            return self.env.cr.sql_log_count - before

        wave = self._create_wave(name="Small")
        self._store(wave, self.territory_liege, 12)
        self._finish(wave)
        queries(wave)
        self.assertLessEqual(queries(self.wave), queries(wave) + 3)
