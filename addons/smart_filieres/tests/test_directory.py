# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ALL_FIELDS, SmartCommon

HIDDEN = "zzsecret"


@tagged("post_install", "-at_install")
class TestDirectory(SmartCommon):
    """Who reads what, by every route a portal user has over RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret_skill = cls.env["smart.skill"].create({"name": f"{HIDDEN} skill"})
        cls.open_skill = cls.env["smart.skill"].create({"name": "Open skill"})
        cls.ada = cls._create_member("Ada Shown", login="dir_ada")
        cls.bea = cls._create_member("Bea Viewer", login="dir_bea")
        cls.colleague = cls._create_member("Cleo Colleague", login="dir_cleo")
        cls.supplier = cls._create_member("Sup Plier", login="dir_sup", is_member=False)
        cls.profile = cls._create_profile(
            cls.ada,
            {"name": "members", "skills": "filiere", "headline": "members"},
            headline="Sound and stage",
            about=f"{HIDDEN} text",
            skill_ids=cls.open_skill.ids,
            sought_skill_ids=cls.secret_skill.ids,
            activity_ids=cls.activity_show.ids,
        )
        for partner in (cls.ada, cls.colleague):
            cls._join(partner, cls.filiere_show)

    def _entries(self, login, domain=()):
        user = self.env["res.users"].search([("login", "=", login)])
        mine = [("ref", "=", self.profile.ref), *domain]
        return self.env["smart.directory.entry"].with_user(user).search(mine)

    def test_each_viewer_reads_one_row(self):
        self.assertEqual(len(self._entries("dir_bea")), 1)
        self.assertEqual(len(self._entries("dir_cleo")), 1)

    def test_all_members_read_what_was_released_to_all(self):
        entry = self._entries("dir_bea")
        self.assertEqual(entry.name, "Ada Shown")
        self.assertEqual(entry.headline, "Sound and stage")
        self.assertFalse(entry.skill_ids)
        self.assertFalse(entry.territory_id)

    def test_the_filiere_reads_more(self):
        self.assertEqual(self._entries("dir_cleo").skill_ids, self.open_skill)

    def test_who_is_no_member_reads_nobody(self):
        self.assertFalse(self._entries("dir_sup"))

    def test_who_stops_being_a_member_reads_nobody(self):
        self.assertTrue(self._entries("dir_bea"))
        self.bea.is_member = False
        self.assertFalse(self._entries("dir_bea"))

    def test_joining_a_filiere_opens_its_row_at_once(self):
        self.assertFalse(self._entries("dir_bea").skill_ids)
        self._join(self.bea, self.filiere_show)
        self.assertEqual(self._entries("dir_bea").skill_ids, self.open_skill)

    def test_leaving_a_filiere_closes_its_row_at_once(self):
        self._entries("dir_cleo")
        self.colleague.membership_ids._set_left()
        self.assertFalse(self._entries("dir_cleo").skill_ids)

    def test_what_is_hidden_does_not_match(self):
        entries = self.env["smart.directory.entry"].with_user(
            self.env["res.users"].search([("login", "=", "dir_cleo")])
        )
        self.assertFalse(entries.search(entries._get_search_domain(HIDDEN)))
        self.assertFalse(entries.search([("about", "ilike", HIDDEN)]))
        self.assertFalse(entries.search([("sought_skill_ids.name", "ilike", HIDDEN)]))
        self.assertFalse(entries.name_search(HIDDEN))

    def test_what_is_hidden_is_not_counted(self):
        entries = self._entries("dir_cleo")
        groups = entries._read_group(
            [("ref", "=", self.profile.ref)], ["sought_skill_ids"], ["__count"]
        )
        self.assertEqual(groups, [(self.env["smart.skill"], 1)])

    def test_what_is_hidden_is_not_exported(self):
        entry = self._entries("dir_bea")
        with self.assertRaisesRegex(UserError, "export"):
            entry.export_data(["name"])
        # who may export reads the same row
        group = self.env.ref("base.group_allow_export")
        self.bea.user_ids.group_ids += group
        rows = entry.export_data(["name", "about", "skill_ids/name", "territory_id"])
        self.assertEqual(rows["datas"], [["Ada Shown", "", "", ""]])

    def test_staff_columns_are_closed_to_members(self):
        entry = self._entries("dir_bea")
        routes = {
            "read": lambda name: entry.read([name]),
            "group": lambda name: entry.formatted_read_group([], [name], ["__count"]),
            "search": lambda name: entry.search([(name, "in", [1])]),
            "sort": lambda name: entry.search([], order=name),
        }
        for name in ("profile_id", "audience", "company_id", "scope_ids"):
            for route, follow in routes.items():
                if (name, route) in {("scope_ids", "group"), ("scope_ids", "sort")}:
                    # a one2many can be neither grouped nor sorted by
                    continue
                with self.assertRaises(AccessError, msg=f"{route} {name}"):
                    follow(name)

    def test_members_read_only_their_own_profile(self):
        user = self.env["res.users"].search([("login", "=", "dir_bea")])
        profiles = self.env["smart.directory.profile"].with_user(user)
        self.assertFalse(profiles.search([("id", "=", self.profile.id)]))
        with self.assertRaises(AccessError):
            self.profile.with_user(user).read(["about"])
        with self.assertRaises(AccessError):
            self.ada.with_user(user).read(["email"])

    def test_search_finds_accents_and_skills(self):
        self.ada.name = "Adélaïde Shown"
        found = self._entries("dir_cleo", [("name", "ilike", "adelaide")])
        self.assertEqual(len(found), 1)
        entries = self.env["smart.directory.entry"]
        domain = entries._get_search_domain("adelaide open")
        self.assertTrue(entries.search([("ref", "=", self.profile.ref), *domain]))

    def test_accents_do_not_upset_the_order(self):
        names = ["Zoé Sorted", "Élise Sorted", "émile Sorted", "Fanny Sorted"]
        for name in names:
            self._create_profile(self._create_member(name), {"name": "members"})
        entries = self.env["smart.directory.entry"].with_user(self.bea.user_ids)
        found = entries.search([("name", "like", "Sorted")]).mapped("name")
        self.assertEqual(
            found, ["Élise Sorted", "émile Sorted", "Fanny Sorted", "Zoé Sorted"]
        )

    def test_a_new_name_is_read_at_once(self):
        self.ada.name = "Ada Renamed"
        self.assertEqual(self._entries("dir_bea").name, "Ada Renamed")

    def test_an_archived_member_leaves_the_directory(self):
        self.ada.user_ids.active = False
        self.ada.active = False
        self.assertFalse(self._entries("dir_bea"))

    def test_rows_of_another_company_stay_there(self):
        other = self.env["res.company"].create({"name": "Other country"})
        away = self._create_member("Away", company_id=other.id)
        profile = self._create_profile(away, {"name": "members"})
        entries = self.env["smart.directory.entry"].with_user(self.bea.user_ids)
        self.assertFalse(entries.search([("ref", "=", profile.ref)]))
        away.company_id = False
        self.assertTrue(entries.search([("ref", "=", profile.ref)]))

    def test_rebuilding_many_takes_as_many_queries_as_one(self):
        profiles = self.env["smart.directory.profile"]
        for index in range(20):
            profiles |= self._create_profile(
                self._create_member(f"M{index}"), dict.fromkeys(ALL_FIELDS, "members")
            )
        self.env.flush_all()
        with self.assertQueryCount(18):
            profiles._refresh_entries()
