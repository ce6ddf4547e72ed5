# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import HttpCase, tagged

from .common import SmartCommon


@tagged("post_install", "-at_install")
class TestPortal(SmartCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls._create_member("Ada Portal", login="portal_ada")
        cls.bea = cls._create_member("Bea Portal", login="portal_bea")
        cls.profile = cls._create_profile(
            cls.ada, {"name": "members"}, headline="Secret"
        )
        cls.stranger = cls._create_member(
            "Sup Portal", login="portal_sup", is_member=False
        )

    def _post(self, path, **data):
        # a page first: the token belongs to the session
        self.url_open("/my/member")
        data["csrf_token"] = self.csrf_token()
        return self.url_open(path, data=data)

    def csrf_token(self):
        from odoo.http import Request

        return Request.csrf_token(self)

    def test_the_directory_shows_who_released_herself(self):
        self.authenticate("portal_bea", "portal_bea")
        page = self.url_open("/my/directory?search=Portal").text
        self.assertIn("Ada Portal", page)
        self.assertNotIn("Secret", page)
        self.assertNotIn("Bea Portal</a>", page)

    def test_a_hidden_member_answers_404(self):
        self.authenticate("portal_bea", "portal_bea")
        shown = self.url_open(f"/my/directory/{self.profile.ref}")
        self.assertEqual(shown.status_code, 200)
        self.profile._withdraw()
        hidden = self.url_open(f"/my/directory/{self.profile.ref}")
        never = self.url_open("/my/directory/nobody")
        self.assertEqual((hidden.status_code, never.status_code), (404, 404))

    def test_who_is_no_member_has_no_page(self):
        self.authenticate("portal_sup", "portal_sup")
        for path in (
            "/my/member",
            "/my/directory",
            f"/my/directory/{self.profile.ref}",
        ):
            with self.subTest(path):
                self.assertEqual(self.url_open(path).status_code, 404)

    def test_broken_filters_show_everybody(self):
        self.authenticate("portal_bea", "portal_bea")
        for query in ("skill=x", "territory=-1", "activity=99999999", "search=%25"):
            with self.subTest(query):
                answer = self.url_open(f"/my/directory?{query}")
                self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.url_open("/my/directory/page/99999").status_code, 200)

    def test_a_facet_keeps_the_search_and_counts(self):
        self._join(self.ada, self.filiere_show)
        self.profile._release({"filieres": "members"})
        self.authenticate("portal_bea", "portal_bea")
        page = self.url_open("/my/directory?search=Portal").text
        self.assertIn(f"search=Portal&amp;filiere={self.filiere_show.id}", page)

    def test_staff_who_are_members_have_their_own_pages(self):
        self._join(self.ada, self.filiere_show)
        for user in (self.employee, self.animator):
            user.partner_id.is_member = True
            user.password = user.login
            self.authenticate(user.login, user.login)
            with self.subTest(user.login):
                page = self.url_open("/my/member").text
                # Ada's membership is not taken for her own
                self.assertNotIn('data-state="confirmed"', page)
                page = self.url_open("/my/directory?search=Ada Portal").text
                self.assertEqual(page.count("smart_entry"), 1)
                counters = self.make_jsonrpc_request(
                    "/my/counters", {"counters": ["directory_count"]}
                )
                self.assertGreaterEqual(counters["directory_count"], 1)

    def test_the_home_page_offers_both_pages_to_members_only(self):
        self.authenticate("portal_bea", "portal_bea")
        self.assertIn("/my/directory", self.url_open("/my").text)
        self.authenticate("portal_sup", "portal_sup")
        self.assertNotIn("/my/directory", self.url_open("/my").text)

    def test_the_list_takes_few_queries_whatever_its_length(self):
        self.authenticate("portal_bea", "portal_bea")
        self.url_open("/my/directory")
        entries = self.env["smart.directory.entry"]
        for index in range(30):
            self._create_profile(
                self._create_member(f"Many {index}"), {"name": "members"}
            )
        user = self.bea.user_ids
        domain = entries._get_search_domain("Many")
        with self.assertQueryCount(4):
            found = entries.with_user(user).search_fetch(
                domain, ["name", "headline", "territory_id"], limit=24
            )
        self.assertEqual(len(found), 24)
