# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import BaseCase, tagged

from ..engine.charter_ballot import Vote, needed_votes, tally
from ..engine.charter_version import compare, compare_words, fingerprint


def votes(text):
    """Return votes of a short text: + for, - against, 0 abstains, x out, . none."""
    choices = {"+": "for", "-": "against", "0": "abstain"}
    return [Vote(choices.get(sign), sign == "x") for sign in text]


@tagged("post_install", "-at_install")
class TestEngineBallot(BaseCase):
    def test_outcomes(self):
        for text, quorum, rule, outcome in (
            ("++-", 50, "simple", "accepted"),
            ("+-0", 50, "simple", "rejected"),
            ("+....", 50, "simple", None),
            ("++...", 50, "simple", None),
            ("++-..", 50, "simple", "accepted"),
            ("++-..", 50, "absolute", "rejected"),
            ("+++..", 50, "absolute", "accepted"),
            ("++-", 50, "two_thirds", "accepted"),
            ("+++--", 50, "two_thirds", "rejected"),
            ("000", 50, "simple", "rejected"),
            ("000", 50, "two_thirds", "rejected"),
            ("xx++-", 60, "simple", "accepted"),
            ("xxxx+", 50, "simple", None),
            ("", 50, "simple", None),
        ):
            with self.subTest(text=text, rule=rule):
                self.assertEqual(tally(votes(text), quorum, rule).outcome, outcome)

    def test_who_is_out_counts_nowhere(self):
        result = tally(votes("xx+-."), 50, "simple")
        self.assertEqual((result.eligible, result.cast, result.needed), (3, 2, 2))
        self.assertFalse(result.is_complete)

    def test_a_quorum_is_rounded_up_and_never_one(self):
        self.assertEqual([needed_votes(n, 50) for n in (1, 2, 3, 7)], [2, 2, 2, 4])
        self.assertEqual(needed_votes(3, 100), 3)

    def test_a_fingerprint_ignores_the_order_and_sees_each_value(self):
        one = {"text": {"fr": "é", "en": "e"}, "criteria": {"A": {"weight": 5.0}}}
        same = {"criteria": {"A": {"weight": 5.0}}, "text": {"en": "e", "fr": "é"}}
        other = {"criteria": {"A": {"weight": 6.0}}, "text": {"en": "e", "fr": "é"}}
        self.assertEqual(fingerprint(one), fingerprint(same))
        self.assertNotEqual(fingerprint(one), fingerprint(other))

    def test_what_a_version_changes(self):
        before = {"A": {"weight": 5, "name": "a"}, "B": {"weight": 1, "name": "b"}}
        after = {"A": {"weight": 6, "name": "a"}, "C": {"weight": 1, "name": "c"}}
        found = [
            (c.kind, c.code, c.field, c.before, c.after) for c in compare(before, after)
        ]
        self.assertEqual(
            found,
            [
                ("changed", "A", "weight", 5, 6),
                ("added", "C", "", None, None),
                ("removed", "B", "", None, None),
            ],
        )
        self.assertEqual(compare(before, before), [])

    def test_words_that_differ_and_nothing_lost(self):
        before, after = "pay within  60 days\nalways", "pay within  30 days, always"
        pieces = compare_words(before, after)
        self.assertEqual("".join(t for k, t in pieces if k != "added"), before)
        self.assertEqual("".join(t for k, t in pieces if k != "removed"), after)
        self.assertIn(("removed", "60"), pieces)
        self.assertIn(("added", "30"), pieces)
