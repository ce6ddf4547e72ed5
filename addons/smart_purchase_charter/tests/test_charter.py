# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib

from odoo.exceptions import UserError
from odoo.tests import tagged

from .charter_common import EXAMPLE, CharterCommon


@tagged("post_install", "-at_install")
class TestCharter(CharterCommon):
    def test_the_charter_shipped_has_twenty_criteria_that_weigh_one_hundred(self):
        charter = self.env.ref("smart_purchase_charter.smart_charter_v1")
        self.assertEqual(len(charter.criterion_ids), 20)
        self.assertEqual(charter.total_weight, 100)
        self.assertEqual(len(charter.criterion_ids.filtered("is_micro")), 13)
        self.assertTrue(charter.text_hash)

    def test_adopting_freezes_the_fingerprint_of_the_text(self):
        text = str(self.charter.text)
        self.assertEqual(
            self.charter.text_hash, hashlib.sha256(text.encode()).hexdigest()
        )
        with self.assertRaisesRegex(UserError, "new version"):
            self.charter.text = "<p>Something else</p>"

    def test_a_translation_cannot_change_an_adopted_text(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        with self.assertRaises(UserError):
            self.charter.update_field_translations("text", {"fr_FR": {"a": "b"}})
        with self.assertRaises(UserError):
            self.charter.criterion_ids[0].update_field_translations(
                "name", {"fr_FR": "Autre"}
            )

    def test_adopting_a_new_version_supersedes_the_former_one(self):
        new = self._create_charter(EXAMPLE[:3])
        self.assertEqual(self.charter.state, "superseded")
        self.assertEqual(self.env["smart.charter"]._get_in_force(), new)

    def test_a_new_version_starts_as_a_draft_with_the_same_criteria(self):
        new = self.charter.copy()
        self.assertEqual((new.state, new.text_hash), ("draft", False))
        self.assertEqual(new.version, self.charter.version + 1)
        self.assertEqual(len(new.criterion_ids), len(EXAMPLE))

    def test_criteria_of_an_adopted_charter_are_frozen(self):
        criterion = self.charter.criterion_ids[0]
        draft = self.charter.copy()
        attempts = [
            lambda: criterion.write({"weight": 99}),
            lambda: criterion.unlink(),
            lambda: criterion.copy({"code": "X"}),
            lambda: draft.criterion_ids[0].write({"charter_id": self.charter.id}),
        ]
        for attempt in attempts:
            with self.subTest(attempt=attempt), self.assertRaises(UserError):
                attempt()

    def test_an_adopted_charter_is_not_deleted(self):
        with self.assertRaises(UserError):
            self.charter.unlink()

    def test_a_charter_without_weight_is_not_adopted(self):
        with self.assertRaisesRegex(UserError, "criterion"):
            self._create_charter(())

    def test_the_charter_of_a_company_goes_before_the_shared_one(self):
        company = self.env["res.company"].create({"name": "Smart Italy"})
        own = self._create_charter(EXAMPLE[:2], company_id=company.id)
        charters = self.env["smart.charter"]
        self.assertEqual(charters._get_in_force(company), own)
        self.assertEqual(charters._get_in_force(self.env.company), self.charter)

    def test_a_micro_supplier_answers_the_short_list(self):
        micro = self._create_supplier("Atelier", is_micro_supplier=True)
        criteria = self.charter._get_applicable_criteria(micro)
        self.assertEqual(criteria.mapped("code"), ["A", "B", "C"])

    def test_a_criterion_may_concern_some_categories_only(self):
        charter = self.env.ref("smart_purchase_charter.smart_charter_v1")
        goods = self.env.ref("smart_purchase_charter.partner_category_goods")
        self.assertEqual(len(charter._get_applicable_criteria(self.supplier)), 19)
        self.supplier.category_id = goods
        self.assertEqual(len(charter._get_applicable_criteria(self.supplier)), 20)
