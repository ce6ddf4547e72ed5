# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What leaves for research, to whom, and for how long."""

import base64
import csv
import io
from collections import Counter
from datetime import timedelta

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .results_common import ResultsCommon

NOTHING, READ, WORK, ALL = "----", "r---", "rwc-", "rwcu"
TABLE = {
    # model: member, employee, researcher, evaluator, manager
    "smart.impact.extract": (NOTHING, NOTHING, WORK, WORK, ALL),
    "smart.impact.extract.download": (NOTHING, NOTHING, READ, READ, READ),
}
OPERATIONS = dict(zip("rwcu", ("read", "write", "create", "unlink"), strict=True))


@tagged("post_install", "-at_install")
class TestResearch(ResultsCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wave = cls._create_wave()
        for place, count in (
            (cls.territory_liege, 14),
            (cls.territory_namur, 3),
            (cls.territory_brussels, 6),
        ):
            cls._store(
                cls.wave, place, count, pseudonym=lambda n, p=place: f"{p.id}-{n}"
            )
        cls._finish(cls.wave)
        cls._publish(cls.wave)
        cls.today = fields.Date.context_today(cls.wave)
        cls.items = cls.instrument.item_ids.filtered(
            lambda one: one.code in ("SEC1", "SEC3")
        )

    @classmethod
    def _create_extract(cls, user=None, **values):
        extracts = cls.env["smart.impact.extract"].with_user(user or cls.evaluator)
        return extracts.create(
            {
                "name": "Autonomy",
                "purpose": "Does security feed autonomy?",
                "user_id": cls.researcher.id,
                "programme_id": cls.programme.id,
                "agreement": base64.b64encode(b"signed"),
                "signed_on": cls.today,
                "date_end": cls.today + timedelta(days=90),
                "wave_ids": [Command.set(cls.wave.ids)],
                "item_ids": [Command.set(cls.items.ids)],
                "has_band": False,
                **values,
            }
        )

    @classmethod
    def _build(cls, **values):
        extract = cls._create_extract(**values)
        extract.with_user(cls.manager).action_build()
        return extract.with_user(cls.researcher)

    def _rows(self, extract):
        text = extract._get_file("data").decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    def test_a_researcher_asks_and_a_manager_refuses_with_a_reason(self):
        asked = self.env["smart.impact.extract"].with_user(self.researcher)
        self.assertEqual(asked.default_get(["user_id"])["user_id"], self.researcher.id)
        extract = asked.create(
            {
                "name": "Mine",
                "purpose": "A question",
                "user_id": self.researcher.id,
                "programme_id": self.programme.id,
            }
        )
        with self.assertRaises(AccessError):
            extract.refusal = "I refuse myself"
        for user in (self.researcher, self.evaluator):
            with self.assertRaises(AccessError):
                extract.with_user(user).action_refuse()
        managed = extract.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "why"):
            managed.action_refuse()
        managed.refusal = "The agreement is missing."
        managed.action_refuse()
        self.assertEqual((extract.state, extract.refusal), ("refused", managed.refusal))
        with self.assertRaises(UserError):
            extract.item_ids = [Command.set(self.items.ids)]
        with self.assertRaisesRegex(UserError, "made already"):
            managed.action_build()

    def test_a_researcher_asks_for_herself_alone_and_approves_nothing(self):
        other = self._create_extract(user_id=self.manager.id)
        with self.assertRaises(AccessError):
            other.with_user(self.researcher).name = "Taken"
        extracts = self.env["smart.impact.extract"].with_user(self.researcher)
        vals = {"name": "X", "purpose": "Y", "programme_id": self.programme.id}
        with self.assertRaises(AccessError):
            extracts.create({**vals, "user_id": self.manager.id})
        own = extracts.create({**vals, "user_id": self.researcher.id})
        for values in ({"state": "ready"}, {"agreement": b"eA=="}):
            with self.assertRaises(AccessError):
                own.write(values)
        with self.assertRaises(AccessError):
            own.user_id = self.manager
        with self.assertRaises(AccessError):
            own.action_build()

    def test_every_role_may_what_the_table_says(self):
        self._create_member("Claire", login="claire")
        users = (
            self.env["res.users"].search([("login", "=", "claire")]),
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

    def test_the_file_is_k_anonymous(self):
        extract = self._build(left_out_max=0.0)
        rows = self._rows(extract)
        self.assertEqual(len(rows), 23)
        places = Counter(row["territory"] for row in rows)
        # Namur has three: with Liège it makes Wallonia, and Brussels stays
        self.assertEqual(places, {"Wallonie": 17, "Bruxelles": 6})
        self.assertEqual((extract.k_reached, extract.left_out_count), (6, 0))
        self.assertEqual(list(rows[0]), ["person", "wave", "territory", "SEC1", "SEC3"])
        self.assertLessEqual(
            {row["SEC3"] for row in rows}, {"yes", "no", "unknown", ""}
        )

    def _subtract(self, extract):
        """Return ``{code: people whose answers the figures less the file tell}``."""
        rows = self._rows(extract)
        told = {}
        for code, item in (("S14", "MEA1"), ("R06", "ACC1")):
            [total] = self._cells(self.wave, code, "total")
            told[code] = total.respondent_count - sum(bool(row[item]) for row in rows)
        return told

    def test_published_figures_less_the_file_tell_nothing(self):
        """Namur has three: left out, the total less the file would tell of them."""
        items = self.instrument.item_ids.filtered(
            lambda one: one.code in ("MEA1", "ACC1")
        )
        extract = self._build(
            left_out_max=0.2, item_ids=[Command.set(items.ids)], has_band=True
        )
        self.assertEqual(self._subtract(extract), {"S14": 0, "R06": 0})
        places = Counter(row["territory"] for row in self._rows(extract))
        self.assertEqual(places, {"Wallonie": 17, "Bruxelles": 6})

    def test_who_erased_since_is_not_told_by_the_difference(self):
        items = self.instrument.item_ids.filtered(
            lambda one: one.code in ("MEA1", "ACC1")
        )
        values = {"left_out_max": 0.2, "item_ids": [Command.set(items.ids)]}
        store = self.env["smart.impact.response"]
        gone = store.search(
            [
                ("wave_id", "=", self.wave.id),
                ("territory_id", "=", self.territory_liege.id),
            ],
            limit=1,
        )
        gone.unlink()
        self.env.flush_all()
        extract = self._build(**values)
        self.assertEqual(self._subtract(extract), {"S14": 5, "R06": 5})
        self.assertEqual(extract.left_out_count, 4)
        with self.assertRaises(AccessError):
            self.wave.with_user(self.manager).read(["counted_cells"])

    def test_pseudonyms_of_two_extracts_do_not_meet(self):
        people = [
            {row["person"] for row in self._rows(self._build())} for _time in range(2)
        ]
        self.assertEqual(len(people[0]), len(people[1]))
        self.assertFalse(people[0] & people[1])
        stored = self.env["smart.impact.response"].search(
            [("wave_id", "=", self.wave.id)]
        )
        known = set(stored.mapped("uuid")) | set(stored.mapped("pseudonym"))
        self.assertFalse((people[0] | people[1]) & known)

    def test_the_codebook_says_what_values_mean(self):
        extract = self._build()
        content = io.BytesIO(extract._get_file("codebook"))
        variables, values, project = openpyxl.load_workbook(content).worksheets
        names = [row[0] for row in variables.iter_rows(min_row=2, values_only=True)]
        self.assertEqual(names, ["person", "wave", "territory", "SEC1", "SEC3"])
        self.assertIn(
            ("SEC3", "yes", "Yes"), list(values.iter_rows(min_row=2, values_only=True))
        )
        self.assertEqual(project.max_row, 12)

    def test_each_download_is_written_down(self):
        extract = self._build()
        extract._get_file("data")
        extract._get_file("codebook")
        log = extract.download_ids
        self.assertEqual(set(log.mapped("kind")), {"data", "codebook"})
        self.assertEqual(log.user_id, self.researcher)
        with self.assertRaises(AccessError):
            log.with_user(self.manager).unlink()

    def test_nobody_else_takes_the_file(self):
        extract = self._build()
        other = new_test_user(
            self.env, "other_researcher", groups="smart_impact.group_researcher"
        )
        self.assertFalse(self.env["smart.impact.extract"].with_user(other).search([]))
        for user in (other, self.evaluator, self.manager):
            with self.assertRaises(AccessError, msg=user.login):
                extract.with_user(user)._get_file("data")
        for user in (self.researcher, self.manager, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError, msg=user.login):
                extract.with_user(user).read(["data_file"])
            attachments = self.env["ir.attachment"].with_user(user)
            found = attachments.search(
                [
                    ("res_model", "=", extract._name),
                    ("res_id", "=", extract.id),
                    ("res_field", "=", "data_file"),
                ]
            )
            self.assertFalse(found, user.login)

    def test_her_link_gives_it_and_only_to_her(self):
        extract = self._build()
        path = f"/impact/extract/{extract.id}/data"
        self.authenticate("impact_researcher", "impact_researcher")
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("text/csv", page.headers["Content-Type"])
        self.authenticate("impact_manager", "impact_manager")
        self.assertEqual(self.url_open(path).status_code, 404)
        self.assertEqual(self.url_open("/impact/extract/999999/data").status_code, 404)

    def test_it_ends_and_its_files_with_it(self):
        extract = self._build()
        # its day passed, and the nightly job did not run yet
        extract.sudo().state = "draft"
        extract.sudo().write(
            {"signed_on": False, "date_end": self.today - timedelta(days=1)}
        )
        extract.sudo().state = "ready"
        with self.assertRaises(AccessError):
            extract._get_file("data")
        self.env["smart.impact.extract"]._cron_expire()
        self.assertEqual(extract.state, "expired")
        self.assertFalse(extract.sudo().data_file or extract.sudo().codebook_file)
        self.assertFalse(
            self.env["ir.attachment"].search(
                [
                    ("res_model", "=", extract._name),
                    ("res_field", "in", ("data_file", "codebook_file")),
                ]
            )
        )

    def test_another_than_the_researcher_approves_an_agreement(self):
        for values in (
            {"agreement": False},
            {"signed_on": False},
            {"signed_on": False, "date_end": self.today - timedelta(days=1)},
            {"wave_ids": False},
            {"item_ids": False},
            {"user_id": self.manager.id},
            {"diversity": 2},
        ):
            extract = self._create_extract(**values)
            with self.assertRaises(UserError, msg=values):
                extract.with_user(self.manager).action_build()
        extract = self._create_extract()
        for user in (self.researcher, self.evaluator):
            with self.assertRaises(AccessError):
                extract.with_user(user).action_build()
        draft = self._create_wave(name="Wave 2028")
        extract.wave_ids = draft
        with self.assertRaises(UserError):
            extract.with_user(self.manager).action_build()

    def test_too_few_people_give_no_file(self):
        wave = self._create_wave(name="Wave 2028")
        self._store(wave, self.territory_liege, 4)
        self._finish(wave)
        self._publish(wave)
        extract = self._create_extract(wave_ids=[Command.set(wave.ids)])
        with self.assertRaisesRegex(UserError, "5"):
            extract.with_user(self.manager).action_build()
        self.assertEqual(extract.state, "draft")

    def test_texts_do_not_leave(self):
        instrument = self.env["smart.impact.instrument"].create(
            {"name": "Words", "code": "WORDS"}
        )
        item = self.env["smart.impact.item"].create(
            {"instrument_id": instrument.id, "code": "T", "text": "?", "kind": "text"}
        )
        with self.assertRaises(ValidationError):
            self._create_extract(item_ids=[Command.set(item.ids)])

    def test_a_file_and_what_it_was_made_of_stay_together(self):
        extract = self._build().with_user(self.manager)
        for vals in ({"k": 7}, {"date_end": self.today + timedelta(days=900)}):
            with self.assertRaises(UserError):
                extract.write(vals)
        with self.assertRaises(AccessError):
            extract.write({"state": "draft"})
        with self.assertRaises(AccessError):
            self._create_extract(data_file=base64.b64encode(b"x"))
        with self.assertRaises(UserError):
            extract.unlink()

    def test_as_many_queries_for_many_answers(self):
        def queries(wave):
            extract = self._create_extract(wave_ids=[Command.set(wave.ids)])
            extract = extract.with_user(self.manager)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            extract.action_build()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(self.wave)
        few = queries(self.wave)
        large = self._create_wave(name="Wave 2028")
        self._store(large, self.territory_liege, 120)
        self._finish(large)
        self._publish(large)
        self.assertLessEqual(queries(large), few + 2)
