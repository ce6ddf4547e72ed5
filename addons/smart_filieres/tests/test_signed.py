# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re
from datetime import date

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from .common import SmartCommon


@tagged("post_install", "-at_install")
class TestSigned(HttpCase, SmartCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._create_member("Nora")
        cls.profile = cls._create_profile(
            cls.member, date_confirmed=date(2026, 1, 1), headline="Luthière"
        )

    def _token(self, **options):
        return self.profile._get_signed_url("confirm", **options).rpartition("/")[2]

    def _press(self, path, page):
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)
        return self.url_open(path, data={"csrf_token": csrf})

    def test_only_the_button_acts(self):
        path = f"/smart/answer/{self._token()}"
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        self.assertEqual(self.profile.date_confirmed, date(2026, 1, 1))
        self.assertEqual(self._press(path, page).status_code, 200)
        self.assertGreater(self.profile.date_confirmed, date(2026, 1, 1))

    def test_a_link_serves_once(self):
        path = f"/smart/answer/{self._token()}"
        page = self.url_open(path)
        self._press(path, page)
        self.profile.date_confirmed = date(2026, 2, 2)
        self._press(path, page)
        self.assertEqual(self.profile.date_confirmed, date(2026, 2, 2))

    def test_old_forged_and_orphan_links_do_nothing(self):
        with freeze_time("2026-01-02"):
            old = self._token(days=1)
        fresh = self._token()
        changed = ("A" if fresh[20] != "A" else "B").join((fresh[:20], fresh[21:]))
        for token in (old, changed, "abc", "é", ""):
            page = self.url_open(f"/smart/answer/{token}")
            self.assertEqual(page.status_code, 404, token)
            self.assertNotIn("Luthière", page.text)
        self.profile.unlink()
        self.assertEqual(self.url_open(f"/smart/answer/{fresh}").status_code, 404)

    def test_an_action_that_does_not_exist_is_a_mistake_of_ours(self):
        with self.assertRaises(ValueError):
            self.profile._get_signed_url("publish")
