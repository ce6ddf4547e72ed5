# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .observatory_common import AS_OF, MONTH, ObservatoryCommon


@tagged("post_install", "-at_install")
class TestSignal(ObservatoryCommon):
    def _watch(self, as_of=AS_OF):
        return self.env["smart.signal"]._watch(as_of)

    def _strong_place(self):
        """Let Live shows be strong in Liège, without an animator."""
        for filiere, place, count in (
            (self.filiere_show, "4000", 30),
            (self.filiere_show, "1000", 10),
            (self.filiere_code, "4000", 10),
            (self.filiere_code, "1000", 60),
        ):
            people = self._create_members(f"{filiere.name} {place}", count, zip=place)
            self._join_all(people, filiere)
        self.filiere_code.animator_ids = self.animator
        self.env["smart.observation"]._observe(MONTH)

    def test_a_strong_place_without_animator_asks_for_one(self):
        self._strong_place()
        signal = self._watch()
        self.assertEqual((signal.kind, signal.state), ("place", "new"))
        self.assertEqual(signal.filiere_id, self.filiere_show)
        self.assertEqual(signal.territory_id, self.territory_liege)
        self.assertEqual(signal.figures["members"], 30)
        self.assertIn("30", signal.explanation)
        self.assertIn(self.filiere_manager, signal.activity_ids.user_id)

    def test_an_open_signal_is_not_doubled(self):
        self._strong_place()
        signal = self._watch()
        self.assertFalse(self._watch())
        signal.with_user(self.filiere_manager).action_acknowledge()
        self.assertFalse(self._watch())

    def test_its_figures_stay_as_they_were(self):
        self._strong_place()
        signal = self._watch()
        self.env["smart.observation"].search([]).unlink()
        signal.invalidate_recordset()
        self.assertEqual(signal.figures["members"], 30)

    def test_a_decision_is_written_with_who_and_when(self):
        self._strong_place()
        signal = self._watch().with_user(self.filiere_manager)
        with self.assertRaises(UserError):
            signal.action_decide()
        signal.decision = "Nour takes it"
        signal.action_decide()
        self.assertEqual(signal.state, "decided")
        self.assertEqual(signal.decided_by_id, self.filiere_manager)
        self.assertEqual(signal.decided_on, date.today())
        self.assertFalse(signal.activity_ids)
        with self.assertRaises(UserError):
            signal.action_dismiss()

    def test_a_dismissed_signal_is_silent_for_a_year_unless_it_worsens(self):
        self._strong_place()
        signal = self._watch()
        signal.action_dismiss()
        signal.decided_on = AS_OF
        self.assertFalse(self._watch())
        self.assertEqual(signal.severity, self._candidate()["severity"])
        signal.severity /= 1.3
        self.assertEqual(self._watch().key, signal.key)

    def test_a_year_later_it_may_speak_again(self):
        self._strong_place()
        signal = self._watch()
        signal.action_dismiss()
        signal.decided_on = date(2025, 9, 1)
        self.assertEqual(len(self._watch()), 1)

    def _candidate(self):
        [found] = self.env["smart.signal"]._find_places(AS_OF)
        return found

    def test_a_skill_wanted_more_than_three_times(self):
        wanted, scarce = self.env["smart.skill"].create(
            [{"name": "Test grip"}, {"name": "Test rigging"}]
        )
        people = self._create_members("Skill", 24)
        for rank, partner in enumerate(people):
            had = [(wanted, rank < 6), (scarce, rank < 2)]
            self._create_profile(
                partner,
                sought_skill_ids=[Command.set((wanted | scarce).ids)],
                skill_ids=[Command.set([s.id for s, holds in had if holds])],
            )
        signals = self._watch()
        by_skill = {signal.skill_id: signal.figures for signal in signals}
        self.assertEqual(by_skill[wanted], {"wanted": 24, "offered": 6})
        # two of them: a number that is not told
        self.assertEqual(by_skill[scarce], {"wanted": 24, "offered": None})

    def test_active_members_who_leave(self):
        people = self._create_members("Drop", 40)
        self._join_all(people, self.filiere_show)
        self._meet("before", people, date(2026, 5, 1))
        self._meet("now", people[:33], date(2026, 8, 1))
        self._rebuild_ties()
        signal = self._watch()
        self.assertEqual(signal.kind, "drop")
        self.assertEqual(signal.figures, {"before": 40, "now": 33, "drop": 17.5})

    def test_a_filiere_without_ties(self):
        people = self._create_members("Isolate", 40)
        self._join_all(people, self.filiere_show)
        self._meet("few", people[:12])
        self._rebuild_ties()
        self.env["smart.observation.cohesion"]._observe(MONTH)
        signal = self._watch()
        self.assertEqual((signal.kind, signal.figures["isolates"]), ("isolates", 70))

    def test_a_community_that_nobody_named(self):
        people = self._create_members("Community", 35)
        self._join_all(people[:10], self.filiere_show)
        self._meet("festival", people)
        self._rebuild_ties()
        signal = self._watch()
        self.assertEqual((signal.kind, signal.figures["members"]), ("community", 35))
        self.assertEqual(signal.territory_id, self.territory_liege)
        self.assertTrue(signal.explanation)

    def test_animators_read_and_managers_decide(self):
        self._strong_place()
        signal = self._watch()
        with self.assertRaises(AccessError):
            signal.with_user(self.animator).action_dismiss()
        self.assertTrue(signal.with_user(self.animator).explanation)
