# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A wave answers the question that was asked when it opened."""

import html

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import ImpactCommon


@tagged("post_install", "-at_install")
class TestWaveQuestion(ImpactCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env["res.lang"]._activate_lang("en_US")
        cls.programme.update_field_translations(
            "question", {"en_US": "What changes?", "fr_FR": "Qu'est-ce qui change ?"}
        )

    def test_rewording_the_question_leaves_past_waves(self):
        draft = self._create_wave(name="Draft")
        wave = self._create_computed_wave()
        self._publish(wave)
        programme = self.programme.with_user(self.manager)
        programme.question = "What else?"
        programme.with_context(lang="fr_FR").question = "Quoi d'autre ?"
        self.env.invalidate_all()
        for user in (self.researcher, self.evaluator, self.manager):
            mine = wave.with_user(user)
            self.assertEqual(mine.question, "What changes?")
            french = mine.with_context(lang="fr_FR")
            self.assertEqual(french.question, "Qu'est-ce qui change ?")
        self.assertEqual(draft.question, "What else?")
        self._create_member("Claire", login="claire").lang = "fr_FR"
        self.authenticate("claire", "claire")
        page = self.url_open(f"/my/impact/{wave.id}").text
        self.assertIn("Qu'est-ce qui change ?", html.unescape(page))
        self.assertNotIn("Quoi d'autre ?", html.unescape(page))
        data = wave._export_jsonld("https://smart.example")
        self.assertEqual(data["dcterms:description"], "What changes?")

    def test_nobody_writes_the_question_of_a_wave(self):
        wave = self._create_wave()
        wave.action_open()
        for user in (self.evaluator, self.manager):
            mine = wave.with_user(user)
            with self.assertRaises(AccessError):
                mine.asked_question = "Mine"
            with self.assertRaises(AccessError):
                mine.update_field_translations("asked_question", {"en_US": "Mine"})
            with self.assertRaises(AccessError):
                mine.copy({"asked_question": "Mine"})
            self.assertFalse(mine.copy().asked_question)

    def test_waves_of_an_older_release_keep_what_is_known(self):
        draft, wave = self._create_wave(name="Draft"), self._create_wave()
        wave.action_open()
        self.env.flush_all()
        self.env.cr.execute("UPDATE smart_impact_wave SET asked_question = NULL")
        self.env["smart.impact.wave"]._init_column("asked_question")
        self.env.invalidate_all()
        self.assertFalse(draft.asked_question)
        french = wave.with_context(lang="fr_FR")
        self.assertEqual(french.asked_question, "Qu'est-ce qui change ?")
