# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .charter_common import EXAMPLE, CharterCommon

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@tagged("post_install", "-at_install")
class TestCharterPortal(CharterCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate("charter_supplier", "charter_supplier")

    def _post(self, path, data, files=None):
        data = {"csrf_token": http.Request.csrf_token(self), **data}
        return self.url_open(f"/my/charter/{path}", data=data, files=files)

    def _assert_shown(self, text, page):
        # not assertIn: it would print the whole page
        self.assertTrue(text in page, f"{text!r} is not on the page")

    def _signatures(self):
        return self.env["smart.charter.signature"].search(
            [("charter_id", "=", self.charter.id)]
        )

    def _evidence(self):
        return self.env["smart.supplier.evidence"].search(
            [("partner_id", "=", self.supplier.id)]
        )

    def _send(self, content=PDF, file_name="iso.pdf", **data):
        criterion = self.charter.criterion_ids[0]
        values = {"criterion_id": criterion.id, "name": "ISO 14001", **data}
        return self._post("evidence", values, {"file": (file_name, content)})

    def test_an_unknown_supplier_reads_that_it_is_unknown(self):
        page = self.url_open("/my/charter").text
        self._assert_shown("We respect people and the planet", page)
        self._assert_shown("Unknown", page)
        self._assert_shown("Criterion A", page)

    def test_the_supplier_reads_its_grade_and_why(self):
        self._assess_example(self.supplier)
        page = self.url_open("/my/charter").text
        self._assert_shown("In progress", page)
        self._assert_shown("57.8", page)
        self._assert_shown("The shortest way up", page)

    def test_the_assessors_words_stay_inside(self):
        assessment = self._assess(self.supplier, {}, is_confirmed=False)
        assessment.note = "<p>Between us</p>"
        assessment.line_ids[0].write(
            {"comment": "Heard in the corridor", "level": "1", "proof": "declaration"}
        )
        assessment.action_confirm()
        page = self.url_open("/my/charter").text
        self.assertFalse("Between us" in page)
        self.assertFalse("Heard in the corridor" in page)

    def test_the_supplier_signs_the_text_it_read(self):
        self._post("sign", {"signer_name": "Anne Verte"})
        self.assertRecordValues(
            self._signatures(),
            [
                {
                    "partner_id": self.supplier.id,
                    "user_id": self.supplier_user.id,
                    "signer_name": "Anne Verte",
                    "text_hash": self.charter.text_hash,
                }
            ],
        )
        self._assert_shown("Anne Verte", self.url_open("/my/charter").text)

    def test_a_signature_needs_a_name_and_happens_once(self):
        page = self._post("sign", {"signer_name": "  "})
        self._assert_shown("Write your name", page.text)
        self._post("sign", {"signer_name": "Anne"})
        page = self._post("sign", {"signer_name": "Bob"})
        self._assert_shown("already signed", page.text)
        self.assertEqual(self._signatures().signer_name, "Anne")

    def test_a_form_without_its_token_is_refused(self):
        with mute_logger("odoo.http"):
            response = self.url_open("/my/charter/sign", data={"signer_name": "Anne"})
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._signatures())

    def test_the_supplier_sends_a_proof_that_waits_for_review(self):
        self._send(
            state="accepted",
            partner_id=self.member.id,
            proof="third_party",
            date="1999-01-01",
        )
        evidence = self._evidence()
        self.assertRecordValues(
            evidence,
            [{"name": "ISO 14001", "state": "to_review", "proof": "document"}],
        )
        page = self.url_open("/my/charter").text
        self._assert_shown(
            f"/web/content/smart.supplier.evidence/{evidence.id}/file", page
        )
        download = self.url_open(
            f"/web/content/smart.supplier.evidence/{evidence.id}/file"
        )
        self.assertEqual(download.content, PDF)

    def test_the_buyer_of_the_supplier_gets_a_task(self):
        self.supplier.buyer_id = self.buyer
        self._send()
        self.assertEqual(self._evidence().activity_ids.user_id, self.buyer)

    def test_only_documents_are_accepted_and_the_form_keeps_its_name(self):
        response = self._send(b"<script>alert(1)</script>", "iso.pdf", name="My name")
        self._assert_shown("Send a PDF", response.text)
        self._assert_shown('value="My name"', response.text)
        self.assertFalse(self._evidence())

    def test_a_document_that_expired_is_refused(self):
        self._assert_shown("expired already", self._send(date_expiry="2020-01-01").text)
        self._assert_shown("year-month-day", self._send(date_expiry="soon").text)
        self.assertFalse(self._evidence())

    def test_a_criterion_of_another_charter_is_refused(self):
        other = self._create_charter(EXAMPLE[:1], is_adopted=False)
        response = self._send(criterion_id=other.criterion_ids.id)
        self._assert_shown("not in the charter in force", response.text)
        self._assert_shown(
            "not in the charter in force", self._send(criterion_id="1 or 1").text
        )
        self.assertFalse(self._evidence())

    def test_the_file_of_another_supplier_cannot_be_fetched(self):
        evidence = self._create_evidence(
            self._create_supplier("Other"),
            self.charter.criterion_ids[0],
            file="JVBERi0xLjQK",
            file_name="secret.pdf",
        )
        for path in (
            f"/web/content/smart.supplier.evidence/{evidence.id}/file",
            f"/web/content?model=smart.supplier.evidence&id={evidence.id}&field=file",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(path).status_code, 404)

    def test_the_charter_is_not_for_a_member_that_sells_nothing(self):
        self.authenticate("charter_member", "charter_member")
        page = self.url_open("/my/charter")
        self.assertTrue(page.url.endswith("/my") or page.url.endswith("/my/home"))
        response = self._post("sign", {"signer_name": "Anne"})
        self.assertFalse(self._signatures(), response.url)
        self._send()
        self.assertFalse(self._evidence())

    def test_the_home_page_counts_the_charter_for_suppliers_only(self):
        counts = {}
        for login in ("charter_supplier", "charter_member"):
            self.authenticate(login, login)
            values = self.make_jsonrpc_request(
                "/my/counters", {"counters": ["charter_count"]}
            )
            counts[login] = values["charter_count"]
        self.assertEqual(counts, {"charter_supplier": 1, "charter_member": 0})

    def test_the_page_speaks_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(
            ["smart_purchase_charter"], ["fr_FR"]
        )
        self.supplier_user.lang = "fr_FR"
        self.authenticate("charter_supplier", "charter_supplier")
        page = self.url_open("/my/charter").text
        self._assert_shown("Charte des fournisseurs", page)
        self._assert_shown("Je signe la charte", page)
        self._assert_shown("Inconnu", page)
