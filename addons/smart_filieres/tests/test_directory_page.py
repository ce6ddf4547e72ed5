# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter

from odoo.tests import tagged

from .common import ALL_FIELDS
from .directory_common import DirectoryCommon


@tagged("post_install", "-at_install")
class TestDirectoryPage(DirectoryCommon):
    """Search, facets, counts and the map."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.skill = cls.env["smart.skill"].create({"name": "Zz luthier"})
        cls.other_skill = cls.env["smart.skill"].create({"name": "Zz verrier"})
        cls.viewer = cls._create_member("Zz Viewer", login="page_viewer").user_ids
        cls.ada = cls._listed("Zz Ada", zip="4000", skill_ids=cls.skill.ids)
        cls.bea = cls._listed(
            "Zz Bea",
            zip="1000",
            skill_ids=(cls.skill | cls.other_skill).ids,
            works_remotely=True,
        )

    @classmethod
    def _listed(cls, name, zip="4000", audience="members", **values):
        member = cls._create_member(name, zip=zip)
        return cls._create_profile(
            member, dict.fromkeys(ALL_FIELDS, audience), **values
        )

    def test_counts_are_those_of_what_the_viewer_reads(self):
        hidden = self._listed("Zz Cleo", audience="filiere", skill_ids=self.skill.ids)
        for partner in (hidden.partner_id, self.ada.partner_id):
            self._join(partner, self.filiere_show)
        for step in ("apart", "together"):
            with self.subTest(step):
                page = self._page(self.viewer)
                entries = self.env["smart.directory.entry"].with_user(self.viewer)
                seen = entries.search([])
                self.assertEqual(page.total, len(seen))
                counted = Counter(skill.name for row in seen for skill in row.skill_ids)
                for name, count in self._facet(page, "skill").items():
                    self.assertEqual(count, counted[name], name)
                # the same by reading the entries
                live, total = entries._count_codes([], ["skill", "new"])
                kept, kept_total = entries._count_everybody(["skill", "new"])
                self.assertEqual((kept, kept_total), (live, total))
            if step == "apart":
                self._join(self.viewer.partner_id, self.filiere_show)

    def test_what_is_withdrawn_is_not_counted_any_more(self):
        before = self._page(self.viewer).total
        self.ada._withdraw()
        self.bea.partner_id.unlink()
        self.assertEqual(self._page(self.viewer).total, before - 2)

    def test_summing_up_changes_no_count(self):
        entries = self.env["smart.directory.entry"].with_user(self.viewer)
        before = entries._count_everybody(["skill", "territory", "square"])
        self.env["smart.directory.count"]._recount()
        self.assertEqual(
            entries._count_everybody(["skill", "territory", "square"]), before
        )

    def test_a_skill_that_is_clicked_lists_people_with_that_skill(self):
        self._listed("Zz Luthier by name only", headline="Zz luthier")
        page = self._page(self.viewer, [("skill", self.skill.id)])
        self.assertEqual(self._names(page), ["Zz Ada", "Zz Bea"])

    def test_filters_add_up_and_come_off_one_by_one(self):
        both = [("skill", self.skill.id), ("skill", self.other_skill.id)]
        page = self._page(self.viewer, [("search", "zz"), *both])
        self.assertEqual(self._names(page), ["Zz Bea"])
        chips = page.chips()
        self.assertEqual([chip[2] for chip in chips], ["Zz luthier", "Zz verrier"])
        self.assertEqual(chips[1][3], f"/my/directory?search=zz&skill={self.skill.id}")

    def test_at_distance_and_new(self):
        page = self._page(self.viewer, [("search", "zz"), ("remote", "1")])
        self.assertEqual(self._names(page), ["Zz Bea"])
        page = self._page(self.viewer, [("search", "zz"), ("new", "1")])
        self.assertEqual(page.total, 2)
        self.ada.release_ids.date_released = "2020-01-01"
        self.ada._refresh_entries()
        page = self._page(self.viewer, [("search", "zz"), ("new", "1")])
        self.assertEqual(self._names(page), ["Zz Bea"])

    def test_distance_from_a_postal_code(self):
        for km, names in ((10, ["Zz Ada"]), (100, ["Zz Ada", "Zz Bea"])):
            with self.subTest(km=km):
                address = [("search", "zz"), ("near", "4000"), ("km", km)]
                page = self._page(self.viewer, address)
                self.assertEqual(self._names(page), names)

    def test_an_unknown_postal_code_is_said_and_left_out(self):
        page = self._page(self.viewer, [("search", "zz"), ("near", "999zz")])
        self.assertTrue(page.unknown_place)
        self.assertEqual(page.total, 2)
        self.assertEqual(page.near, "999zz")

    def test_nobody_found_says_what_to_leave_out(self):
        address = [("search", "zz"), ("near", "4000"), ("km", 10), ("remote", "1")]
        page = self._page(self.viewer, address)
        self.assertEqual(page.total, 0)
        relaxed = {chip[0]: count for chip, count in page.relaxations(page.chips())}
        self.assertEqual(relaxed["near"], 1)
        self.assertEqual(relaxed["remote"], 1)

    def test_the_map_holds_who_released_her_place(self):
        self.bea._release({"location": "cooperative"})
        page = self._page(self.viewer, [("search", "zz"), ("view", "map")])
        self.assertEqual([place["circle"].count for place in page.places], [1])
        self.assertIn("4000", page.places[0]["name"])
        clicked = page.places[0]["circle"].square
        page = self._page(self.viewer, [("search", "zz"), ("square", clicked)])
        self.assertEqual(self._names(page), ["Zz Ada"])

    def test_a_province_that_is_released_is_no_place_on_the_map(self):
        self.ada._release({"location": "cooperative"})
        entry = self.env["smart.directory.entry"].search(
            [("profile_id", "=", self.ada.id), ("audience", "=", "members")]
        )
        self.assertEqual(entry.territory_id, self.territory_liege)
        self.assertFalse(entry.grid_square)

    def test_broken_addresses_show_everybody(self):
        everybody = self._page(self.viewer).total
        broken = [("skill", "9" * 30), ("km", "x"), ("square", "-1"), ("view", "?")]
        self.assertEqual(self._page(self.viewer, broken).total, everybody)

    def test_what_people_type_is_no_pattern(self):
        for text in ("%", "_", "\\", "zz%ada"):
            with self.subTest(text):
                self.assertFalse(self._page(self.viewer, [("search", text)]).total)

    def test_a_page_takes_as_many_queries_for_many_as_for_few(self):
        addresses = ([], [("search", "zz"), ("remote", "1")], [("view", "map")])
        counts = []
        for size in (5, 50):
            for index in range(size):
                skills = (self.skill, self.other_skill)[index % 2]
                self._listed(f"Zz Many {size} {index}", skill_ids=skills.ids)
            for address in addresses:
                self._page(self.viewer, address)
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self._page(self.viewer, address, length=80)
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[:3], counts[3:])
        self.assertLessEqual(max(counts), 8)
