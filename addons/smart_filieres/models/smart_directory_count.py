# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .smart_directory_entry import STAFF
from .smart_directory_entry_count import SPAN

# what is counted of an entry: each of its codes, and 0 for itself
CODES = SQL("entry.facet_codes || 0")


class SmartDirectoryCount(models.Model):
    """How many entries carry a code, by audience and by filières they are in.

    So kept, the sums of any viewer follow without reading the entries: she reads the
    row for filières of who shares one with her, and the row for all members of others.
    Each change of entries adds lines that say by how much, in the same transaction and
    without a lock; at night the lines are summed up. Nobody reads the model itself: a
    group of filières may hold one person.
    """

    _name = "smart.directory.count"
    _description = "Directory Counts"
    _log_access = False

    company = fields.Integer()
    audience = fields.Char(required=True)
    code = fields.Integer(required=True)
    members = fields.Integer(required=True)

    def init(self):
        result = super().init()
        self.env.cr.execute(
            """
            ALTER TABLE smart_directory_count
              ADD COLUMN IF NOT EXISTS scope_filieres int[]
            """
        )
        return result

    @api.model
    def _add_entries(self, profile_ids, sign):
        """Count the entries of some profiles once more (1) or once less (-1)."""
        self.env.execute_query(
            SQL(
                "%s WHERE entry.profile_id = ANY(%s) GROUP BY 1, 2, 3, 4 RETURNING id",
                self._sql_insert(sign),
                list(profile_ids),
            )
        )

    @api.model
    def _recount(self):
        """Sum up all entries again: what the lines say, in as few as possible."""
        self.env.flush_all()
        self.env.execute_query(SQL("DELETE FROM smart_directory_count RETURNING id"))
        self.env.execute_query(
            SQL("%s GROUP BY 1, 2, 3, 4 RETURNING id", self._sql_insert(1))
        )
        self.invalidate_model()

    def _sql_insert(self, sign):
        return SQL(
            """
            INSERT INTO smart_directory_count
                   (company, audience, scope_filieres, code, members)
            SELECT entry.company_id, entry.audience, entry.scope_filieres, code.code,
                   %(sign)s * COUNT(*)
              FROM smart_directory_entry entry,
                   unnest(%(codes)s) AS code (code)
            """,
            sign=sign,
            codes=CODES,
        )

    @api.model
    def _sql_seen(self, kinds):
        """Return a statement of (code, members) that the user sees, of some kinds.

        It says what record rules and `_get_viewer_domain` say of the entries.
        """
        user = self.env.user
        # a portal user may not read all of her own contact
        if not (user.partner_id.sudo().is_member or user.has_group(STAFF)):
            return SQL("SELECT 0 AS code, 0 AS members")
        return SQL(
            """
            SELECT counted.code, SUM(counted.members) AS members
              FROM smart_directory_count counted
             WHERE (counted.company IS NULL OR counted.company = ANY(%(companies)s))
               AND %(is_for_me)s AND counted.code / %(span)s = ANY(%(kinds)s)
             GROUP BY counted.code
            """,
            companies=self.env.companies.ids,
            is_for_me=self.env["smart.directory.entry"]._sql_is_for_me("counted"),
            span=SPAN,
            kinds=kinds,
        )
