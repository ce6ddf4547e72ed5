# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was adopted changes by versions alone, whatever the door."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .programme_common import ProgrammeCommon


@tagged("post_install", "-at_install")
class TestFrozen(ProgrammeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env["ir.module.module"]._load_module_terms(["smart_impact"], ["fr_FR"])
        cls.adopted = cls.env.ref("smart_impact.indicator_security")

    def _as_each(self, record):
        return [record.with_user(user) for user in (self.evaluator, self.manager)]

    def test_nothing_of_an_adopted_indicator_is_written(self):
        for indicator in self._as_each(self.adopted):
            for vals in (
                {"minimum_cell": 12},
                {"unit": "points"},
                {"comparison": "Something else"},
                {"name": "Insecurity"},
                {"active": False},
                {"factor": 10},
                {"item_ids": [fields.Command.clear()]},
                {"criterion_id": self.criterion.id},
            ):
                with self.assertRaises(UserError, msg=vals):
                    indicator.write(vals)
            with self.assertRaises(UserError):
                indicator.action_archive()
            indicator.write({"sequence": 3, "description": "What it tells"})
        with self.assertRaises(UserError):
            self.adopted.with_user(self.manager).unlink()

    def test_its_questions_are_not_taken_away_from_the_other_side(self):
        self._create_wave().action_generate_survey()
        item = self.instrument.item_ids.filtered(lambda one: one.code == "INC1")
        self.assertIn(item, self.adopted.item_ids)
        other = self.instrument.item_ids.filtered(lambda one: one.code == "REC1")
        draft = self._create_indicator()
        for user in (self.evaluator, self.manager):
            for commands in (
                [fields.Command.unlink(self.adopted.id)],
                [fields.Command.clear()],
                [fields.Command.set(draft.ids)],
            ):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    item.with_user(user).indicator_ids = commands
            with self.assertRaises(UserError), self.env.cr.savepoint():
                other.with_user(user).indicator_ids = [
                    fields.Command.link(self.adopted.id)
                ]
        self.env.invalidate_all()
        self.assertIn(item, self.adopted.item_ids)
        # a draft may rest on questions that were put already
        item.with_user(self.evaluator).indicator_ids = [fields.Command.link(draft.id)]
        self.assertEqual(draft.item_ids, item)

    def test_a_new_questionnaire_joins_an_adopted_indicator(self):
        self._create_wave().action_generate_survey()
        action = self.instrument.with_user(self.evaluator).action_new_version()
        version = self.instrument.browse(action["res_id"])
        mine = version.item_ids.filtered(lambda one: one.code == "INC1")
        self.assertIn(mine, self.adopted.item_ids)
        more = self.env["smart.impact.item"].with_user(self.evaluator)
        item = more.create(
            {
                "instrument_id": version.id,
                "code": "NEW1",
                "text": "New",
                "indicator_ids": [fields.Command.link(self.adopted.id)],
            }
        )
        item.indicator_ids = [fields.Command.unlink(self.adopted.id)]
        self.assertNotIn(item, self.adopted.item_ids)
        with self.assertRaises(UserError):
            item.instrument_id = self.instrument

    def test_where_french_is_alone_it_is_the_source(self):
        self.env["res.lang"].search([("code", "=", "en_US")]).active = False
        for mine in self._as_each(self.adopted):
            french = mine.with_context(lang="fr_FR")
            with self.assertRaises(UserError):
                french.name = "Précarité"
            french.update_field_translations("name", {"fr_FR": "Sécurité"})
            self.assertEqual(french.name, "Sécurité")

    def test_translations_are_corrected_and_the_source_is_not(self):
        self.env["res.lang"]._activate_lang("en_US")
        french = self.adopted.with_user(self.evaluator).with_context(lang="fr_FR")
        french.name = "Sécurité d'existence"
        english = french.with_context(lang="en_US")
        self.assertNotEqual(english.name, french.name)
        for caller in (french, english):
            caller.update_field_translations("name", {"fr_FR": "Sécurité"})
            self.assertEqual(french.name, "Sécurité")
            with self.assertRaises(UserError):
                caller.update_field_translations("name", {"en_US": "Insecurity"})
        self.env.invalidate_all()
        self.assertEqual(english.name, "Economic security")

    def test_what_was_written_in_french_is_no_translation(self):
        indicator = (
            self.env["smart.impact.indicator"]
            .with_context(lang="fr_FR")
            .create(
                {
                    "code": "X2",
                    "name": "Temps de repos",
                    "criterion_id": self.criterion.id,
                }
            )
        )
        indicator._adopt("Board")
        for mine in self._as_each(indicator):
            with self.assertRaises(UserError):
                mine.name = "Temps de travail"
            with self.assertRaises(UserError):
                mine.update_field_translations("name", {"fr_FR": "Autre"})

    def test_a_copy_is_a_draft(self):
        for indicator in self._as_each(self.adopted):
            code = f"C{indicator.env.uid}"
            copy = indicator.copy({"code": code})
            self.assertEqual((copy.state, copy.adopted_on), ("draft", False))
            copy.name = "Another thing"
            for more in (
                {"state": "adopted"},
                {"version": 4},
                {"previous_id": self.adopted.id},
            ):
                with self.assertRaises(AccessError):
                    indicator.copy({"code": f"{code}-2", **more})

    def test_an_adopted_criterion_stays(self):
        criterion = self.env.ref("smart_impact.criterion_security")
        other = criterion.programme_id.copy({"active": False})
        for mine in self._as_each(criterion):
            for vals in (
                {"name": "Insecurity"},
                {"dimension": "work"},
                {"programme_id": other.id},
            ):
                with self.assertRaises(UserError, msg=vals):
                    mine.write(vals)
            with self.assertRaises(AccessError):
                mine.adopted_on = "2020-01-01"
            mine.update_field_translations("name", {"fr_FR": "Sécurité"})
            mine.sequence = 4
            with self.assertRaises(AccessError):
                mine.copy({"adopted_on": "2020-01-01"})
            self.assertEqual(mine.copy().state, "draft")
        with self.assertRaises(UserError):
            criterion.with_user(self.manager).unlink()

    def test_what_an_adopted_indicator_measures_stays(self):
        measure = self._create_measure()
        indicator = self._create_indicator(source="erp", numerator_id=measure.id)
        measure.domain = "[]"
        indicator._adopt("Board")
        for mine in self._as_each(measure):
            for vals in (
                {"domain": '[("is_member", "=", False)]'},
                {"operation": "count"},
                {"source_id": self.env.ref("smart_impact.source_membership").id},
            ):
                with self.assertRaises(UserError, msg=vals):
                    mine.write(vals)
            mine.action_take_charge()
            mine.name = "Members of today"
