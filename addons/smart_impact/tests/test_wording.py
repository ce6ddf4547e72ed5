# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A question reworded: in any language, said before it costs, and taken back."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, Form, tagged

from ..engine.wording import ANSWERS, Words, find_differences
from .results_common import ResultsCommon


@tagged("post_install", "-at_install")
class TestWordingEngine(BaseCase):
    def _differ(self, old, new):
        return find_differences(
            Words(parts={"text": old} if old else {}),
            Words(parts={"text": new} if new else {}),
        )

    def test_each_language_counts(self):
        old = {"en_US": "Work", "fr_FR": "Travail"}
        self.assertFalse(self._differ(old, dict(old)))
        new = {"en_US": "Work", "fr_FR": "Emploi"}
        self.assertEqual(self._differ(old, new), [("text", "fr_FR")])

    def test_a_later_translation_changes_no_question(self):
        old = {"en_US": "Work", "fr_FR": "Travail"}
        self.assertFalse(self._differ(old, {**old, "nl_BE": "Werk"}))
        self.assertFalse(self._differ({**old, "nl_BE": "Werk"}, old))

    def test_blanks_do_not_count(self):
        self.assertFalse(
            self._differ({"fr_FR": "Quoi ?"}, {"fr_FR": " Quoi\N{NO-BREAK SPACE}? "})
        )

    def test_a_label_that_comes_or_goes_does(self):
        self.assertEqual(self._differ({}, {"en_US": "Never"}), [("text", "en_US")])
        self.assertEqual(self._differ({"en_US": "Never"}, {}), [("text", "en_US")])
        self.assertFalse(self._differ({"en_US": ""}, {}))

    def test_so_do_the_answers(self):
        found = find_differences(Words(("scale", 1, 5)), Words(("scale", 1, 7)))
        self.assertEqual(found, [(ANSWERS, "")])


@tagged("post_install", "-at_install")
class TestWording(ResultsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env["res.lang"]._activate_lang("en_US")
        cls.first = cls._create_wave(name="First", date_open="2025-03-01")
        cls._store(cls.first, cls.territory_liege, 30)
        cls._publish(cls._finish(cls.first))
        # answers above went straight to the store: a survey is what locks the words
        cls._create_wave(name="Asked").action_generate_survey()

    def _next(self):
        """Return the questionnaire that the evaluator makes to reword."""
        action = self.instrument.with_user(self.evaluator).action_new_version()
        return self.env[action["res_model"]].browse(action["res_id"])

    def _item(self, instrument, code):
        return instrument.item_ids.filtered(lambda one: one.code == code)

    def _ask(self, instrument, day="2026-03-01"):
        wave = self._create_wave(
            name=f"Wave {day}", date_open=day, instrument_id=instrument.id
        )
        self._store(wave, self.territory_liege, 30)
        return self._finish(wave)

    def _flags(self, wave):
        return {
            one.indicator_id.code
            for one in wave.result_ids
            if one.scope == "total" and one.break_kind == "question"
        }

    def test_a_version_like_the_last_is_compared(self):
        wave = self._ask(self._next())
        self.assertFalse(self._flags(wave))
        self.assertTrue(self._result(wave, "S14").has_change)

    def test_reworded_in_french_alone_breaks_the_series(self):
        instrument = self._next()
        item = self._item(instrument, "MEA1").with_context(lang="fr_FR")
        item.text = "Mon travail vaut la peine"
        self.assertIn("My work is useful", item.with_context(lang="en_US").text)
        wave = self._ask(instrument)
        self.assertEqual(self._flags(wave), {"S14"})
        self.assertFalse(self._result(wave, "S14").has_change)
        self.assertEqual(self._result(wave, "S14").obs_status, "B")

    def test_so_do_a_label_and_an_answer(self):
        instrument = self._next()
        self._item(instrument, "MEA1").label_max = "Always"
        self._item(instrument, "ACC1").option_ids[0].name = "Of course"
        self.assertEqual(self._flags(self._ask(instrument)), {"S14", "R06"})

    def test_a_translation_that_comes_does_not(self):
        instrument = self._next()
        self.env["res.lang"]._activate_lang("nl_NL")
        item = self._item(instrument, "MEA1").with_context(lang="nl_NL")
        item.text = "Mijn werk heeft zin"
        self.assertFalse(self._flags(self._ask(instrument)))

    def test_where_english_is_not_installed_it_is_not_read(self):
        self.env["res.lang"].search([("code", "=", "en_US")]).active = False
        self.test_a_translation_that_comes_does_not()

    def test_a_question_that_skipped_a_wave_is_compared_with_its_last(self):
        without = self._next()
        self._item(without, "MEA1").unlink()
        self._publish(self._ask(without))
        again = self.instrument.copy()
        wave = self._ask(again, "2027-03-01")
        self.assertNotIn("S14", self._flags(wave))
        self.assertFalse(self._result(wave, "S14").has_change)
        other = self.instrument.copy()
        self._item(other, "MEA1").text = "Is it worth while?"
        self.assertIn("S14", self._flags(self._ask(other, "2027-04-01")))

    def test_it_is_said_while_it_is_typed(self):
        instrument = self._next()
        self.assertFalse(instrument.broken_ids)
        item = self._item(instrument, "MEA1")
        with Form(item.with_context(lang="fr_FR")) as form:
            self.assertFalse(form.is_reworded)
            form.text = "Mon travail vaut la peine"
            self.assertTrue(form.is_reworded)
            self.assertIn("S14", form.rewording_note)
        self.assertEqual(instrument.broken_ids.mapped("code"), ["S14"])
        french = str(instrument.with_context(lang="fr_FR").rewording_html)
        self.assertIn("Mon travail vaut la peine", french)
        self.assertIn("Mon travail est utile", french)

    def test_a_script_in_a_question_is_text(self):
        instrument = self._next()
        self._item(instrument, "MEA1").text = "<script>alert(1)</script>"
        self.assertNotIn("<script", instrument.rewording_html)

    def test_a_question_out_of_the_scale_or_new_in_it_breaks_it(self):
        instrument = self._next()
        item = self._item(instrument, "SEC1")
        item.with_user(self.evaluator).copy({"code": "SEC9"})
        self.assertEqual(instrument.broken_ids.mapped("code"), ["S11"])
        self._item(instrument, "SEC9").unlink()
        item.unlink()
        self.assertEqual(instrument.broken_ids.mapped("code"), ["S11"])
        self.assertIn("SEC1", instrument.rewording_html)
        self.assertEqual(self._flags(self._ask(instrument)), {"S11"})

    def test_the_words_before_are_taken_back(self):
        instrument = self._next()
        item = self._item(instrument, "ACC1").with_user(self.evaluator)
        item.with_context(lang="fr_FR").text = "Autre chose ?"
        item.option_ids[0].name = "Of course"
        self.assertIn("R06", instrument.broken_ids.mapped("code"))
        item.action_restore_wording()
        self.assertFalse(instrument.broken_ids)
        self.assertFalse(instrument.rewording_html)
        back = self._item(instrument, "ACC1")
        self.assertEqual(back.sequence, self._item(self.instrument, "ACC1").sequence)
        self.assertFalse(self._flags(self._ask(instrument)))

    def test_not_once_members_read_them(self):
        instrument = self._next()
        item = self._item(instrument, "MEA1")
        item.text = "Worth while"
        wave = self._create_wave(date_open="2026-05-01", instrument_id=instrument.id)
        wave.action_generate_survey()
        self.assertTrue(item.is_reworded)
        with self.assertRaises(UserError):
            item.with_user(self.evaluator).action_restore_wording()

    def test_readers_take_nothing_back(self):
        item = self._item(self._next(), "MEA1")
        item.text = "Worth while"
        with self.assertRaises(AccessError):
            item.with_user(self.researcher).action_restore_wording()

    def test_a_draft_wave_says_which_series_it_breaks(self):
        instrument = self._next()
        wave = self._create_wave(name="Next", instrument_id=instrument.id)
        self.assertFalse(wave.broken_ids)
        self._item(instrument, "MEA1").text = "Worth while"
        self.env.invalidate_all()
        mine = wave.with_user(self.evaluator)
        self.assertEqual(mine.broken_ids.mapped("code"), ["S14"])
        self.assertIn("First", mine.broken_words)

    def test_as_many_queries_for_many_questions(self):
        instrument = self._next()
        few = self._item(instrument, "ACC1")
        for item in instrument.item_ids:
            item.text += "!"

        def count(items):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            items.browse(items.ids).mapped("is_reworded")
            return self.env.cr.sql_log_count - start

        count(few)
        self.assertEqual(count(instrument.item_ids), count(few))
