# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Keep what only the model decides out of the reach of a call over RPC."""

from odoo.exceptions import ValidationError


def neutral(records, vals_list, values):
    """Return (records, vals_list) where `values` hold for a plain user.

    A create over RPC can bring any stored field, in the values or as a ``default_`` of
    the context. Fields of `values` that are None are left to their compute; the others
    are set as given.
    """
    if records.env.su:
        return records, vals_list
    fixed = {name: value for name, value in values.items() if value is not None}
    context = {
        key: value
        for key, value in records.env.context.items()
        if key.removeprefix("default_") not in values
    }
    cleaned = [
        {key: value for key, value in vals.items() if key not in values} | fixed
        for vals in vals_list
    ]
    return records.with_env(records.env(context=context)), cleaned


def check_commercial(records):
    """Refuse a mere contact: the charter looks at the company behind it."""
    for partner in records.partner_id:
        if partner != partner.commercial_partner_id:
            raise ValidationError(
                records.env._(
                    "Choose the company %(company)s instead of its contact "
                    "%(contact)s.",
                    company=partner.commercial_partner_id.display_name,
                    contact=partner.name,
                )
            )
