# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.tools import SQL


class Score(fields.Float):
    """A number that may be unknown: then it is nothing, and not zero.

    Nothing to read, to export, to average; last whatever the order.
    """

    falsy_value = None

    def convert_to_column(self, value, record, values=None, validate=True):
        if value is None or value is False:
            return None
        return super().convert_to_column(value, record, values, validate)

    def convert_to_cache(self, value, record, validate=True):
        if value is None or value is False:
            return None
        return super().convert_to_cache(value, record, validate)

    def convert_to_record(self, value, record):
        return False if value is None else value

    def convert_to_export(self, value, record):
        return "" if value is None or value is False else value


def unknown_last(records, field_name, nulls):
    """Return how to order by a field: what is unknown comes last, both ways."""
    is_score = isinstance(records._fields.get(field_name), Score)
    return SQL("NULLS LAST") if is_score else nulls
