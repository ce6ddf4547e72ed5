# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What only the steps of a pooled order decide, out of the reach of a call over RPC."""

from odoo.exceptions import AccessError


def refuse(records, vals, names):
    """Refuse that a plain user writes one of `names`; superuser writes pass.

    The steps of an order check who calls them, and then write as superuser.

    :raises AccessError: with the field
    """
    touched = sorted(set(names) & vals.keys())
    if touched and not records.env.su:
        raise AccessError(
            records.env._(
                "“%(field)s” is decided by the steps of the pooled order. Use its "
                "buttons instead of writing it.",
                field=records._fields[touched[0]].get_description(records.env)[
                    "string"
                ],
            )
        )
