# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .communication_common import CommunicationCommon


@tagged("post_install", "-at_install")
class TestCommunicationCap(CommunicationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls._create_members(6)
        cls.full, cls.free = cls.members[:2], cls.members[2:]
        cls.filieres = cls.env["smart.filiere"].union(
            *(cls._create_filiere(f"Other {rank}") for rank in range(3))
        )
        for filiere in cls.filieres:
            for partner in cls.members:
                cls._join(partner, filiere)

    def _have_got(self, count, partners, **values):
        for filiere in self.filieres[:count]:
            self._trace(self._create_letter(filiere), partners, **values)

    def _statuses(self, letter):
        return {
            trace.res_id: trace.failure_type or "out"
            for trace in letter.mailing_trace_ids
        }

    def test_who_had_two_messages_over_all_filieres_is_held_back(self):
        self._have_got(2, self.full)
        letter = self._create_letter()
        self.assertEqual(letter.with_user(self.animator).held_back_count, 2)
        self._send(letter)
        statuses = list(self._statuses(letter).values())
        self.assertEqual(statuses.count("smart_cap"), 2)
        self.assertEqual(statuses.count("out"), 4)
        self.assertEqual(letter.held_back_count, 2)
        self.assertEqual(letter.state, "done")

    def test_one_message_or_old_ones_hold_nobody_back(self):
        self._have_got(1, self.members)
        self._have_got(2, self.members, days_ago=31)
        letter = self._create_letter()
        self.assertEqual(letter.held_back_count, 0)

    def test_what_did_not_reach_her_does_not_count(self):
        self._have_got(3, self.members, status="cancel")
        self.assertEqual(self._create_letter().held_back_count, 0)

    def test_the_cooperative_s_own_mailings_count_only_when_chosen(self):
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "General assembly",
                "body_html": "<p>Come</p>",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": repr([("id", "in", self.members.ids)]),
            }
        )
        self._have_got(2, self.full)
        self._send(mailing)
        self.assertEqual(len(mailing.mailing_trace_ids), 6, "nobody is held back")
        letter = self._create_letter()
        self.assertEqual(letter.held_back_count, 2)
        mailing.counts_in_cap = True
        letter.invalidate_recordset()
        self.assertEqual(letter.held_back_count, 2)
        self._have_got(1, self.free[:1])
        letter.invalidate_recordset()
        self.assertEqual(letter.held_back_count, 3, "one letter and the assembly")

    def test_everybody_held_back_ends_the_letter_without_an_error(self):
        self._have_got(2, self.members)
        letter = self._create_letter()
        self._send(letter)
        self.assertEqual(letter.state, "done")
        self.assertEqual(set(self._statuses(letter).values()), {"smart_cap"})

    def test_the_cap_is_a_setting_and_zero_means_none(self):
        self._have_got(2, self.members)
        settings = self.env["res.config.settings"].create({"smart_cap_messages": 0})
        settings.execute()
        self.assertEqual(self._create_letter().held_back_count, 0)
        self.assertEqual(
            self.env["res.config.settings"].create({}).smart_cap_messages, 0
        )

    def test_two_letters_of_the_same_night_share_the_cap(self):
        self._have_got(1, self.members)
        first, second = self._create_letter(), self._create_letter(self.filiere_code)
        self._join(self.members[0], self.filiere_code)
        self._send(first)
        self._send(second)
        self.assertEqual(set(self._statuses(second).values()), {"smart_cap"})

    def test_one_query_whatever_the_number_of_recipients(self):
        def queries(count):
            filiere = self._create_filiere(f"Of {count}")
            self._create_members(count, filiere, prefix=f"Of{count}")
            letter = self._create_letter(filiere)
            ids = letter._get_recipients()
            self.env.flush_all()
            letter._get_cap()
            before = self.cr.sql_log_count
            letter._get_held_back(ids)
            return self.cr.sql_log_count - before

        self.assertEqual(queries(5), queries(50))


@tagged("post_install", "-at_install")
class TestCommunicationMeasures(CommunicationCommon):
    def _measured(self, count, opened=0, unsubscribed=0):
        members = self._create_members(count)
        letter = self._create_letter()
        traces = self._trace(letter, members)
        traces[:opened].trace_status = "open"
        for partner in members[:unsubscribed]:
            self.env["smart.filiere.optout"]._set(
                partner, {(self.filiere_show.id, "letters"): False}, mailing=letter
            )
        self.env.flush_all()
        return letter.communication_line_id

    def test_figures_that_point_at_nobody_are_shown(self):
        line = self._measured(20, opened=12).with_user(self.animator)
        self.assertEqual((line.sent, line.opened, line.unsubscribed), (20, 12, 0))
        row = self.env["smart.communication.report"].search([("line_id", "=", line.id)])
        self.assertEqual(row.sent, 20)

    def test_a_few_people_are_nowhere_also_not_by_difference(self):
        line = self._measured(20, opened=17)
        self.env.flush_all()
        query = self.env["smart.communication.report"]._table_query
        rows = self.env.execute_query(
            SQL("SELECT sent, opened FROM (%s) r WHERE line_id = %s", query, line.id)
        )
        self.assertEqual(rows, [(20, None)])

    def test_too_few_to_say(self):
        self.assertEqual(self._measured(50, unsubscribed=5).unsubscribe_state, "few")

    def test_more_than_one_percent_asks_somebody_to_look(self):
        line = self._measured(120, unsubscribed=2)
        self.assertEqual(line.with_user(self.animator).unsubscribe_state, "alert")
        self.env["smart.communication.line"]._cron_warn()
        self.env["smart.communication.line"]._cron_warn()
        plan = line.plan_id
        self.assertEqual(len(plan.activity_ids), 1)
        self.assertEqual(plan.activity_ids.user_id, self.animator)
        self.assertTrue(plan.with_user(self.animator).alert)

    def test_measures_are_for_those_who_animate(self):
        self._measured(20)
        with self.assertRaises(AccessError):
            self.env["smart.communication.report"].with_user(self.employee).search([])
