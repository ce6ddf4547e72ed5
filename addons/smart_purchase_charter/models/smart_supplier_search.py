# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.tools import SQL

# what may be a person's rather than a need: not kept
PERSONAL = re.compile(r"@|\d{5,}|https?:")


class SmartSupplierSearch(models.Model):
    """Words that found no supplier, by month: what the list lacks, and of nobody."""

    _name = "smart.supplier.search"
    _description = "Search without Result"
    _order = "month desc, count desc, id"
    _rec_name = "words"
    # not even the database knows who searched
    _log_access = False

    words = fields.Char(required=True, readonly=True)
    month = fields.Date(required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    count = fields.Integer("Times", required=True, readonly=True, default=1)

    _words_uniq = models.UniqueIndex(
        "(words, month, COALESCE(company_id, 0))",
        "One line per words and month.",
    )

    @api.model
    def _note(self, words, company):
        """Count a search without result; what looks personal is forgotten."""
        words = " ".join((words or "").lower().split())[:60]
        if len(words) < 3 or PERSONAL.search(words):
            return
        self.env.execute_query(
            SQL(
                """
                INSERT INTO smart_supplier_search (words, month, company_id, count)
                VALUES (%s, date_trunc('month', %s::date)::date, %s, 1)
                ON CONFLICT (words, month, COALESCE(company_id, 0))
                DO UPDATE SET count = smart_supplier_search.count + 1
                RETURNING id
                """,
                words,
                fields.Date.context_today(self),
                company.id,
            )
        )
        self.invalidate_model()
