# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..engine.comparison import FEWEST
from .common import SmartCommon

START, END = date(2025, 1, 1), date(2025, 12, 31)


class SheetCommon(SmartCommon):
    @classmethod
    def _create_people(cls, count, inside, gone=0, prefix="Person"):
        """Return members since 2020 of the same section and country; some have left."""
        section = cls.activity_show
        section.nace_section = "S"
        partners = cls.env["res.partner"].create(
            [
                {
                    "name": f"{prefix} {rank}",
                    "country_id": cls.belgium.id,
                    "is_member": rank >= gone,
                    "member_since": date(2019, 6, 1),
                    "member_until": date(2025, 6, 1) if rank < gone else False,
                    "company_id": cls.company.id,
                }
                for rank in range(count)
            ]
        )
        cls.env["smart.directory.profile"].create(
            [
                {
                    "partner_id": partner.id,
                    "activity_ids": [Command.set(section.ids)],
                }
                for partner in partners
            ]
        )
        if inside:
            cls.env["smart.filiere.membership"].create(
                [
                    {
                        "partner_id": partner.id,
                        "filiere_id": cls.filiere_show.id,
                        "state": "confirmed",
                        "date_answered": date(2024, 5, 1),
                    }
                    for partner in partners
                ]
            )
        return partners

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Of the sheet"})
        cls.filiere_show.company_id = cls.company
        for user in (cls.animator, cls.filiere_manager):
            user.write({"company_ids": [Command.link(cls.company.id)]})

    def _create_sheet(self, user=None):
        return (
            self.env["smart.filiere.sheet"]
            .with_user(user or self.animator)
            .with_context(allowed_company_ids=[self.company.id])
            .create(
                {
                    "filiere_id": self.filiere_show.id,
                    "date_from": START,
                    "date_to": END,
                }
            )
        )

    def _line(self, sheet, key):
        return sheet.line_ids.filtered(lambda line: line.key == key)


@tagged("post_install", "-at_install")
class TestFiliereSheet(SheetCommon):
    def test_retention_inside_beside_retention_outside(self):
        self._create_people(40, inside=True, gone=4, prefix="In")
        self._create_people(50, inside=False, gone=15, prefix="Out")
        sheet = self._create_sheet()
        sheet.action_compute()
        line = self._line(sheet, "retention")
        self.assertTrue(line.is_known)
        # 90 % of 40 stayed, 70 % of 50: twenty points
        self.assertEqual((line.n_inside, line.n_outside), (40, 50))
        self.assertAlmostEqual(line.value, 20)
        self.assertAlmostEqual(line.inside_after, 90)
        self.assertAlmostEqual(line.outside_after, 70)
        self.assertTrue(line.low < 20 < line.high)
        self.assertTrue(line.is_correlation)

    def test_who_joined_during_the_period_is_on_neither_side(self):
        self._create_people(FEWEST, inside=True, prefix="In")
        late = self._create_people(5, inside=True, prefix="Late")
        self.env["smart.filiere.membership"].search(
            [("partner_id", "in", late.ids)]
        ).date_answered = date(2025, 3, 1)
        self._create_people(FEWEST, inside=False, prefix="Out")
        sheet = self._create_sheet()
        sheet.action_compute()
        line = self._line(sheet, "retention")
        self.assertEqual((line.n_inside, line.n_outside), (FEWEST, FEWEST))
        self.assertEqual(self._line(sheet, "joined").value, 5)

    def test_too_few_people_and_it_says_so(self):
        self._create_people(FEWEST - 1, inside=True)
        self._create_people(60, inside=False, prefix="Out")
        sheet = self._create_sheet()
        sheet.action_compute()
        line = self._line(sheet, "retention")
        self.assertFalse(line.is_known)
        self.assertIn(str(FEWEST), line.reason)
        self.assertFalse(line.value)

    def test_what_nobody_keeps_is_unknown_not_zero(self):
        sheet = self._create_sheet()
        sheet.action_compute()
        hours = self._line(sheet, "hours")
        self.assertFalse(hours.is_known)
        self.assertTrue(hours.reason)
        self.assertTrue(hours.text)
        self.assertEqual(
            set(sheet.line_ids.mapped("level")),
            {"means"} | {"realisation", "result", "effect"},
        )

    def test_a_manager_freezes_and_publishes_and_nothing_moves_after(self):
        self._create_people(40, inside=True, gone=4, prefix="In")
        self._create_people(50, inside=False, gone=15, prefix="Out")
        sheet = self._create_sheet()
        with self.assertRaises(UserError):
            sheet.action_freeze()
        manager = sheet.with_user(self.filiere_manager)
        with self.assertRaises(UserError):
            manager.action_publish()
        manager.action_freeze()
        self.assertTrue(sheet.method_version)
        for vals in ({"date_to": END}, {"state": "published"}, {"inputs": {}}):
            with self.assertRaises(UserError):
                sheet.write(vals)
        with self.assertRaises(UserError):
            manager.action_compute()
        manager.action_publish()
        with self.assertRaises(UserError):
            manager.action_unfreeze()
        with self.assertRaises(UserError):
            manager.unlink()

    def test_computing_again_from_the_frozen_inputs_gives_the_same(self):
        self._create_people(40, inside=True, gone=4, prefix="In")
        self._create_people(50, inside=False, gone=15, prefix="Out")
        sheet = self._create_sheet(self.filiere_manager)
        sheet.action_freeze()
        before = self._line(sheet, "retention")
        # the world moves on
        self._create_people(40, inside=True, gone=30, prefix="Later")
        again = {
            vals["key"]: vals for vals in sheet.sudo()._prepare_lines(sheet.inputs)
        }
        self.assertAlmostEqual(again["retention"]["value"], before.value, places=2)
        self.assertEqual(again["retention"]["n_inside"], before.n_inside)

    def test_the_inputs_are_for_managers_only(self):
        sheet = self._create_sheet()
        sheet.action_compute()
        with self.assertRaises(AccessError):
            sheet.read(["inputs"])
        sheet.with_user(self.filiere_manager).read(["inputs"])

    def test_others_see_only_what_was_published(self):
        sheet = self._create_sheet(self.filiere_manager)
        sheet.action_freeze()
        ada = self._create_member("Ada", login="sheet_ada")
        for user in (ada.user_ids, self.employee):
            user.write({"company_ids": [Command.link(self.company.id)]})
            seen = self.env["smart.filiere.sheet"].with_user(user)
            seen = seen.with_context(allowed_company_ids=self.company.ids)
            self.assertNotIn(sheet, seen.search([]))
            lines = self.env["smart.filiere.sheet.line"].with_user(user)
            self.assertFalse(lines.search([("sheet_id", "=", sheet.id)]))
        sheet.action_publish()
        self.assertIn(sheet.id, seen.search([]).ids)

    def test_the_number_of_queries_does_not_grow_with_members(self):
        sheet = self._create_sheet(self.filiere_manager)

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            sheet.sudo()._collect_inputs()
            return self.cr.sql_log_count - before

        queries()
        self._create_people(5, inside=True, prefix="Few")
        few = queries()
        self._create_people(50, inside=True, prefix="Many")
        self.assertLessEqual(queries(), few)


@tagged("post_install", "-at_install")
class TestFiliereSheetPortal(SheetCommon, HttpCase):
    def test_a_member_reads_what_was_published(self):
        self.filiere_show.company_id = False
        ada = self._create_member("Ada", login="sheet_portal")
        self.authenticate("sheet_portal", "sheet_portal")
        sheet = self.env["smart.filiere.sheet"].create(
            {
                "filiere_id": self.filiere_show.id,
                "date_from": START,
                "date_to": END,
                "reading": "<script>alert(1)</script>",
            }
        )
        sheet.action_freeze()
        url = f"/my/filiere-sheets/{sheet.id}"
        self.assertEqual(self.url_open(url).status_code, 404)
        sheet.action_publish()
        page = self.url_open(url)
        self.assertIn('data-key="retention"', page.text)
        self.assertNotIn("<script>alert", page.text)
        self.assertIn(url, self.url_open("/my/filiere-sheets").text)
        ada.is_member = False
        self.assertEqual(self.url_open(url).status_code, 404)
