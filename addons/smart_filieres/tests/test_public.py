# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import HttpCase, tagged

from .common import SmartCommon


@tagged("post_install", "-at_install")
class TestPublic(HttpCase, SmartCommon):
    """The pages for the web."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        fields = cls.env["smart.directory.field"].search(
            [("key", "in", ("name", "headline", "skills"))]
        )
        fields.ceiling = "public"
        cls.skill = cls.env["smart.skill"].create({"name": "Zz web skill"})
        cls.ada = cls._create_profile(
            cls._create_member("Zz Ada Web"),
            {"name": "public", "headline": "members", "skills": "public"},
            headline="Zz for members",
            skill_ids=cls.skill.ids,
        )
        cls.bea = cls._create_profile(
            cls._create_member("Zz Bea Inside"), {"name": "members"}
        )

    def test_the_web_reads_what_was_released_to_it(self):
        page = self.url_open("/membres?search=zz")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Zz Ada Web", page.text)
        self.assertIn("Zz web skill", page.text)
        self.assertNotIn("Zz Bea Inside", page.text)
        self.assertNotIn("Zz for members", page.text)
        self.assertEqual(page.headers["X-Robots-Tag"], "noindex")

    def test_a_page_of_hers_or_404(self):
        shown = self.url_open(f"/membres/{self.ada.ref}")
        self.assertEqual(shown.status_code, 200)
        self.assertNotIn("Zz for members", shown.text)
        self.assertNotIn("X-Robots-Tag", shown.headers)
        for ref in (self.bea.ref, "nobody"):
            self.assertEqual(self.url_open(f"/membres/{ref}").status_code, 404)
        self.ada._withdraw()
        self.assertEqual(self.url_open(f"/membres/{self.ada.ref}").status_code, 404)
        self.assertNotIn("Zz Ada Web", self.url_open("/membres?search=zz").text)

    def test_a_lower_ceiling_closes_the_page_at_once(self):
        field = self.env["smart.directory.field"].search([("key", "=", "name")])
        field.ceiling = "members"
        self.assertEqual(self.url_open(f"/membres/{self.ada.ref}").status_code, 404)

    def test_filters_of_the_web_count_the_web_only(self):
        page = self.url_open(f"/membres?skill={self.skill.id}").text
        self.assertIn('data-total="1"', page)
        self.assertEqual(self.url_open("/membres?skill=x&view=map").status_code, 200)
