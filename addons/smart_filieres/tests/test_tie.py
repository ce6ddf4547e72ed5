# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .observatory_common import AS_OF, ObservatoryCommon


@tagged("post_install", "-at_install")
class TestTie(ObservatoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls._create_members("Tied", 30)
        cls.ada, cls.bea, cls.cleo = cls.people[:3]

    def _tie(self, one, other):
        one, other = sorted((one.id, other.id))
        return self.env["smart.tie"].search(
            [("partner_a_id", "=", one), ("partner_b_id", "=", other)]
        )

    def test_a_project_of_three_weighs_more_than_a_workshop_of_many(self):
        self._meet("p", self.people[:3], date(2026, 3, 15), "initiative")
        self._meet("w", self.people[5:], date(2026, 7, 15))
        self._rebuild_ties()
        self.assertAlmostEqual(self._tie(self.ada, self.bea).weight, 0.420, 2)
        self.assertAlmostEqual(self._tie(*self.people[5:7]).weight, 0.008, 3)

    def test_events_of_two_people_add_up(self):
        self._meet("p", self.ada | self.bea, AS_OF, "initiative")
        self._meet("r", self.ada | self.bea, date(2026, 1, 1), "relay")
        self._rebuild_ties()
        tie = self._tie(self.ada, self.bea)
        self.assertGreater(tie.weight, 1)
        self.assertEqual((tie.event_count, tie.kinds), (2, "initiative,relay"))
        self.assertEqual((tie.date_first, tie.date_last), (date(2026, 1, 1), AS_OF))

    def test_an_event_that_is_too_large_makes_no_tie(self):
        self.env.ref("smart_filieres.tie_kind_meeting").most_people = 29
        self._meet("large", self.people)
        self._meet("small", self.people[:3])
        self.assertEqual(self._rebuild_ties(), 3)

    def test_the_weight_of_a_kind_can_be_changed(self):
        self._meet("small", self.people[:2])
        self.env.ref("smart_filieres.tie_kind_meeting").coefficient = 0.6
        self._rebuild_ties()
        self.assertAlmostEqual(self._tie(self.ada, self.bea).weight, 0.6, 5)

    def test_a_guest_who_is_no_member_counts_but_has_no_tie(self):
        guest = self.env["res.partner"].create({"name": "Guest"})
        self._meet("p", self.ada | self.bea | guest, AS_OF, "initiative")
        self.assertEqual(self._rebuild_ties(), 1)
        self.assertAlmostEqual(self._tie(self.ada, self.bea).weight, 0.5, 5)

    def test_who_is_archived_or_merged_disappears(self):
        self._meet("p", self.people[:3], AS_OF, "initiative")
        self.assertEqual(self._rebuild_ties(), 3)
        self.cleo.active = False
        self.assertEqual(self._rebuild_ties(), 1)
        self.cleo.active = True
        self.events.clear()
        self._meet("p", self.ada | self.ada | self.bea, AS_OF, "initiative")
        self.assertEqual(self._rebuild_ties(), 1)

    def test_what_has_not_happened_yet_is_no_evidence(self):
        self._meet("p", self.people[:3], date(2026, 12, 1))
        self.assertEqual(self._rebuild_ties(), 0)

    def test_a_spotted_initiative_ties_nobody_yet(self):
        initiative = self.env["smart.initiative"].create(
            {
                "name": "Garden",
                "date_start": "2026-09-01",
                "partner_ids": [(6, 0, self.people[:3].ids)],
            }
        )
        self.assertEqual(self._rebuild_ties(), 0)
        initiative.action_contact()
        self.assertEqual(self._rebuild_ties(), 3)

    def test_the_number_of_queries_does_not_grow(self):
        def count():
            start = self.env.cr.sql_log_count
            self._rebuild_ties()
            return self.env.cr.sql_log_count - start

        self._meet("a", self.people[:5])
        few = count()
        for rank in range(20):
            self._meet(f"b{rank}", self.people)
        self.assertEqual(count(), few)

    def test_nobody_reads_who_is_tied_to_whom(self):
        for user in (self.animator, self.filiere_manager, self.employee):
            for model in ("smart.tie", "smart.tie.evidence"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])


@tagged("post_install", "-at_install")
class TestPlace(ObservatoryCommon):
    def _segments(self):
        self._rebuild_ties()
        self.env["smart.tie.member"]._rebuild(AS_OF)
        places = self.env["smart.tie.member"].search([])
        return {place.partner_id: place.segment for place in places}

    def test_each_segment_has_a_rule(self):
        quiet, alone, new, back, bridge = self._create_members("Place", 5)
        gone = self._create_members(
            "Gone", 1, is_member=False, member_until="2026-06-01"
        )
        new.member_since = "2026-08-01"
        others = self._create_members("Other", 3)
        third = self._create_filiere("Third")
        for other, filiere in zip(
            others, (self.filiere_show, self.filiere_code, third), strict=True
        ):
            self._join(other, filiere)
        guest = self.env["res.partner"].create({"name": "Guest"})
        self._meet("alone", alone | guest)
        self._meet("old", back | others[0], date(2024, 1, 1))
        self._meet("again", back | others[0], AS_OF)
        self._meet("bridge", bridge | others, AS_OF)
        segments = self._segments()
        self.assertEqual(segments[quiet], "dormant")
        self.assertEqual(segments[alone], "isolated")
        self.assertEqual(segments[new], "new")
        self.assertEqual(segments[back], "returned")
        self.assertEqual(segments[bridge], "bridge")
        self.assertEqual(segments[others[1]], "active")
        self.assertEqual(segments[gone], "left")

    def test_animators_read_the_names_of_those_who_agreed(self):
        ada, bea = self._create_members("Named", 2)
        profiles = self._create_profile(ada) | self._create_profile(bea)
        profiles[0]._set_ties_consent(True)
        self._segments()
        places = self.env["smart.tie.member"].with_user(self.animator)
        self.assertEqual(places.search([]).partner_id, ada)
        # and only as long as they do
        profiles[0]._set_ties_consent(False)
        self.assertFalse(places.search_count([]))
        self.assertFalse(places._read_group([], ["segment"], ["__count"]))
        self.assertEqual(profiles[0].ties_consent_date, date.today())

    def test_a_member_cannot_agree_for_another_over_rpc(self):
        ada = self._create_member("Ada", login="consent_ada")
        profile = self._create_profile(ada)
        with self.assertRaises(AccessError):
            profile.with_user(ada.user_ids).write({"ties_consent": True})

    def test_memberships_become_active_and_dormant(self):
        seen, quiet, fresh = self._create_members("State", 3)
        rows = self._join_all(seen | quiet, self.filiere_show)
        rows |= self._join_all(fresh, self.filiere_show, "2026-08-01")
        refused = self._join(quiet, self.filiere_code, state="refused")
        self._meet("m", seen | fresh, AS_OF)
        self.events[-1] = ("meeting", "m", seen, AS_OF)
        self._rebuild_ties()
        self.env["smart.tie.member"]._update_memberships(AS_OF)
        self.assertEqual(rows.mapped("state"), ["active", "dormant", "confirmed"])
        self.assertEqual(refused.state, "refused")
        # the meeting is too long ago now
        self._rebuild_ties(date(2028, 1, 1))
        self.env["smart.tie.member"]._update_memberships(date(2028, 1, 1))
        self.assertEqual(set(rows.mapped("state")), {"dormant"})

    def test_other_staff_reads_nothing_of_it(self):
        user = new_test_user(self.env, "observer", groups="base.group_user")
        for model in ("smart.tie.member", "smart.observation", "smart.signal"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(user).search([])
