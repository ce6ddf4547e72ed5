# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import HttpCase, tagged

from .animation_common import AnimationCommon


@tagged("post_install", "-at_install")
class TestAnimationPortal(AnimationCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls._create_member("Ada Page", login="page_ada")
        cls.stranger = cls._create_member("Sup Page", login="page_sup", is_member=False)
        cls._put_in_stage(cls.filiere_show, "1")
        cls.path = f"/my/filieres/{cls.filiere_show.id}"

    def _read(self, path=None, login="page_ada"):
        self.authenticate(login, login)
        return self.url_open(path or self.path)

    def test_a_member_reads_stage_mandate_objectives_and_tools(self):
        self._join(self.ada, self.filiere_show)
        self._sign(self._create_mandate())
        self._review(self._create_objective(), 70)
        page = self._read().text
        self.assertIn('data-stage="1"', page)
        self.assertIn("Hold four meetings a year", page)
        self.assertIn('data-objective="on_track"', page)
        self.assertIn('aria-valuenow="50"', page)
        self.assertIn(self.animator.name, page)
        self.assertNotIn(self.animator.email, page)
        self.assertGreaterEqual(page.count("<details"), 14)

    def test_what_staff_answered_to_gates_stays_inside(self):
        self._answer(self.filiere_show, "candidacy_places", evidence="Secret note")
        page = self._read().text
        self.assertIn('data-gate="met"', page)
        self.assertNotIn("Secret note", page)

    def test_fewer_than_five_members_are_not_counted(self):
        self._fill(self.filiere_show, 4)
        self.assertNotIn("<p>4 ", self._read().text)
        self._fill(self.filiere_show, 1)
        self.assertIn("<p>5 ", self._read().text)

    def test_who_is_no_member_or_asks_for_nothing_gets_404(self):
        self.assertEqual(self._read(login="page_sup").status_code, 404)
        self.assertEqual(self.url_open("/my/filieres").status_code, 404)
        self.assertEqual(self._read("/my/filieres/99999999").status_code, 404)
        self.filiere_show.state = "closed"
        self.assertEqual(self._read().status_code, 404)

    def test_a_filiere_of_another_country_has_no_page(self):
        self.filiere_show.company_id = self.env["res.company"].create({"name": "Else"})
        self.assertEqual(self._read().status_code, 404)

    def test_a_filiere_without_stage_or_animator_has_a_page(self):
        self.filiere_code.sudo().stage_id = False
        path = f"/my/filieres/{self.filiere_code.id}"
        self.assertEqual(self._read(path).status_code, 200)

    def test_text_of_an_objective_is_text(self):
        self._create_objective(name="<script>alert(1)</script>")
        self.assertNotIn("<script>alert(1)", self._read().text)

    def test_hers_come_first(self):
        self._join(self.ada, self.filiere_code)
        page = self._read("/my/filieres").text
        self.assertLess(page.index(">Software<"), page.index(">Live shows<"))
