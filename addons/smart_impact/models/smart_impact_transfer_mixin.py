# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

SIMPLE = {"char", "text", "selection", "integer", "float", "boolean"}
# what belongs to the place where a programme lives, and does not travel
LOCAL = {
    *("active", "version", "state", "core_digest", "transfer_key", "display_name"),
    *("has_baseline", "baseline", "has_target", "target", "core_note"),
    *("said", "decided", "reason", "follow_up", "follow_up_note", "is_published"),
}


class SmartImpactTransferMixin(models.AbstractModel):
    """Records that a programme takes along: their values and translations."""

    _name = "smart.impact.transfer.mixin"
    _description = "Impact Records that Travel"

    @api.model
    def _get_transfer_fields(self):
        """Return the names of what travels; a field added by others does too."""
        return [
            name
            for name, field in self._fields.items()
            if field.store
            and field.type in SIMPLE
            and not field.related
            and not field.readonly
            and name not in LOCAL
        ]

    def _pack(self):
        """Return [{name: value, or {language: value} where it is translated}]."""
        names = self._get_transfer_fields()
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        languages = {code: self.with_context(lang=code) for code in {"en_US", *codes}}
        packed = []
        for rank, record in enumerate(self):
            values = {}
            for name in names:
                if self._fields[name].translate:
                    words = {c: rows[rank][name] for c, rows in languages.items()}
                    values[name] = {c: word for c, word in words.items() if word}
                else:
                    values[name] = record[name]
            packed.append(values)
        return packed

    @api.model
    def _unpack(self, rows, extra):
        """Create a record per packed row, with `extra` values, in all languages here.

        What this database does not know of a row is left out.
        """
        # the programme says where it comes from, each part need not
        source = self.with_context(lang="en_US", mail_create_nolog=True)
        records = source.create(
            [
                {**self._get_source_values(row), **more}
                for row, more in zip(rows, extra, strict=True)
            ]
        )
        records = self.browse(records.ids)
        records._translate_as(rows)
        return records

    @api.model
    def _get_source_values(self, row):
        """Return the values of a packed row in the language of the source."""
        names = set(self._get_transfer_fields())
        return {
            name: _first(value) if self._fields[name].translate else value
            for name, value in row.items()
            if name in names
        }

    def _translate_as(self, rows):
        """Write the translations of packed rows, in the languages of here."""
        translated = {
            name for name in self._get_transfer_fields() if self._fields[name].translate
        }
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        # the source is always there, whether its language is installed or not
        installed = {"en_US", *codes}
        # translations are written record by record: the native way to do it
        for record, row in zip(self, rows, strict=True):
            for name in translated & set(row):
                words = {c: w for c, w in row[name].items() if c in installed}
                if len(words) > 1:
                    record.update_field_translations(name, words)


def _first(words):
    """Return the source text of a translated value."""
    return words.get("en_US") or next(iter(words.values()), False)
