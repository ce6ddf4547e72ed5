# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A core that changed at its origin is imported over the one that is here."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import BaseCase, new_test_user, tagged

from ..engine.transfer import Known, judge, seal, unseal
from .programme_common import ProgrammeCommon


@tagged("post_install", "-at_install")
class TestJudge(BaseCase):
    def test_what_a_newer_file_changes(self):
        here = Known("a", "a", "adopted")
        for mark, known, kind in (
            ("b", None, "new"),
            ("b", Known("", "a", "adopted"), "local"),
            ("a", here, "same"),
            ("b", here, "changed"),
            ("b", Known("a", "b", "adopted"), "same"),
            ("a", Known("a", "b", "adopted"), "same"),
            ("b", Known("a", "a", "retired"), "given_up"),
            ("b", Known("a", "a", "adopted", waiting="a"), "waiting"),
            ("b", Known("a", "a", "adopted", waiting=""), "waiting"),
            ("b", Known("a", "a", "adopted", waiting="b"), "same"),
            ("b", Known("a", "a", "consultation", is_taken=True), "waiting"),
            ("b", Known("a", "a", "draft"), "changed"),
        ):
            self.assertEqual(judge(mark, known), kind, (mark, known))


@tagged("post_install", "-at_install")
class TestTransferUpdate(ProgrammeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.elsewhere = cls.env["res.company"].create({"name": "Smart elsewhere"})
        cls.neighbour = new_test_user(
            cls.env,
            "impact_neighbour",
            groups="smart_impact.group_manager",
            company_id=cls.elsewhere.id,
            company_ids=[Command.set(cls.elsewhere.ids)],
        )
        cls.copy = cls._import(cls._export())
        cls.copy.core_note = "Board of the antenna"
        cls.copy.action_adopt_core()
        cls.env.flush_all()

    @classmethod
    def _export(cls):
        return cls.programme.with_user(cls.evaluator)._export_file()

    @classmethod
    def _ask(cls, text, user=None, **values):
        wizards = cls.env["smart.impact.programme.import"]
        return wizards.with_user(user or cls.neighbour).create(
            {"file": base64.b64encode(text.encode()), **values}
        )

    @classmethod
    def _import(cls, text):
        action = cls._ask(text).action_import()
        programmes = cls.env["smart.impact.programme"].with_user(cls.neighbour)
        return programmes.browse(action["res_id"])

    def _take(self, text):
        """Show the differences, take them over, and return them."""
        wizard = self._ask(text)
        action = wizard.action_import()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (wizard._name, wizard.id)
        )
        shown = wizard.differences
        self.assertEqual(wizard.action_update()["res_id"], self.copy.id)
        self.env.invalidate_all()
        return shown

    def _of(self, code, programme=None):
        everything = (programme or self.copy).with_context(active_test=False)
        own = everything.indicator_ids.filtered(lambda one: one.code == code)
        return own.sorted("version")

    def _redefine(self, code="S03", **values):
        """Adopt a next version of an indicator where the programme comes from."""
        old = self._of(code, self.programme)[-1]
        new = old.browse(old.action_new_version()["res_id"])
        new.write(values)
        new._adopt("Assembly")
        return new

    def test_the_same_file_changes_nothing(self):
        with self.assertRaisesRegex(UserError, "already"):
            self._import(self._export())
        with self.assertRaisesRegex(UserError, "already"):
            # where it was made, nothing is taken over either
            self._ask(self._export(), user=self.manager).action_import()

    def test_differences_are_shown_before_anything_is_taken(self):
        self._redefine(numerator_from=50, name="Social rights")
        wizard = self._ask(self._export())
        wizard.action_import()
        self.assertTrue(wizard.has_changes)
        self.assertIn("S03 Social rights", wizard.differences)
        self.assertIn("Counted from", wizard.differences)
        self.assertNotIn("S11", wizard.differences)
        self.assertEqual(len(self._of("S03")), 1)
        french = self._ask(self._export()).with_context(lang="fr_FR")
        french.action_import()
        name = self._of("S03", self.programme)[-1].with_context(lang="fr_FR").name
        self.assertIn(name, french.differences)

    def test_the_question_is_told_and_not_taken(self):
        asked = self.copy.question
        self.programme.question = "What does it change?"
        wizard = self._ask(self._export())
        wizard.action_import()
        self.assertFalse(wizard.has_changes)
        self.assertIn("What does it change?", wizard.differences)
        self.assertEqual(self.copy.question, asked)

    def test_a_changed_definition_is_a_draft_of_a_next_version(self):
        theirs = self._redefine(numerator_from=50, name="Social rights")
        old = self._of("S03")
        before = old.read(["numerator_from", "name", "state", "core_digest"])
        self._take(self._export())
        self.assertEqual(
            old.read(["numerator_from", "name", "state", "core_digest"]), before
        )
        new = self._of("S03") - old
        self.assertEqual((new.state, new.version, new.previous_id), ("draft", 2, old))
        self.assertEqual((new.numerator_from, new.name), (50, "Social rights"))
        self.assertEqual(new.comparability, "same")
        self.assertEqual(new.item_ids, theirs.item_ids)
        self.assertEqual(new.company_id, self.elsewhere)
        # who decided on the list of before did not decide on this
        self.assertFalse(self.copy.core_note)
        self.assertEqual(self.copy.core_waiting_count, 1)
        self.copy.core_note = "Board of May"
        self.copy.action_adopt_core()
        self.assertEqual((old.state, new.state), ("retired", "adopted"))
        # the round is closed: the same file has nothing more to tell
        with self.assertRaisesRegex(UserError, "already"):
            self._import(self._export())

    def test_aims_and_rank_of_here_stay(self):
        old = self._of("S03")
        old.write(
            {
                "has_target": True,
                "target": 80,
                "target_date": "2030-12-31",
                "is_primary": True,
            }
        )
        self._redefine(numerator_from=50)
        self._take(self._export())
        new = self._of("S03") - old
        self.assertEqual((new.has_target, new.target), (True, 80))
        self.copy.core_note = "Board"
        self.copy.action_adopt_core()
        self.assertTrue(new.is_primary)

    def test_past_waves_keep_their_figures(self):
        wave = self._create_wave(programme_id=self.copy.id)
        wave.sudo()._import_responses(
            [
                {
                    "territory_id": self.territory_liege.id,
                    "answers": self._answers(number),
                }
                for number in range(20)
            ]
        )
        wave.sudo().state = "closed"
        wave.action_compute()
        self._publish(wave)
        fields = ["indicator_id", "value", "low", "high", "respondent_count"]
        before = wave.result_ids.read(fields)
        self._redefine(numerator_from=50)
        self._take(self._export())
        self.copy.core_note = "Board"
        self.copy.action_adopt_core()
        self.env.invalidate_all()
        self.assertEqual(wave.result_ids.read(fields), before)

    def test_a_question_that_is_reworded_comes_with_its_questionnaire(self):
        # the other database keeps its questionnaire for itself
        apart = self.env.cr.savepoint()
        version = self.instrument.browse(self.instrument.action_new_version()["res_id"])
        item = version.item_ids.filtered(lambda one: one.code == "SEC1")
        item.text = "I know what I will earn."
        text = self._export()
        apart.rollback()
        self.env.invalidate_all()
        shown = self._take(text)
        self.assertIn("S11", shown)
        self.assertIn("Questions", shown)
        old, new = self._of("S11")
        self.assertEqual((old.state, new.state), ("adopted", "draft"))
        self.assertEqual(new.comparability, "same")
        self.assertEqual(old.comparability, "same")
        # what stayed the same is measured by the new questionnaire as well
        mine = (new.item_ids - old.item_ids).instrument_id
        other = self._of("R06")
        self.assertEqual(len(other), 1)
        self.assertTrue(other.item_ids.instrument_id & mine)
        self.assertEqual(other.comparability, "same")

    def test_what_is_new_is_a_draft_with_its_criterion(self):
        criterion = self.env["smart.impact.criterion"].create(
            {"name": "Rest", "programme_id": self.programme.id}
        )
        fresh = self._create_indicator(
            code="N1", criterion_id=criterion.id, source="external"
        )
        criterion._adopt()
        fresh._adopt("Assembly")
        criteria = len(self.copy.criterion_ids)
        decisions = len(self.copy.decision_ids)
        self.assertIn("N1 Something", self._take(self._export()))
        mine = self._of("N1")
        self.assertEqual((mine.state, mine.comparability), ("draft", "same"))
        self.assertEqual(mine.criterion_id.name, "Rest")
        self.assertTrue(mine.criterion_id.adopted_at_origin)
        self.assertEqual(mine.decision_ids.programme_id, self.copy)
        self.assertEqual(len(self.copy.criterion_ids), criteria + 1)
        self.assertEqual(len(self.copy.decision_ids), decisions)
        self.copy.core_note = "Board"
        self.copy.action_adopt_core()
        self.assertEqual(mine.criterion_id.state, "adopted")

    def test_what_is_of_here_or_under_way_is_left_alone(self):
        mine = self.env["smart.impact.indicator"].with_user(self.neighbour)
        local = mine.create(
            {
                "code": "N1",
                "name": "Ours",
                "criterion_id": self.copy.criterion_ids[0].id,
            }
        )
        fresh = self._create_indicator(code="N1", source="external")
        fresh._adopt("Assembly")
        self._redefine(code="S03", numerator_from=50)
        self._of("S03").action_new_version()
        self._redefine(code="S11", minimum_cell=12)
        self._of("S11").action_retire()
        self._of("R06", self.programme).sudo().action_retire()
        wizard = self._ask(self._export())
        wizard.action_import()
        self.assertFalse(wizard.has_changes)
        for words in ("vote or a next", "given up here", "of yours", "No longer"):
            self.assertIn(words, wizard.differences)
        wizard.action_update()
        self.assertEqual(local.name, "Ours")
        self.assertEqual(len(self._of("S03")), 2)
        self.assertEqual(self._of("S11").state, "retired")
        self.assertEqual(self._of("R06").state, "adopted")

    def test_a_draft_of_the_core_is_defined_anew(self):
        quality = self._create_indicator(code="Q1", source="qualitative")
        theme = {"code": "A", "name": "To choose", "definition": "Clients"}
        quality.theme_ids = [Command.create(theme)]
        self._take(self._export())
        mine = self._of("Q1")
        quality.theme_ids.definition = "Clients, prices"
        quality.name = "In their words"
        quality.with_context(lang="fr_FR").name = "Avec leurs mots"
        self.assertIn("Codebook", self._take(self._export()))
        self.assertEqual(self._of("Q1"), mine)
        self.assertEqual(mine.theme_ids.mapped("definition"), ["Clients, prices"])
        self.assertEqual(mine.with_context(lang="fr_FR").name, "Avec leurs mots")
        self.assertEqual(mine.comparability, "same")

    def test_a_file_that_does_not_tell_is_refused(self):
        content = unseal(self._export())
        del content["indicators"][0]["core"]
        with self.assertRaisesRegex(UserError, "does not tell"):
            self._import(seal(content))

    def test_what_cannot_be_taken_leaves_nothing(self):
        self._redefine(numerator_from=50)
        content = unseal(self._export())
        row = next(r for r in content["indicators"] if r["values"]["code"] == "S03")
        row["values"]["level"] = "magic"
        wizard = self._ask(seal(content))
        wizard.action_import()
        with self.assertRaisesRegex(UserError, "magic"):
            wizard.action_update()
        self.assertEqual(len(self._of("S03")), 1)

    def test_only_managers_of_the_company_take_it_over(self):
        self._redefine(numerator_from=50)
        text = self._export()
        for user in (self.evaluator, self.researcher):
            with self.assertRaises(AccessError):
                self._ask(text, user=user)
        wizard = self._ask(text)
        with self.assertRaises(AccessError):
            wizard.with_user(self.manager).action_update()
        with self.assertRaises(UserError):
            # the programme is another company's
            self._ask(text, user=self.manager).action_update()
        self.assertEqual(len(self._of("S03")), 1)
