# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From a stored answer, every table and column is tried for a way to its author."""

from collections import defaultdict

from odoo.tests import tagged

from .waves_common import WavesHttpCommon

STORE = {"smart_impact_response", "smart_impact_answer"}
SECRET = "zebras of the night shift"


@tagged("post_install", "-at_install")
class TestWavePaths(WavesHttpCommon):
    """Members answer on the native form, the wave is closed, and traces are sought."""

    def _answer_and_close(self):
        self.instrument = self.instrument.copy({"code": "PATHS"})
        self.env["smart.impact.item"].create(
            {
                "instrument_id": self.instrument.id,
                "code": "TXT1",
                "text": "In your words?",
                "kind": "text",
            }
        )
        self.env["smart.impact.item"].flush_model()
        wave = self._open_wave(instrument_id=self.instrument.id, name="Paths")
        self.everybody.email = "someone@members.example"
        wave.action_invite()
        self.env["smart.impact.wave"]._cron_invite()
        self.native = []
        for login in ("claire", "bruno"):
            form = self._start(login, wave)
            self.native.append((form.id, form.access_token))
            answers = self._answers(4, TXT1=f"{SECRET} {login}")
            self.assertFalse(self._submit(form, answers))
        wave.action_remind()
        self.env["smart.impact.wave"]._cron_invite()
        self._fill(wave)
        wave._store_staged()
        wave.action_close()
        self.env.flush_all()
        return wave

    def _tables(self):
        return [
            table
            for [table] in self._read(
                "SELECT tablename FROM pg_tables"
                " WHERE schemaname = current_schema() ORDER BY 1"
            )
        ]

    def _holding(self, needles):
        """Return the tables where any column of any row holds one of the texts."""
        patterns = [f"%{needle}%" for needle in needles]
        return {
            table
            for table in self._tables()
            if self._read(
                f'SELECT 1 FROM "{table}" line WHERE line::text LIKE ANY(%s) LIMIT 1',
                patterns,
            )
        }

    def _foreign_keys(self):
        """Return {table: [(column, referenced table)]} of the whole database."""
        keys = defaultdict(list)
        for table, column, target in self._read(
            """
            SELECT held.relname, attribute.attname, target.relname
              FROM pg_constraint fk
              JOIN pg_class held ON held.oid = fk.conrelid
              JOIN pg_class target ON target.oid = fk.confrelid
              JOIN pg_attribute attribute ON attribute.attrelid = fk.conrelid
                   AND attribute.attnum = ANY(fk.conkey)
             WHERE fk.contype = 'f'
            """
        ):
            keys[table].append((column, target))
        return keys

    def test_no_path_leads_from_an_answer_to_its_member(self):
        wave = self._answer_and_close()
        responses = self._responses(wave)
        self.assertEqual(len(responses), 42)
        self._check_texts(wave, responses)
        self._check_relations(responses)
        self._check_generic_references()
        self._check_moments()
        self._check_native_leftovers(wave)
        self._check_attributes(wave)
        self._check_order(wave)

    def _check_texts(self, wave, responses):
        """What she wrote, and what names a response, is in the store alone."""
        self.assertEqual(self._holding([SECRET]), {"smart_impact_answer"})
        names = [*responses.mapped("uuid"), *responses.mapped("pseudonym")]
        self.assertEqual(self._holding(filter(None, names)), {"smart_impact_response"})
        tokens = [token for _native, token in self.native]
        tokens += [wave._get_token(one.id) for one in (self.claire, self.bruno)]
        self.assertEqual(self._holding(tokens), set())

    def _check_relations(self, responses):
        """Foreign keys are followed, row by row, as far as they lead."""
        keys = self._foreign_keys()
        into = {
            (table, target)
            for table, found in keys.items()
            for _column, target in found
            if target in STORE
        }
        self.assertEqual(into, {("smart_impact_answer", "smart_impact_response")})
        reached = defaultdict(set)
        reached["smart_impact_response"] = set(responses.ids)
        reached["smart_impact_answer"] = set(responses.answer_ids.ids)
        fresh = {table: set(ids) for table, ids in reached.items()}
        while fresh:
            table, ids = fresh.popitem()
            for column, target in keys[table]:
                found = {
                    number
                    for [number] in self._read(
                        f'SELECT DISTINCT "{column}" FROM "{table}"'
                        f' WHERE id = ANY(%s) AND "{column}" IS NOT NULL',
                        list(ids),
                    )
                }
                if new := found - reached[target]:
                    reached[target] |= new
                    fresh.setdefault(target, set()).update(new)
        members = self.claire | self.bruno | self.everybody
        self.assertFalse(reached["res_partner"] & set(members.ids))
        self.assertFalse(reached["res_users"] & set(members.user_ids.ids))
        self.assertFalse(reached["smart_impact_participation"])
        self.assertGreater(len(reached), 5, "the relations were followed")

    def _check_generic_references(self):
        """Messages, files, followers… name a model and a number instead of a key."""
        models = ["smart.impact.response", "smart.impact.answer", "smart.impact.staged"]
        pairs = self._read(
            """
            SELECT a.table_name, a.column_name, b.column_name
              FROM information_schema.columns a
              JOIN information_schema.columns b USING (table_schema, table_name)
             WHERE a.table_schema = current_schema() AND b.column_name = 'res_id'
               AND a.column_name IN ('model', 'res_model')
            """
        )
        self.assertGreater(len(pairs), 4)
        for table, model, number in pairs:
            if table == "ir_model_data":
                continue
            found = self._read(
                f'SELECT 1 FROM "{table}" WHERE "{model}" = ANY(%s)'
                f' AND "{number}" IS NOT NULL AND "{number}" != 0 LIMIT 1',
                models,
            )
            self.assertFalse(found, table)

    def _check_moments(self):
        """No column of the store, nor of who was asked, tells a moment or an author."""
        found = self._read(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name = ANY(%s)"
            " AND (data_type LIKE 'timestamp%%' OR data_type IN ('date', 'time')"
            "      OR column_name IN ('create_uid', 'write_uid'))",
            [
                *STORE,
                *("smart_impact_staged", "smart_impact_participation"),
                "smart_impact_identity",
            ],
        )
        self.assertEqual(found, [])

    def _check_native_leftovers(self, wave):
        """Nothing is left of the forms, nor of the letters."""
        numbers = [native for native, _token in self.native]
        for table, column in (
            ("survey_user_input", "id"),
            ("survey_user_input_line", "user_input_id"),
        ):
            found = self._read(
                f"SELECT 1 FROM {table} WHERE {column} = ANY(%s)", numbers
            )
            self.assertFalse(found, table)
        for table in ("mail_message", "mail_followers", "ir_attachment"):
            model = "model" if table == "mail_message" else "res_model"
            found = self._read(
                f"SELECT 1 FROM {table} WHERE {model} LIKE 'survey.user_input%%'"
                " AND res_id = ANY(%s)",
                numbers,
            )
            self.assertFalse(found, table)
        self.assertFalse(
            self.env["mail.mail"].search([("references", "=", wave._get_mail_mark())])
        )
        self.assertFalse(
            self._read(
                "SELECT 1 FROM mail_message WHERE message_id LIKE %s", "%-impact@%"
            )
        )
        self.assertFalse(self._pool(wave))
        members = (self.claire | self.bruno).ids
        found = self._read(
            "SELECT model FROM mail_message WHERE author_id = ANY(%s)"
            " AND model LIKE 'survey%%' OR author_id = ANY(%s)"
            " AND model LIKE 'smart.impact%%'",
            members,
            members,
        )
        self.assertFalse(found)

    def _check_attributes(self, wave):
        """At least five people who were asked share what stands beside an answer."""
        alike = dict(
            self._read(
                "SELECT CONCAT_WS('/', COALESCE(territory_id, 0),"
                " COALESCE(filiere_id, 0), band), COUNT(*)"
                " FROM smart_impact_participation WHERE wave_id = %s GROUP BY 1",
                wave.id,
            )
        )
        beside = self._read(
            "SELECT DISTINCT CONCAT_WS('/', COALESCE(territory_id, 0),"
            " COALESCE(filiere_id, 0), band)"
            " FROM smart_impact_response WHERE wave_id = %s",
            wave.id,
        )
        self.assertTrue(beside)
        for [key] in beside:
            self.assertGreaterEqual(alike[key], 5, key)
        known = self._read(
            "SELECT DISTINCT answered, round FROM smart_impact_participation"
            " WHERE wave_id = %s",
            wave.id,
        )
        self.assertEqual(known, [(None, None)], "who answered, and before a reminder")

    def _check_order(self, wave):
        """Rows of who was asked were all written at once, in the end."""
        [[transactions]] = self._read(
            "SELECT COUNT(DISTINCT xmin::text) FROM smart_impact_participation"
            " WHERE wave_id = %s",
            wave.id,
        )
        self.assertEqual(transactions, 1)
        # who a member is to the key was written for all who were asked, answer or not
        [[asked, known]] = self._read(
            "SELECT COUNT(DISTINCT asked.id), COUNT(DISTINCT known.partner_id)"
            " FROM smart_impact_participation asked LEFT JOIN smart_impact_identity"
            " known USING (partner_id) WHERE asked.wave_id = %s",
            wave.id,
        )
        self.assertEqual(known, asked)
