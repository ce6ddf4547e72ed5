# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import TransactionCase, tagged

from ..engine.duplicates import Known, find_same, host, plain_name, plain_vat

KNOWN = (
    Known(1, "Imprimerie Verte SRL", "BE 0123.456.789", "https://www.verte.be/fr"),
    Known(2, "Café Équitable", "", ""),
    Known(3, "Papeterie du Coin", "FR 12 345678901", ""),
)


@tagged("post_install", "-at_install")
class TestEngineDuplicates(TransactionCase):
    def test_a_name_is_compared_without_its_dress(self):
        for text in ("Imprimerie Verte", "IMPRIMERIE-VERTE S.R.L.", "imprimerie verte"):
            self.assertEqual(plain_name(text), "imprimerie verte")
        # a legal form alone is still a name
        self.assertEqual(plain_name("S.A."), "sa")
        self.assertEqual(plain_name("…"), "")

    def test_numbers_and_hosts(self):
        self.assertEqual(plain_vat("be 0123.456.789"), "BE0123456789")
        self.assertEqual(plain_vat("none"), "")
        self.assertEqual(host("WWW.Verte.be/a?b"), "verte.be")
        self.assertEqual(host("http://verte.be:80"), "verte.be")
        for bad in ("", "verte", "http://[", "not a site"):
            self.assertEqual(host(bad), "")

    def test_the_surest_sign_wins(self):
        for asked, expected in (
            (Known(0, "Another", "0123456789", ""), (1, "vat")),
            (Known(0, "Another", "", "verte.be"), (1, "website")),
            (Known(0, "cafe equitable asbl"), (2, "name")),
            (Known(0, "Papeterie du Coin", "BE0999999999"), (None, "")),
            (Known(0, "Papeterie"), (None, "")),
            (Known(0, ""), (None, "")),
        ):
            with self.subTest(asked=asked):
                self.assertEqual(find_same(asked, KNOWN), expected)
