# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import formatLang

OPERATIONS = [
    ("count", "Number of records"),
    ("distinct", "Number of different members"),
    ("sum", "Sum"),
    ("avg", "Mean"),
]
DEFINITION = {"source_id", "domain", "operation", "number_id", "date_id"}


class SmartImpactMeasure(models.Model):
    """A number read from the records of the ERP, without any code.

    It is read with the rights of the evaluator who set it, who stands for it.
    """

    _name = "smart.impact.measure"
    _description = "Impact Measure"
    _inherit = ["mail.thread", "smart.impact.guarded.mixin"]
    _order = "name, id"
    _check_company_auto = True
    # whoever changes a measure stands for it
    _guarded_elsewhere = {"user_id"}

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self._default_company_id(),
    )
    source_id = fields.Many2one(
        "smart.impact.source",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    model = fields.Char(related="source_id.model", string="Technical name")
    domain = fields.Char("Which records", required=True, default="[]", tracking=True)
    operation = fields.Selection(
        OPERATIONS, "What of them", required=True, default="count", tracking=True
    )
    number_id = fields.Many2one(
        "smart.impact.source.field",
        "Of which field",
        domain="[('source_id', '=', source_id), ('role', '=', 'number')]",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    date_id = fields.Many2one(
        "smart.impact.source.field",
        "Date of the period",
        domain="[('source_id', '=', source_id), ('role', '=', 'date')]",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: what is there on the day it is read, whatever the period.",
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Stands for it",
        readonly=True,
        copy=False,
        index="btree_not_null",
        default=lambda self: self._default_user_id(),
        help="Records are read with the rights of this evaluator.",
        tracking=True,
    )

    is_readable = fields.Boolean(compute="_compute_is_readable")

    @api.depends("source_id")
    @api.depends_context("uid")
    def _compute_is_readable(self):
        for measure in self:
            # an extension may be gone with its records
            model = self.env.get(measure.model or "")
            measure.is_readable = model is not None and model.has_access("read")

    def _default_company_id(self):
        return self.env.company

    def _default_user_id(self):
        # OdooBot sees everything, so it stands for nothing
        return not self.env.user._is_superuser() and self.env.user

    @api.constrains("operation", "number_id", "date_id", "source_id")
    def _check_fields(self):
        for measure in self:
            chosen = measure.number_id | measure.date_id
            if chosen.source_id - measure.source_id:
                raise ValidationError(
                    self.env._(
                        "The fields of %(measure)s belong to another source.",
                        measure=measure.name,
                    )
                )
            wants = measure.operation in ("sum", "avg")
            if wants != bool(measure.number_id):
                raise ValidationError(
                    self.env._(
                        "%(measure)s: a sum or a mean needs a field, a number of "
                        "records has none.",
                        measure=measure.name,
                    )
                )

    @api.constrains("domain", "source_id")
    def _check_domain(self):
        for measure in self:
            measure._parse_domain()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._guard(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._guard(vals)
        if DEFINITION & set(vals) and not self.env.su:
            vals = {**vals, "user_id": self.env.uid}
        return super().write(vals)

    def _guard(self, vals):
        if "user_id" in vals and not self.env.su and vals["user_id"] != self.env.uid:
            raise AccessError(
                self.env._("Nobody makes somebody else stand for a measure.")
            )

    def action_take_charge(self):
        """Stand for these measures: they are read with your rights from now on."""
        self.check_access("write")
        self.write({"user_id": self.env.uid})

    def action_try(self):
        """Read the measure over the last twelve months and say what it gives."""
        self.ensure_one()
        self.check_access("read")
        today = fields.Date.context_today(self)
        found = self._evaluate(fields.Date.subtract(today, years=1), today)
        value, people = found.get(None, (0, 0))
        message = self.env._(
            "%(value)s, of %(people)s people",
            value=formatLang(self.env, value, digits=2),
            people=people,
        )
        if 0 < people < 5:
            message = self.env._("Fewer than five people: not shown.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"title": self.name, "message": message, "sticky": False},
        }

    # === READ === #

    def _parse_domain(self):
        """Return the domain, made of literals alone and valid for the model."""
        self.ensure_one()
        try:
            domain = Domain(literal_eval(self.domain or "[]"))
            domain.validate(self.env[self.source_id.model].sudo())
        except Exception as error:
            raise ValidationError(
                self.env._(
                    "%(measure)s: “%(domain)s” is not a filter on %(records)s "
                    "(%(error)s). Set it with the filter editor; names and functions "
                    "are not evaluated.",
                    measure=self.name,
                    domain=self.domain,
                    records=self.source_id.name,
                    error=error,
                )
            ) from None
        return domain

    def _get_reader(self):
        """Return the records of the source as whoever stands for the measure sees."""
        self.ensure_one()
        user = self.user_id
        if not user.active or not user.has_group("smart_impact.group_evaluator"):
            raise UserError(
                self.env._(
                    "Nobody stands for the measure “%(measure)s” any more: an "
                    "evaluator takes charge of it first.",
                    measure=self.name,
                )
            )
        source = self.source_id
        if not source.active or not source._is_open_to(user):
            raise UserError(
                self.env._(
                    "%(records)s is not open to %(user)s: ask an administrator.",
                    records=source.name,
                    user=user.name,
                )
            )
        model = self.env[source.model].with_user(user)
        return model.with_context(allowed_company_ids=self.company_id.ids)

    def _get_full_domain(self, model, date_from, date_to):
        domain = self._parse_domain()
        if "company_id" in model._fields:
            domain &= Domain("company_id", "in", [False, self.company_id.id])
        if self.date_id:
            path = self.date_id.path
            after = fields.Date.add(date_to, days=1)
            domain &= Domain(path, ">=", date_from) & Domain(path, "<", after)
        return domain

    def _evaluate(self, date_from, date_to):
        """Return ``{territory or None for all: (value, people)}``, in two queries.

        People are different members where the source names them, records otherwise.

        """
        self.ensure_one()
        source, model = self.source_id, self._get_reader()
        person = source._get_path("person")
        if source.model == "res.partner":
            person = "id"
        people = f"{person}:count_distinct" if person else "__count"
        value = {
            "count": "__count",
            "distinct": people,
            "sum": f"{self.number_id.path}:sum",
            "avg": f"{self.number_id.path}:avg",
        }[self.operation]
        try:
            domain = self._get_full_domain(model, date_from, date_to)
            total = model._read_group(domain, [], [value, people])[0]
            found = {None: (total[0] or 0, total[1])}
            path = source._get_path("territory")
            if path:
                rows = model._read_group(domain, [path], [value, people])
                found.update(
                    (place, (number or 0, n)) for place, number, n in rows if place
                )
        except AccessError as error:
            raise UserError(
                self.env._(
                    "%(user)s, who stands for “%(measure)s”, may not read it: "
                    "%(error)s",
                    user=self.user_id.name,
                    measure=self.name,
                    error=error,
                )
            ) from None
        return found
