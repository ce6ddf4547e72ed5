# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

MADE = {
    *("numerator", "denominator", "people", "is_masked", "state", "computed_on"),
    *("low", "high", "has_interval"),
}
# known from its source, as the value is
TYPED = {"people", "low", "high", "has_interval"}


class SmartImpactFigure(models.Model):
    """A figure that does not come from a survey wave.

    A masked figure holds nothing: neither value nor number of people.
    """

    _name = "smart.impact.figure"
    _description = "Impact Figure"
    _inherit = ["mail.thread", "smart.impact.guarded.mixin"]
    _order = "date_to desc, indicator_id, is_total desc, territory_id, id"
    _rec_name = "indicator_id"

    indicator_id = fields.Many2one(
        "smart.impact.indicator",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('source', '!=', 'survey')]",
    )
    programme_id = fields.Many2one(
        related="indicator_id.programme_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="indicator_id.company_id", store=True, index=True
    )
    source = fields.Selection(related="indicator_id.source", store=True)
    level = fields.Selection(related="indicator_id.level")
    unit = fields.Char(related="indicator_id.unit")
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    territory_id = fields.Many2one(
        "smart.territory",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: all territories.",
    )
    is_total = fields.Boolean(compute="_compute_is_total", store=True)
    numerator = fields.Float(readonly=True, copy=False, aggregator="sum")
    denominator = fields.Float(readonly=True, copy=False, aggregator="sum")
    value = fields.Float(aggregator="avg", tracking=True)
    people = fields.Integer("n", readonly=True, aggregator="sum")
    low = fields.Float("Lower bound", readonly=True, aggregator=None)
    high = fields.Float("Upper bound", readonly=True, aggregator=None)
    has_interval = fields.Boolean(readonly=True)
    is_masked = fields.Boolean("Masked", readonly=True, copy=False)
    reference = fields.Char(
        "Taken from",
        help="Who published this value, where and when.",
        tracking=True,
    )
    url = fields.Char("Address of the source")
    comment = fields.Text(
        translate=True, help="What the figure does not say by itself."
    )
    computed_on = fields.Date(readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    # some of it is typed where the value comes from elsewhere
    _guarded_elsewhere = MADE

    _dates_order = models.Constraint(
        "CHECK(date_from <= date_to)", "A period ends after it begins."
    )
    _cell_uniq = models.UniqueIndex(
        "(indicator_id, date_from, date_to, COALESCE(territory_id, 0))",
        "An indicator has one figure for a place and a period.",
    )

    @api.depends("territory_id")
    def _compute_is_total(self):
        for figure in self:
            figure.is_total = not figure.territory_id

    @api.depends("indicator_id", "territory_id", "date_to")
    def _compute_display_name(self):
        for figure in self:
            place = figure.territory_id.name or self.env._("All territories")
            figure.display_name = (
                f"{figure.indicator_id.display_name} – {place} – {figure.date_to}"
            )

    @api.constrains("indicator_id", "reference")
    def _check_source(self):
        for figure in self:
            if figure.source == "survey":
                raise ValidationError(
                    self.env._(
                        "%(indicator)s comes from survey items: its figures are those "
                        "of the waves.",
                        indicator=figure.indicator_id.display_name,
                    )
                )
            if figure.source == "external" and not (figure.reference or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(indicator)s: an external value needs its source (who "
                        "published it, where, when).",
                        indicator=figure.indicator_id.display_name,
                    )
                )

    @api.constrains("value", "low", "high", "has_interval", "people")
    def _check_typed_bounds(self):
        for figure in self.filtered(lambda one: one.source == "external"):
            if figure.has_interval and not figure.low <= figure.value <= figure.high:
                raise ValidationError(
                    self.env._(
                        "%(figure)s: the value lies outside its interval.",
                        figure=figure.display_name,
                    )
                )
            if (
                figure.people < 0
                or 0 < figure.people < figure.indicator_id.minimum_cell
            ):
                raise ValidationError(
                    self.env._(
                        "%(figure)s: no figure is shown for fewer than %(minimum)s "
                        "people. Leave n empty if the source does not say it.",
                        figure=figure.display_name,
                        minimum=figure.indicator_id.minimum_cell,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        indicators = self.env["smart.impact.indicator"]
        for vals in vals_list:
            names = {name for name in MADE & set(vals) if vals[name]}
            indicator = indicators.browse(vals.get("indicator_id"))
            self._check_made(names, vals, indicator.source == "external")
        figures = super().create(vals_list)
        figures._check_typed()
        return figures

    def write(self, vals):
        outside = all(one.source == "external" for one in self)
        self._check_made(MADE & set(vals), vals, outside)
        if not self.env.su:
            self._check_unpublished()
            if {"value", "indicator_id"} & set(vals):
                self._check_typed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self._check_unpublished()

    def _check_made(self, names, vals, is_external):
        if is_external:
            names = names - TYPED
        if vals.get("state") == "draft":
            names = names - {"state"}
        if names and not self.env.su:
            raise UserError(
                self.env._(
                    "%(fields)s are computed or set by the buttons.",
                    fields=sorted(
                        self._fields[name]._description_string(self.env)
                        for name in names
                    ),
                )
            )

    def _check_typed(self):
        computed = self.filtered(
            lambda one: one.source in ("erp", "wave", "qualitative")
        )
        if computed and not self.env.su:
            raise UserError(
                self.env._(
                    "%(indicators)s are computed: nobody types their value.",
                    indicators=computed.indicator_id.mapped("display_name"),
                )
            )

    def _check_unpublished(self):
        shown = self.filtered(lambda one: one.state == "published")
        if shown:
            raise UserError(
                self.env._(
                    "%(figures)s are published and do not change any more.",
                    figures=shown.mapped("display_name"),
                )
            )

    # === STATES === #

    def action_publish(self):
        """Show these figures on the public page of their programme."""
        self.check_access("write")
        for figure in self:
            reasons = figure._get_obstacles()
            if reasons:
                raise UserError(
                    self.env._(
                        "%(figure)s cannot be published: %(reasons)s.",
                        figure=figure.display_name,
                        reasons=reasons,
                    )
                )
        # the checks above stand for the guard
        self.sudo().write({"state": "published"})

    def _get_obstacles(self):
        """Return the reasons why a figure may not be shown. Override to add some."""
        self.ensure_one()
        indicator = self.indicator_id
        found = [why for _one, why in indicator._get_publication_obstacles()]
        if indicator.state not in ("adopted", "retired"):
            found.append(self.env._("the indicator is not adopted"))
        if indicator.level == "impact" and not self.is_masked:
            if not self.people:
                found.append(self.env._("no number of people"))
            if not self.has_interval:
                found.append(self.env._("no interval"))
        return found
