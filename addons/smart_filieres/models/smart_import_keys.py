# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Import through Odoo's own screen, with codes as keys instead of external ids."""

from odoo import api, fields, models


class SmartImportKeysMixin(models.AbstractModel):
    """Rows that carry the keys of a record change it; the others create one.

    A file that was exported with its codes and changed by hand comes back as it left,
    in this database or in another. The native import does the rest: unknown codes are
    reported line by line and nothing of the file is written.
    """

    _name = "smart.import.keys.mixin"
    _description = "Import by Codes"

    @api.model
    def _get_import_keys(self):
        """Return {field: field of its comodel that holds the code, or None}."""
        return {"code": None}

    @api.model
    def load(self, fields, data):
        keys = self._get_import_keys()
        if data and set(keys) <= set(fields) and not {"id", ".id"} & set(fields):
            positions = {name: fields.index(name) for name in keys}
            rows = [
                {name: row[position] for name, position in positions.items()}
                for row in data
            ]
            known = self._find_by_import_keys(rows)
            data = [
                [known.get(tuple(row.values()), ""), *line]
                for row, line in zip(rows, data, strict=True)
            ]
            fields = [".id", *fields]
        return super().load(fields, data)

    def _find_by_import_keys(self, rows):
        """Return {values of the keys: id as text} of the records that exist."""
        keys = self._get_import_keys()
        domain = [
            (
                f"{name}.{code}" if code else name,
                "in",
                list({row[name] for row in rows}),
            )
            for name, code in keys.items()
        ]
        found = {}
        for record in self.with_context(active_test=False).search(domain):
            values = tuple(
                record[name][code] if code else record[name]
                for name, code in keys.items()
            )
            found[values] = str(record.id)
        return found


class SmartActivity(models.Model):
    _name = "smart.activity"
    _inherit = ["smart.activity", "smart.import.keys.mixin"]


class SmartFiliere(models.Model):
    _name = "smart.filiere"
    _inherit = ["smart.filiere", "smart.import.keys.mixin"]


class SmartFiliereMembership(models.Model):
    _name = "smart.filiere.membership"
    _inherit = ["smart.filiere.membership", "smart.import.keys.mixin"]

    @api.model
    def _get_import_keys(self):
        return {"partner_id": "ref", "filiere_id": "code"}


class SmartDirectoryProfile(models.Model):
    _name = "smart.directory.profile"
    _inherit = ["smart.directory.profile", "smart.import.keys.mixin"]

    activity_codes = fields.Char(
        compute="_compute_activity_codes",
        help="Import this column as Activities.",
    )

    @api.depends("activity_ids.code")
    def _compute_activity_codes(self):
        for profile in self:
            profile.activity_codes = ",".join(profile.activity_ids.mapped("code"))

    @api.model
    def _get_import_keys(self):
        return {"partner_id": "ref"}


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "smart.import.keys.mixin"]

    @api.model
    def _get_import_keys(self):
        # two contacts may share a reference: only files of members go by it
        return {"ref": None, "is_member": None}

    def _find_by_import_keys(self, rows):
        references = [row["ref"] for row in rows if row["ref"]]
        members = self.with_context(active_test=False).search(
            [("ref", "in", references), ("is_member", "=", True)]
        )
        known = {member.ref: str(member.id) for member in members}
        return {tuple(row.values()): known.get(row["ref"], "") for row in rows}
