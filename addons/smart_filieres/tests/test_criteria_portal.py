# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import csv
import io
import re
from datetime import timedelta

from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from ..engine import frozen
from ..engine.scoring import published
from .criteria_common import MARKS, CriteriaCommon

WHY = "The region funds it for two years"
TEXT = "Half of us are not in this count, look again."


@tagged("post_install", "-at_install")
class TestCriteriaPortal(CriteriaCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls._create_members(cls.filiere_show, 40)
        cls.assessment = cls._assess(cls.filiere_show, marks=MARKS)
        cls.ada = cls._create_member("Ada", login="criteria_ada")
        cls.bea = cls._create_member("Bea", login="criteria_bea")
        cls.stranger = cls._create_member("Sup", login="criteria_sup", is_member=False)
        cls.path = f"/filieres/live-shows-{cls.filiere_show.id}"

    def _inputs(self, assessment=None, kind="json"):
        row = assessment or self.assessment
        return self.url_open(f"/filieres/assessment/{row.id}/inputs.{kind}")

    def _contest(self, assessment=None, **data):
        self.url_open("/my/contests")
        data = {"csrf_token": Request.csrf_token(self), **data}
        row = assessment or self.assessment
        return self.url_open(f"/my/contests/new/{row.id}", data=data)

    # === EVERYBODY === #

    def test_everybody_reads_the_score_and_each_line(self):
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        self.assertIn(f'data-score="{published(self.assessment.score)}"', page.text)
        codes = re.findall(r'smart_line" data-code="(\w+)"', page.text)
        self.assertEqual(codes, self.assessment.line_ids.mapped("criterion_id.code"))
        points = re.findall(r'data-points="([\d.]+)"', page.text)
        known = self.assessment.line_ids.filtered("is_known")
        self.assertEqual(points, [f"{line.points:.1f}" for line in known])

    def test_no_name_of_a_member_or_an_assessor_is_there(self):
        self.env["smart.filiere.contest"]._open(self.assessment, self.ada, TEXT)
        for path in ("/filieres", self.path):
            page = self.url_open(path).text
            for name in (
                *self.members[:3].mapped("name"),
                self.filiere_manager.name,
                self.animator.name,
                TEXT,
            ):
                self.assertNotIn(name, page)

    def test_a_derogation_is_printed_beside_the_computed_band(self):
        assessment = self.assessment.with_user(self.filiere_manager)
        self.env["smart.filiere.derogation.wizard"].with_user(
            self.filiere_manager
        ).create(
            {
                "assessment_id": assessment.id,
                "band": "recognised",
                "author_function": "Head of development",
                "reason": WHY,
                "date_end": fields.Date.context_today(assessment) + timedelta(300),
            }
        ).action_confirm()
        page = self.url_open(self.path).text
        for text in (WHY, "Head of development", 'data-band="open"'):
            self.assertIn(text, page)
        self.assertIn('data-band="recognised"', self.url_open("/filieres").text)

    def test_who_downloads_the_inputs_computes_the_score(self):
        answer = self._inputs()
        text = answer.content.decode()
        self.assertEqual(
            answer.headers["Content-Type"], "application/json; charset=utf-8"
        )
        self.assertEqual(frozen.fingerprint(text), self.assessment.inputs_hash)
        self.assertEqual(frozen.recompute(text).low, self.assessment.score)
        rows = list(csv.DictReader(io.StringIO(self._inputs(kind="csv").text)))
        total = sum(float(row["points"] or 0) for row in rows)
        self.assertAlmostEqual(total, self.assessment.score)

    def test_what_is_not_frozen_or_not_there_answers_404(self):
        draft = self._assess(self.filiere_code, freeze=False)
        gone = self._create_filiere("Gone")
        hidden = self._assess(gone)
        gone.active = False
        other = self._create_filiere(
            "Elsewhere", company_id=self.env["res.company"].create({"name": "X"}).id
        )
        self.assertEqual(self._inputs(draft).status_code, 404)
        self.assertEqual(self._inputs(hidden).status_code, 404)
        self.assertEqual(self._inputs(kind="xml").status_code, 404)
        for path in (
            f"/filieres/gone-{gone.id}",
            f"/filieres/{other.id}",
            "/filieres/999999999",
            "/filieres/nothing",
            "/filieres/-1",
        ):
            self.assertEqual(self.url_open(path).status_code, 404, path)
        page = self.url_open(f"/filieres/{self.filiere_code.id}")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("smart_line", page.text)

    def test_a_small_filiere_shows_no_figure(self):
        small = self._create_filiere("Tiny")
        self._create_members(small, 4)
        assessment = self._assess(small)
        page = self.url_open(f"/filieres/{small.id}").text
        self.assertNotIn("inputs.json", page)
        self.assertEqual(self._inputs(assessment).status_code, 404)

    def test_queries_of_the_list_do_not_grow(self):
        def count():
            self.url_open("/filieres")
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.url_open("/filieres")
            return self.env.cr.sql_log_count - start

        few = count()
        many = self.env["smart.filiere"].create(
            [{"name": f"Many {rank}"} for rank in range(30)]
        )
        self.Assessment._assess(many, grid=self.grid)._freeze()
        self.assertLessEqual(count(), few + 3)

    # === MEMBERS === #

    def test_a_member_contests_and_follows_her_own(self):
        self.authenticate("criteria_ada", "criteria_ada")
        line = self.assessment.line_ids[0]
        answer = self._contest(text=f"<b>{TEXT}</b>", line=line.id)
        self.assertEqual(answer.status_code, 200)
        self.assertIn('data-state="open"', answer.text)
        self.assertIn(f"&lt;b&gt;{TEXT}", answer.text)
        contest = self.env["smart.filiere.contest"].search(
            [("partner_id", "=", self.ada.id)]
        )
        self.assertEqual(contest.line_id, line)
        self.authenticate("criteria_bea", "criteria_bea")
        self.assertNotIn(TEXT, self.url_open("/my/contests").text)

    def test_what_is_refused_keeps_what_was_typed(self):
        self.authenticate("criteria_ada", "criteria_ada")
        answer = self._contest(text="too short <i>", line="nonsense")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("alert-danger", answer.text)
        self.assertIn("too short &lt;i&gt;", answer.text)
        other = self._assess(self.filiere_code)
        # a line of another assessment is not taken
        self._contest(text=TEXT, line=other.line_ids[0].id)
        contest = self.env["smart.filiere.contest"].search(
            [("partner_id", "=", self.ada.id)]
        )
        self.assertFalse(contest.line_id)
        again = self._contest(text=TEXT)
        self.assertIn("alert-danger", again.text)

    def test_who_is_no_member_does_not_contest(self):
        self.authenticate("criteria_sup", "criteria_sup")
        for path in ("/my/contests", f"/my/contests/new/{self.assessment.id}"):
            self.assertEqual(self.url_open(path).status_code, 404)
        self.authenticate("criteria_ada", "criteria_ada")
        draft = self._assess(self.filiere_code, freeze=False)
        for key in (draft.id, 999999999):
            self.assertEqual(self.url_open(f"/my/contests/new/{key}").status_code, 404)

    def test_the_home_page_leads_there(self):
        self.authenticate("criteria_ada", "criteria_ada")
        self.assertIn('href="/filieres"', self.url_open("/my").text)
