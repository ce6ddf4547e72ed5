# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Decisions, stakeholders and consultations, as each role."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..engine import dialogue
from .dialogue_common import DialogueCommon

NOTHING, READ, WORK, ALL = "----", "r---", "rwc-", "rwcu"
TABLE = {
    # model: member, employee, researcher, evaluator, manager
    "smart.impact.decision.option": (NOTHING, NOTHING, READ, ALL, ALL),
    "smart.impact.stakeholder": (NOTHING, NOTHING, READ, WORK, ALL),
    "smart.impact.engagement": (NOTHING, NOTHING, READ, ALL, ALL),
    "smart.impact.consultation": (NOTHING, NOTHING, READ, WORK, ALL),
    "smart.impact.consultation.item": (NOTHING, NOTHING, READ, ALL, ALL),
    "smart.impact.consultation.opinion": (NOTHING, NOTHING, NOTHING, READ, READ),
    "smart.impact.work": (NOTHING, NOTHING, WORK, WORK, ALL),
}
OPERATIONS = dict(zip("rwcu", ("read", "write", "create", "unlink"), strict=True))


@tagged("post_install", "-at_install")
class TestDialogue(DialogueCommon):
    def test_every_role_may_what_the_table_says(self):
        users = (
            self.portal,
            self.employee,
            self.researcher,
            self.evaluator,
            self.manager,
        )
        for model, rights in TABLE.items():
            for user, expected in zip(users, rights, strict=True):
                found = "".join(
                    letter
                    if self.env[model].with_user(user).has_access(operation)
                    else "-"
                    for letter, operation in OPERATIONS.items()
                )
                self.assertEqual(found, expected, f"{user.login} on {model}")

    def test_companies_do_not_see_one_another(self):
        decision = self._create_decision(option_ids=[Command.create({"name": "A"})])
        self._create_consultation()
        self.env["smart.impact.engagement"].create(
            {"name": "Workshop", "stakeholder_id": self.group_funders.id}
        )
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "elsewhere",
            groups="smart_impact.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for model in TABLE:
            self.assertFalse(self.env[model].with_user(stranger).search([]), model)
        with self.assertRaises(AccessError):
            decision.with_user(stranger).read(["name"])

    # === decisions === #

    def test_a_decision_is_published_once_it_says_everything(self):
        decision = self._create_decision(reason=False).with_user(self.evaluator)
        with self.assertRaisesRegex(UserError, "Guarantee fund"):
            decision.action_publish()
        decision.reason = "It is what the reserve allows"
        decision.action_publish()
        self.assertTrue(decision.is_published)
        self.assertEqual(decision.published_on, fields.Date.context_today(decision))
        decision.action_withdraw()
        self.assertFalse(decision.is_published)

    def test_nobody_publishes_by_writing(self):
        decision = self._create_decision().with_user(self.manager)
        with self.assertRaises(UserError):
            decision.is_published = True
        for user in (self.portal, self.researcher):
            with self.assertRaises(AccessError):
                decision.with_user(user).action_publish()

    def test_members_do_not_read_a_decision_in_the_making(self):
        decision = self._create_decision().with_user(self.portal)
        self.assertEqual(decision.read(["name"])[0]["name"], "Guarantee fund")
        for name in ("said", "decided", "reason", "user_id", "follow_up_note"):
            with self.assertRaises(AccessError, msg=name):
                decision.read([name])

    def test_a_decision_comes_back_on_its_day(self):
        today = fields.Date.context_today(self.programme)
        late = self._create_decision(review_date=today - timedelta(days=1))
        done = late.copy({"follow_up": "done"})
        later = late.copy({"review_date": today + timedelta(days=9)})
        self.assertTrue(late.is_review_due)
        decisions = self.env["smart.impact.decision"]
        due = decisions.search([("is_review_due", "=", True)])
        self.assertIn(late, due)
        self.assertFalse(due & (done | later))
        rest = decisions.search([("is_review_due", "=", False)])
        self.assertLessEqual(done | later, rest)
        self.assertNotIn(late, rest)

    # === stakeholders === #

    def test_the_matrix_shows_who_took_part_and_who_did_not(self):
        self.env["smart.impact.engagement"].create(
            {
                "name": "Chose the question",
                "stakeholder_id": self.group_members.id,
                "phase": "question",
                "depth": "decided",
            }
        )
        table = self.programme.with_user(self.evaluator)._get_engagement_table()
        rows = {group: [len(cell) for cell in cells] for group, cells in table["rows"]}
        self.assertEqual(rows[self.group_members], [1, 0, 0, 0, 0])
        self.assertEqual(rows[self.group_funders], [0, 0, 0, 0, 0])
        self.assertIn("Chose the question", self.programme.engagement_matrix)

    def test_the_matrix_takes_as_many_queries_for_many_groups(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(self.programme.engagement_matrix)
            return self.env.cr.sql_log_count - before

        self.env["smart.impact.engagement"].create(
            {"name": "Workshop", "stakeholder_id": self.group_funders.id}
        )
        queries()
        few = queries()
        groups = self.env["smart.impact.stakeholder"].create(
            [
                {"name": f"Group {number}", "programme_id": self.programme.id}
                for number in range(30)
            ]
        )
        self.env["smart.impact.engagement"].create(
            [{"name": "Workshop", "stakeholder_id": group.id} for group in groups]
        )
        self.assertLessEqual(queries(), few)

    # === consultations === #

    def test_a_consultation_needs_questions_and_people(self):
        consultation = self._create_consultation(stakeholder_ids=False)
        with self.assertRaises(UserError):
            consultation.with_user(self.evaluator).action_open()

    def test_figures_are_frozen_when_it_closes(self):
        consultation = self._create_consultation()
        consultation.with_user(self.evaluator).action_open()
        self._say(consultation, [5, 5, 4, 2, 3])
        first, second = consultation.item_ids
        self.assertFalse(first.has_figure, "nothing while it is open")
        consultation.with_user(self.evaluator).action_close()
        self.assertEqual((first.count, first.mean, first.median), (5, 3.8, 4))
        self.assertFalse(second.has_figure)
        for vals in ({"mean": 5.0}, {"name": "Another question"}):
            with self.assertRaises(UserError):
                first.with_user(self.manager).write(vals)

    def test_four_opinions_make_no_figure(self):
        consultation = self._create_consultation()
        consultation.action_open()
        self._say(consultation, [5, 5, 5, 5])
        # a comment without a score counts in no figure
        item = consultation.item_ids[0]
        consultation._store_opinions(self.claire, {item.id: (0, "Because")})
        consultation.action_close()
        self.assertFalse(item.has_figure or item.count or item.mean or item.median)

    def test_one_person_has_one_opinion(self):
        consultation = self._create_consultation()
        consultation.action_open()
        item = consultation.item_ids[0]
        consultation._store_opinions(self.claire, {item.id: (1, "No")})
        consultation._store_opinions(self.claire, {item.id: (4, "Yes")})
        self.assertEqual(consultation._get_opinions(self.claire), {item.id: (4, "Yes")})
        self.assertEqual(consultation.people_count, 1)
        values = {"item_id": item.id, "partner_id": self.claire.id}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["smart.impact.consultation.opinion"].create(values)

    def test_who_wrote_is_for_managers(self):
        consultation = self._create_consultation()
        consultation.action_open()
        self._say(consultation, [5], comment="Secret")
        opinion = consultation.opinion_ids
        self.assertEqual(
            opinion.with_user(self.evaluator).read(["comment"])[0]["comment"], "Secret"
        )
        for name in ("partner_id", "importance"):
            with self.assertRaises(AccessError):
                opinion.with_user(self.evaluator).read([name])
            opinion.with_user(self.manager).read([name])
        with self.assertRaises(AccessError):
            opinion.with_user(self.manager).comment = "Rewritten"
        for field in ("create_uid", "write_uid", "create_date", "write_date"):
            self.assertNotIn(field, opinion._fields)

    def test_comments_are_shown_once_they_are_read(self):
        consultation = self._create_consultation()
        consultation.action_open()
        self._say(consultation, [5, 4], comment="It matters")
        item = consultation.item_ids[0]
        self.assertFalse(consultation._get_comments())
        first, second = consultation.opinion_ids
        with self.assertRaises(AccessError):
            first.with_user(self.researcher).action_show()
        first.with_user(self.evaluator).action_show()
        second.with_user(self.evaluator).action_hide()
        self.assertEqual(consultation._get_comments(), {item.id: ["It matters"]})
        # what she changes is read again
        partner = first.partner_id
        consultation._store_opinions(partner, {item.id: (5, "Rewritten")})
        self.assertFalse(consultation._get_comments())

    def test_publication_feeds_indicators_and_the_matrix(self):
        wave = self._create_computed_wave()
        self._publish(wave)
        consultation = self._create_consultation()
        consultation.action_open()
        self._say(consultation, [5, 5, 5, 5, 4])
        consultation.action_close()
        consultation.with_user(self.evaluator).action_publish()
        self.assertEqual(self.indicator.importance, 4.8)
        self.assertEqual(self.indicator.importance_count, 5)
        contribution = self.group_members.engagement_ids.filtered("consultation_id")
        self.assertEqual(contribution.consultation_id, consultation)
        self.assertEqual(contribution.phase, "criteria")
        [row] = consultation._get_picture()
        figure = self._result(wave, "S11")
        self.assertAlmostEqual(row["level"], figure.value)
        self.assertIn(row["quadrant"], ("act", "keep"))
        self.assertIn("o_impact_materiality", consultation.picture)

    def test_it_closes_after_its_last_day(self):
        today = fields.Date.context_today(self.programme)
        consultation = self._create_consultation(date_close=today - timedelta(days=1))
        consultation.action_open()
        self.assertFalse(consultation._is_open_to(self.claire))
        self.env["smart.impact.consultation"]._cron_close()
        self.assertEqual(consultation.state, "closed")

    def test_only_its_buttons_move_it(self):
        consultation = self._create_consultation()
        with self.assertRaises(UserError):
            consultation.with_user(self.manager).write({"state": "published"})
        with self.assertRaises(UserError):
            consultation.with_user(self.manager).action_publish()
        with self.assertRaises(AccessError):
            consultation.with_user(self.researcher).action_open()
        consultation.action_open()
        with self.assertRaises(UserError):
            consultation.with_user(self.manager).unlink()

    def test_the_engine_refuses_what_is_no_score(self):
        with self.assertRaises(ValueError):
            dialogue.importance([1, 2, 3, 4, 6])
        self.assertIsNone(dialogue.importance([1, 2, 3, 4], minimum=2))
        self.assertEqual(dialogue.performance(35, "nps", "up"), 67.5)
        self.assertEqual(dialogue.performance(30, "mean", "down"), 70)
        self.assertEqual(dialogue.quadrant(4, 20), "act")
        self.assertEqual(dialogue.quadrant(4, None), "unknown")
        self.assertEqual(dialogue.point(5, 100, 320, 240), (320, 0))

    # === works === #

    def test_a_researcher_enters_her_works(self):
        works = self.env["smart.impact.work"].with_user(self.researcher)
        values = {
            "name": "Income security and autonomy",
            "authors": "A. Vermeulen",
            "year": 2026,
            "doi": "10.1000/xyz123",
            "programme_id": self.programme.id,
            "indicator_ids": [Command.set(self.indicator.ids)],
        }
        work = works.create(values)
        self.assertEqual(work.doi_url, "https://doi.org/10.1000/xyz123")
        self.assertEqual(self.indicator.work_ids, work)
        for wrong in ({"doi": "xyz"}, {"url": "javascript:alert(1)"}):
            with self.assertRaises(ValidationError):
                work.write(wrong)
        other = self.env["smart.impact.work"].create({**values, "doi": False})
        with self.assertRaises(AccessError):
            other.with_user(self.researcher).name = "Mine now"
        self.assertEqual(other.with_user(self.researcher).name, values["name"])

    # === what happened is written down === #

    def test_a_consultation_says_how_many_of_each_group_spoke(self):
        self.group_funders.partner_ids = self.omar
        groups = self.group_members | self.group_funders
        consultation = self._create_consultation(
            stakeholder_ids=[Command.set(groups.ids)]
        )
        consultation.action_open()
        self._say(consultation, [5, 4, 3, 4, 5, 2])
        item = consultation.item_ids[0]
        consultation._store_opinions(self.omar, {item.id: (5, "")})
        consultation.action_close()
        consultation.with_user(self.evaluator).action_publish()
        self.assertEqual(self.group_members.engagement_ids.people_count, 6)
        self.assertEqual(self.group_funders.engagement_ids.people_count, 0)

    def test_a_closed_wave_and_a_published_decision_are_contributions(self):
        wave = self._create_wave()
        wave.action_open()
        self._fill(wave)
        wave.with_user(self.evaluator).action_close()
        collection = self.group_members.engagement_ids
        self.assertEqual(
            (collection.phase, collection.people_count), ("collection", 40)
        )
        self.assertFalse(self.group_funders.engagement_ids)
        decision = self._create_decision().with_user(self.evaluator)
        for _turn in range(2):
            decision.action_publish()
            decision.action_withdraw()
        told = self.group_members.engagement_ids - collection
        self.assertEqual((told.phase, told.decision_id), ("decision", decision))

    def test_the_last_day_of_a_wave_is_written_down_too(self):
        wave = self._create_wave()
        wave.action_open()
        self._fill(wave, {"4000": 3})
        today = fields.Date.context_today(wave)
        past = {"date_open": today - timedelta(days=9)}
        wave.sudo().write({**past, "date_close": today - timedelta(days=2)})
        self.env["smart.impact.wave"].sudo()._cron_collect()
        self.assertEqual(wave.state, "closed")
        collection = self.group_members.engagement_ids
        self.assertEqual(
            (collection.date, collection.people_count), (wave.date_close, 0)
        )
