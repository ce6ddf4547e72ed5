# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random
import time
from fractions import Fraction

from odoo.tests import BaseCase, tagged

from ..engine.allocation import (
    DIVISOR,
    FIRST_COME,
    FULL,
    FULL_WITH_TOLERANCE,
    MAX_MIN,
    NOTHING,
    POLICIES,
    SHORT,
    Claim,
    allocate,
    share_by_divisor,
)

# Commit order A, B, C, D; a lot of 6; firm 15 and tolerance 6 make 18 ordered.
CLAIMS = [
    Claim(1, 7, 2, 1),
    Claim(2, 4, 0, 2),
    Claim(3, 3, 3, 3),
    Claim(4, 1, 1, 4),
]


def totals(claims, supply, policy=DIVISOR):
    shares = allocate(claims, supply, policy).shares
    return [shares[claim.key].total for claim in claims]


@tagged("post_install", "-at_install")
class TestEngineAllocation(BaseCase):
    def test_thirteen_of_eighteen(self):
        self.assertEqual(totals(CLAIMS, 13), [6, 3, 3, 1])
        self.assertEqual(totals(CLAIMS, 13, FIRST_COME), [7, 4, 2, 0])
        self.assertEqual(totals(CLAIMS, 13, MAX_MIN), [5, 4, 3, 1])

    def test_all_eighteen_spend_three_of_the_tolerance(self):
        self.assertEqual(totals(CLAIMS, 18), [8, 4, 5, 1])
        self.assertEqual(totals(CLAIMS, 18, FIRST_COME), [9, 4, 4, 1])
        self.assertEqual(totals(CLAIMS, 18, MAX_MIN), [8, 4, 4, 2])

    def test_twelve_and_three(self):
        self.assertEqual(totals(CLAIMS, 12, FIRST_COME), [7, 4, 1, 0])
        self.assertEqual(totals(CLAIMS, 12, MAX_MIN), [4, 4, 3, 1])
        self.assertEqual(totals(CLAIMS, 3, FIRST_COME), [3, 0, 0, 0])
        for policy in (DIVISOR, MAX_MIN):
            self.assertEqual(totals(CLAIMS, 3, policy), [1, 1, 1, 0])

    def test_one_more_never_takes_a_unit_back(self):
        claims = [Claim(1, 6), Claim(2, 6), Claim(3, 2)]
        self.assertEqual(totals(claims, 10), [5, 4, 1])
        self.assertEqual(totals(claims, 11), [5, 5, 1])

    def test_every_policy_is_monotone_exact_and_capped(self):
        seeded = random.Random(2026)
        for policy in POLICIES:
            for _case in range(60):
                claims = [
                    Claim(key, seeded.randint(0, 9), seeded.randint(0, 3), key)
                    for key in range(1, seeded.randint(2, 9))
                ]
                asked = sum(claim.firm + claim.tolerance for claim in claims)
                before = [0] * len(claims)
                for supply in range(asked + 3):
                    result = allocate(claims, supply, policy)
                    shares = [result.shares[claim.key] for claim in claims]
                    after = [share.total for share in shares]
                    self.assertEqual(sum(after) + result.left, supply)
                    self.assertEqual(result.left, max(0, supply - asked))
                    for claim, share, old in zip(claims, shares, before, strict=True):
                        self.assertGreaterEqual(share.total, old)
                        self.assertLessEqual(share.firm, claim.firm)
                        self.assertLessEqual(share.tolerance, claim.tolerance)
                    before = after

    def test_the_short_cut_gives_what_the_long_way_gives(self):
        def long_way(caps, supply):
            shares = [0] * len(caps)
            for _step in range(min(supply, sum(caps))):
                shares[
                    max(
                        (i for i, cap in enumerate(caps) if shares[i] < cap),
                        key=lambda i: (Fraction(caps[i], 2 * shares[i] + 1), -i),
                    )
                ] += 1
            return shares

        seeded = random.Random(7)
        for _case in range(150):
            # One large and many small: where proportional quotas are far off.
            caps = [seeded.choice((0, 1, 1, 2, 3, 60)) for _member in range(25)]
            supply = seeded.randint(0, sum(caps) + 2)
            self.assertEqual(
                share_by_divisor(caps, supply), long_way(caps, supply), (caps, supply)
            )

    def test_firm_demand_comes_before_any_tolerance(self):
        claims = [Claim(1, 1, 50, 1), Claim(2, 9, 0, 2)]
        self.assertEqual(totals(claims, 10), [1, 9])
        self.assertEqual(totals(claims, 12), [3, 9])

    def test_ties_go_by_rank_and_then_by_key(self):
        claims = [Claim(1, 1, 0, 2), Claim(2, 1, 0, 1), Claim(3, 1, 0, 1)]
        for policy in POLICIES:
            self.assertEqual(totals(claims, 1, policy), [0, 1, 0])
            self.assertEqual(totals(claims, 2, policy), [0, 1, 1])

    def test_each_share_carries_its_reason(self):
        def reasons(supply, policy):
            shares = allocate(CLAIMS, supply, policy).shares
            return [shares[key].reason for key in (1, 2, 3, 4)]

        self.assertEqual(reasons(13, FIRST_COME), [FULL, FULL, SHORT, NOTHING])
        self.assertEqual(reasons(15, DIVISOR), [FULL] * 4)
        self.assertEqual(
            reasons(18, DIVISOR), [FULL_WITH_TOLERANCE, FULL, FULL_WITH_TOLERANCE, FULL]
        )

    def test_what_nobody_asked_for_is_left(self):
        self.assertEqual(allocate(CLAIMS, 25).left, 4)
        self.assertEqual(allocate([], 3).left, 3)
        self.assertEqual(allocate(CLAIMS, 0).shares[1].reason, NOTHING)

    def test_nonsense_is_refused(self):
        with self.assertRaises(ValueError):
            allocate(CLAIMS, -1)
        with self.assertRaises(ValueError):
            allocate([Claim(1, -2)], 1)
        with self.assertRaises(ValueError):
            allocate(CLAIMS, 1, "by_beauty")

    def test_ten_thousand_members_within_a_second(self):
        seeded = random.Random(10)
        claims = [
            Claim(key, seeded.randint(1, 9), seeded.randint(0, 2), key)
            for key in range(10_000)
        ]
        supply = sum(claim.firm for claim in claims) * 7 // 8
        start = time.perf_counter()
        result = allocate(claims, supply)
        self.assertLess(time.perf_counter() - start, 1)
        self.assertEqual(sum(share.total for share in result.shares.values()), supply)
