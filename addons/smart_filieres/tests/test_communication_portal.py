# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo.tests import HttpCase, tagged

from .communication_common import CommunicationCommon


@tagged("post_install", "-at_install")
class TestCommunicationPortal(CommunicationCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls._create_member("Ada", login="communication_portal")
        cls._join(cls.ada, cls.filiere_show)
        cls._join(cls.ada, cls.filiere_code)

    def _post(self, url, **data):
        page = self.url_open("/my/communication")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        return self.url_open(url, data={"csrf_token": token, **data})

    def _out(self):
        rows = self.env["smart.filiere.optout"].search(
            [("partner_id", "=", self.ada.id), ("is_out", "=", True)]
        )
        return {(row.filiere_id, row.kind) for row in rows}

    def test_she_chooses_filiere_by_filiere(self):
        self.authenticate("communication_portal", "communication_portal")
        page = self.url_open("/my/communication").text
        self.assertIn(f'data-filiere="{self.filiere_show.id}"', page)
        show, code = self.filiere_show, self.filiere_code
        self._post(
            "/my/communication/save",
            **{f"letters_{code.id}": "on", f"digests_{code.id}": "on"},
            **{f"digests_{show.id}": "on", "letters_999999": "on"},
        )
        self.assertEqual(self._out(), {(show, "letters")})
        self._post(
            "/my/communication/save",
            **{f"{kind}_{f.id}": "on" for f in show | code for kind in ("letters",)},
        )
        self.assertEqual(self._out(), {(show, "digests"), (code, "digests")})

    def test_the_page_is_not_there_for_who_is_no_member(self):
        self.ada.is_member = False
        self.authenticate("communication_portal", "communication_portal")
        self.assertEqual(self.url_open("/my/communication").status_code, 404)

    def test_the_link_of_a_letter_unsubscribes_from_its_filiere_only(self):
        letter = self._create_letter()
        membership = self.env["smart.filiere.membership"].search(
            [
                ("partner_id", "=", self.ada.id),
                ("filiere_id", "=", self.filiere_show.id),
            ]
        )
        self.env.flush_all()
        email = self.ada.email_normalized
        address = letter._get_unsubscribe_url(email, membership.id)
        page = self.url_open(address.replace(letter.get_base_url(), ""))
        self.assertIn(self.filiere_show.name, page.text)
        self.assertFalse(self._out(), "a mail program that looks does not unsubscribe")
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
        answer = self.url_open("/mailing/confirm_unsubscribe", data=fields)
        self.assertIn("data-unsubscribed", answer.text)
        self.assertEqual(self._out(), {(self.filiere_show, "letters")})
        self.assertFalse(self.env["mail.blacklist"].search([("email", "=", email)]))
        self.assertEqual(
            self.env["smart.filiere.optout"]
            .search([("partner_id", "=", self.ada.id)])
            .mailing_id,
            letter,
        )

    def test_a_forged_link_does_nothing(self):
        letter = self._create_letter()
        answer = self.url_open(
            "/mailing/confirm_unsubscribe",
            data={
                "mailing_id": letter.id,
                "document_id": "1",
                "email": self.ada.email_normalized,
                "hash_token": "forged",
            },
        )
        self.assertGreaterEqual(answer.status_code, 400)
        self.assertFalse(self._out())

    def test_a_poster_leads_to_the_filiere(self):
        answer = self.url_open(
            f"/smart/filiere/{self.filiere_show.id}", allow_redirects=False
        )
        self.assertIn(answer.status_code, (302, 303))
        self.assertEqual(self.url_open("/smart/filiere/0").status_code, 404)
