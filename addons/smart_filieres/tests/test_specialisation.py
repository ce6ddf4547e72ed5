# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine import specialisation


@tagged("post_install", "-at_install")
class TestSpecialisation(BaseCase):
    # a fictional place: 690 of its 2,400 members, in a filière of 14,350 of 82,000
    PLACE = (690, 14_350, 2_400, 82_000)

    def test_worked_example(self):
        self.assertAlmostEqual(
            specialisation.location_quotient(*self.PLACE), 1.643, places=3
        )
        self.assertAlmostEqual(
            specialisation.shrunk_quotient(*self.PLACE), 1.630, places=3
        )
        self.assertAlmostEqual(specialisation.significance(*self.PLACE), 14.5, places=1)

    def test_small_places_are_not_believed(self):
        for x_ir, x_r, plain, shrunk in ((12, 25, 2.74, 1.58), (3, 6, 2.86, 1.20)):
            case = (x_ir, 14_350, x_r, 82_000)
            self.assertAlmostEqual(
                specialisation.location_quotient(*case), plain, places=2
            )
            self.assertAlmostEqual(
                specialisation.shrunk_quotient(*case), shrunk, places=2
            )

    def test_nobody_known_is_no_figure(self):
        for case in ((0, 0, 0, 0), (0, 10, 0, 100), (0, 0, 10, 100)):
            self.assertIsNone(specialisation.location_quotient(*case))
        self.assertIsNone(specialisation.shrunk_quotient(0, 0, 10, 100))
        self.assertIsNone(specialisation.significance(10, 100, 10, 100))
        self.assertIsNone(specialisation.concentration([]))
        self.assertIsNone(specialisation.effective_places([0, 0]))

    def test_relatedness_of_two_activities(self):
        self.assertAlmostEqual(
            specialisation.relatedness(420, 1_500, 2_600), 0.162, places=3
        )
        self.assertEqual(specialisation.relatedness(0, 0, 0), 0.0)

    @given(st.lists(st.integers(1, 1_000), min_size=1, max_size=30))
    def test_no_more_effective_places_than_places(self, counts):
        effective = specialisation.effective_places(counts)
        self.assertGreaterEqual(effective, 1 - 1e-9)
        self.assertLessEqual(effective, len(counts) + 1e-9)

    @given(
        st.integers(0, 500), st.integers(1, 5_000), st.integers(0, 5_000),
        st.integers(1, 50_000),
    )  # fmt: skip
    def test_shrinking_goes_towards_one(self, x_ir, x_i, others, rest):
        x_r, x = x_ir + others, x_i + x_ir + others + rest
        case = (x_ir, x_i, x_r, x)
        plain = specialisation.location_quotient(*case)
        if plain is not None:
            shrunk = specialisation.shrunk_quotient(*case)
            low, high = sorted((plain, 1.0))
            self.assertTrue(low - 1e-9 <= shrunk <= high + 1e-9)
