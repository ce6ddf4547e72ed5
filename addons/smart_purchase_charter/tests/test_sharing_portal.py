# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .sharing_common import SharingCommon


@tagged("post_install", "-at_install")
class TestSharingPortal(HttpCase, SharingCommon):
    def _post(self, path, **data):
        csrf = Request.csrf_token(self)
        return self.url_open(path, data={"csrf_token": csrf, **data})

    def _dates(self, first, last):
        start, end = self._moments(first, last)
        return {
            "date_from": start.strftime("%Y-%m-%dT%H:%M"),
            "date_to": end.strftime("%Y-%m-%dT%H:%M"),
        }

    def test_a_member_borrows_and_the_owner_lends(self):
        self.authenticate("pooled_anne", "pooled_anne")
        self.assertIn("Drill", self.url_open("/my/equipment").text)
        page = self._post(
            f"/my/equipment/{self.drill.id}/request",
            note="<script>1</script>",
            **self._dates(2, 4),
        )
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("<script>1", page.text)
        self.assertNotIn("Bachir", page.text)
        loan = self.env["smart.loan"].search([("partner_id", "=", self.anne.id)])
        self.assertEqual(loan.state, "requested")
        self.assertEqual(
            self._post(f"/my/loans/{loan.id}/do", step="accept").status_code, 404
        )
        self.authenticate("pooled_bachir", "pooled_bachir")
        self.assertIn("Drill", self.url_open("/my/loans?filterby=lent").text)
        self.assertIn("Anne", self.url_open(f"/my/loans/{loan.id}").text)
        self._post(f"/my/loans/{loan.id}/do", step="accept", words="Ring twice")
        self.assertEqual((loan.state, loan.answer), ("reserved", "Ring twice"))
        self.authenticate("pooled_chloe", "pooled_chloe")
        for path in (f"/my/loans/{loan.id}", f"/my/equipment/{10**7}"):
            self.assertEqual(self.url_open(path).status_code, 404)

    def test_bad_dates_keep_what_was_typed(self):
        self.authenticate("pooled_anne", "pooled_anne")
        path = f"/my/equipment/{self.projector.id}/request"
        for dates in (
            {"date_from": "soon", "date_to": ""},
            {"date_from": "2026-13-45T99:99", "date_to": "2026-01-01T10:00"},
            self._dates(3, 1),
            self._dates(1, 90),
        ):
            page = self._post(path, note="For the fair", **dates)
            self.assertEqual(page.status_code, 422)
            self.assertIn("For the fair", page.text)
        self.assertFalse(self.env["smart.loan"].search([]))

    def test_a_photo_that_is_none_is_refused(self):
        loan = self._ask(self.anne, self.drill, 0, 2)
        loan.action_accept()
        loan.action_hand_over()
        self.authenticate("pooled_bachir", "pooled_bachir")
        page = self.url_open(
            f"/my/loans/{loan.id}/do",
            data={"csrf_token": Request.csrf_token(self), "step": "back"},
            files={"photo": ("x.jpg", b"no picture", "image/jpeg")},
        )
        self.assertEqual(page.status_code, 422)
        self.assertEqual(loan.state, "out")

    def test_what_a_member_offers_waits_to_be_read(self):
        self.authenticate("pooled_dries", "pooled_dries")
        self.assertEqual(self._post("/my/equipment/new", name=" ").status_code, 422)
        self._post("/my/equipment/new", name="Ladder", description="3 m")
        ladder = self.env["smart.shared.resource"].search([("name", "=", "Ladder")])
        self.assertEqual((ladder.state, ladder.owner_id), ("offered", self.dries))
        self.authenticate("pooled_anne", "pooled_anne")
        self.assertNotIn("Ladder", self.url_open("/my/equipment").text)

    def test_who_is_no_member_finds_nothing(self):
        self.anne.is_member = False
        self.authenticate("pooled_anne", "pooled_anne")
        self.assertNotIn("Drill", self.url_open("/my/equipment").text)
        page = self.url_open(f"/my/equipment/{self.drill.id}")
        self.assertEqual(page.status_code, 404)

    def test_few_who_avoid_purchases_are_not_counted(self):
        self.projector.product_ids = self.product
        self._ask(self.anne, self.projector, avoided_product_id=self.product.id)
        self.authenticate("pooled_chloe", "pooled_chloe")
        with self.subTest("one member"):
            text = self.url_open("/my/equipment").text
            self.assertNotIn("<strong>1</strong>", text)
