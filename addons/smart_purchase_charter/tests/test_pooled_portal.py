# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from lxml import html

from odoo.http import Request
from odoo.tests import HttpCase, freeze_time, tagged

from .pooled_common import PooledCommon


@tagged("post_install", "-at_install")
class TestPooledPortal(PooledCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.pool_order = self._create_pool(territory_id=self.territory_liege.id)
        self.url = f"/my/pools/{self.pool_order.id}"

    def _open(self, url, login="pooled_anne"):
        self.authenticate(login, login)
        return self.url_open(url)

    def _post(self, login="pooled_anne", **values):
        self.authenticate(login, login)
        values = {
            "csrf_token": Request.csrf_token(self),
            "line_id": self.pool_order.line_ids.id,
            **values,
        }
        return self.url_open(f"{self.url}/commit", data=values)

    def test_home_counts_the_open_orders_of_her_territory(self):
        for login, found in (("pooled_anne", 1), ("pooled_dries", 0)):
            self.authenticate(login, login)
            counters = self.make_jsonrpc_request(
                "/my/counters", {"counters": ["pool_count"]}
            )
            self.assertEqual(counters["pool_count"], found)

    def test_list_shows_open_orders_and_those_she_takes_part_in(self):
        self.assertIn(self.url, self._open("/my/pools").text)
        self.assertNotIn(self.url, self._open("/my/pools?filterby=mine").text)
        self.assertNotIn(self.url, self._open("/my/pools", "pooled_dries").text)
        self._commit(self.pool_order, self.anne, 6)
        self.pool_order.action_close()
        self.assertNotIn(self.url, self._open("/my/pools").text)
        self.assertIn(self.url, self._open("/my/pools?filterby=mine").text)

    def test_a_member_commits_with_a_comma_and_reads_the_progress(self):
        self.pool_order.line_ids.write({"step": 0.5})
        response = self._post(quantity="6,5", tolerance="", max_price="9.5")
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.url.split("?")[0].endswith(self.url))
        commitment = self.pool_order.commitment_ids
        self.assertEqual(commitment.partner_id, self.anne)
        self.assertEqual((commitment.quantity, commitment.max_price), (6.5, 9.5))
        page = html.fromstring(response.content)
        fields = {field.name: field.value for field in page.xpath("//section//input")}
        self.assertIn(fields["quantity"], ("6.50", "6,50"))

    def test_a_wrong_number_comes_back_with_all_that_was_typed(self):
        response = self._post(quantity="six", tolerance="2", max_price="9,5")
        self.assertEqual(response.status_code, 422)
        page = html.fromstring(response.content)
        self.assertIn("six", page.xpath("//div[@role='alert']")[0].text_content())
        typed = {field.name: field.value for field in page.xpath("//section//input")}
        self.assertEqual(
            (typed["quantity"], typed["tolerance"], typed["max_price"]),
            ("six", "2", "9,5"),
        )
        self.assertEqual(self._post(quantity="1.5").status_code, 422)
        self.assertEqual(self._post(quantity="nan").status_code, 422)
        self.assertEqual(self._post(quantity="-3").status_code, 422)
        self.assertFalse(self.pool_order.commitment_ids)

    def test_the_address_of_a_form_leads_to_the_page(self):
        response = self._open(f"{self.url}/commit")
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.url.endswith(self.url))

    def test_a_member_withdraws(self):
        self._post(quantity="6")
        self._post(quantity="6", withdraw="1")
        self.assertEqual(self.pool_order.commitment_ids.state, "withdrawn")

    def test_only_her_own_contact_and_the_three_fields_can_be_sent(self):
        self._post(
            quantity="6",
            partner_id=str(self.bachir.id),
            allocated_qty="99",
            commit_date="2020-01-01 00:00:00",
        )
        commitment = self.pool_order.commitment_ids
        self.assertEqual(commitment.partner_id, self.anne)
        self.assertFalse(commitment.allocated_qty)
        self.assertGreater(commitment.commit_date.year, 2020)

    def test_a_post_without_token_is_refused(self):
        self.authenticate("pooled_anne", "pooled_anne")
        values = {"line_id": self.pool_order.line_ids.id, "quantity": "6"}
        self.assertEqual(
            self.url_open(f"{self.url}/commit", data=values).status_code, 400
        )

    def test_after_the_deadline_the_form_says_so(self):
        with freeze_time(self.pool_order.deadline):
            response = self._post(quantity="6")
            self.assertEqual(response.status_code, 422)
            self.assertNotIn("o_smart_pool_form", self._open(self.url).text)
        self.assertFalse(self.pool_order.commitment_ids)

    def test_an_order_of_elsewhere_does_not_exist_for_her(self):
        for url in (self.url, "/my/pools/999999"):
            self.assertEqual(self._open(url, "pooled_dries").status_code, 404)
        self.assertEqual(self._post("pooled_dries", quantity="6").status_code, 404)
        self.authenticate("pooled_dries", "pooled_dries")
        self.assertEqual(self.make_jsonrpc_request(f"{self.url}/progress", {}), {})

    def test_a_line_of_another_order_is_refused(self):
        other = self._create_pool(territory_id=self.territory_brussels.id)
        response = self._post(quantity="6", line_id=other.line_ids.id)
        self.assertEqual(response.status_code, 404)
        self.assertFalse(other.commitment_ids)

    def test_progress_is_live_and_tells_nobody_s_name(self):
        self.authenticate("pooled_bachir", "pooled_bachir")
        before = self.make_jsonrpc_request(f"{self.url}/progress", {})
        self._commit(self.pool_order, self.anne, 4)
        after = self.make_jsonrpc_request(f"{self.url}/progress", {})
        self.assertTrue(after["is_open"])
        self.assertEqual(before["lines"][0]["lot_percent"], 0)
        self.assertEqual(after["lines"][0]["lot_percent"], 67)
        self.assertNotIn(self.anne.name, self._open(self.url, "pooled_bachir").text)
        self.pool_order.action_close()
        self.assertEqual(self.make_jsonrpc_request(f"{self.url}/progress", {}), {})

    def test_she_reads_what_she_gets_and_why(self):
        commitments = self._commit_the_worked_case(self.pool_order)
        purchase = self._order(self.pool_order)
        purchase.order_line.qty_received = 13
        self.pool_order.action_allocate()
        page = html.fromstring(self._open(self.url).content)
        mine = page.xpath("//div[contains(@class, 'o_smart_pool_mine')]")[0]
        self.assertIn("13", mine.xpath(".//p[contains(@class, 'why')]")[0].text)
        commitments[0].write({"state": "settled", "amount_total": 61.71})
        page = html.fromstring(self._open(self.url).content)
        owed = page.xpath("//dd[contains(@class, 'o_smart_pool_owed')]")[0]
        self.assertRegex(owed.text_content(), r"61[.,]71")

    def test_every_field_has_a_label(self):
        page = html.fromstring(self._open(self.url).content)
        for field in page.xpath("//section//input[not(@type='hidden')]"):
            self.assertTrue(page.xpath(f"//label[@for='{field.get('id')}']"))
        for bar in page.xpath("//*[@role='progressbar']"):
            self.assertTrue(bar.get("aria-label"))

    def test_pages_read_only(self):
        """A page that writes would leave the read replica and run twice."""
        with self.assertNoLogs("odoo.http", "WARNING"):
            for url in ("/my/pools", self.url):
                self.assertEqual(self._open(url).status_code, 200)
