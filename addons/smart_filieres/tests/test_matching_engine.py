# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date
from random import Random

from odoo.tests import BaseCase, tagged

from ..engine import matching

SOUND, SUBTITLES, DUTCH = 1, 2, 3
HOLDERS = {SOUND: 1_800, SUBTITLES: 240, DUTCH: 9_000}
MEMBERS = 100_000


@tagged("post_install", "-at_install")
class TestMatchingEngine(BaseCase):
    """The worked example of the note, and what must hold for any need."""

    def _weights(self):
        return {
            skill: matching.rarity(count, MEMBERS) for skill, count in HOLDERS.items()
        }

    def test_the_rarer_a_skill_the_heavier(self):
        weights = self._weights()
        for skill, expected in ((SOUND, 4.02), (SUBTITLES, 6.03), (DUTCH, 2.41)):
            self.assertAlmostEqual(weights[skill], expected, 2)

    def test_cover(self):
        weights = self._weights()
        self.assertAlmostEqual(matching.cover(weights, [SOUND, DUTCH]), 0.516, 3)
        # other skills do not lower it, as they would with Jaccard
        more = [SOUND, DUTCH, 7, 8, 9]
        self.assertAlmostEqual(matching.cover(weights, more), 0.516, 3)
        self.assertIsNone(matching.cover({}, [SOUND]))

    def test_score_and_fairness(self):
        components = {
            "cover": matching.cover(self._weights(), [SOUND, DUTCH]),
            "proximity": matching.proximity(18),
            "availability": 0.8,
            "relatedness": 0.6,
            "freshness": matching.freshness(200),
        }
        self.assertAlmostEqual(components["proximity"], 0.638, 3)
        self.assertAlmostEqual(components["freshness"], 0.684, 3)
        score = matching.total(components)
        self.assertAlmostEqual(score, 0.608, 3)
        self.assertAlmostEqual(matching.fair(score, 2), 0.434, 3)

    def test_a_match_needs_both_sides(self):
        self.assertAlmostEqual(matching.mutual(0.71, 0.40), 0.51, 2)
        self.assertEqual(matching.mutual(0, 0), 0)

    def test_the_share_of_a_period(self):
        asked = (date(2027, 1, 1), date(2027, 1, 10))
        share = matching.availability
        self.assertEqual(share(asked, [(date(2027, 1, 3), None)]), 0.8)
        twice = [(None, date(2027, 1, 4)), (date(2027, 1, 3), date(2027, 1, 5))]
        self.assertEqual(share(asked, twice), 0.5)
        self.assertEqual(share(asked, [(None, None)]), 1)
        self.assertEqual(share(asked, [(date(2028, 1, 1), None)]), 0)
        self.assertIsNone(share(asked, None))
        self.assertEqual(share((None, None), None), 1)

    def test_gates_come_before_the_score(self):
        need = matching.Need(
            {SOUND: 1.0}, languages=frozenset({1}), square=(50.6, 5.5), radius_km=20
        )
        near = {"key": 1, "skills": frozenset({SOUND}), "square": (50.6, 5.5)}
        found = matching.evaluate(need, matching.Candidate(**near), {})
        self.assertEqual(found.components["cover"], 1)
        other = matching.Candidate(**near, languages=frozenset({2}))
        self.assertIsNone(matching.evaluate(need, other, {}))
        far = matching.Candidate(**{**near, "square": (51.2, 4.4)})
        self.assertIsNone(matching.evaluate(need, far, {}))
        nothing = matching.Candidate(key=1, square=(50.6, 5.5))
        self.assertIsNone(matching.evaluate(need, nothing, {}))

    def test_what_is_unknown_is_said_and_earns_nothing(self):
        need = matching.Need({SOUND: 1.0}, square=(50.6, 5.5))
        match = matching.evaluate(
            need, matching.Candidate(key=1, skills=frozenset({SOUND})), {}
        )
        self.assertIsNone(match.components["proximity"])
        self.assertIsNone(match.km)
        self.assertAlmostEqual(match.score, 0.45 + 0.15)

    def test_equals_keep_one_order_and_each_person_appears_once(self):
        need = matching.Need({SOUND: 1.0})
        candidates = [
            matching.Candidate(key=key, offer=offer, skills=frozenset({SOUND}))
            for key in range(30)
            for offer in (None, key + 100)
        ]
        expected = matching.rank(need, candidates, {}, 20)
        self.assertEqual([match.key for match in expected], list(range(20)))
        dice = Random(5)
        for _turn in range(5):
            dice.shuffle(candidates)
            self.assertEqual(matching.rank(need, candidates, {}, 20), expected)

    def test_a_need_without_skills_follows_activities(self):
        need = matching.Need({}, activities=frozenset({9}))
        one = matching.Candidate(key=1, activities=frozenset({8}))
        two = matching.Candidate(key=2, activities=frozenset({7}))
        found = matching.rank(need, [one, two], {8: 0.4}, 5)
        self.assertEqual([match.key for match in found], [1])

    def test_fewer_than_five_holders_are_not_told_apart(self):
        same = {matching.rarity(count, 1000) for count in range(6)}
        self.assertEqual(len(same), 1)
        self.assertEqual(matching.rarity(3, 3), 0)
        self.assertEqual(matching.cover({1: 0.0, 2: 0.0}, [1]), 0.5)
