# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A measure travels by names of models and fields: ids are those of one database."""

from ast import literal_eval

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class SmartImpactMeasure(models.Model):
    _name = "smart.impact.measure"
    _inherit = ["smart.impact.measure", "smart.impact.transfer.mixin"]

    def _get_core(self):
        """Return what is measured, the same in all databases; None of nothing."""
        if not self:
            return None
        self.ensure_one()
        return {
            "model": self.model,
            "domain": repr(literal_eval(self.domain or "[]")),
            "operation": self.operation,
            "number": self.number_id.path or None,
            "date": self.date_id.path or None,
        }

    def _pack_measure(self):
        """Return the measure for a file, None of nothing."""
        return self and {"core": self._get_core(), "values": self._pack()[0]} or None

    @api.model
    def _unpack_measure(self, row, company):
        """Return the same measure of a company, made where its records are open.

        :return: nothing when this database cannot measure that
        """
        core = row["core"]
        sources = self.env["smart.impact.source"]
        source = sources.search([("model", "=", core["model"])], limit=1)
        here = {(one.role, one.path): one for one in source.field_ids}
        number = here.get(("number", core["number"]), source.field_ids.browse())
        date = here.get(("date", core["date"]), source.field_ids.browse())
        lost = (core["number"] and not number) or (core["date"] and not date)
        if not source or lost:
            return self.browse()
        known = self.search(
            [("company_id", "=", company.id), ("source_id", "=", source.id)]
        ).filtered(lambda one: one._get_core() == core)
        if known:
            return known[0]
        own = {
            "company_id": company.id,
            "source_id": source.id,
            "number_id": number.id,
            "date_id": date.id,
        }
        try:
            with self.env.cr.savepoint():
                measure = self._unpack([row["values"]], [own])
                measure._check_portable()
        except UserError:
            # its filter does not fit here: said on the indicator, to be connected
            return self.browse()
        return measure

    def _check_portable(self):
        """Refuse a filter on the ids of another database."""
        model = self.env[self.source_id.model].sudo()
        for condition in Domain(literal_eval(self.domain)).iter_conditions():
            values = condition.value
            if not isinstance(values, (list, tuple, set)):
                values = [values]
            field = _find_field(self.env, model, condition.field_expr)
            deep = condition.operator in ("any", "not any")
            numbers = any(type(one) is int for one in values)
            if (
                deep
                or numbers
                and (field is None or field.relational or field.name == "id")
            ):
                raise UserError(self.env._("The filter names records by number."))


def _find_field(env, model, path):
    """Return the field at the end of a path, None when there is none."""
    field = None
    for name in path.split("."):
        field = model._fields.get(name) if model is not None else None
        if field is None:
            return None
        model = env[field.comodel_name] if field.relational else None
    return field
