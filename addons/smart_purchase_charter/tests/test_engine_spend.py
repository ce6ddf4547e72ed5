# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import TransactionCase, tagged

from ..engine.spend import Share, fold, savings
from ..engine.spend_import import read

TODAY = date(2026, 6, 1)
HEAD = ("Date", "Supplier")
SHARES = st.lists(
    st.builds(
        Share,
        member=st.integers(1, 12),
        amount=st.integers(-500, 5000).map(lambda cents: Decimal(cents) / 100),
        company=st.just(1),
        year=st.sampled_from([2025, 2026]),
        category=st.sampled_from([None, 1, 2]),
        supplier=st.sampled_from([10, 11]),
        territory=st.sampled_from([None, 20, 21]),
    ),
    max_size=60,
)


def share(member, supplier=10, territory=20, amount=100, category=1):
    return Share(member, Decimal(amount), 1, 2026, category, supplier, territory)


@tagged("post_install", "-at_install")
class TestEngineSpend(TransactionCase):
    def test_five_members_keep_their_place_and_four_lose_it(self):
        shares = [share(m) for m in range(5)]
        shares += [share(10 + m, territory=21) for m in range(4)]
        folded = fold(shares)
        [row] = folded.rows
        self.assertEqual((row.key.territory, row.amount), (20, 500))
        # the four are not shown without their place either: the total less the row
        # of five would tell them
        self.assertEqual(folded.masked_shares, 4)

    def test_what_is_too_small_joins_others_of_its_kind(self):
        shares = [share(m, territory=m % 2) for m in range(6)]
        [row] = fold(shares).rows
        self.assertEqual((row.key.territory, len(row.members)), (None, 6))

    def test_five_purchases_of_one_member_are_one_member(self):
        self.assertFalse(fold([share(1) for _rank in range(5)]).rows)

    def test_savings_count_what_is_shown_only(self):
        shares = [share(m) for m in range(5)] + [share(9, territory=21)]
        [saving] = savings(fold(shares).rows)
        self.assertEqual((saving.amount, saving.member_count), (500, 5))

    @given(SHARES)
    def test_no_row_is_small_and_no_cent_is_invented(self, shares):
        folded = fold(shares)
        for row in folded.rows:
            self.assertGreaterEqual(len(row.members), 5)
        if not folded.masked_shares:
            self.assertEqual(
                sum((row.amount for row in folded.rows), Decimal()),
                sum((one.amount for one in shares), Decimal()),
            )

    def test_a_workbook_is_read_as_people_type_it(self):
        purchases, problems = read(
            [
                HEAD,
                (datetime(2025, 3, 1), "Papeterie", None, "Paper", "1 234,50", "EUR"),
                ("02/04/2025", "Papeterie", None, None, 10),
                (None, "", None),
            ],
            TODAY,
        )
        self.assertFalse(problems)
        self.assertEqual([one.amount for one in purchases], [Decimal("1234.50"), 10])
        self.assertEqual(purchases[1].date, date(2025, 4, 2))

    def test_each_problem_has_its_line(self):
        _purchases, problems = read(
            [
                HEAD,
                ("yesterday", "A", "", "", "x"),
                ("2027-01-01", "", "", "", 5),
                ("2025-01-01", "A", "", "", "nan"),
                ("2025-01-01", "A"),
            ],
            TODAY,
        )
        found = {(problem.line, problem.code) for problem in problems}
        self.assertLessEqual(
            {
                (2, "bad_date"),
                (2, "bad_amount"),
                (3, "no_supplier"),
                (4, "bad_amount"),
                (5, "no_amount"),
            },
            found,
        )

    def test_a_workbook_without_a_purchase_says_so(self):
        self.assertEqual(read([HEAD], TODAY)[1][0].code, "empty")
        self.assertEqual(read([], TODAY)[1][0].code, "empty")
