# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..engine import frozen
from .criteria_common import MARKS, REASON, CriteriaCommon


@tagged("post_install", "-at_install")
class TestFiliereAssessment(CriteriaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls._create_members(cls.filiere_show, 40)
        cls._create_members(cls.filiere_code, 12, zip="1000")

    # === COUNTING === #

    def test_a_member_counts_once_confirmed_and_while_a_member(self):
        memberships = self.members.membership_ids
        memberships[0].state = "proposed"
        memberships[1].state = "left"
        self.members[2].is_member = False
        self.members[3].active = False
        assessment = self._assess(self.filiere_show)
        self.assertEqual(assessment.members, 36)

    def test_fewer_than_five_is_unknown_and_says_so(self):
        small = self._create_filiere("Small")
        self._create_members(small, 4)
        assessment = self._assess(small, freeze=False)
        self.assertFalse(assessment.is_told)
        self.assertEqual(assessment.members, 0)
        counted = assessment.line_ids.filtered(lambda row: row.kind == "quantitative")
        self.assertFalse(any(counted.mapped("is_known")))
        self.assertIn("fewer than five", counted[0].source)
        self.assertNotIn("4", assessment._get_inputs()["criteria"][0]["evidence"])
        # and in a territory there is none at all
        made = self.Assessment._assess(small, self.territory_liege, self.grid, False)
        self.assertFalse(made)

    def test_a_small_rest_is_not_told_by_difference(self):
        # 40 in Liège, 3 in Brussels: 43 and 40 would tell the three
        self._create_members(self.filiere_show, 3, zip="1000")
        both = self.territory_liege | self.territory_brussels
        made = self.Assessment._assess(self.filiere_show, both, self.grid)
        self.assertFalse(made.territory_id)
        self.assertEqual(made.members, 43)

    def test_a_place_and_the_whole_are_told_when_nothing_small_is_left(self):
        self._create_members(self.filiere_show, 8, zip="1000")
        both = self.territory_liege | self.territory_brussels
        made = self.Assessment._assess(self.filiere_show, both, self.grid)
        members = {row.territory_id: row.members for row in made}
        self.assertEqual(
            members,
            {
                self.env["smart.territory"]: 48,
                self.territory_liege: 40,
                self.territory_brussels: 8,
            },
        )

    def test_growth_counts_who_came_and_who_left(self):
        self.members[:8].write({"member_since": "2026-01-01"})
        assessment = self._assess(self.filiere_show, freeze=False)
        figures = self._line(assessment, "growth").evidence
        self.assertEqual((figures["before"], figures["now"]), (32, 40))
        gone = self.members[30:].membership_ids
        gone.sudo().write({"state": "left", "date_answered": "2026-05-01"})
        assessment.action_measure()
        figures = self._line(assessment, "growth").evidence
        self.assertEqual((figures["before"], figures["now"]), (32, 30))
        self.assertIn("(30 / 32)", self._line(assessment, "growth").source)

    def test_queries_do_not_grow_with_what_is_assessed(self):
        def count(filieres):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.Assessment._assess(
                filieres, self.territory_liege | self.territory_brussels, self.grid
            )
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        many = self.env["smart.filiere"].create(
            [{"name": f"Many {rank}"} for rank in range(25)]
        )
        few = count(many[:5])
        self.assertLess(few, 60)
        # inserts go by batches of rows
        self.assertLessEqual(count(many[5:]), few + 4)

    # === JUDGING === #

    def test_a_mark_needs_its_reason_and_has_its_author(self):
        assessment = self._assess(self.filiere_show, freeze=False)
        line = self._line(assessment, "mission").with_user(self.filiere_manager)
        with self.assertRaises(ValidationError):
            line.write({"mark": 4, "reason": "good"})
        before = assessment.score
        line.write({"mark": 4, "reason": REASON})
        self.assertEqual(line.author_id, self.filiere_manager)
        self.assertAlmostEqual(assessment.score, before + 7.5)
        with self.assertRaises(UserError):
            line.write({"author_id": self.animator.id})
        with self.assertRaises(UserError):
            self._line(assessment, "members").with_user(self.filiere_manager).write(
                {"mark": 5, "reason": REASON}
            )
        with self.assertRaises(AccessError):
            line.with_user(self.animator).write({"mark": 5, "reason": REASON})

    def test_marks_are_carried_to_the_next_assessment(self):
        self._assess(self.filiere_show, marks=MARKS)
        again = self._assess(self.filiere_show, freeze=False)
        line = self._line(again, "priority")
        self.assertEqual((line.mark, line.reason), (4, REASON))
        self.assertEqual(line.author_id, self.filiere_manager)

    def test_counting_again_keeps_marks_and_makes_no_second_draft(self):
        first = self._assess(self.filiere_show, marks=MARKS, freeze=False)
        second = self._assess(self.filiere_show, freeze=False)
        self.assertEqual(first, second)
        self.assertEqual(self._line(second, "mission").mark, 5)

    def test_what_a_step_gives_and_what_reaches_the_next_band(self):
        assessment = self._assess(self.filiere_show, marks=MARKS)
        line = self._line(assessment, "priority")
        self.assertEqual((line.step_value, line.step_points), (5, 2.5))
        for row in assessment.line_ids.filtered("can_reach"):
            inputs = json.loads(assessment.inputs)
            for one in inputs["criteria"]:
                if one["code"] == row.criterion_id.code:
                    one["value"] = row.reach_value
            after = frozen.recompute(frozen.canonical(inputs))
            self.assertNotEqual(after.band_low, assessment.band_low)

    # === FREEZING === #

    def test_frozen_inputs_give_the_same_number_and_name_nobody(self):
        assessment = self._assess(self.filiere_show, marks=MARKS)
        result = frozen.recompute(assessment.inputs)
        self.assertEqual(result.low, assessment.score)
        self.assertEqual(result.high, assessment.score_high)
        self.assertEqual(frozen.fingerprint(assessment.inputs), assessment.inputs_hash)
        self.assertEqual(assessment._find_tampering(), [])
        answer = assessment.with_user(self.employee).action_recompute()
        self.assertEqual(answer["params"]["type"], "success")
        for name in (self.filiere_manager.name, self.animator.name):
            self.assertNotIn(name, assessment.inputs)

    def test_records_that_change_later_change_nothing(self):
        assessment = self._assess(self.filiere_show, marks=MARKS)
        score = assessment.score
        self._create_members(self.filiere_show, 30)
        self.env.invalidate_all()
        self.assertEqual(assessment.score, score)
        self.assertEqual(assessment._find_tampering(), [])

    def test_tampering_by_sql_is_found(self):
        assessment = self._assess(self.filiere_show, marks=MARKS)
        line = self._line(assessment, "members")
        for statement, ids in (
            (
                "UPDATE smart_filiere_assessment SET score = 90 WHERE id = %s",
                assessment,
            ),
            (
                "UPDATE smart_filiere_assessment SET inputs = inputs || ' ' "
                "WHERE id = %s",
                assessment,
            ),
            (
                "UPDATE smart_filiere_assessment_line SET points = 15 WHERE id = %s",
                line,
            ),
            ("UPDATE smart_filiere_assessment_line SET value = 99 WHERE id = %s", line),
            ("DELETE FROM smart_filiere_assessment_line WHERE id = %s", line),
        ):
            with self.subTest(statement), self.cr.savepoint() as savepoint:
                self.env.cr.execute(statement, [ids.id])
                self.env.invalidate_all()
                self.assertTrue(assessment._find_tampering())
                answer = assessment.action_recompute()
                self.assertEqual(answer["params"]["type"], "danger")
                savepoint.rollback()
            self.env.invalidate_all()

    def test_nobody_writes_what_is_frozen(self):
        assessment = self._assess(self.filiere_show, marks=MARKS)
        line = self._line(assessment, "mission")
        for user in (self.filiere_manager, self.env.ref("base.user_admin"), None):
            one = assessment.with_user(user) if user else assessment.sudo()
            row = line.with_user(user) if user else line.sudo()
            for values in (
                {"score": 99},
                {"inputs": "{}"},
                {"inputs_hash": "x"},
                {"filiere_id": self.filiere_code.id},
                {"comment": "later"},
                {"data_date": "2020-01-01"},
            ):
                with self.subTest(values, user=user), self.assertRaises(UserError):
                    one.write(values)
            for refused in (
                lambda row=row: row.write({"mark": 1}),
                lambda row=row: row.write({"value": 1}),
                lambda row=row: row.unlink(),
                lambda one=one: one.unlink(),
                lambda one=one: one.write({"line_ids": [(5,)]}),
                lambda one=one: one.action_measure(),
                lambda one=one: one.action_freeze(),
            ):
                with self.assertRaises(UserError):
                    refused()
        for values in ({"state": "draft"}, {"decision": "recognised"}):
            with self.assertRaises(UserError):
                assessment.with_user(self.filiere_manager).write(values)

    def test_a_result_is_not_typed_in_a_draft_either(self):
        draft = self._assess(self.filiere_show, freeze=False)
        draft = draft.with_user(self.filiere_manager)
        for values in ({"score": 99}, {"state": "decided"}, {"members": 1000}):
            with self.assertRaises(UserError):
                draft.write(values)
        draft.comment = "Well on its way"
        made = draft.create(
            {"filiere_id": self.filiere_code.id, "score": 99, "state": "decided"}
        )
        self.assertEqual(made.state, "draft")
        self.assertLess(made.score, 50)
        with self.assertRaises(AccessError):
            draft.line_ids.create(
                {"assessment_id": draft.id, "criterion_id": draft.line_ids[0].id}
            )

    def test_a_superseded_grid_assesses_nothing(self):
        old, self.grid = self.grid, self._create_grid()
        with self.assertRaises(UserError):
            self.Assessment.create(
                {"filiere_id": self.filiere_show.id, "grid_id": old.id}
            )

    def test_the_wizard_assesses_all_and_freezes(self):
        wizard = (
            self.env["smart.filiere.assess.wizard"]
            .with_user(self.filiere_manager)
            .create({"each_territory": True, "freeze": True})
        )
        wizard.action_assess()
        found = self.Assessment.search([("filiere_id", "=", self.filiere_show.id)])
        self.assertEqual(
            found.territory_id, self.territory_liege, found.mapped("display_name")
        )
        self.assertEqual(set(found.mapped("state")), {"frozen"})
        with self.assertRaises(AccessError):
            self.env["smart.filiere.assess.wizard"].with_user(self.animator).create({})
