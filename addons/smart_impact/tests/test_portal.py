# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import ImpactCommon


@tagged("post_install", "-at_install")
class TestPortal(ImpactCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env["ir.module.module"]._load_module_terms(["smart_impact"], ["fr_FR"])
        cls.claire = cls._create_member("Claire", login="claire")
        cls.outsider = cls._create_member("Omar", login="omar", is_member=False)
        (cls.claire | cls.outsider).lang = "fr_FR"

    def _get(self, path, login="claire"):
        self.authenticate(login, login)
        return self.url_open(path)

    def test_a_member_sees_what_waits_for_her(self):
        self._create_wave().action_open()
        page = self._get("/my/impact").text
        self.assertIn("Wave 2027", page)
        self.assertIn('<button type="submit"', page)

    def test_her_home_counts_what_waits_for_her(self):
        wave = self._create_wave()
        wave.action_open()
        self.authenticate("claire", "claire")
        counters = {"counters": ["impact_wave_count"]}
        found = self.make_jsonrpc_request("/my/counters", counters)
        self.assertEqual(found, {"impact_wave_count": 1})
        wave._collect({self.claire.id: self._answers(1)})
        found = self.make_jsonrpc_request("/my/counters", counters)
        self.assertEqual(found, {"impact_wave_count": 0})

    def test_she_is_thanked_once_she_answered(self):
        wave = self._create_wave()
        wave.action_open()
        wave._collect({self.claire.id: self._answers(1)})
        page = self._get("/my/impact").text
        self.assertIn("Vous avez répondu, merci", page)
        self.assertNotIn('<button type="submit"', page)

    def test_who_is_not_asked_has_nothing_to_answer(self):
        wave = self._create_wave()
        wave.action_open()
        page = self._get("/my/impact", "omar").text
        self.assertNotIn("Wave 2027", page)
        answer = self.url_open(
            f"/my/impact/{wave.id}/answer",
            data={"csrf_token": Request.csrf_token(self)},
        )
        self.assertTrue(answer.url.endswith("/my/impact?message=unavailable"))
        self.assertIn("n’attend pas de réponse", answer.text)

    def test_figures_show_once_they_are_published(self):
        wave = self._create_computed_wave()
        page = self._get(f"/my/impact/{wave.id}")
        self.assertEqual(page.status_code, 404, "not published yet")
        self._publish(wave)
        page = self._get(f"/my/impact/{wave.id}").text
        self.assertIn("Sécurité économique", page)
        self.assertIn("Données masquées", page)
        figure = self._result(wave, "S11", self.territory_charleroi)
        self.assertEqual(figure.state, "suppressed")

    def test_the_pages_leave_no_english(self):
        wave = self._create_computed_wave()
        self._publish(wave)
        page = self._get(f"/my/impact/{wave.id}").text
        content = page.split('id="wrap"')[1].split("<footer")[0]
        for english in ("answers", "Masked", "territories", "Outcome", "Higher"):
            self.assertNotIn(english, content)
        self.assertIn("Résultats publiés", self._get("/my/impact").text)

    def test_the_table_takes_as_many_queries_for_all_territories(self):
        wave = self._create_computed_wave()
        self._publish(wave)
        user = self.env["res.users"].search([("login", "=", "claire")])
        wave = wave.with_user(user)
        wave._get_result_table()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            table = wave._get_result_table()
            for row in table["rows"]:
                self.assertTrue(row["total"].label)
                self.assertEqual(len(row["cells"]), 4)

    def test_unknown_waves_are_not_found(self):
        self.assertEqual(self._get("/my/impact/999999").status_code, 404)

    def test_a_workbook_is_refused_before_publication(self):
        wave = self._create_computed_wave()
        with mute_logger("odoo.http"):
            address = f"/report/xlsx/smart_impact.report_wave_xlsx/{wave.id}"
            self.assertEqual(self._get(address).status_code, 403)

    def test_an_employee_who_is_a_member_answers_and_reads(self):
        self.employee.partner_id.is_member = True
        wave = self._create_wave()
        wave.action_open()
        login = self.employee.login
        self.assertIn('<button type="submit"', self._get("/my/impact", login).text)
        counters = {"counters": ["impact_wave_count"]}
        found = self.make_jsonrpc_request("/my/counters", counters)
        self.assertEqual(found, {"impact_wave_count": 1})
        answer = self.url_open(
            f"/my/impact/{wave.id}/answer",
            data={"csrf_token": Request.csrf_token(self)},
        )
        self.assertIn("/survey/", answer.url)
        self._fill(wave)
        wave.action_close()
        wave.action_compute()
        address = f"/my/impact/{wave.id}"
        self.assertEqual(self.url_open(address).status_code, 404)
        self._publish(wave)
        self.assertIn(address, self.url_open("/my/impact").text)
        page = self.url_open(address)
        self.assertEqual(page.status_code, 200)
        self.assertIn("o_impact_table", page.text)

    def test_staff_who_are_not_asked_have_their_pages_too(self):
        wave = self._create_computed_wave()
        self._publish(wave)
        counters = {"counters": ["impact_wave_count"]}
        for user in (self.employee, self.evaluator, self.manager):
            page = self._get("/my/impact", user.login)
            self.assertEqual(page.status_code, 200, user.login)
            self.assertNotIn('action="/my/impact/', page.text)
            found = self.make_jsonrpc_request("/my/counters", counters)
            self.assertEqual(found, {"impact_wave_count": 0})
        hers = self._get(f"/my/impact/{wave.id}", self.employee.login)
        self.assertEqual(hers.status_code, 404)
