# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The worked example of the note on filières, counted from 82,000 member records."""

import time
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from ..engine.scoring import published
from ..models.smart_filiere_measure import SmartFiliereMeasure
from .criteria_common import MARKS, CriteriaCommon

KNOWN, IN_FILIERE, IN_PLACE, HERE = 82_000, 14_350, 2_400, 690
EVERYBODY = 100_000
# so that 82 % are known here as everywhere
UNKNOWN_HERE = 527
# of the members here, those who were there three years before: +6 % a year since
BEFORE = 579
STAGES = (310, 55, 190, 40, 95)
NEEDS = 84
# weights of ties among members here, and between them and others here
INSIDE, ACROSS = 940, 410
TABLES = (
    "res_partner",
    "smart_directory_profile",
    "smart_profile_activity_rel",
    "smart_filiere_membership",
)


@tagged("post_install", "-at_install")
class TestWorkedExample(CriteriaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.flush_all()
        # who is there already does not belong to the example
        cls.env.cr.execute("UPDATE res_partner SET is_member = FALSE WHERE is_member")
        cls.stages = [
            cls._create_activity(f"Stage {rank}", f"T.STAGE.{rank}")
            for rank in range(len(STAGES))
        ]
        cls.filiere_show.nace_activity_ids = [
            (4, activity.id) for activity in cls.stages
        ]
        cls.env.flush_all()
        cls._insert_members()
        cls.env.cr.execute(f"ANALYZE {', '.join(TABLES)}")
        cls.env.invalidate_all()
        sources = cls._prepare_sources()
        for name, value in sources.items():
            cls.classPatch(SmartFiliereMeasure, name, lambda *_self, v=value: v)

    @classmethod
    def _insert_members(cls):
        """Member n is known up to 82,000, here up to 2,400, as the note counts."""
        here = cls.territory_liege.id
        cls.env.cr.execute(
            """
            WITH made AS (
                INSERT INTO res_partner (name, complete_name, active, type, is_member,
                                         territory_id, member_since, autopost_bills,
                                         company_registry)
                SELECT 'N', 'N', TRUE, 'contact', TRUE,
                       CASE WHEN n <= %(place)s OR n BETWEEN %(known)s + 1
                            AND %(known)s + %(unknown)s THEN %(here)s END,
                       CASE WHEN n <= %(before)s OR n > %(own)s
                            THEN CURRENT_DATE - INTERVAL '5 years'
                            ELSE CURRENT_DATE - INTERVAL '1 year' END, 'ask', n::text
                  FROM generate_series(1, %(everybody)s) n
                RETURNING id, company_registry::int AS n),
            joined AS (
                INSERT INTO smart_filiere_membership
                    (partner_id, filiere_id, territory_id, origin, state)
                SELECT id, %(filiere)s, CASE WHEN n <= %(place)s THEN %(here)s END,
                       'declaration', 'active'
                  FROM made
                 WHERE n <= %(own)s
                    OR n BETWEEN %(place)s + 1 AND %(place)s + %(elsewhere)s),
            profile AS (
                INSERT INTO smart_directory_profile (partner_id, ref)
                SELECT id, 'example-' || n FROM made WHERE n <= %(known)s
                RETURNING id, partner_id)
            INSERT INTO smart_profile_activity_rel (profile_id, activity_id)
            SELECT profile.id,
                   CASE WHEN n <= 310 THEN %(s0)s WHEN n <= 365 THEN %(s1)s
                        WHEN n <= 555 THEN %(s2)s WHEN n <= 595 THEN %(s3)s
                        WHEN n <= 690 THEN %(s4)s ELSE %(other)s END
              FROM profile JOIN made ON made.id = profile.partner_id
            """,
            {
                "place": IN_PLACE,
                "own": HERE,
                "elsewhere": IN_FILIERE - HERE,
                "known": KNOWN,
                "unknown": UNKNOWN_HERE,
                "before": BEFORE,
                "everybody": EVERYBODY,
                "here": here,
                "filiere": cls.filiere_show.id,
                "other": cls.activity_code.id,
                **{f"s{rank}": one.id for rank, one in enumerate(cls.stages)},
            },
        )

    @classmethod
    def _prepare_sources(cls):
        """Return what other parts of the suite would record, in tables of the test."""
        cls.env.cr.execute(
            """
            CREATE TEMPORARY TABLE example ON COMMIT DROP AS
            SELECT id, company_registry::int AS n FROM res_partner
             WHERE is_member AND name = 'N'
            """
        )
        ties = SQL(
            """
            SELECT one.id AS one, other.id AS other, 2.0 AS weight
              FROM example one JOIN example other ON other.n = one.n + 1
             WHERE one.n <= %s
             UNION ALL
            SELECT one.id, other.id, 0.5
              FROM example one JOIN example other ON other.n = one.n + 690
             WHERE one.n <= 690
             UNION ALL
            SELECT one.id, other.id, 65.0
              FROM example one JOIN example other ON other.n = one.n + 1000
             WHERE one.n = 1
             -- a tie that leaves the place says nothing about it
             UNION ALL
            SELECT one.id, other.id, 99.0
              FROM example one JOIN example other ON other.n = 50000
             WHERE one.n = 1
            """,
            INSIDE // 2,
        )
        stages = [str(rank) for rank in range(len(STAGES))]
        of_stage = SQL(
            "SELECT id AS activity_id, right(code, 1) AS stage FROM smart_activity"
            " WHERE code LIKE 'T.STAGE.%%'"
        )
        needs = SQL("SELECT id AS partner_id FROM example WHERE n <= %s", NEEDS)
        return {
            "_get_ties_sql": ties,
            "_get_stages_sql": (stages, of_stage),
            "_get_needs_sql": needs,
        }

    def test_the_note_is_computed_from_records(self):
        start = time.monotonic()
        assessment = self._assess(
            self.filiere_show, self.territory_liege, MARKS, freeze=True
        )
        self.assertLess(time.monotonic() - start, 15)
        self.assertEqual(assessment.members, 690)
        self.assertEqual(assessment.known_share, 0.82)
        figures = self._line(assessment, "specialisation").evidence
        self.assertEqual(
            [figures[key] for key in ("x_ir", "x_i", "x_r", "x")],
            [HERE, IN_FILIERE, IN_PLACE, KNOWN],
        )
        self.assertAlmostEqual(figures["quotient"], 1.643, places=3)
        self.assertAlmostEqual(figures["z"], 14.5, places=1)
        values = {row.criterion_id.code: row.value for row in assessment.line_ids}
        self.assertAlmostEqual(values["specialisation"], 1.630, places=3)
        self.assertAlmostEqual(values["cohesion"], 11.4, places=1)
        self.assertAlmostEqual(values["complementarity"], 0.921, places=3)
        self.assertAlmostEqual(values["growth"], 6.0, places=1)
        self.assertAlmostEqual(values["needs"], 12.2, places=1)
        points = {row.criterion_id.code: row.points for row in assessment.line_ids}
        for code, expected in {
            "members": 13.41,
            "specialisation": 10.37,
            "cohesion": 12.18,
            "complementarity": 9.21,
            "growth": 5.50,
            "needs": 3.05,
            "mission": 10.00,
            "priority": 7.50,
            "lever": 2.50,
            "vulnerability": 3.75,
        }.items():
            self.assertAlmostEqual(points[code], expected, delta=0.012, msg=code)
        self.assertEqual(published(assessment.score), 77.5)
        self.assertEqual(published(assessment.quantitative_points), 53.7)
        self.assertEqual(published(assessment.strategic_points), 23.8)
        self.assertEqual(assessment.band, "recognised")
        self.assertFalse(assessment._find_tampering())

    def test_dynamics_unknown_is_72_to_82_and_still_decided(self):
        self.env.cr.execute("UPDATE res_partner SET member_since = NULL")
        assessment = self._assess(self.filiere_show, self.territory_liege, MARKS)
        self.assertFalse(self._line(assessment, "growth").is_known)
        self.assertEqual(assessment._get_score_text(), "72.0–82.0")
        self.assertEqual(assessment.band, "recognised")
        assessment.with_user(self.filiere_manager).action_decide()
        self.assertEqual(assessment.decision, "recognised")

    def test_nothing_recorded_is_unknown_not_nought(self):
        with (
            patch.object(SmartFiliereMeasure, "_get_ties_sql", return_value=None),
            patch.object(SmartFiliereMeasure, "_get_stages_sql", return_value=None),
            patch.object(
                SmartFiliereMeasure,
                "_get_needs_sql",
                return_value=SQL("SELECT 0 AS partner_id WHERE FALSE"),
            ),
        ):
            assessment = self._assess(self.filiere_show, self.territory_liege, MARKS)
        unknown = assessment.line_ids.filtered(lambda row: not row.is_known)
        self.assertEqual(
            set(unknown.criterion_id.mapped("code")),
            {"cohesion", "complementarity", "needs"},
        )
        self.assertAlmostEqual(assessment.score_high - assessment.score, 30)
