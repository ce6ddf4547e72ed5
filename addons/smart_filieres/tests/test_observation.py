# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo.tests import tagged
from odoo.tools import SQL

from ..engine.cohorts import changes
from ..models.smart_observation import STORED
from .observatory_common import AS_OF, MONTH, ObservatoryCommon


@tagged("post_install", "-at_install")
class TestObservation(ObservatoryCommon):
    def _observe(self, period=MONTH):
        self.env["smart.observation"]._observe(period)

    def _fill(self, count, filiere, zip="4000", **values):
        people = self._create_members(f"{filiere.name} {zip}", count, zip=zip, **values)
        self._join_all(people, filiere)
        return people

    def test_members_of_a_filiere_by_place_with_totals(self):
        self._fill(12, self.filiere_show)
        self._fill(9, self.filiere_show, "1000")
        self._fill(20, self.filiere_code)
        self._fill(30, self.filiere_code, "1000")
        self._observe()
        cell = self._cell("filiere", self.filiere_show, self.territory_liege)
        self.assertEqual((cell.level, cell.members), ("cell", 12))
        self.assertAlmostEqual(cell.quotient, (12 / 32) / (21 / 71), 5)
        self.assertEqual(self._cell("filiere", self.filiere_show).members, 21)
        everybody = self._cell("filiere", territory=self.territory_liege)
        self.assertEqual((everybody.level, everybody.members), ("column", 32))
        total = self._cell("filiere", level="total")
        self.assertEqual(total.members, 71)

    def test_the_published_example_from_records(self):
        """690 of 2,400 in Liège, 14,350 of 82,000: LQ* 1.630, z 14.5."""
        cells = {
            (self.filiere_show.id, self.territory_liege.id): (690, 0, 0, 690),
            (self.filiere_show.id, self.territory_brussels.id): (13660, 0, 0, 13660),
            (self.filiere_show.id, None): (14350, 0, 0, 14350),
            (None, self.territory_liege.id): (2400, 0, 0, 2400),
            (None, self.territory_brussels.id): (79600, 0, 0, 79600),
            (None, None): (82000, 0, 0, 82000),
        }
        observations = self.env["smart.observation"]
        rows = observations._prepare_rows("filiere", cells, set(), MONTH)
        observations._store(MONTH, rows)
        cell = self._cell("filiere", self.filiere_show, self.territory_liege)
        self.assertAlmostEqual(cell.quotient, 1.643, 3)
        self.assertAlmostEqual(cell.quotient_shrunk, 1.630, 3)
        self.assertAlmostEqual(cell.significance, 14.5, 1)
        self.assertTrue(cell.is_star)

    def test_a_small_cell_is_not_in_the_database(self):
        self._fill(3, self.filiere_show)
        self._fill(40, self.filiere_show, "1000")
        self._fill(20, self.filiere_code)
        self._fill(30, self.filiere_code, "1000")
        self._observe()
        cell = self._cell("filiere", self.filiere_show, self.territory_liege)
        self.assertTrue(cell.is_suppressed)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT members, newcomers, quotient, significance, concentration
                  FROM smart_observation WHERE is_suppressed
                """
            )
        )
        self.assertEqual({value for row in rows for value in row}, {None})
        # 43 in all are shown, so the other place is not
        self.assertEqual(self._cell("filiere", self.filiere_show).members, 43)
        other = self._cell("filiere", self.filiere_show, self.territory_brussels)
        self.assertTrue(other.is_suppressed)

    def test_sums_and_exports_hold_nothing_of_a_masked_cell(self):
        self._fill(3, self.filiere_show)
        self._fill(40, self.filiere_show, "1000")
        self._observe()
        rows = self.env["smart.observation"].with_user(self.animator)
        masked = [("is_suppressed", "=", True)]
        [(total, largest)] = rows._read_group(
            masked, [], ["members:sum", "members:max"]
        )
        self.assertFalse(total or largest)
        self.assertFalse(rows.search_count([*masked, ("members", ">", 0)]))
        exported = (
            rows.sudo().search(masked).export_data(["members", "quotient"])["datas"]
        )
        self.assertFalse({value for row in exported for value in row} - {0, ""})

    def test_a_filiere_and_its_activity_do_not_tell_the_difference(self):
        people = self._create_members("Both", 12)
        for partner in people:
            self._create_profile(partner, activity_ids=[(6, 0, self.activity_show.ids)])
        # ten of the twelve: two would be left
        self._join_all(people[:10], self.filiere_show)
        self._fill(40, self.filiere_code)
        self._observe()
        cell = self._cell("filiere", self.filiere_show, self.territory_liege)
        self.assertTrue(cell.is_suppressed)

    def test_changes_are_shown_when_they_are_large_enough(self):
        self._fill(20, self.filiere_show)
        self._fill(20, self.filiere_show, "1000")
        self._fill(10, self.filiere_show, member_since="2026-08-10")
        self._fill(10, self.filiere_show, "1000", member_since="2026-08-10")
        self._observe(date(2026, 8, 1))
        self._observe()
        cell = self._cell("filiere", self.filiere_show, self.territory_liege)
        self.assertEqual((cell.members, cell.newcomers, cell.leavers), (30, 10, 0))
        self.assertEqual(cell.growth, 50)
        row = self._cell("filiere", self.filiere_show, level="row")
        self.assertAlmostEqual(row.concentration, 0.5)
        self.assertAlmostEqual(row.effective_places, 2)

    def test_few_newcomers_are_not_told(self):
        self._fill(20, self.filiere_show)
        self._fill(20, self.filiere_show, "1000")
        self._fill(2, self.filiere_show, member_since="2026-08-10")
        self._observe(date(2026, 8, 1))
        self._observe()
        cell = self._cell("filiere", self.filiere_show, self.territory_liege)
        self.assertTrue(cell.is_flow_suppressed)
        self.assertFalse(cell.newcomers or cell.leavers)
        self.assertEqual(cell.members, 22)

    def test_a_month_is_published_once(self):
        self._fill(20, self.filiere_show)
        self._observe()
        rows = self.env["smart.observation"].search([])
        self._fill(1, self.filiere_show)
        self._observe(date(2026, 9, 20))
        self.assertEqual(self.env["smart.observation"].search([]), rows)
        self.assertEqual(self._cell("filiere", self.filiere_show).members, 20)

    def test_months_counted_together_are_as_counted_alone(self):
        """Joined, left, moved on: two years in one statement say what each says."""
        shows = self._fill(30, self.filiere_show, member_since="2024-10-20")
        self._fill(25, self.filiere_show, "1000", member_since="2025-02-01")
        self._fill(20, self.filiere_code, "1000", member_since="2026-03-02")
        late = self._fill(12, self.filiere_code, member_since="2026-05-01")
        for partner in shows[:15]:
            self._create_profile(partner, activity_ids=[(6, 0, self.activity_show.ids)])
        for people, day in ((shows[:9], "2026-02-01"), (late[:6], "2026-05-31")):
            people.write({"is_member": False, "member_until": day})
        months = [date(2026 - back // 12, 12 - back % 12, 1) for back in range(5, 26)]
        observations = self.env["smart.observation"]
        columns = [*STORED, "period"]

        def rows():
            return sorted(
                repr([row[name] for name in columns])
                for row in observations.search([]).read(columns, load=None)
            )

        observations._observe_all(months)
        together = rows()
        self.assertEqual(len(set(observations.search([]).mapped("period"))), 21)
        observations.search([]).unlink()
        for month in sorted(months):
            observations._observe(month)
        self.assertEqual(rows(), together)

    def test_the_number_of_queries_does_not_grow(self):
        def count(period):
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            self._observe(period)
            return self.env.cr.sql_log_count - start

        self._fill(10, self.filiere_show)
        few = count(date(2026, 7, 1))
        self._fill(50, self.filiere_code, "1000")
        for rank in range(10):
            self._fill(6, self._create_filiere(f"More {rank}"), "1000")
        self.assertLessEqual(count(date(2026, 8, 1)), few + 1)

    def test_who_came_and_went_between_two_moments(self):
        spans = {(0, 9): 40, (0, 3): 5, (2, 9): 3, (3, 9): 7, (3, 3): 1, (4, 9): 2}
        self.assertEqual(changes(spans, 2, 3), (50, 7, 5, 48))
        self.assertEqual(changes(spans, 3, 4), (52, 2, 0, 50))
        self.assertEqual(changes({}, 0, 1), (0, 0, 0, 0))


@tagged("post_install", "-at_install")
class TestNight(ObservatoryCommon):
    def _rows(self):
        tables = (
            "smart_observation",
            "smart_observation_cohesion",
            "smart_tie",
            "smart_observation_cohort",
            "smart_observation_tie",
            "smart_signal",
            "smart_initiative",
            "smart_tie_member",
        )
        return {
            name: self.env.execute_query(
                SQL("SELECT COUNT(*) FROM %s", SQL.identifier(name))
            )
            for name in tables
        }

    def test_run_twice_the_rows_are_the_same(self):
        people = self._create_members("Night", 40)
        self._join_all(people, self.filiere_show)
        self._meet("a", people[:10])
        self._meet("b", people[:10], date(2026, 8, 1))
        run = self.env["smart.observatory"]._run_night(AS_OF)
        first = self._rows()
        again = self.env["smart.observatory"]._run_night(AS_OF)
        self.assertEqual(self._rows(), first)
        self.assertEqual(again, run)
        self.assertEqual((run.tie_count, run.member_count), (45, 40))
        self.assertEqual(run.known_share, 100)
        self.assertEqual(run.parameters["tie meeting"], [0.2, 24, 200])
        self.assertIn("observations", run.durations)

    def test_the_first_night_tells_two_years(self):
        people = self._create_members("Old", 20, member_since="2025-03-10")
        self._join_all(people, self.filiere_show)
        self.env["smart.observatory"]._run_night(AS_OF)
        months = self.env["smart.observation"]._read_group(
            [("subject", "=", "filiere"), ("level", "=", "total")], ["period:month"]
        )
        self.assertEqual(len(months), 18)

    def test_cohesion_of_the_published_example(self):
        """690 members of 2,400, 1,180 ties inside: W 940 inside, 410 outside."""
        people = self._create_members("Cohesion", 2400)
        self._join_all(people[:690], self.filiere_show)
        ids = people.ids
        ties = [
            (ids[n % 590], ids[590 + n % 100 if n < 590 else n % 590 + 1])
            for n in range(1180)
        ]
        pairs = sorted({(min(pair), max(pair)) for pair in ties})[:1180]
        self.assertEqual(len(pairs), 1180)
        outside = [(ids[n], ids[700 + n]) for n in range(500)]
        self.env.cr.execute("DELETE FROM smart_tie")
        for rows, weight in ((pairs, 940), (outside, 410)):
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO smart_tie (partner_a_id, partner_b_id, weight)
                    SELECT *, %s FROM unnest(%s::int[], %s::int[])
                    """,
                    weight / len(rows),
                    [one for one, _other in rows],
                    [other for _one, other in rows],
                )
            )
        self.env["smart.observation.cohesion"]._observe(MONTH)
        row = self.env["smart.observation.cohesion"].search(
            [("filiere_id", "=", self.filiere_show.id), ("period", "=", MONTH)]
        )
        self.assertEqual((row.members, row.ties), (690, 1180))
        self.assertAlmostEqual(row.mean_degree, 3.42, 2)
        self.assertAlmostEqual(row.ratio, 11.4, 1)
        self.assertAlmostEqual(row.ei_index, -0.393, 3)
        self.assertAlmostEqual(row.ei_expected, 0.665, 3)

    def test_cohorts_of_the_published_example(self):
        """520 joined: 441, 388, 352 and 331 were still active."""
        people = self._create_members("Cohort", 520, member_since="2025-07-10")
        kept = (441, 388, 352, 331)
        quarters = (date(2025, 10, 5), date(2026, 1, 5), date(2026, 4, 5))
        for count, day in zip(kept, (*quarters, date(2026, 7, 5)), strict=True):
            self._meet(f"q{day}", people[:count], day)
        self._rebuild_ties(date(2026, 10, 2))
        self.env["smart.observation.cohort"]._observe(date(2026, 10, 1))
        rows = self.env["smart.observation.cohort"].search(
            [("in_filiere", "=", "no")], order="rank"
        )
        self.assertEqual(set(rows.mapped("size")), {520})
        self.assertEqual(tuple(rows.mapped("active_count")), kept)
        for row, share in zip(rows, (84.8, 74.6, 67.7, 63.7), strict=True):
            self.assertAlmostEqual(row.retention, share, 1)

    def test_a_cohort_that_is_too_small_is_not_there(self):
        self._create_members("Few", 4, member_since="2025-07-10")
        people = self._create_members("Many", 20, member_since="2025-07-10")
        self._join_all(people, self.filiere_show)
        self.env["smart.observation.cohort"]._observe(date(2026, 10, 1))
        self.assertFalse(self.env["smart.observation.cohort"].search([]))

    def test_the_chain_of_a_filiere(self):
        for stage, count in (("creation", 12), ("technique", 12), ("production", 3)):
            activity = self._create_activity(stage, f"X.{stage}", chain_stage=stage)
            people = self._create_members(stage, count)
            for partner in people:
                self._create_profile(partner, activity_ids=[(6, 0, activity.ids)])
            self._join_all(people, self.filiere_show)
        self.env["smart.observation.cohesion"]._observe(MONTH)
        row = self.env["smart.observation.cohesion"].search([])
        self.assertEqual(row.chain_cover, 40)
        # two equal stages of five; the third is too small to be told
        self.assertAlmostEqual(row.chain_evenness, 0.431, 3)
