# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .referencing_common import ReferencingCommon


@tagged("post_install", "-at_install")
class TestReferencingPortal(HttpCase, ReferencingCommon):
    def _post(self, path, **data):
        csrf = Request.csrf_token(self)
        return self.url_open(path, data={"csrf_token": csrf, **data})

    def _get(self, query=""):
        return self.url_open("/my/suppliers" + query)

    def _total(self, query=""):
        return int(re.search(r'data-total="(\d+)"', self._get(query).text).group(1))

    def _enter(self, login="charter_member"):
        self.authenticate(login, login)

    def test_facets_narrow_and_bad_filters_show_all(self):
        self._create_listing(
            self._create_supplier("Zz soup", zip="1000", country_id=self.belgium.id),
            self.food,
        )
        self.env["smart.supplier.listing.label"].create(
            {"listing_id": self.listing.id, "label_id": self.label.id}
        )
        self._enter()
        for query, expected in (
            ("", 2),
            (f"?category={self.paper.id}", 1),
            (f"?territory={self.territory_brussels.id}", 1),
            (f"?label={self.label.id}", 1),
            ("?deal=1", 1),
            ("?grade=unknown", 2),
            ("?grade=exemplary", 0),
            ("?search=zz+soup", 1),
            ("?search=zznothing", 0),
            ("?category=abc&grade=forged&deal=no&km=-3", 2),
            ("?category=99999999999999999999", 0),
            ("/page/999?search=%25%5C%27%22", 0),
            ("/page/0", 2),
        ):
            with self.subTest(query=query):
                self.assertEqual(self._total(query), expected)

    def test_near_her(self):
        points = self.env["smart.postal.point"]
        for code, latitude, longitude in (
            ("4000", 50.64, 5.57), ("1000", 50.85, 4.35)
        ):  # fmt: skip
            if not points.search(
                [("zip", "=", code), ("country_id", "=", self.belgium.id)]
            ):
                points.create(
                    {
                        "country_id": self.belgium.id,
                        "zip": code,
                        "latitude": latitude,
                        "longitude": longitude,
                    }
                )
        far = self._create_listing(
            self._create_supplier("Aa far", zip="1000", country_id=self.belgium.id)
        )
        self.env.flush_all()
        self._enter()
        self.assertEqual(self._total("?km=25"), 1)
        text = self._get().text
        self.assertLess(
            text.index(f'data-id="{self.listing.id}"'),
            text.index(f'data-id="{far.id}"'),
        )

    def test_who_is_no_member_finds_no_page(self):
        self.member.is_member = False
        for login in ("charter_supplier", "charter_member"):
            self._enter(login)
            for path in ("", f"/{self.listing.id}", "/new", "/mine"):
                page = self._get(path)
                self.assertEqual(page.status_code, 404)
                self.assertNotIn("ZZSECRET", page.text)
        self.authenticate(None, None)
        page = self._get(f"/{self.listing.id}")
        self.assertNotIn("ZZSECRET", page.text)

    def test_she_recommends_and_reports(self):
        self._enter()
        path = f"/my/suppliers/{self.listing.id}"
        self.assertIn("ZZSECRET", self.url_open(path).text)
        page = self._post(f"{path}/recommend", rating="9", text="Kept <i>words</i>")
        self.assertEqual(page.status_code, 422)
        self.assertIn("Kept &lt;i&gt;words", page.text)
        self._post(f"{path}/recommend", rating="4", text="<script>x</script>Fine")
        mine = self.env["smart.supplier.recommendation"].search(
            [("partner_id", "=", self.member.id)]
        )
        self.assertEqual((mine.rating, mine.state), (4, "new"))
        page = self._post(f"{path}/report", category="late", report=" ")
        self.assertEqual(page.status_code, 422)
        self._post(f"{path}/report", category="late", report="Three weeks")
        self.assertIn('data-state="new"', self._get("/mine").text)
        mine.action_publish()
        self._enter("referencing_other")
        text = self.url_open(path).text
        self.assertIn("&lt;script&gt;x", text)
        # she did not sign, so her name is nowhere; nor are her stars
        self.assertNotIn("Anne Martin", text)
        self.assertIn('data-mean="0.0"', text)
        self.assertNotIn("Three weeks", text)

    def test_she_signs_what_she_says(self):
        self._recommend(self.member, 5, text="Fine", is_signed=True)
        self._enter("referencing_other")
        self.assertIn("Anne Martin", self._get(f"/{self.listing.id}").text)

    def test_she_proposes(self):
        self._enter()
        page = self._post("/my/suppliers/new", name=" ", why="Kept")
        self.assertEqual(page.status_code, 422)
        self.assertIn("Kept", page.text)
        forged = {"category_id": "forged", "company_id": "99", "state": "listed"}
        self._post(
            "/my/suppliers/new", name="Zz bees", country_id=str(10**9 - 1), **forged
        )
        proposal = self.env["smart.supplier.proposal"].search(
            [("name", "=", "Zz bees")]
        )
        self.assertEqual((proposal.state, proposal.partner_id),
                         ("proposed", self.member))  # fmt: skip
        self.assertFalse(proposal.category_id or proposal.country_id)
        page = self._post("/my/suppliers/new", name=self.supplier.name)
        self.assertIn('data-saved="known"', page.text)

    def test_a_search_without_result_is_counted(self):
        self._enter()
        self._get("?search=Zz+beehives")
        self._get("?search=zz+beehives")
        row = self.env["smart.supplier.search"].search([("words", "=", "zz beehives")])
        self.assertEqual(row.count, 2)

    def test_other_suppliers_answer_404(self):
        hidden = self._create_listing(self._create_supplier("Hid"), is_listed=False)
        self._enter()
        for path in (f"/{hidden.id}", f"/{10**8}"):
            self.assertEqual(self._get(path).status_code, 404)
        page = self._post(f"/my/suppliers/{hidden.id}/recommend", rating="5")
        self.assertEqual(page.status_code, 404)

    def test_the_page_costs_the_same_for_many(self):
        self._enter()
        self._get()

        def cost():
            before = self.cr.sql_log_count
            self._get()
            return self.cr.sql_log_count - before

        few = cost()
        for rank in range(20):
            self._create_listing(self._create_supplier(f"Zz {rank}"), self.food)
        self.env.flush_all()
        self._get()
        self.assertLessEqual(cost(), few + 3)
