# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from fractions import Fraction

from odoo.tests import BaseCase, tagged

from ..engine.scoring import Line, band, score, to_fraction


def line(code, weight=10, level=4, proof="third_party", theme="SOC", **values):
    return Line(code, theme, to_fraction(weight), level, proof, **values)


def worked_example(proof_of_c="declaration"):
    return [
        line("A"),
        line("B", 15, 3),
        line("C", 15, 2, proof_of_c),
        line("D", 10, None, "none", "COOP", is_not_applicable=True),
        line("E", 20, 3, "document"),
        line("F", 15, None, "none", "ETH"),
        line("G", 15, theme="COOP"),
    ]


def exactly(points):
    """Return lines whose score is exactly `points`."""
    return [line("A", points), line("B", 100 - points, 0, "none")]


@tagged("post_install", "-at_install")
class TestScoring(BaseCase):
    def test_worked_example_is_held_down_by_the_ethics_theme(self):
        result = score(worked_example())
        self.assertAlmostEqual(float(result.score), 57.8, 1)
        self.assertAlmostEqual(float(result.coverage), 0.833, 3)
        self.assertEqual(result.grade, "progress")
        self.assertEqual((result.reason, result.codes), ("theme_floor", ("ETH",)))

    def test_worked_example_after_the_carbon_declaration_expired(self):
        result = score(worked_example(proof_of_c="none"))
        self.assertAlmostEqual(float(result.score), 53.6, 1)
        self.assertEqual(result.grade, "progress")

    def test_points_of_the_lines_sum_to_the_score(self):
        result = score(worked_example())
        self.assertEqual(sum(result.points.values()), result.score)
        self.assertEqual(result.points["D"], 0)

    def test_bands_are_half_open_and_the_last_one_is_closed(self):
        grades = {
            0: "insufficient",
            34.99: "insufficient",
            35: "progress",
            54.99: "progress",
            55: "compliant",
            74.99: "compliant",
            75: "exemplary",
            100: "exemplary",
        }
        for points, grade in grades.items():
            with self.subTest(points=points):
                self.assertEqual(band(to_fraction(points)), grade)

    def test_a_score_on_the_edge_falls_in_the_upper_band(self):
        for points, grade in ((35, "progress"), (55, "compliant"), (75, "exemplary")):
            with self.subTest(points=points):
                result = score(exactly(points))
                self.assertEqual(result.score, points)
                self.assertEqual(result.grade, grade)

    def test_three_thirds_make_exactly_one_hundred(self):
        result = score([line(code, 0.1) for code in "ABC"])
        self.assertEqual((result.score, result.grade), (100, "exemplary"))

    def test_a_proof_weighs_what_it_is_worth(self):
        shares = {"none": 0, "declaration": 50, "document": 80, "third_party": 100}
        for proof, points in shares.items():
            with self.subTest(proof=proof):
                self.assertEqual(
                    sum(score([line("A", 10, 4, proof)]).points.values()), points
                )

    def test_a_breach_excludes_before_anything_else(self):
        lines = [
            line("A", is_knock_out=True, is_breach=True),
            line("B", 50, None, "none"),
        ]
        result = score(lines)
        self.assertEqual((result.grade, result.score), ("excluded", None))
        self.assertEqual(result.codes, ("A",))

    def test_a_breach_out_of_the_knock_outs_does_not_exclude(self):
        self.assertEqual(score([line("A", is_breach=True)]).grade, "exemplary")

    def test_an_unproven_knock_out_gives_no_number(self):
        result = score([line("A", 90), line("K", 10, 3, "none", is_knock_out=True)])
        self.assertEqual((result.grade, result.reason), ("provisional", "knock_out"))
        self.assertIsNone(result.score)

    def test_a_knock_out_without_weight_still_gates(self):
        result = score([line("A"), line("K", 0, None, "none", is_knock_out=True)])
        self.assertEqual(result.grade, "provisional")

    def test_coverage_needs_sixty_percent(self):
        lines = [line("A", 60), line("B", 40, None, "none")]
        self.assertEqual(score(lines).reason, "band")
        lines = [line("A", 59), line("B", 41, None, "none")]
        result = score(lines)
        self.assertEqual((result.grade, result.reason), ("provisional", "coverage"))
        self.assertEqual(result.codes, ("B",))

    def test_an_honest_nothing_counts_as_answered(self):
        result = score([line("A", 10, 0, "none")])
        self.assertEqual((result.coverage, result.grade), (1, "insufficient"))

    def test_a_theme_exactly_on_its_floor_passes(self):
        lines = [
            line("A", 90),
            line("B", 3, theme="ENV"),
            line("C", 7, 0, "none", "ENV"),
        ]
        result = score(lines)
        self.assertEqual(result.themes["ENV"], 30)
        self.assertEqual(result.grade, "exemplary")

    def test_a_floor_never_lifts_a_grade(self):
        result = score([line("A", 20), line("B", 80, 0, "none", "ENV")])
        self.assertEqual(result.grade, "insufficient")

    def test_not_applicable_leaves_the_score_within_thirty_percent(self):
        aside = {"level": None, "proof": "none", "is_not_applicable": True}
        self.assertEqual(score([line("A", 70), line("B", 30, **aside)]).score, 100)
        result = score([line("A", 69), line("B", 31, **aside)])
        self.assertEqual(
            (result.grade, result.reason), ("provisional", "not_applicable")
        )

    def test_everything_put_aside_is_not_a_good_mark(self):
        result = score([line("A", is_not_applicable=True)])
        self.assertEqual((result.grade, result.score), ("provisional", None))

    def test_nothing_to_assess_stays_unknown(self):
        for lines in ([], [line("A", 0)]):
            with self.subTest(lines=lines):
                result = score(lines)
                self.assertEqual((result.grade, result.score), ("unknown", None))
                self.assertEqual(result.coverage, Fraction(0))

    def test_a_criterion_without_weight_does_not_divide_by_zero(self):
        result = score([line("A"), line("Z", 0, None, "none", "ENV")])
        self.assertEqual(result.score, 100)
        self.assertNotIn("ENV", result.themes)
