# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.tools import SQL

SOURCE = "en_US"


class SmartImpactFrozenMixin(models.AbstractModel):
    """Records whose words were decided: their translations alone may still change.

    Words are translated where they differ from those of the source language. A text
    that somebody wrote in French stands in both: it is what was decided, not a
    translation of it.
    """

    _name = "smart.impact.frozen.mixin"
    _description = "Impact Records that were Decided"

    def write(self, vals):
        if not self.env.su:
            self._check_frozen(set(vals), self._get_written_lang())
        return super().write(vals)

    def _get_written_lang(self):
        """Return the language of a write: all, where the source is not installed."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        return SOURCE if SOURCE not in installed else self.env.lang or SOURCE

    def _check_frozen(self, names, lang):
        """Refuse to change fields of what was decided. Override.

        :param names: names of fields
        :param lang: the language in which they are written
        """

    def _filter_decided(self, names, lang):
        """Return those of the fields that are more than a translation in `lang`."""
        if lang == SOURCE:
            return set(names)
        return {
            name
            for name in names
            if name in self._fields
            and (not self._fields[name].translate or self._has_own_words(name, lang))
        }

    def _has_own_words(self, name, lang):
        self.flush_recordset([name])
        query = SQL(
            "SELECT 1 FROM %(table)s WHERE id IN %(ids)s"
            " AND %(name)s->>%(lang)s = %(name)s->>%(source)s LIMIT 1",
            table=SQL.identifier(self._table),
            ids=tuple(self.ids) or (0,),
            name=SQL.identifier(name),
            lang=lang,
            source=SOURCE,
        )
        return bool(self.env.execute_query(query))

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # the native method writes all languages beside write()
        if self.env.su:
            return super()._update_field_translations(
                field_name, translations, digest, source_lang
            )
        self.check_access("write")
        self._check_field_access(self._fields[field_name], "write")
        for lang in translations:
            self._check_frozen({field_name}, lang)
        # checked above; natively it ends with a write of what it just wrote
        checked = super(SmartImpactFrozenMixin, self.sudo())
        return checked._update_field_translations(
            field_name, translations, digest, source_lang
        )
