# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SmartCommon


@tagged("post_install", "-at_install")
class TestTerritory(SmartCommon):
    def test_a_member_lives_where_her_postal_code_says(self):
        member = self._create_member("Ada", zip="4000")
        self.assertEqual(member.territory_id, self.territory_liege)

    def test_moving_changes_the_territory(self):
        member = self._create_member("Ada", zip="4000")
        member.zip = "1050"
        self.assertEqual(member.territory_id, self.territory_brussels)

    def test_an_unknown_code_has_no_territory(self):
        self.assertFalse(self._create_member("Ada", zip="0001").territory_id)

    def test_a_code_without_country_has_no_territory(self):
        member = self._create_member("Ada", zip="4000", country_id=False)
        self.assertFalse(member.territory_id)

    def test_a_changed_range_moves_the_people(self):
        member = self._create_member("Ada", zip="4000")
        self.territory_liege.range_ids.zip_from = "4100"
        self.assertFalse(member.territory_id)
        self.territory_liege.range_ids.unlink()
        self.territory_brussels.range_ids = [
            Command.create({"zip_from": "4000", "zip_to": "4999"})
        ]
        self.assertEqual(member.territory_id, self.territory_brussels)

    def test_a_range_that_runs_backwards_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "runs backwards"):
            self._create_territory("Upside down", "4999", "4000")

    def test_a_code_belongs_to_one_territory(self):
        with self.assertRaisesRegex(ValidationError, "already in"):
            self.territory_liege.range_ids = [
                Command.create({"zip_from": "1100", "zip_to": "1110"})
            ]

    def test_a_territory_is_not_a_part_of_itself(self):
        part = self._create_territory(
            "Huy", "45000", "45009", parent_id=self.territory_liege.id
        )
        with self.assertRaises(UserError):
            self.territory_liege.parent_id = part

    def test_codes_are_unique_within_a_country(self):
        self.territory_liege.code = "TEST-LIE"
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._create_territory("Other", "47000", "47001", code="TEST-LIE")

    def test_members_of_the_parts_count(self):
        part = self._create_territory(
            "Huy", "45000", "45009", parent_id=self.territory_liege.id
        )
        self._create_member("Ada", zip="4000")
        self._create_member("Bea", zip="45001")
        territories = self.territory_liege | part
        self.assertEqual(territories.mapped("member_count"), [2, 1])
        members = self.env["res.partner"].search(
            self.territory_liege.action_view_members()["domain"]
        )
        self.assertEqual(len(members), 2)

    def test_placing_many_takes_as_many_queries_as_placing_one(self):
        def place(count):
            vals = [
                {"name": f"M{i}", "zip": str(4000 + i), "country_id": self.belgium.id}
                for i in range(count)
            ]
            partners = self.env["res.partner"].create(vals)
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.add_to_compute(partners._fields["territory_id"], partners)
            before = self.env.cr.sql_log_count
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        place(1)
        self.assertLessEqual(place(80), place(2) + 1)
