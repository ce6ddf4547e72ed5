# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import api, fields
from odoo.exceptions import AccessError, UserError
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tests.common import get_db_name

from .criteria_common import MARKS, VOTE, CriteriaCommon

WHY = "The region funds it for two years"


@tagged("post_install", "-at_install")
class TestFiliereDecision(CriteriaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_members(cls.filiere_show, 40)
        cls.today = fields.Date.context_today(cls.env.user)

    @classmethod
    def _frozen(cls, **values):
        marks = {code: 1 for code in MARKS} | values
        assessment = cls._assess(cls.filiere_show, marks=marks)
        return assessment.with_user(cls.filiere_manager)

    def _derogate(self, assessment, **values):
        action = assessment.action_derogate()
        wizard = (
            self.env["smart.filiere.derogation.wizard"]
            .with_user(assessment.env.user)
            .with_context(**action["context"])
            .create(
                {
                    "band": "prefiguration",
                    "author_function": "Head of development",
                    "reason": WHY,
                    "date_end": self.today + relativedelta(months=18),
                    **values,
                }
            )
        )
        wizard.action_confirm()
        return assessment.derogation_ids

    def _fully_known(self):
        """Let what nothing records yet weigh nothing, so that a band is certain."""
        grid = self.grid.copy()
        for row in grid.criterion_ids:
            if row.measure in (
                "cohesion",
                "complementarity",
                "needs",
                "specialisation",
            ):
                row.weight = 0
            elif row.measure == "members":
                row.weight = 60
        grid.write(VOTE)
        grid.action_vote()
        grid.action_put_in_force()
        self.patch(type(self), "grid", grid)

    # === STATE OF A FILIÈRE === #

    def test_the_state_is_not_set_by_hand(self):
        filiere = self.filiere_show.with_user(self.filiere_manager)
        with self.assertRaisesRegex(UserError, "assessment"):
            filiere.state = "recognised"
        with self.assertRaisesRegex(UserError, "assessment"):
            filiere.create({"name": "Mine", "state": "recognised"})
        filiere.create({"name": "Mine"})
        self.assertTrue(filiere._fields["state"].readonly)

    def test_deciding_as_computed_sets_it_and_says_why(self):
        self._fully_known()
        assessment = self._frozen()
        self.assertEqual(assessment.band, "rejected")
        assessment.action_decide()
        self.assertEqual(assessment.state, "decided")
        self.assertEqual(assessment.decided_by_id, self.filiere_manager)
        self.assertEqual(self.filiere_show.state, "closed")
        bodies = self.filiere_show.message_ids.mapped("body")
        self.assertTrue(any(assessment._get_score_text() in body for body in bodies))

    def test_between_two_bands_one_does_not_decide_as_computed(self):
        assessment = self._frozen()
        self.assertEqual(assessment.band, "open")
        with self.assertRaisesRegex(UserError, "two bands"):
            assessment.action_decide()
        self._derogate(assessment)
        self.assertEqual(self.filiere_show.state, "prefiguration")

    def test_gates_keep_it_watched_whatever_the_score(self):
        self._fully_known()
        self._create_members(self.filiere_show, 260)
        high = dict.fromkeys(MARKS, 5)
        self.assertEqual(self._frozen(**high).band, "recognised")
        self.filiere_show.animator_ids = False
        assessment = self._frozen(**high)
        self.assertEqual(assessment.band_low, "recognised")
        self.assertFalse(assessment.gate_animators_met)
        self.assertEqual(assessment.band, "watch")

    def test_a_draft_and_a_territory_decide_nothing_for_the_filiere(self):
        self._fully_known()
        draft = self._assess(self.filiere_show, freeze=False)
        with self.assertRaisesRegex(UserError, "Freeze"):
            draft.with_user(self.filiere_manager).action_decide()
        local = self._assess(
            self.filiere_show, self.territory_liege, dict.fromkeys(MARKS, 1)
        )
        local.with_user(self.filiere_manager).action_decide()
        self.assertEqual(local.decision, "rejected")
        self.assertEqual(self.filiere_show.state, "watch")

    def test_only_managers_decide(self):
        assessment = self._frozen()
        for user in (self.animator, self.employee):
            with self.assertRaises(AccessError):
                assessment.with_user(user).action_decide()
            with self.assertRaises(AccessError):
                assessment.with_user(user).action_derogate()

    def test_who_comes_second_is_told_who_decided(self):
        self._fully_known()
        assessment = self._frozen()
        assessment.action_decide()
        with self.assertRaisesRegex(UserError, self.filiere_manager.login):
            assessment.action_decide()
        with self.assertRaisesRegex(UserError, "decided already"):
            assessment.action_derogate()

    def test_a_newer_decision_supersedes_the_older(self):
        self._fully_known()
        first = self._frozen()
        derogation = self._derogate(first)
        second = self._frozen()
        second.action_decide()
        self.assertEqual((first.state, derogation.state), ("superseded", "replaced"))
        self.assertEqual(self.filiere_show.state, "closed")

    # === DEROGATIONS === #

    def test_a_derogation_has_author_reason_and_end(self):
        assessment = self._frozen()
        for values in (
            {"reason": "because"},
            {"date_end": self.today + relativedelta(months=24, days=1)},
            {"date_end": self.today},
        ):
            with (
                self.subTest(values),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                self._derogate(assessment, **values)
        derogation = self._derogate(assessment)
        self.assertEqual(derogation.author_id, self.filiere_manager)
        self.assertEqual(assessment.decision_kind, "derogation")
        self.assertEqual(assessment.band, "open")
        self.assertTrue(
            any(WHY in body for body in self.filiere_show.message_ids.mapped("body"))
        )

    def test_a_derogation_that_changes_nothing_is_refused(self):
        self._fully_known()
        with self.assertRaisesRegex(UserError, "computed band"):
            self._derogate(self._frozen(), band="rejected")

    def test_it_is_printed_and_nobody_rewrites_it(self):
        derogation = self._derogate(self._frozen())
        for row in (derogation.with_user(self.filiere_manager), derogation.sudo()):
            for values in ({"reason": "x" * 30}, {"date_end": date(2040, 1, 1)}):
                with self.assertRaises(UserError):
                    row.write(values)
            with self.assertRaises(UserError):
                row.unlink()
        with self.assertRaises(AccessError):
            derogation.with_user(self.filiere_manager).create(
                {"assessment_id": derogation.assessment_id.id}
            )

    def test_notice_a_month_before_then_back_to_the_computed_band(self):
        self._fully_known()
        assessment = self._frozen()
        derogation = self._derogate(assessment)
        Derogation = self.env["smart.filiere.derogation"]
        Derogation._cron_expire()
        self.assertFalse(derogation.date_notice)
        with freeze_time(derogation.date_end - timedelta(days=25)):
            Derogation._cron_expire()
            Derogation._cron_expire()
        self.assertEqual(
            derogation.activity_ids.user_id & self.filiere_manager, self.filiere_manager
        )
        self.assertEqual(
            len(derogation.activity_ids.user_id), len(derogation.activity_ids)
        )
        self.assertEqual(self.filiere_show.state, "prefiguration")
        with freeze_time(derogation.date_end + timedelta(days=1)):
            Derogation._cron_expire()
        self.assertEqual(derogation.state, "expired")
        self.assertEqual(assessment.decision_kind, "computed")
        self.assertEqual(self.filiere_show.state, "closed")
        self.assertFalse(derogation.activity_ids)
        self.assertIn(self.filiere_manager, self.filiere_show.activity_ids.user_id)


@tagged("post_install", "-at_install")
class TestTwoManagers(CriteriaCommon):
    @classmethod
    def setUpClass(cls):
        # committed before the test begins, so that two transactions meet on it
        with db_connect(get_db_name()).cursor() as cursor:
            env = api.Environment(cursor, api.SUPERUSER_ID, {})
            cls.shared_id = env["smart.filiere"].create({"name": "Shared"}).id
        cls.addClassCleanup(cls._remove_shared)
        super().setUpClass()

    @classmethod
    def _remove_shared(cls):
        with db_connect(get_db_name()).cursor() as cursor:
            env = api.Environment(cursor, api.SUPERUSER_ID, {})
            env["smart.filiere"].browse(cls.shared_id).unlink()

    def test_while_one_decides_the_other_is_told_to_wait(self):
        filiere = self.env["smart.filiere"].browse(self.shared_id)
        assessment = self._assess(filiere).with_user(self.filiere_manager)
        self.env.flush_all()
        other = db_connect(get_db_name()).cursor()
        self.addCleanup(other.close)
        other.execute(
            "SELECT id FROM smart_filiere WHERE id = %s FOR NO KEY UPDATE",
            [self.shared_id],
        )
        with self.assertRaisesRegex(UserError, "very moment"):
            assessment.action_decide()
        other.rollback()
        with self.assertRaisesRegex(UserError, "two bands"):
            assessment.action_decide()
