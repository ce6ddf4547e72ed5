# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The codebook by which texts were coded stays, whatever the door."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged

from .programme_common import ProgrammeCommon

THEME = {"code": "B", "name": "To hold", "definition": "Paid in time"}


class CodebookCommon(ProgrammeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.quality = cls._create_quality("Q1")
        cls.theme = cls.quality.theme_ids
        cls.quality._adopt("Board")

    @classmethod
    def _create_quality(cls, code, themes=1):
        own = {**THEME, "code": "A", "name": "To choose", "includes": "Hours"}
        return cls._create_indicator(
            code=code,
            source="qualitative",
            theme_ids=[Command.create(own)] * themes,
        )

    def _code_one(self, theme):
        excerpt = self.env["smart.impact.excerpt"].create(
            {
                "name": "E1",
                "text": "I choose my clients",
                "indicator_id": theme.indicator_id.id,
            }
        )
        excerpt.with_user(self.evaluator).my_theme_id = theme


@tagged("post_install", "-at_install")
class TestCodebook(CodebookCommon):
    def _as_each(self, record):
        return [record.with_user(user) for user in (self.evaluator, self.manager)]

    def _refuse(self, record, vals):
        with self.assertRaises(UserError, msg=vals), self.env.cr.savepoint():
            record.write(vals)

    def test_a_theme_of_what_was_adopted_stays(self):
        draft = self._create_quality("Q2")
        for theme in self._as_each(self.theme):
            for vals in (
                {"code": "Z"},
                {"name": "To suffer"},
                {"definition": "Otherwise"},
                {"includes": False},
                {"excludes": "Prices"},
                {"indicator_id": draft.id},
            ):
                self._refuse(theme, vals)
            theme.write({"sequence": 3, "example": "I say no"})
            with self.assertRaises(UserError):
                theme.unlink()
            with self.assertRaises(UserError), self.env.cr.savepoint():
                theme.copy({"code": "C"})
        self.quality.with_user(self.manager).action_retire()
        self._refuse(self.theme.with_user(self.manager), {"name": "To suffer"})

    def test_no_theme_joins_from_any_side(self):
        draft = self._create_quality("Q2")
        for quality in self._as_each(self.quality):
            for command in (
                Command.create(THEME),
                Command.delete(self.theme.id),
                Command.update(self.theme.id, {"definition": "Otherwise"}),
                Command.clear(),
                Command.link(draft.theme_ids.id),
                Command.set(draft.theme_ids.ids),
            ):
                self._refuse(quality, {"theme_ids": [command]})
            themes = quality.env["smart.impact.theme"]
            with self.assertRaises(UserError), self.env.cr.savepoint():
                themes.with_context(default_indicator_id=quality.id).create(THEME)
            self._refuse(
                themes.browse(draft.theme_ids.id), {"indicator_id": quality.id}
            )
        self.env.invalidate_all()
        self.assertEqual(self.quality.theme_ids, self.theme)
        self.assertEqual(len(draft.theme_ids), 1)

    def test_translations_are_corrected_and_the_source_is_not(self):
        self.env["res.lang"]._activate_lang("en_US")
        for theme in self._as_each(self.theme):
            theme.update_field_translations("name", {"fr_FR": "Choisir"})
            theme.with_context(lang="fr_FR").name = "Pouvoir choisir"
            with self.assertRaises(UserError):
                theme.update_field_translations("name", {"en_US": "To suffer"})
        self.assertEqual(self.theme.with_context(lang="en_US").name, "To choose")

    def test_nothing_changes_while_a_vote_is_open(self):
        draft = self._create_quality("Q2")
        theme = draft.theme_ids.with_user(self.evaluator)
        theme.definition = "Clients, prices"
        draft.with_user(self.evaluator).action_propose()
        proposal = self.env["smart.impact.proposal"].search(
            [("indicator_id", "=", draft.id)]
        )
        theme.definition = "Clients, prices, hours"
        proposal.sudo().state = "ballot"
        self._refuse(theme, {"definition": "Otherwise"})
        with self.assertRaises(UserError):
            theme.unlink()
        self._refuse(
            draft.with_user(self.evaluator), {"theme_ids": [Command.create(THEME)]}
        )

    def test_a_new_version_is_the_way_to_change(self):
        self._code_one(self.theme)
        quality = self.quality.with_user(self.evaluator)
        new = quality.browse(quality.action_new_version()["res_id"])
        self.assertEqual(new.theme_ids.mapped("name"), ["To choose"])
        new.theme_ids.definition = "Clients, prices"
        new.theme_ids = [Command.create(THEME)]
        new.sudo()._adopt("Board")
        self.assertEqual(quality.theme_ids, self.theme)
        self.assertEqual(quality.theme_ids.definition, THEME["definition"])
        self.assertEqual(len(new.theme_ids), 2)
        self._refuse(new.theme_ids[0], {"name": "To suffer"})

    def test_what_was_adopted_without_one_gets_its_codebook_from_first_texts(self):
        bare = self._create_quality("Q2", themes=0)
        bare._adopt("Board")
        self.assertTrue(bare.has_late_codebook)
        theme = self.env["smart.impact.theme"].with_user(self.evaluator)
        theme = theme.create({**THEME, "indicator_id": bare.id})
        theme.definition = "Covered as well"
        self._code_one(theme)
        self._refuse(theme, {"definition": "Otherwise"})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            theme.copy({"code": "C"})

    def test_what_was_adopted_before_there_was_a_mark(self):
        bare = self._create_quality("Q2", themes=0)
        bare._adopt("Board")
        indicators = bare | self.quality
        indicators.flush_recordset()
        self.env.cr.execute("UPDATE smart_impact_indicator SET has_late_codebook=NULL")
        self.env["smart.impact.indicator"]._init_column("has_late_codebook")
        indicators.invalidate_recordset()
        self.assertTrue(bare.has_late_codebook)
        self.assertFalse(self.quality.has_late_codebook)


@tagged("post_install", "-at_install")
class TestCodebookOverRpc(CodebookCommon, HttpCase):
    def _call(self, method, *args):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {
                "model": "smart.impact.theme",
                "method": method,
                "args": args,
                "kwargs": {},
            },
        )

    def test_a_script_does_not_change_it_either(self):
        for login in ("impact_evaluator", "impact_manager"):
            self.authenticate(login, login)
            for call in (
                ("write", self.theme.ids, {"definition": "Otherwise"}),
                ("web_save", self.theme.ids, {"name": "To suffer"}, {"name": {}}),
                ("create", [{**THEME, "indicator_id": self.quality.id}]),
                ("unlink", self.theme.ids),
                (
                    "update_field_translations",
                    self.theme.ids,
                    "name",
                    {"en_US": "To suffer"},
                ),
            ):
                with self.assertRaisesRegex(JsonRpcException, "UserError"):
                    self._call(*call)
        self.env.invalidate_all()
        self.assertEqual(self.quality.theme_ids, self.theme)
        self.assertEqual(self.theme.definition, THEME["definition"])
