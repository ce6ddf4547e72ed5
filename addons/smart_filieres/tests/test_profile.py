# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import ALL_FIELDS, SmartCommon


@tagged("post_install", "-at_install")
class TestProfile(SmartCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls._create_member("Ada")
        cls.profile = cls._create_profile(cls.ada)

    def _save(self, audiences=None, **vals):
        self.profile._save_from_member(vals, audiences or {})

    def test_nothing_is_shown_by_default(self):
        self.assertFalse(self.profile.is_listed)
        self.assertEqual(self.profile._get_audiences(), {})

    def test_saving_keeps_texts_lists_and_consents(self):
        self._save(
            {"name": "members", "headline": "filiere"},
            headline="Lights",
            activity_ids=self.activity_show.ids,
            skill_ids=[],
            sought_skill_ids=[],
        )
        self.assertEqual(self.profile.headline, "Lights")
        self.assertEqual(self.profile.activity_ids, self.activity_show)
        self.assertEqual(
            self.profile._get_audiences(), {"name": "members", "headline": "filiere"}
        )

    def test_saving_an_activity_proposes_its_filiere(self):
        self._save(activity_ids=self.activity_show.ids)
        membership = self.env["smart.filiere.membership"].search(
            [("partner_id", "=", self.ada.id)]
        )
        self.assertEqual(membership.filiere_id, self.filiere_show)

    def test_unknown_ids_are_left_out(self):
        self._save(activity_ids=[*self.activity_show.ids, 99999999])
        self.assertEqual(self.profile.activity_ids, self.activity_show)

    def test_a_new_skill_is_added_once_whatever_its_case(self):
        self._save(skill_ids=[], new_skills=["Glass blowing", "glass blowing ", ""])
        self._save(skill_ids=[], new_skills=["GLASS BLOWING"])
        skills = self.env["smart.skill"].search([("name", "=ilike", "glass blowing")])
        self.assertEqual(len(skills), 1)
        self.assertEqual(self.profile.skill_ids, skills)

    def test_a_pattern_is_not_a_skill(self):
        self.env["smart.skill"].create([{"name": "Weaving"}, {"name": "Dyeing"}])
        self._save(skill_ids=[], new_skills=["%", "_eaving"])
        self.assertEqual(set(self.profile.skill_ids.mapped("name")), {"%", "_eaving"})

    def test_the_shared_list_grows_by_ten_words_at_most(self):
        self._save(skill_ids=[], new_skills=[f"Odd skill {i}" for i in range(30)])
        self.assertEqual(len(self.profile.skill_ids), 10)

    def test_the_ceiling_of_the_cooperative_holds(self):
        with self.assertRaisesRegex(ValidationError, "limits it"):
            self._save({"name": "public"})

    def test_an_unknown_field_or_audience_is_refused(self):
        with self.assertRaises(ValidationError):
            self._save({"phone": "members"})
        with self.assertRaises(ValidationError):
            self._save({"name": "everyone"})

    def test_a_lowered_ceiling_hides_at_once(self):
        self.profile._release({"name": "members"})
        self.assertTrue(self.profile.is_listed)
        self.env.ref("smart_filieres.directory_field_name").ceiling = "cooperative"
        self.profile.invalidate_recordset(["is_listed"])
        self.assertFalse(self.profile.is_listed)

    def test_a_lowered_ceiling_hides_in_every_company(self):
        other = self.env["res.company"].create({"name": "Other country"})
        away = self._create_member("Away", company_id=other.id)
        profile = self._create_profile(away, {"name": "members"})
        field = self.env.ref("smart_filieres.directory_field_name")
        field.with_user(self.filiere_manager).ceiling = "cooperative"
        profile.invalidate_recordset(["is_listed"])
        self.assertFalse(profile.is_listed)

    def test_a_change_of_mind_keeps_its_history(self):
        self.profile._release({"name": "members"})
        self.profile._release({"name": "filiere"})
        history = self.env["smart.directory.release"].search(
            [("profile_id", "=", self.profile.id)]
        )
        self.assertEqual(len(history), 2)
        self.assertEqual(self.profile.release_ids.audience, "filiere")
        self.assertTrue((history - self.profile.release_ids).date_withdrawn)

    def test_releasing_the_same_again_changes_nothing(self):
        self.profile._release({"name": "members"})
        before = self.profile.release_ids
        self.profile._release({"name": "members"})
        self.assertEqual(self.profile.release_ids, before)

    def test_withdrawing_hides_everything_at_once(self):
        self.profile._release(dict.fromkeys(ALL_FIELDS, "members"))
        self.profile._withdraw()
        self.profile.invalidate_recordset(["is_listed"])
        self.assertFalse(self.profile.is_listed)
        self.assertFalse(self.profile.release_ids)

    def test_listed_profiles_can_be_searched(self):
        self.profile._release({"name": "members"})
        Profile = self.env["smart.directory.profile"]
        mine = [("id", "=", self.profile.id)]
        self.assertTrue(Profile.search([*mine, ("is_listed", "=", True)]))
        self.assertFalse(Profile.search([*mine, ("is_listed", "=", False)]))

    def test_answering_a_filiere(self):
        self.profile._answer_filiere(self.filiere_show, "join")
        self.assertEqual(self.ada.filiere_ids, self.filiere_show)
        self.profile._answer_filiere(self.filiere_show, "leave")
        self.assertFalse(self.ada.filiere_ids)
