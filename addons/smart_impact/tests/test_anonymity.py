# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nothing that is stored leads from an answer back to the member."""

from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common import ImpactCommon

STORE = ("smart.impact.response", "smart.impact.answer")
# what each table of the store may hold, by its nature
ALLOWED = {
    "smart_impact_response": {
        "id",
        "wave_id",
        "uuid",
        "is_complete",
        "territory_id",
        "filiere_id",
        "band",
        "pseudonym",
    },
    "smart_impact_answer": {"id", "response_id", "item_id", "value", "code", "text"},
    "smart_impact_staged": {"id", "wave_id", "payload"},
    "smart_impact_identity": {"id", "partner_id", "identity"},
    "smart_impact_participation": {
        "id",
        "wave_id",
        "partner_id",
        "answered",
        "territory_id",
        "filiere_id",
        "band",
        "round",
    },
}


@tagged("post_install", "-at_install")
class TestAnonymity(ImpactCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claire = cls._create_member("Claire", login="claire")
        cls.bruno = cls._create_member("Bruno", login="bruno")
        cls.wave = cls._create_wave()
        cls.wave.action_open()

    def _start(self, login):
        """Return the member's native answer, as the portal makes it."""
        self.authenticate(login, login)
        page = self.url_open("/my/impact").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        self.url_open(
            f"/my/impact/{self.wave.id}/answer", data={"csrf_token": token}
        ).raise_for_status()
        partner = self.env["res.users"].search([("login", "=", login)]).partner_id
        answer = self.env["survey.user_input"].search([("partner_id", "=", partner.id)])
        self.assertEqual(len(answer), 1)
        return answer

    def _submit(self, answer, answers):
        """Send the native form; return the error, if any."""
        survey = answer.survey_id
        root = f"/survey/%s/{survey.access_token}/{answer.access_token}"
        if answer.state == "new":
            self.make_jsonrpc_request(root % "begin", {})
        values = {}
        for question in survey.question_ids:
            raw = answers.get(question.impact_item_id.code)
            choice = question.suggested_answer_ids.filtered(
                lambda one, raw=raw: one.impact_option_id.code == raw
            )
            values[str(question.id)] = str(choice.id or raw) if raw else ""
        result = self.make_jsonrpc_request(root % "submit", values)
        return result[1].get("error")

    def _columns(self, table):
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = %s AND table_schema = current_schema()",
            [table],
        )
        return {name for (name,) in self.env.cr.fetchall()}

    def _stored(self):
        self.env.invalidate_all()
        return self.env["smart.impact.response"].search(
            [("wave_id", "=", self.wave.id)]
        )

    def test_the_store_has_no_column_that_leads_to_a_member(self):
        for table, allowed in ALLOWED.items():
            self.assertEqual(self._columns(table), allowed)

    def test_no_relation_of_the_store_leads_to_a_person(self):
        people = {"res.partner", "res.users", "survey.user_input", "mail.message"}
        for name in STORE:
            relations = {
                field.comodel_name
                for field in self.env[name]._fields.values()
                if field.relational and field.store
            }
            self.assertFalse(relations & people)

    def test_an_answer_is_stored_and_the_native_one_emptied(self):
        answer = self._start("claire")
        native = answer.id
        self.assertFalse(self._submit(answer, self._answers(4)))
        self.env.invalidate_all()
        row = self.wave.participation_ids.filtered(
            lambda one: one.partner_id == self.claire
        )
        self.assertTrue(row.answered)
        self.assertFalse(self._traces(native))
        self.wave.action_close()
        [response] = self._stored()
        values = {a.item_id.code: a.value for a in response.answer_ids}
        self.assertEqual((values["SEC1"], values["REC1"], values["SEC3"]), (5, 4, 0))
        self.assertFalse(self.env["survey.user_input"].browse(native).exists())

    def _traces(self, native):
        """Return every value of the native answer that belongs to Claire."""
        user = self.env["res.users"].search([("login", "=", "claire")])
        self.env.cr.execute("SELECT * FROM survey_user_input WHERE id = %s", [native])
        row = self.env.cr.dictfetchone()
        self.assertEqual((row["create_uid"], row["write_uid"]), (SUPERUSER_ID,) * 2)
        self.assertFalse(row["start_datetime"] or row["end_datetime"])
        self.assertEqual(row["create_date"].date(), self.wave.date_open)
        self.assertEqual(row["write_date"].date(), self.wave.date_open)
        traces = [row[name] for name in ("partner_id", "email", "nickname")]
        for table, domain in (
            ("survey_user_input_line", "user_input_id = %s"),
            ("mail_message", "model = 'survey.user_input' AND res_id = %s"),
            ("mail_followers", "res_model = 'survey.user_input' AND res_id = %s"),
        ):
            self.env.cr.execute(
                f"SELECT COUNT(*) FROM {table} WHERE {domain}", [native]
            )
            traces.append(self.env.cr.fetchone()[0])
        self.env.cr.execute(
            "SELECT COUNT(*) FROM mail_message WHERE author_id = %s OR create_uid = %s",
            [user.partner_id.id, user.id],
        )
        return [one for one in [*traces, self.env.cr.fetchone()[0]] if one]

    def test_her_link_does_not_open_in_the_session_of_another(self):
        answer = self._start("claire")
        self.authenticate("bruno", "bruno")
        self.assertEqual(self._submit(answer, self._answers(1)), "answer_wrong_user")
        page = self.url_open(answer.get_start_url())
        self.assertNotIn("o_survey_form_content", page.text)
        self.wave.action_close()
        self.assertFalse(self._stored())

    def test_her_link_asks_to_log_in_first(self):
        answer = self._start("claire")
        self.logout()
        self.assertEqual(self._submit(answer, self._answers(1)), "survey_auth")

    def test_she_is_thanked_and_offered_no_second_try(self):
        answer = self._start("claire")
        survey = answer.survey_id
        root = f"{survey.access_token}/{answer.access_token}"
        self.make_jsonrpc_request(f"/survey/begin/{root}", {})
        [_answers, page] = self.make_jsonrpc_request(f"/survey/submit/{root}", {})
        self.assertIn("/my/impact", page["survey_content"])
        for native in ("/survey/retry", "/survey/print"):
            self.assertNotIn(native, page["survey_content"])
        with self.assertRaises(UserError):
            survey._create_answer(partner=self.claire)

    def test_the_wave_closes_while_she_answers(self):
        answer = self._start("claire")
        self.make_jsonrpc_request(
            f"/survey/begin/{answer.survey_id.access_token}/{answer.access_token}", {}
        )
        root = f"{answer.survey_id.access_token}/{answer.access_token}"
        self.wave.action_close()
        [_answers, result] = self.make_jsonrpc_request(f"/survey/submit/{root}", {})
        self.assertNotIn("error", result)
        self.assertIn(f'data-wave="{self.wave.id}"', result["survey_content"])
        self.assertIn('href="/my/impact"', result["survey_content"])
        self.assertFalse(answer.exists())
        self.assertFalse(self._stored())

    def test_a_link_of_before_says_that_the_wave_is_closed(self):
        answer = self._start("claire")
        survey = answer.survey_id
        paths = [
            answer.get_start_url(),
            f"/survey/{survey.access_token}/{answer.access_token}",
            f"/survey/start/{survey.access_token}",
        ]
        root = f"{survey.access_token}/{answer.access_token}"
        self.wave.action_close()
        for path in paths:
            page = self.url_open(path).text
            self.assertIn(f'data-wave="{self.wave.id}"', page, path)
            self.assertIn('href="/my/impact"', page, path)
        [_answers, result] = self.make_jsonrpc_request(f"/survey/begin/{root}", {})
        self.assertIn(f'data-wave="{self.wave.id}"', result["survey_content"])

    def test_another_survey_answers_as_it_did(self):
        survey = self.env["survey.survey"].create({"title": "Other", "active": False})
        self.authenticate("claire", "claire")
        page = self.url_open(f"/survey/start/{survey.access_token}?answer_token=x")
        self.assertNotIn("o_impact_wave_closed", page.text)
        [_answers, result] = self.make_jsonrpc_request(
            f"/survey/submit/{survey.access_token}/x", {}
        )
        self.assertEqual(result, {"error": "token_wrong"})

    def test_a_form_left_unfinished_is_not_stored(self):
        answer = self._start("claire")
        self.make_jsonrpc_request(
            f"/survey/begin/{answer.survey_id.access_token}/{answer.access_token}", {}
        )
        self.env.invalidate_all()
        self.assertEqual(answer.state, "in_progress")
        self.wave.action_close()
        self.assertEqual(self.wave.answered_count, 0)
        self.assertFalse(self._stored())

    def test_she_comes_back_to_the_same_form(self):
        first = self._start("claire")
        self.assertEqual(self._start("claire"), first)

    def test_nobody_hears_that_she_participated(self):
        self.wave.survey_id.message_subscribe(self.evaluator.partner_id.ids)
        subtype = self.env.ref("survey.mt_survey_survey_user_input_completed")
        self.wave.survey_id.message_follower_ids.subtype_ids = subtype
        before = len(self.wave.survey_id.message_ids)
        self._submit(self._start("claire"), self._answers(2))
        self.env.invalidate_all()
        self.assertEqual(len(self.wave.survey_id.message_ids), before)

    def test_the_pool_keeps_some_answers_and_loses_their_order(self):
        answers = {}
        for number, partner in enumerate(self.members["4000"]):
            answers[partner.id] = self._answers(number, MEA1=1 + number % 5)
        self.wave._collect(answers)
        with patch(
            "odoo.addons.smart_impact.models.smart_impact_wave_collect.draw_batch",
            side_effect=lambda pool, keep, rng: list(pool[::-1])[keep:],
        ):
            self.wave._store_staged()
        self.assertEqual(len(self._stored()), 9)
        pool = self.env["smart.impact.staged"].search([("wave_id", "=", self.wave.id)])
        self.assertEqual(len(pool), 5)
        self.wave.action_close()
        self.assertEqual(len(self._stored()), 14)
        self.assertFalse(pool.exists())

    def test_a_territory_deleted_meanwhile_holds_no_answer_back(self):
        place = self._create_territory("Arlon", "6700", "6799")
        filiere = self._create_filiere("Gone", self.env["smart.activity"])
        self.members["4000"][:5].zip = "6700"
        wave = self._create_wave(name="Wave 2028")
        wave.action_open()
        self._fill(wave)
        staged = self.env["smart.impact.staged"].search([("wave_id", "=", wave.id)])
        gone = staged.filtered(lambda one: one.payload["territory_id"] == place.id)
        self.assertEqual(len(gone), 5)
        gone[0].payload = {**gone[0].payload, "filiere_id": filiere.id}
        place.unlink()
        filiere.unlink()
        wave.action_close()
        responses = self.env["smart.impact.response"].search(
            [("wave_id", "=", wave.id)]
        )
        self.assertEqual(len(responses), 40)
        self.assertEqual(len(responses.filtered(lambda one: not one.territory_id)), 5)

    def test_few_answers_wait_for_others(self):
        partners = self.members["4000"][:4]
        self.wave._collect({one.id: self._answers(0) for one in partners})
        self.env["smart.impact.wave"]._cron_collect()
        self.assertFalse(self._stored())
        self.assertEqual(self.wave.answered_count, 4)
