# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# A facet value is one integer, its kind and its id, so that an entry holds all of its
# own in one array and one pass over the entries counts everything.
SPAN = 100_000_000
KINDS = {
    "filiere": 1,
    "territory": 2,
    "skill": 3,
    "sought": 4,
    "activity": 5,
    "language": 6,
    "country": 7,
    "remote": 8,
    "available": 9,
    "cocontracting": 10,
    "new": 11,
    "square": 12,
}
# kind → the entry's relation, or its column when it holds one value
RELATION_KINDS = {
    "filiere": ("smart_entry_filiere_rel", "filiere_id"),
    "skill": ("smart_entry_skill_rel", "skill_id"),
    "sought": ("smart_entry_sought_rel", "skill_id"),
    "activity": ("smart_entry_activity_rel", "activity_id"),
    "language": ("smart_entry_lang_rel", "lang_id"),
}
COLUMN_KINDS = {
    "territory": "territory_id",
    "country": "country_id",
    "square": "grid_square",
}
FLAG_KINDS = {
    "remote": "works_remotely",
    "available": "is_available",
    "cocontracting": "is_open_to_cocontracting",
}
# kind → model that names its values
NAMED_BY = {
    "filiere": "smart.filiere",
    "territory": "smart.territory",
    "skill": "smart.skill",
    "sought": "smart.skill",
    "activity": "smart.activity",
    "language": "res.lang",
    "country": "res.country",
}
NEW_DAYS = 30
# one page needs these of each entry
CARD = (
    "id",
    "ref",
    "name",
    "headline",
    "staleness",
    "date_confirmed",
    "facet_codes",
)


def encode(kind, value):
    """Return the code of a facet value."""
    return KINDS[kind] * SPAN + value


class SmartDirectoryEntry(models.Model):
    """A page of the directory and its facets, in three statements whatever its size."""

    _inherit = "smart.directory.entry"

    def init(self):
        """Add the columns that no field reads and no RPC call can name."""
        result = super().init()
        self.env.cr.execute(
            """
            ALTER TABLE smart_directory_entry
              ADD COLUMN IF NOT EXISTS facet_codes int[],
              ADD COLUMN IF NOT EXISTS scope_filieres int[]
            """
        )
        if self.env.registry.has_trigram:
            self.env.cr.execute(
                """
                CREATE INDEX IF NOT EXISTS smart_directory_entry_words_idx
                    ON smart_directory_entry USING gin (search_text gin_trgm_ops)
                """
            )
        return result

    @api.model
    def _sql_facet_codes(self):
        """Return the expression of all that `entry` may be counted by."""
        single = [
            SQL("%s + %s", KINDS[kind] * SPAN, SQL.identifier("entry", column))
            for kind, column in COLUMN_KINDS.items()
        ]
        single += [
            SQL("CASE WHEN %s THEN %s END", SQL.identifier("entry", column), code)
            for kind, column in FLAG_KINDS.items()
            for code in [encode(kind, 1)]
        ]
        several = [
            SQL(
                "SELECT %s + rel.%s FROM %s rel WHERE rel.entry_id = entry.id",
                KINDS[kind] * SPAN,
                SQL.identifier(column),
                SQL.identifier(table),
            )
            for kind, (table, column) in RELATION_KINDS.items()
        ]
        return SQL(
            "array_remove(ARRAY[%s], NULL) || ARRAY(%s)",
            SQL(", ").join(single),
            SQL(" UNION ALL ").join(several),
        )

    @api.model
    def _get_new_domain(self):
        """Return the domain of those who entered the directory lately."""
        return Domain("date_listed", ">=", self._get_new_since())

    def _get_new_since(self):
        return fields.Date.context_today(self) - relativedelta(days=NEW_DAYS)

    @api.model
    def _read_page(self, domain, length, offset=0):
        """Return the cards of one page as a list of dicts; one statement."""
        self.flush_model()
        query = self._search(domain, limit=length, offset=offset, order=self._order)
        columns = [SQL.identifier(self._table, name) for name in CARD]
        rows = self.env.execute_query(query.select(*columns))
        return [dict(zip(CARD, row, strict=True)) for row in rows]

    @api.model
    def _count_codes(self, domain, kinds):
        """Count the entries of a domain by code; one statement, exact.

        :param kinds: the kinds of facets to count
        :return: ({code: count} of the codes of these kinds, number of entries)
        """
        self.flush_model()
        codes = SQL(
            "%s || ARRAY[0, CASE WHEN %s >= %s THEN %s END]",
            SQL.identifier(self._table, "facet_codes"),
            SQL.identifier(self._table, "date_listed"),
            self._get_new_since(),
            encode("new", 1),
        )
        visible = self._search(domain).select(SQL("unnest(%s) AS code", codes))
        return self._split_counts(
            SQL("SELECT code, COUNT(*) FROM (%s) visible GROUP BY code", visible), kinds
        )

    @api.model
    def _count_everybody(self, kinds):
        """Count, as `_count_codes` does, all that the viewer sees; from kept sums."""
        new = self._search(self._get_viewer_domain() & self._get_new_domain())
        recent = SQL(
            "SELECT %s AS code, COUNT(*) AS members FROM (%s) recent",
            encode("new", 1),
            new.select(),
        )
        kept = self.env["smart.directory.count"]._sql_seen(self._get_numbers(kinds))
        return self._split_counts(SQL("%s UNION ALL %s", kept, recent), kinds)

    def _get_numbers(self, kinds):
        """Return the numbers of kinds, 0 being that of the entries themselves."""
        return [0, *(KINDS[kind] for kind in kinds)]

    def _split_counts(self, statement, kinds):
        rows = self.env.execute_query(
            SQL(
                "SELECT * FROM (%s) counted (code, members) WHERE code / %s = ANY(%s)"
                " AND members > 0 ORDER BY members DESC, code",
                statement,
                SPAN,
                self._get_numbers(kinds),
            )
        )
        counts = {code: int(members) for code, members in rows}
        return counts, counts.pop(0, 0)

    @api.model
    def _read_labels(self, codes):
        """Return {code: name} of those the user may read; one statement."""
        by_kind = {}
        kinds = {number: kind for kind, number in KINDS.items()}
        for code in set(codes):
            by_kind.setdefault(kinds[code // SPAN], []).append(code % SPAN)
        parts = [
            self._sql_labels(kind, ids)
            for kind, ids in by_kind.items()
            if kind in NAMED_BY
        ]
        if not parts:
            return {}
        return dict(self.env.execute_query(SQL(" UNION ALL ").join(parts)))

    def _sql_labels(self, kind, ids):
        Model = self.env[NAMED_BY[kind]].with_context(active_test=False)
        if self.env.user._is_public() or kind in ("language", "country"):
            # words of the reference tables: the entries that carry them are filtered
            Model = Model.sudo()
        query = Model._search([("id", "in", ids)])
        return query.select(
            SQL(
                "%s + %s AS code", KINDS[kind] * SPAN, SQL.identifier(query.table, "id")
            ),
            Model._field_to_sql(query.table, "name", query),
        )
