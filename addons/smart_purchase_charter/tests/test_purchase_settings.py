# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .charter_common import CharterCommon


@tagged("post_install", "-at_install")
class TestPurchaseSettings(CharterCommon):
    def test_weights_are_set_on_the_screen_and_new_calls_start_from_them(self):
        with Form(self.env["res.config.settings"]) as form:
            form.tender_weight_price = 50
            form.tender_weight_date = 10
            form.tender_weight_grade = 40
            form.pooling_saving_rate = 6
        form.record.execute()
        company = self.env.company
        self.assertEqual(company.tender_weight_grade, 40)
        self.assertEqual(company.pooling_saving_rate, 6)
        group = self.env["purchase.order.group"].create({})
        self.assertEqual((group.weight_price, group.weight_grade), (50, 40))

    def test_weights_that_do_not_sum_to_a_hundred_are_refused(self):
        with self.assertRaises(ValidationError):
            self.env["res.config.settings"].create(
                {"tender_weight_price": 90}
            ).execute()

    def test_a_buyer_changes_no_setting(self):
        with self.assertRaises(AccessError):
            self.env["res.config.settings"].with_user(self.buyer).create(
                {"tender_weight_price": 50}
            )
