# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A programme leaves in one file and lives elsewhere with the same definitions."""

import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ..engine.transfer import TransferError, seal, unseal
from .common import ImpactCommon


@tagged("post_install", "-at_install")
class TestTransfer(ImpactCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env["ir.module.module"]._load_module_terms(["smart_impact"], ["fr_FR"])
        cls.elsewhere = cls.env["res.company"].create({"name": "Smart elsewhere"})
        cls.neighbour = new_test_user(
            cls.env,
            "impact_neighbour",
            groups="smart_impact.group_manager",
            company_id=cls.elsewhere.id,
            company_ids=[Command.set(cls.elsewhere.ids)],
        )
        cls.text = cls.programme.with_user(cls.evaluator)._export_file()

    def _import(self, text, user=None, **values):
        wizards = self.env["smart.impact.programme.import"]
        wizard = wizards.with_user(user or self.neighbour).create(
            {
                "file": base64.b64encode(text.encode()),
                "company_id": self.elsewhere.id,
                **values,
            }
        )
        action = wizard.action_import()
        return self.env["smart.impact.programme"].browse(action["res_id"])

    def _tell(self, indicator):
        """Return what an indicator is, by names alone."""
        plain = ("code", "name", "unit", "factor", "source", "formula", "direction")
        more = ("kind", "level", "numerator_from", "numerator_to", "minimum_cell")
        measures = indicator.numerator_id, indicator.denominator_id
        return {
            **{name: indicator[name] for name in (*plain, *more)},
            "adopted": indicator.state == "adopted" or indicator.adopted_at_origin,
            "criterion": indicator.criterion_id.name,
            "decisions": indicator.decision_ids.mapped("name"),
            "items": sorted(indicator.item_ids.mapped("text")),
            "themes": indicator.theme_ids.mapped("definition"),
            "measures": [
                (one.name, one.model, one.domain, one.operation, one.date_id.path)
                for one in measures
            ],
        }

    def test_a_programme_comes_back_the_same(self):
        copy = self._import(self.text)
        self.assertEqual(copy.company_id, self.elsewhere)
        self.assertEqual(copy.imported_from, self.programme.company_id.name)
        for name in ("name", "question", "data_license"):
            self.assertEqual(copy[name], self.programme[name])
        here = [self._tell(one) for one in self.programme._get_travelling()]
        self.assertEqual([self._tell(one) for one in copy.indicator_ids], here)
        self.assertGreater(len(here), 29)
        states = [
            (one.name, one.dimension, one.state == "adopted")
            for one in self.programme.criterion_ids
        ]
        self.assertEqual(
            [(o.name, o.dimension, o.adopted_at_origin) for o in copy.criterion_ids],
            states,
        )
        self.assertEqual(
            copy.decision_ids.mapped("name"), self.programme.decision_ids.mapped("name")
        )
        self.assertEqual(unseal(copy._export_file())["key"], unseal(self.text)["key"])
        theirs = copy.indicator_ids.with_user(self.neighbour)
        self.assertEqual(set(theirs.mapped("comparability")), {"same"})
        self.assertEqual(
            set(self.programme.indicator_ids.mapped("comparability")), {"local"}
        )

    def test_translations_travel(self):
        copy = self._import(self.text)
        french = {"lang": "fr_FR"}
        for mine, theirs in (
            (self.programme, copy),
            (self.programme.criterion_ids, copy.criterion_ids),
            (self.programme.indicator_ids, copy.indicator_ids),
        ):
            words = mine.with_context(**french).mapped("name")
            self.assertNotEqual(words, mine.mapped("name"))
            self.assertEqual(words, theirs.with_context(**french).mapped("name"))

    def test_the_same_questions_are_used_and_others_make_a_version(self):
        copy = self._import(self.text)
        self.assertEqual(
            copy.indicator_ids.item_ids, self.programme.indicator_ids.item_ids
        )
        content = unseal(self.text)
        content["key"] = "another"
        rank = [one["values"]["code"] for one in content["instruments"]].index(
            self.instrument.code
        )
        item = content["instruments"][rank]["items"][0]
        item["values"]["text"] = {"en_US": "Reworded?", "fr_FR": "Reformulée ?"}
        copy.active = False
        again = self._import(seal(content))
        instruments = again.indicator_ids.item_ids.instrument_id
        instrument = instruments.filtered(lambda one: one.code == self.instrument.code)
        self.assertEqual(instrument.version, self.instrument.version + 1)
        self.assertEqual(len(instrument.item_ids), len(self.instrument.item_ids))
        self.assertEqual(
            len(instrument.item_ids.option_ids),
            len(self.instrument.item_ids.option_ids),
        )

    def test_what_all_share_is_not_changed_here(self):
        copy = self._import(self.text)
        indicator = copy.indicator_ids[0].with_user(self.neighbour)
        with self.assertRaises(UserError):
            indicator.write({"numerator_from": 50})
        with self.assertRaises(UserError):
            indicator.write({"direction": "down"})
        indicator.sequence = 99
        local = indicator.copy({"code": "LOCAL1", "name": "Ours"})
        self.assertEqual(local.comparability, "local")
        local.direction = "down"

    def test_a_question_worded_otherwise_is_flagged(self):
        copy = self._import(self.text)
        indicator = copy.indicator_ids.filtered(lambda one: one.code == "S11")
        version = self.env["smart.impact.instrument"].browse(
            self.instrument.action_new_version()["res_id"]
        )
        self.assertEqual(indicator.comparability, "same")
        item = version.item_ids.filtered(lambda one: one.code == "SEC1")
        item.text = "I know what I will earn."
        indicator.invalidate_recordset()
        self.assertEqual(indicator.comparability, "differs")
        others = copy.indicator_ids - indicator
        self.assertEqual(set(others.mapped("comparability")), {"same"})

    def test_a_wrong_file_is_refused_and_leaves_nothing(self):
        before = self.env["smart.impact.programme"].search_count([])
        other_version = {**json.loads(self.text), "version": 99}
        changed = json.loads(self.text)
        changed["content"]["programme"]["data_license"] = "MIT"
        dangling = unseal(self.text)
        dangling["indicators"][0]["items"] = [[0, "NOPE"]]
        half = unseal(self.text)
        del half["criteria"]
        unknown = unseal(self.text)
        unknown["indicators"][-1]["values"]["level"] = "magic"
        shapeless = unseal(self.text)
        shapeless["instruments"] = [{"items": [{}]}]
        for text, word in (
            ("not json", "file"),
            ("[]", "file"),
            ('{"format": "other"}', "file"),
            (json.dumps(other_version), "99"),
            (json.dumps(changed), "changed"),
            (self.text[:-40], "file"),
            (seal(dangling), "R06"),
            (seal(half), "criteria"),
            (seal(unknown), "magic"),
            (seal(shapeless), "file"),
        ):
            with self.assertRaisesRegex(UserError, word, msg=text[:60]):
                self._import(text)
        after = self.env["smart.impact.programme"].search_count([])
        self.assertEqual(before, after)

    def test_a_company_asks_one_question(self):
        copy = self._import(self.text)
        with self.assertRaisesRegex(UserError, "already"):
            self._import(self.text)
        content = {**unseal(self.text), "key": "another"}
        with self.assertRaisesRegex(UserError, copy.name):
            self._import(seal(content))
        again = self._import(seal(content), archive_current=True)
        self.assertTrue(again.active)
        self.assertFalse(copy.active)

    def test_only_managers_import_and_evaluators_export(self):
        for user in (self.researcher, self.evaluator, self.employee):
            with self.assertRaises(AccessError):
                self._import(self.text, user=user)
        path = f"/impact/programme/{self.programme.id}/file"
        for login, status in (
            ("impact_researcher", 404),
            ("impact_neighbour", 404),
            ("impact_evaluator", 200),
        ):
            self.authenticate(login, login)
            self.assertEqual(self.url_open(path).status_code, status, login)

    def test_nothing_of_here_leaves_with_it(self):
        self.programme.decision_ids[0].write({"said": "Ours alone", "state": "taken"})
        text = self.programme._export_file()
        for word in ("Ours alone", "said", "create_uid", "company_id", '"taken"'):
            self.assertNotIn(word, text)

    def test_the_engine_names_what_is_wrong(self):
        with self.assertRaises(TransferError) as caught:
            unseal(seal({"key": "x"}))
        self.assertEqual(
            (caught.exception.reason, caught.exception.detail), ("missing", "programme")
        )
