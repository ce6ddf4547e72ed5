# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import csv
import io

from odoo.fields import Command
from odoo.tests import tagged

from .common import SmartCommon

OPTIONS = {"quoting": '"', "separator": ",", "has_headers": True, "encoding": "utf-8"}


@tagged("post_install", "-at_install")
class TestImport(SmartCommon):
    """Files of members, activities and memberships, as a person exports and imports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls._create_member("Ada Import", ref="M-0001")
        cls.bea = cls._create_member("Bea Import", ref="M-0002")
        cls.members = cls.ada | cls.bea
        cls.filiere_show.code = "T-SHOW"
        cls.filiere_code.code = "T-CODE"
        both = cls.activity_show | cls.activity_code
        cls.profile = cls._create_profile(cls.ada, activity_ids=both.ids)
        cls.membership = cls._join(cls.ada, cls.filiere_show, origin="evidence")
        cls.manager = cls.filiere_manager
        cls.manager.group_ids += cls.env.ref("base.group_allow_export")

    def _export(self, records, columns):
        """Return the lines of a CSV file with `columns`, as staff export it."""
        rows = records.with_user(self.manager).export_data(columns)["datas"]
        return [["" if value is False else str(value) for value in row] for row in rows]

    def _import(self, model, columns, lines):
        """Import `lines` through the import screen; return what it answers."""
        file = io.StringIO()
        csv.writer(file).writerows([columns, *lines])
        wizard = (
            self.env["base_import.import"]
            .with_user(self.manager)
            .create(
                {
                    "res_model": model,
                    "file": file.getvalue().encode(),
                    "file_name": "file.csv",
                    "file_type": "text/csv",
                }
            )
        )
        answer = wizard.execute_import(columns, columns, OPTIONS)
        self.env.invalidate_all()
        return answer

    def test_members_come_back_as_they_left(self):
        columns = ["ref", "name", "zip", "is_member"]
        lines = self._export(self.members, columns)
        self.assertEqual(lines[0], ["M-0001", "Ada Import", "4000", "True"])
        self.bea.zip = "1000"
        answer = self._import("res.partner", columns, lines)
        self.assertFalse(answer["messages"])
        self.assertEqual(answer["ids"], self.members.ids)
        self.assertEqual(self.bea.territory_id, self.territory_liege)

    def test_activities_come_back_by_their_code(self):
        lines = self._export(self.activity_show, ["code", "name"])
        self.activity_show.name = "Renamed meanwhile"
        answer = self._import("smart.activity", ["code", "name"], lines)
        self.assertEqual(answer["ids"], self.activity_show.ids)
        self.assertEqual(self.activity_show.name, "Performing arts")

    def test_activities_of_members_come_back_by_code(self):
        lines = self._export(self.profile, ["partner_id/ref", "activity_codes"])
        self.assertEqual(sorted(lines[0][1].split(",")), ["T.62.10", "T.90.20"])
        self.profile.activity_ids = [Command.clear()]
        columns = ["partner_id", "activity_ids"]
        answer = self._import("smart.directory.profile", columns, lines)
        self.assertEqual(answer["ids"], self.profile.ids)
        both = self.activity_show | self.activity_code
        self.assertEqual(self.profile.activity_ids, both)

    def test_memberships_come_back_by_reference_and_code(self):
        columns = ["partner_id/ref", "filiere_id/code", "origin"]
        lines = self._export(self.membership, columns)
        self.assertEqual(lines[0][:2], ["M-0001", "T-SHOW"])
        lines.append(["M-0002", "T-CODE", lines[0][2]])
        columns = ["partner_id", "filiere_id", "origin"]
        answer = self._import("smart.filiere.membership", columns, lines)
        self.assertFalse(answer["messages"])
        self.assertEqual(answer["ids"][0], self.membership.id)
        added = self.membership.browse(answer["ids"][1])
        self.assertEqual(added.partner_id, self.bea)
        self.assertEqual(added.filiere_id, self.filiere_code)
        self.assertEqual(added.origin, "evidence")
        # an import proposes, the member answers
        self.assertEqual(added.state, "proposed")

    def test_an_unknown_code_names_its_line_and_nothing_is_written(self):
        lines = [
            ["M-0002", "T-SHOW", "Declaration"],
            ["M-0002", "T-NOWHERE", "Declaration"],
            ["M-9999", "T-CODE", "Declaration"],
        ]
        columns = ["partner_id", "filiere_id", "origin"]
        answer = self._import("smart.filiere.membership", columns, lines)
        self.assertFalse(answer["ids"])
        reported = {}
        for message in answer["messages"]:
            reported.setdefault(message["rows"]["from"], "")
            reported[message["rows"]["from"]] += message["message"]
        self.assertEqual(set(reported), {1, 2})
        self.assertIn("T-NOWHERE", reported[1])
        self.assertIn("M-9999", reported[2])
        self.assertFalse(self.bea.membership_ids)

    def test_an_unknown_activity_changes_no_profile(self):
        lines = [["M-0001", "T.90.20"], ["M-0001", "T.90.20,T.00.00"]]
        columns = ["partner_id", "activity_ids"]
        answer = self._import("smart.directory.profile", columns, lines)
        self.assertEqual([m["rows"]["from"] for m in answer["messages"]], [1])
        self.assertIn("T.00.00", answer["messages"][0]["message"])
        self.assertEqual(len(self.profile.activity_ids), 2)
