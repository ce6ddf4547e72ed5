# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine.allocation import POLICIES, Claim, allocate
from ..engine.pooling import Demand, Tier, make_plan_with_ceilings
from ..engine.settlement import Amounts, Part, settle

CENT = Decimal("0.01")
cents = st.integers(0, 99_999).map(lambda number: number * CENT)
demands = st.lists(
    st.builds(
        Demand,
        st.integers(0, 12),
        st.integers(0, 4),
        st.sampled_from((None, None, Decimal(9), Decimal("9.5"))),
    ),
    min_size=1,
    max_size=9,
)
tiers = st.lists(
    st.builds(Tier, st.integers(0, 40), st.sampled_from((8, 9, 10)).map(Decimal)),
    min_size=1,
    max_size=4,
)


@tagged("post_install", "-at_install")
class TestPooledLife(BaseCase):
    """Any pool, from what is asked to what each pays: nothing is made, nothing lost."""

    @settings(max_examples=250, deadline=None, database=None, derandomize=True)
    @given(
        demands,
        st.integers(1, 7),
        tiers,
        st.integers(0, 3),
        st.sampled_from(sorted(POLICIES)),
        st.lists(st.integers(0, 40), min_size=1, max_size=3),
        cents,
        cents,
        cents,
    )
    def test_units_and_cents_are_conserved(
        self, asked, lot, prices, min_lots, policy, deliveries, goods, freight, tax
    ):
        plan, barrier = make_plan_with_ceilings(asked, lot, prices, min_lots)
        self._check_plan(plan, asked, lot, barrier)
        claims = [
            Claim(key, demand.firm, demand.tolerance, key)
            for key, demand in enumerate(asked, 1)
            if barrier is None
            or demand.max_price is None
            or demand.max_price >= barrier
        ]
        before = dict.fromkeys((claim.key for claim in claims), 0)
        supply = 0
        for delivery in deliveries:
            supply += delivery
            result = allocate(claims, supply, policy)
            now = {key: share.total for key, share in result.shares.items()}
            self.assertEqual(sum(now.values()) + result.left, supply)
            self.assertTrue(all(now[key] >= before[key] for key in before))
            before = now
        self._check_bill(before, result.left, goods, freight, tax)

    def _check_plan(self, plan, asked, lot, barrier):
        self.assertEqual(plan.ordered % lot, 0)
        self.assertLessEqual(
            plan.ordered, sum(demand.firm + demand.tolerance for demand in asked)
        )
        if plan.price is not None and plan.ordered:
            kept = [
                demand
                for demand in asked
                if demand.max_price is None
                or barrier is None
                or demand.max_price >= barrier
            ]
            self.assertTrue(
                all(
                    demand.max_price is None or demand.max_price >= plan.price
                    for demand in kept
                )
            )

    def _check_bill(self, shares, left, goods, freight, tax):
        parts = [Part(key, 1, quantity) for key, quantity in shares.items()]
        parts.append(Part(-1, 1, Fraction(left) or 1))
        bill = Amounts(goods + freight, tax)
        paid = settle(parts, {1: Amounts(goods, tax)}, bill, CENT)
        self.assertEqual(sum(paid.values(), Amounts()), bill)
        self.assertTrue(
            all(one.untaxed >= 0 and one.untaxed % CENT == 0 for one in paid.values())
        )
