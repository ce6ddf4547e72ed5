# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class SmartActivity(models.Model):
    """Codes withdrawn between two versions of the nomenclature."""

    _inherit = "smart.activity"

    replaced_by_id = fields.Many2one(
        "smart.activity",
        index="btree_not_null",
        help="When this code is archived, members and filières take that one.",
    )

    @api.constrains("replaced_by_id")
    def _check_replaced_by_id(self):
        if self._has_cycle("replaced_by_id"):
            raise ValidationError(
                self.env._("An activity cannot be replaced by itself, even indirectly.")
            )

    def write(self, vals):
        result = super().write(vals)
        if {"active", "replaced_by_id"} & set(vals):
            gone = self.filtered(lambda row: not row.active and row.replaced_by_id)
            gone._move_to_replacement()
        return result

    def _move_to_replacement(self):
        """Give profiles and filières the code that replaces an archived one."""
        if not self:
            return
        self.env.flush_all()
        tables = (
            ("smart_profile_activity_rel", "profile_id"),
            ("smart_filiere_activity_rel", "filiere_id"),
        )
        moved = [
            self.env.execute_query(self._sql_move(table, owner))
            for table, owner in tables
        ]
        self.env.invalidate_all()
        profiles = self.env["smart.directory.profile"].sudo()
        # a manager of the nomenclature need not read profiles
        profiles.browse({row_id for (row_id,) in moved[0]})._refresh_entries()

    def _sql_move(self, table, owner):
        return SQL(
            """
            WITH gone AS (
                DELETE FROM %(table)s rel USING smart_activity activity
                 WHERE activity.id = rel.activity_id AND rel.activity_id = ANY(%(ids)s)
                RETURNING rel.%(owner)s AS owner, activity.replaced_by_id AS activity
            ), added AS (
                INSERT INTO %(table)s (%(owner)s, activity_id)
                SELECT DISTINCT owner, activity FROM gone ON CONFLICT DO NOTHING
            )
            SELECT owner FROM gone
            """,
            table=SQL.identifier(table),
            owner=SQL.identifier(owner),
            ids=self.ids,
        )
