# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged

from .observatory_common import AS_OF, ObservatoryCommon


@tagged("post_install", "-at_install")
class TestInitiative(ObservatoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls._create_members("Group", 6)

    def _detect(self):
        self._rebuild_ties()
        return self.env["smart.initiative"]._detect(AS_OF)

    def test_an_animator_takes_it_to_its_filiere(self):
        initiative = (
            self.env["smart.initiative"]
            .with_user(self.animator)
            .create({"name": "Shared studio", "kind": "collective"})
        )
        initiative.action_contact()
        self.assertEqual(initiative.user_id, self.animator)
        with self.assertRaises(ValidationError):
            initiative.action_link()
        initiative.filiere_id = self.filiere_show
        initiative.action_link()
        initiative.action_close()
        self.assertEqual(
            (initiative.state, initiative.date_end), ("closed", date.today())
        )

    def test_three_who_met_twice_are_spotted_once(self):
        trio = self.people[:3]
        self._meet("a", trio | self.people[4], date(2026, 5, 1))
        self._meet("b", trio | self.people[5], date(2026, 6, 1))
        # two people are no group
        self._meet("c", self.people[4:], date(2026, 5, 1))
        self._meet("d", self.people[4:], date(2026, 6, 1))
        found = self._detect()
        self.assertEqual(len(found), 1)
        self.assertEqual((found.state, found.origin), ("spotted", "detected"))
        self.assertEqual((found.participant_count, found.event_count), (3, 2))
        self.assertFalse(self._detect())
        found.active = False
        self.assertFalse(self._detect())

    def test_only_who_agreed_is_named(self):
        trio = self.people[:3]
        self._create_profile(trio[0])._set_ties_consent(True)
        self._meet("a", trio, date(2026, 5, 1))
        self._meet("b", trio, date(2026, 6, 1))
        found = self._detect()
        self.assertEqual(found.partner_ids, trio[0])
        self.assertEqual((found.unnamed_count, found.participant_count), (2, 3))

    def test_a_known_group_is_not_found_again(self):
        self.env["smart.initiative"].create(
            {"name": "Known", "partner_ids": [(6, 0, self.people[:4].ids)]}
        )
        for key in "ab":
            self._meet(key, self.people[:3], date(2026, 5, 1))
        self.assertFalse(self._detect())


@tagged("post_install", "-at_install")
class TestInitiativePortal(ObservatoryCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls._create_member("Ada Initiative", login="initiative_ada")
        cls.bea = cls._create_member("Bea Initiative", login="initiative_bea")
        cls._create_member("Sup Initiative", login="initiative_sup", is_member=False)

    def _post(self, path, **data):
        from odoo.http import Request

        self.url_open("/my/initiatives")
        data["csrf_token"] = Request.csrf_token(self)
        return self.url_open(path, data=data)

    def _mine(self, user):
        return self.env["smart.initiative"].with_user(user).search([])

    def test_a_member_proposes_what_she_is_part_of(self):
        self.authenticate("initiative_ada", "initiative_ada")
        self._post(
            "/my/initiatives/propose",
            name="<b>Studio</b>",
            kind="collective",
            description="<script>alert(1)</script>",
            filiere_id=self.filiere_show.id,
        )
        initiative = self._mine(self.ada.user_ids)
        self.assertEqual(initiative.name, "<b>Studio</b>")
        self.assertEqual(initiative.origin, "member")
        self.assertEqual(initiative.filiere_id, self.filiere_show)
        self.assertEqual(initiative.sudo().partner_ids, self.ada)
        self.assertEqual(initiative.territory_id, self.territory_liege)
        page = self.url_open("/my/initiatives").text
        self.assertIn("&lt;b&gt;Studio", page)
        self.assertNotIn("<script>alert", page)
        self.assertFalse(self._mine(self.bea.user_ids))

    def test_bad_input_keeps_what_was_typed(self):
        self.authenticate("initiative_ada", "initiative_ada")
        answer = self._post(
            "/my/initiatives/propose",
            name=" ",
            kind="coup",
            description="Kept text",
            filiere_id="x",
            date_start="31/02/2026",
        )
        self.assertEqual(answer.status_code, 200)
        self.assertIn('role="alert"', answer.text)
        self.assertIn("Kept text", answer.text)
        self.assertFalse(self._mine(self.ada.user_ids))

    def test_she_decides_whether_she_is_named(self):
        self.authenticate("initiative_ada", "initiative_ada")
        self._post("/my/initiatives/consent", agree="1")
        profile = self.env["smart.directory.profile"]._get_for_member(self.ada)
        self.assertTrue(profile.ties_consent)
        self._post("/my/initiatives/consent")
        profile.invalidate_recordset()
        self.assertFalse(profile.ties_consent)
        self.assertEqual(profile.ties_consent_date, date.today())

    def test_who_is_no_member_has_no_page(self):
        self.authenticate("initiative_sup", "initiative_sup")
        self.assertEqual(self.url_open("/my/initiatives").status_code, 404)

    def test_a_member_cannot_write_over_rpc(self):
        initiative = self.env["smart.initiative"]._propose(self.ada, {"name": "Mine"})
        as_ada = initiative.with_user(self.ada.user_ids)
        with self.assertRaises(AccessError):
            as_ada.action_contact()
        with self.assertRaises(AccessError):
            as_ada.create({"name": "Other"})
