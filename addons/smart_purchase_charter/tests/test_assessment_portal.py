# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .assessment_common import PDF, AssessmentCommon


@tagged("post_install", "-at_install")
class TestAssessmentPortal(AssessmentCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.questionnaire = self._open_questionnaire()
        self.path = f"/charter/answer/{self.questionnaire.access_token}"
        # nobody is logged in: the link is enough
        self.authenticate(None, None)

    def _post(self, path, data, files=None):
        data = {"csrf_token": http.Request.csrf_token(self), **data}
        return self.url_open(path, data=data, files=files)

    def _key(self, code):
        return self._answer_of(self.questionnaire, code).id

    def _save(self, files=None, **values):
        """Save the first step; values are {field_code: value}."""
        data = {"step": 0, "go": "stay"}
        for name, value in values.items():
            field, code = name.rsplit("_", 1)
            data[f"{field}_{self._key(code)}"] = value
        return self._post(f"{self.path}/save", data, files)

    def test_the_link_is_enough_and_says_where_to_go_on(self):
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertIn('data-step="0"', page.text)
        self._save(level_A="3", comment_A="<b>We measure</b>")
        answer = self._answer_of(self.questionnaire, "A")
        self.assertEqual((answer.level, answer.comment), ("3", "<b>We measure</b>"))
        page = self.url_open(self.path).text
        self.assertTrue("&lt;b&gt;We measure" in page)

    def test_a_link_that_is_not_one_does_not_exist(self):
        known = self.questionnaire.access_token
        other = known[:-1] + ("_" if known[-1] != "_" else "-")
        for token in ("x", other):
            self.assertEqual(self.url_open(f"/charter/answer/{token}").status_code, 404)
        self.questionnaire.action_cancel()
        self.assertEqual(self.url_open(self.path).status_code, 404)

    def test_what_is_wrong_comes_back_and_the_rest_is_kept(self):
        page = self._save(
            level_A="9", comment_A="Kept", level_B="2", level_C="na", comment_E="x"
        )
        self.assertEqual(page.status_code, 422)
        self.assertTrue("Kept" in page.text)
        self.assertEqual(self._answer_of(self.questionnaire, "B").level, "2")
        aside = self._answer_of(self.questionnaire, "C")
        self.assertFalse(aside.is_not_applicable, "Nothing without a reason")
        self.assertEqual(self._save(expiry_A="2099-01-01").status_code, 422)
        self.assertEqual(
            self._save(reference_A="R1", expiry_A="2000-01-01").status_code, 422
        )
        self.assertEqual(
            self._save(reference_A="R1", expiry_A="never").status_code, 422
        )
        self.assertFalse(self._answer_of(self.questionnaire, "A").evidence_id)

    def test_a_file_is_looked_at_and_replaced(self):
        name = f"file_{self._key('A')}"
        bad = self._save({name: ("x.pdf", b"<script>alert(1)</script>")}, level_A="3")
        self.assertEqual(bad.status_code, 422)
        heavy = b"%PDF-1.4" + b"0" * (10 * 1024 * 1024)
        self.assertEqual(
            self._save({name: ("x.pdf", heavy)}, level_A="3").status_code, 422
        )
        self._save({name: ("one.pdf", PDF)}, level_A="3")
        first = self._answer_of(self.questionnaire, "A").evidence_id
        self.assertEqual((first.state, first.file_name), ("to_review", "one.pdf"))
        self._save({name: ("two.pdf", PDF)}, level_A="3")
        answer = self._answer_of(self.questionnaire, "A")
        self.assertEqual(answer.evidence_id.file_name, "two.pdf")
        self.assertFalse(first.exists())

    def test_a_proof_is_private_by_every_route(self):
        name = f"file_{self._key('A')}"
        self._save({name: ("one.pdf", PDF)}, level_A="3")
        evidence = self._answer_of(self.questionnaire, "A").evidence_id
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", evidence._name),
                ("res_id", "=", evidence.id),
                ("res_field", "=", "file"),
            ]
        )
        other = self._create_supplier("Other")
        self._create_portal_contact(other, "charter_other")
        paths = (
            f"/web/content/{attachment.id}",
            f"/web/content/{attachment.id}?download=1",
            f"/web/image/{attachment.id}",
            f"/web/content/{evidence._name}/{evidence.id}/file",
            f"/web/content?model={evidence._name}&id={evidence.id}&field=file",
        )
        for login in (None, "charter_other", "charter_member"):
            self.authenticate(login, login)
            for path in paths:
                with self.subTest(login=login, path=path):
                    page = self.url_open(path)
                    self.assertFalse(page.content == PDF)
                    if "image" not in path:
                        self.assertEqual(page.status_code, 404)
        self.authenticate("charter_supplier", "charter_supplier")
        self.assertEqual(self.url_open(paths[3]).content, PDF)

    def test_sent_answers_wait_and_change_no_more(self):
        self._save(level_A="3")
        self.assertEqual(
            self._post(f"{self.path}/send", {"name": " "}).status_code, 422
        )
        self._post(f"{self.path}/send", {"name": "Anne Verte"})
        self.assertEqual(self.questionnaire.state, "submitted")
        self.assertEqual(self.questionnaire.submitted_by, "Anne Verte")
        self._save(level_A="0")
        self.assertEqual(self._answer_of(self.questionnaire, "A").level, "3")

    def test_nothing_answered_is_not_sent(self):
        page = self._post(f"{self.path}/send", {"name": "Anne"})
        self.assertEqual(page.status_code, 422)
        self.assertEqual(self.questionnaire.state, "open")

    def test_a_link_that_ended_sends_a_new_one_to_the_supplier_only(self):
        self.questionnaire.date_expiry = fields.Date.today() - relativedelta(days=1)
        self.assertEqual(self.url_open(self.path).status_code, 410)
        self._save(level_A="3")
        self.assertFalse(self._answer_of(self.questionnaire, "A").level)
        self._post(f"{self.path}/renew", {})
        self.assertEqual(self.url_open(self.path).status_code, 404)
        mail = self._mails("your answers are expected")
        self.assertEqual(mail.recipient_ids, self.supplier)
        self.assertFalse(self.questionnaire.is_expired)

    def test_a_supplier_that_logs_in_goes_on_with_the_same(self):
        self.authenticate("charter_supplier", "charter_supplier")
        page = self._post("/my/charter/questionnaire", {})
        self.assertTrue(page.url.endswith(self.path))
        self.assertEqual(self.url_open("/my/charter").status_code, 200)
        self.authenticate("charter_member", "charter_member")
        self.assertEqual(self._post("/my/charter/questionnaire", {}).status_code, 404)

    def test_an_action_is_answered_by_its_supplier_alone(self):
        action = self._create_action(details="<i>In writing</i>")
        path = f"/my/charter/actions/{action.id}"
        self._create_portal_contact(self._create_supplier("Other"), "charter_other")
        for login in ("charter_other", "charter_member"):
            self.authenticate(login, login)
            self.assertEqual(self.url_open(path).status_code, 404)
            self.assertEqual(self._post(path, {"answer": "Done"}).status_code, 404)
        self.authenticate("charter_supplier", "charter_supplier")
        self.assertTrue("&lt;i&gt;In writing" in self.url_open(path).text)
        self.assertTrue(path in self.url_open("/my/charter").text)
        self.assertEqual(self._post(path, {"answer": " "}).status_code, 422)
        page = self._post(
            path, {"answer": "Kept words"}, {"file": ("x.pdf", b"<script>")}
        )
        self.assertEqual(page.status_code, 422)
        self.assertTrue("Kept words" in page.text)
        self._post(path, {"answer": "Done"}, {"file": ("x.pdf", PDF)})
        self.assertEqual((action.state, action.answer), ("answered", "Done"))

    def test_over_rpc_a_supplier_reads_its_actions_and_nothing_else(self):
        mine, other = self._create_action(), self._create_supplier("Other")
        theirs = self._create_action(partner_id=other.id)
        incident = self._create_incident("severe")
        user = self.supplier_user
        actions = mine.with_user(user)
        self.assertEqual(actions.search([("id", "in", (mine | theirs).ids)]), mine)
        with self.assertRaises(AccessError):
            actions.write({"name": "x"})
        with self.assertRaises(AccessError):
            actions.read(["user_id"])
        for name in ("action_verify", "action_cancel", "action_reopen"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                getattr(actions, name)()
        for record in (incident, self.questionnaire, self.questionnaire.answer_ids):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(user).read(["id", "partner_id"])
        for name in ("action_finish", "action_send", "action_accept_rest"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                getattr(self.questionnaire.with_user(user), name)()
        for name in ("action_confirm", "action_suspend", "action_lift"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                getattr(incident.with_user(user), name)()

    def test_a_purchaser_outside_the_centre_sees_no_answers(self):
        user = new_test_user(self.env, "assess_internal", groups="base.group_user")
        for record in (self.questionnaire, self._create_incident()):
            with self.assertRaises(AccessError):
                record.with_user(user).read(["partner_id"])
