# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import contextlib
import json

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .directory_common import DirectoryCommon

SECRET = "zzsecret"


@tagged("post_install", "-at_install")
class TestLeaks(HttpCase, DirectoryCommon):
    """Every field that was not released, by every path, as everybody: nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.skill = cls.env["smart.skill"].create({"name": f"{SECRET} skill"})
        cls.activity = cls._create_activity(f"{SECRET} activity", "T.99.99")
        cls.filiere = cls._create_filiere(f"{SECRET} filière", cls.activity)
        cls.territory = cls._create_territory(f"{SECRET} place", "5000", "5999")
        cls.viewer = cls._create_member("Zz Viewer", login="leak_viewer").user_ids
        cls.ada = cls._create_member(
            "Zz Ada",
            zip="5000",
            login="leak_ada",
            phone=f"+32 {SECRET}",
            street=f"{SECRET} street",
            email=f"{SECRET}@example.org",
        )
        cls.profile = cls._create_profile(
            cls.ada,
            {"name": "members"},
            headline=f"{SECRET} headline",
            about=f"{SECRET} about",
            skill_ids=cls.skill.ids,
            sought_skill_ids=cls.skill.ids,
            activity_ids=cls.activity.ids,
            works_remotely=True,
            is_available=True,
            is_open_to_cocontracting=True,
        )
        cls._join(cls.ada, cls.filiere)
        cls.attachment = cls.env["ir.attachment"].create(
            {
                "name": f"{SECRET}.txt",
                "raw": SECRET.encode(),
                "res_model": "smart.directory.profile",
                "res_id": cls.profile.id,
            }
        )
        cls.profile.message_post(body=f"{SECRET} note")
        cls.env.flush_all()
        cls.entry = cls.env["smart.directory.entry"].search(
            [("profile_id", "=", cls.profile.id), ("audience", "=", "members")]
        )
        cls.hidden = [
            name
            for name in cls.entry._fields
            if name not in ("id", "ref", "name", "display_name", "sort_name")
        ]

    def _entries(self, user):
        return self.env["smart.directory.entry"].with_user(user)

    def test_reading_gives_nothing(self):
        names = [
            name
            for name in self.hidden
            if self._entries(self.viewer)._has_field_access(
                self.entry._fields[name], "read"
            )
        ]
        for user in (self.viewer, self.animator):
            row = self.entry.with_user(user).read(names)[0]
            text = json.dumps(row, default=str)
            self.assertNotIn(SECRET, text)
            for name in ("skill_ids", "activity_ids", "filiere_ids", "territory_id"):
                self.assertFalse(row[name], name)
            for name in ("works_remotely", "is_available", "grid_square", "country_id"):
                self.assertFalse(row[name], name)
        # raw columns are no fields: no call can name them
        for name in ("facet_codes", "scope_filieres"):
            with self.assertRaises(ValueError):
                self._entries(self.viewer).search([(name, "=", 1)])

    def test_searching_finds_nothing(self):
        domains = [
            [("headline", "ilike", SECRET)],
            [("about", "ilike", SECRET)],
            [("search_text", "ilike", SECRET)],
            [("skill_ids", "in", self.skill.ids)],
            [("skill_ids.name", "ilike", SECRET)],
            [("sought_skill_ids", "in", self.skill.ids)],
            [("activity_ids", "child_of", self.activity.ids)],
            [("filiere_ids", "in", self.filiere.ids)],
            [("territory_id", "child_of", self.territory.ids)],
            [("territory_id.name", "ilike", SECRET)],
            [("country_id", "=", self.belgium.id), ("ref", "=", self.profile.ref)],
            [("grid_square", "=", self.profile.grid_square)],
            [("works_remotely", "=", True), ("ref", "=", self.profile.ref)],
            [("is_available", "=", True), ("ref", "=", self.profile.ref)],
            [("is_open_to_cocontracting", "=", True), ("ref", "=", self.profile.ref)],
        ]
        for user in (self.viewer, self.animator):
            for domain in domains:
                with self.subTest(user=user.login, domain=domain):
                    self.assertFalse(self._entries(user).search(domain))
            self.assertFalse(self._entries(user).name_search(SECRET))

    def test_staff_columns_and_models_are_closed(self):
        paths = [
            [("profile_id.headline", "ilike", SECRET)],
            [("profile_id.partner_id.email", "ilike", SECRET)],
            [("scope_ids.filiere_id", "in", self.filiere.ids)],
        ]
        for domain in paths:
            with self.assertRaises(AccessError):
                self._entries(self.viewer).search(domain)
        for model in ("smart.directory.scope", "smart.directory.count"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.viewer).search([])
        for model in ("smart.directory.count",):
            for user in (self.animator, self.filiere_manager):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_grouping_and_sorting_tell_nothing(self):
        mine = [("ref", "=", self.profile.ref)]
        for name in (
            "headline",
            "territory_id",
            "country_id",
            "skill_ids",
            "sought_skill_ids",
            "activity_ids",
            "filiere_ids",
            "language_ids",
            "works_remotely",
            "is_available",
            "grid_square",
        ):
            with self.subTest(name):
                for group in self._entries(self.viewer).formatted_read_group(
                    mine, [name], ["__count"]
                ):
                    self.assertFalse(group[name])
                with contextlib.suppress(ValueError):
                    found = self._entries(self.viewer).search(mine, order=name)
                    self.assertEqual(len(found), 1)

    def test_exporting_gives_nothing(self):
        group = self.env.ref("base.group_allow_export")
        for user in (self.viewer, self.animator):
            user.group_ids += group
        names = ["name", "headline", "about", "skill_ids/name", "territory_id", "about"]
        for user in (self.viewer, self.animator):
            rows = self.entry.with_user(user).export_data(names)["datas"]
            self.assertEqual(rows, [["Zz Ada", "", "", "", "", ""]])
        with self.assertRaises(AccessError):
            self.entry.with_user(self.viewer).export_data(["profile_id/headline"])

    def test_facets_map_and_pages_show_nothing(self):
        for address in ([], [("view", "map")], [("search", "zz")]):
            page = self._page(self.viewer, address)
            self.assertNotIn(SECRET, str(page.facets))
            self.assertNotIn(SECRET, str(page.cards))
            self.assertNotIn(SECRET, str(page.places))
            shown = [
                row["facet_codes"] for row in page.cards if row["name"] == "Zz Ada"
            ]
            self.assertFalse(any(shown))
        filters = {
            "skill": self.skill.id,
            "sought": self.skill.id,
            "activity": self.activity.id,
            "filiere": self.filiere.id,
            "territory": self.territory.id,
            "square": self.profile.grid_square,
        }
        for key, value in filters.items():
            with self.subTest(key):
                self.assertFalse(self._page(self.viewer, [(key, value)]).total)

    def test_portal_addresses_and_files_show_nothing(self):
        paths = (
            f"/my/directory/{self.profile.ref}",
            "/my/directory?search=zz",
            # all but the last letter, because what she typed stands in the form
            f"/my/directory?search={SECRET[:-1]}",
            f"/membres/{self.profile.ref}",
            f"/web/content/{self.attachment.id}",
            f"/web/image/smart.directory.profile/{self.profile.id}/about",
            f"/web/image/{self.attachment.id}",
            f"/mail/thread/data?thread_id={self.profile.id}",
        )
        for login in (None, "leak_viewer"):
            if login:
                self.authenticate(login, login)
            for path in paths:
                with self.subTest(login=login, path=path):
                    text = self.url_open(path).text
                    self.assertNotIn(SECRET, text)

    def test_chatter_and_profile_are_closed_to_members(self):
        profile = self.profile.with_user(self.viewer)
        with self.assertRaises(AccessError):
            profile.read(["about"])
        with self.assertRaises(AccessError):
            profile.message_ids.read(["body"])
        messages = self.env["mail.message"].with_user(self.viewer)
        self.assertFalse(messages.search([("body", "ilike", SECRET)]))
        files = self.env["ir.attachment"].with_user(self.viewer)
        self.assertFalse(files.search([("name", "ilike", SECRET)]))

    def test_an_opted_out_member_answers_404_everywhere(self):
        self.authenticate("leak_viewer", "leak_viewer")
        self.profile._withdraw()
        for path in ("/my/directory/", "/membres/"):
            self.assertEqual(
                self.url_open(path + self.profile.ref).status_code, 404, path
            )
        self.assertNotIn("Zz Ada", self.url_open("/my/directory?search=zz").text)

    def test_mails_tell_no_address_of_others(self):
        membership = self._join(
            self.viewer.partner_id, self.filiere, state="proposed", origin="activity"
        )
        membership.with_user(self.animator)._invite(
            self.filiere, self.viewer.partner_id, "Come"
        )
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.viewer.partner_id.ids)]
        )
        self.assertEqual(len(mail), 1)
        self.assertNotIn(self.ada.email, mail.body_html + str(mail.email_to))
