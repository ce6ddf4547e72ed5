# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .pooled_common import PooledCommon


class ProposalCommon(PooledCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proposals = cls.env["smart.pool.proposal"]
        cls.need = cls.proposals._propose(
            cls.anne, "Paper", 4, threshold=2, territory_id=cls.territory_liege.id
        )
        cls.need.product_id = cls.product

    def _offer(self, name, grade, product=None, **values):
        supplier = self.env["res.partner"].create({"name": name, **values})
        supplier.sudo().charter_grade = grade
        self.env["product.supplierinfo"].create(
            {
                "partner_id": supplier.id,
                "product_tmpl_id": (product or self.product).product_tmpl_id.id,
                "price": 9,
            }
        )
        return supplier


@tagged("post_install", "-at_install")
class TestPoolProposal(ProposalCommon):
    def test_who_proposes_backs_and_the_threshold_asks_a_buyer_once(self):
        self.assertEqual((self.need.backing_count, self.need.backed_qty), (1, 4.0))
        self.assertFalse(self.need.ripe_date)
        self.need._back(self.bachir, 2)
        self.assertTrue(self.need.ripe_date)
        self.need._back(self.bachir, 0)
        self.need._back(self.bachir, 3)
        self.assertEqual(self.need.backed_qty, 7)
        self.assertEqual(len(self.need.activity_ids), 1)

    def test_wrong_needs_and_backings_say_why(self):
        for attempt in (
            lambda: self.proposals._propose(self.anne, "  ", 1),
            lambda: self.proposals._propose(self.anne, "Ink", 0),
            lambda: self.proposals._propose(self.anne, "Ink", -1),
            lambda: self.proposals._propose(self.supplier, "Ink", 1),
            lambda: self.need._back(self.supplier, 1),
            lambda: self.need._back(self.chloe, float("nan")),
            lambda: self.need._back(self.chloe, 0),
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                attempt()
        for number in range(4):
            self.proposals._propose(self.anne, f"Ink {number}", 1)
        with self.assertRaisesRegex(UserError, "already have 5"):
            self.proposals._propose(self.anne, "Ink", 1)

    def test_a_member_reads_the_needs_of_her_territory_and_writes_nothing(self):
        self.need._back(self.bachir, 2)
        self.env.invalidate_all()
        hers = self.need.with_user(self.anne.user_ids)
        self.assertEqual(hers.search([]), self.need)
        self.assertEqual((hers.backing_count, len(hers.backing_ids)), (2, 1))
        self.assertFalse(self.need.with_user(self.dries.user_ids).search([]))
        for attempt in (
            lambda: hers.write({"name": "x"}),
            lambda: hers.write({"state": "closed"}),
            lambda: hers.action_close(),
            lambda: hers.action_reopen(),
            lambda: hers.action_start_pool(),
            lambda: hers.backing_ids.write({"quantity": 90}),
            lambda: hers.backing_ids.unlink(),
            lambda: hers.create({"name": "x", "partner_id": self.anne.id}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
        with self.assertRaises(AccessError):
            hers.read(["candidate_ids"])

    def test_a_buyer_cannot_write_what_the_steps_decide(self):
        with self.assertRaises(AccessError):
            self.need.with_user(self.buyer).write({"state": "pooled"})
        with self.assertRaisesRegex(UserError, "Write an answer"):
            self.need.with_user(self.buyer).action_close()

    def test_suppliers_are_filtered_by_grade_and_territory(self):
        good = self._offer("Good", "exemplary", zip="4000", country_id=self.belgium.id)
        far = self._offer("Far", "compliant", zip="1000", country_id=self.belgium.id)
        bad = self._offer("Bad", "excluded", zip="4000", country_id=self.belgium.id)
        found = self.need._find_offers(self.product).partner_id
        self.assertEqual(found[:2], good | far)
        self.assertIn(self.supplier, found)
        self.assertNotIn(bad, found)
        self.need.local_only = True
        self.assertEqual(self.need._find_offers(self.product).partner_id, good)
        policy = self.env["smart.charter.policy"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("document", "=", "purchase_order"),
                ("grade", "=", "exemplary"),
            ]
        )
        policy.effect = "block"
        self.assertFalse(self.need._find_offers(self.product))

    def test_a_buyer_turns_it_into_a_pool_and_backers_are_told(self):
        for member in (self.anne, self.bachir):
            member.email = f"{member.name}@example.com"
        self.need._back(self.bachir, 2)
        need = self.need.with_user(self.buyer)
        with self.assertRaisesRegex(UserError, "Choose the product"):
            need.action_start_pool()
        need.supplier_id = self._offer("Bad", "excluded")
        with self.assertRaisesRegex(UserError, "not among"):
            need.action_start_pool()
        need.supplier_id = self.supplier
        action = need.action_start_pool()
        pool = self.env["smart.pooled.order"].browse(action["res_id"])
        self.assertEqual((need.state, pool.state), ("pooled", "draft"))
        self.assertEqual(pool.territory_id, self.territory_liege)
        self.assertFalse(need.activity_ids)
        mails = self.env["mail.mail"].search_count([])
        pool.with_user(self.buyer).action_open()
        self.assertEqual(self.env["mail.mail"].search_count([]), mails + 2)
        self.assertEqual(pool._get_intention(self.bachir), 2)
        self.assertFalse(pool.commitment_ids)
        with self.assertRaisesRegex(UserError, "not open"):
            need.action_start_pool()

    def test_only_a_trained_member_opens_it(self):
        choice = f"{self.product.id}-{self.supplier.id}"
        start = self.need._start_pool_as_coordinator
        with self.assertRaisesRegex(UserError, "training"):
            start(self.anne, choice, 6, 14)
        self.anne.can_coordinate_pools = True
        for wrong in (("1-1", 6, 14), (choice, 0, 14), (choice, 6, 99)):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                start(self.anne, *wrong)
        pool = start(self.anne, choice, 6, 14)
        self.assertEqual((pool.state, pool.line_ids.lot_size), ("open", 6))
        self.assertEqual(pool.coordinator_id, self.anne)


@tagged("post_install", "-at_install")
class TestPoolProposalPortal(ProposalCommon, HttpCase):
    def _post(self, url, login="pooled_bachir", **values):
        self.authenticate(login, login)
        values["csrf_token"] = Request.csrf_token(self)
        return self.url_open(url, data=values)

    def test_a_member_tells_a_need_and_keeps_what_she_typed(self):
        wrong = self._post("/my/needs/new", name="<b>Ink</b>", quantity="six")
        self.assertEqual(wrong.status_code, 422)
        page = html.fromstring(wrong.content)
        self.assertEqual(page.xpath("//input[@id='name']")[0].value, "<b>Ink</b>")
        told = self._post(
            "/my/needs/new", name="<b>Ink</b>", quantity="2,5", reach="territory"
        )
        self.assertEqual(told.status_code, 200)
        self.assertNotIn("<b>Ink</b>", told.text)
        need = self.proposals.search([], order="id desc", limit=1)
        self.assertEqual(need.partner_id, self.bachir)
        self.assertEqual(need.territory_id, self.territory_liege)
        self.assertEqual(need.backed_qty, 2.5)

    def test_backing_and_opening_from_the_page(self):
        url = f"/my/needs/{self.need.id}"
        self.assertEqual(self._post(f"{url}/back", quantity="x").status_code, 422)
        self.assertEqual(self._post(f"{url}/back", quantity="3").status_code, 200)
        self.assertEqual(self.need.backing_count, 2)
        self.assertEqual(self._post(f"{url}/back", withdraw="1").status_code, 200)
        self.assertEqual(self.need.backing_count, 1)
        choice = f"{self.product.id}-{self.supplier.id}"
        post = {"choice": choice, "lot": "6", "days": "10"}
        self.assertEqual(self._post(f"{url}/open", **post).status_code, 404)
        self.bachir.can_coordinate_pools = True
        self.assertIn(choice, self.url_open(url).text)
        wrong = self._post(f"{url}/open", **(post | {"days": "900"}))
        self.assertEqual(wrong.status_code, 422)
        opened = self._post(f"{url}/open", **post)
        self.assertIn(f"/my/pools/{self.need.pooled_order_id.id}", opened.url)

    def test_who_is_elsewhere_finds_nothing(self):
        self.authenticate("pooled_dries", "pooled_dries")
        self.assertNotIn(f"/my/needs/{self.need.id}", self.url_open("/my/needs").text)
        self.assertEqual(self.url_open(f"/my/needs/{self.need.id}").status_code, 404)

    def test_the_list_costs_no_query_per_need(self):
        member = self.anne.user_ids

        def read():
            self.env.invalidate_all()
            self.env.cr.precommit.clear()
            start = self.env.cr.sql_log_count
            found = self.proposals.with_user(member).search([])
            found.read(["name", "state", "threshold", "backing_count"])
            return self.env.cr.sql_log_count - start, len(found)

        read()
        few, _count = read()
        self.proposals.create(
            [{"name": f"Need {n}", "partner_id": self.bachir.id} for n in range(40)]
        )
        many, count = read()
        self.assertGreater(count, 40)
        self.assertLessEqual(many, few)
