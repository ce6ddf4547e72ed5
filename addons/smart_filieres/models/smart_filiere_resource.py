# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..engine import lifecycle

ANIMATION = ("animator_employee", "animator_member", "animator_volunteer")
UNITS = {
    **dict.fromkeys((*ANIMATION, "office_staff"), "hour"),
    "room": "half_day",
    "equipment": "half_day",
}


class SmartFiliereResource(models.Model):
    """Hours, rooms, equipment or money for a filière: planned, committed, used."""

    _name = "smart.filiere.resource"
    _description = "Resource of a Filière"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "filiere_id, date_from desc, kind, id"

    name = fields.Char(required=True)
    filiere_id = fields.Many2one(
        "smart.filiere", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="filiere_id.company_id", store=True, index=True
    )
    mandate_id = fields.Many2one(
        "smart.filiere.mandate",
        index="btree_not_null",
        domain="[('filiere_id', '=', filiere_id)]",
    )
    kind = fields.Selection(
        [
            ("animator_employee", "Animator: employee with a mandate"),
            ("animator_member", "Animator: paid member"),
            ("animator_volunteer", "Animator: volunteer"),
            ("office_staff", "Staff of a local office"),
            ("room", "Room"),
            ("equipment", "Equipment"),
            ("travel", "Travel"),
            ("facilitator", "External facilitator"),
            ("communication", "Communication"),
            ("micro_fund", "Micro-fund for joint projects"),
        ],
        required=True,
        default="animator_employee",
        index=True,
    )
    is_animation = fields.Boolean(
        compute="_compute_is_animation", store=True, index="btree_not_null"
    )
    source = fields.Selection(
        [
            ("cooperative", "Budget of the cooperative"),
            ("grant", "Public grant"),
            ("members", "Contribution of members"),
            ("in_kind", "In kind, valued"),
        ],
        required=True,
        default="cooperative",
    )
    unit = fields.Selection(
        [("hour", "Hours"), ("half_day", "Half-days"), ("money", "Money")],
        compute="_compute_unit",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    date_from = fields.Date(required=True, default=fields.Date.context_today)
    date_to = fields.Date(required=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self._default_currency_id()
    )
    unit_value = fields.Monetary(
        "Value of one",
        default=1,
        help="What an hour or half-day is worth. Money is worth itself.",
    )
    planned = fields.Float(tracking=True)
    committed = fields.Float(readonly=True, tracking=True, copy=False)
    used_declared = fields.Float("Used, declared", copy=False)
    measured_from = fields.Selection(
        [("declared", "Declared"), ("analytic", "Analytic account")],
        "Use read from",
        default="declared",
        required=True,
    )
    analytic_account_id = fields.Many2one(
        "account.analytic.account", index="btree_not_null"
    )
    # computed when read: timesheets and bills go on without telling the resource
    used = fields.Float(compute="_compute_used")
    used_rate = fields.Float("Used (%)", compute="_compute_used", aggregator=None)
    is_overrun = fields.Boolean(compute="_compute_used")
    planned_value = fields.Monetary(compute="_compute_values", store=True)
    committed_value = fields.Monetary(compute="_compute_values", store=True)
    hours_per_hundred = fields.Float(
        "Hours per 100 members",
        compute="_compute_hours_per_hundred",
        search=False,
        help="Committed hours for 100 members of the filière: what makes filières "
        "comparable.",
    )
    note = fields.Text()

    _period = models.Constraint(
        "CHECK(date_from <= date_to)", "A resource ends after it starts."
    )
    _positive = models.Constraint(
        "CHECK(planned >= 0 AND committed >= 0 AND used_declared >= 0)",
        "Quantities of a resource are not negative.",
    )
    _account_said = models.Constraint(
        "CHECK(measured_from != 'analytic' OR analytic_account_id IS NOT NULL)",
        "Choose the analytic account that the use is read from.",
    )

    @api.model
    def _default_currency_id(self):
        return self.env.company.currency_id

    # === COMPUTE METHODS === #

    @api.depends("kind")
    def _compute_is_animation(self):
        for resource in self:
            resource.is_animation = resource.kind in ANIMATION

    @api.depends("kind")
    def _compute_unit(self):
        for resource in self:
            resource.unit = UNITS.get(resource.kind, "money")

    @api.depends("planned", "committed", "unit", "unit_value")
    def _compute_values(self):
        for resource in self:
            worth = 1 if resource.unit == "money" else resource.unit_value
            resource.planned_value = resource.planned * worth
            resource.committed_value = resource.committed * worth

    @api.depends("used_declared", "measured_from", "date_from", "date_to", "committed")
    def _compute_used(self):
        measured = self._get_measured_use()
        for resource in self:
            resource.used = measured.get(resource.id, resource.used_declared)
            budget = resource.committed or resource.planned
            resource.used_rate = 100 * resource.used / budget if budget else 0
            resource.is_overrun = resource.used > budget

    @api.depends("committed", "unit", "filiere_id")
    def _compute_hours_per_hundred(self):
        members = self.filiere_id._measure_members()
        for resource in self:
            hours = resource.committed if resource.unit == "hour" else 0
            resource.hours_per_hundred = (
                lifecycle.hours_per_hundred(
                    members.get(resource.filiere_id.id, 0), hours
                )
                or 0
            )

    def _get_measured_use(self):
        """Return {resource id: used} for those whose use is read from elsewhere.

        Override it to read another source, and add the source to `measured_from`.
        """
        read = self.filtered(lambda each: each.measured_from == "analytic")
        if not read:
            return {}
        used = dict.fromkeys(read.ids, 0.0)
        for account, day, amount in self._get_analytic_amounts(read):
            for resource in read:
                if (
                    resource.analytic_account_id == account
                    and resource.date_from <= day <= resource.date_to
                ):
                    used[resource.id] -= amount
        return used

    def _get_analytic_amounts(self, resources):
        """Return [(account, day, amount)]: one query per analytic plan in use."""
        accounts = resources.analytic_account_id
        rows = []
        for plan in accounts.root_plan_id:
            column = plan._column_name()
            # amounts of named accounts over a period: no analytic line is shown
            rows += (
                self.env["account.analytic.line"]
                .sudo()
                ._read_group(
                    [
                        (column, "in", accounts.ids),
                        ("date", ">=", min(resources.mapped("date_from"))),
                        ("date", "<=", max(resources.mapped("date_to"))),
                    ],
                    [column, "date:day"],
                    ["amount:sum"],
                )
            )
        return rows

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("committed"):
                self._check_may_commit()
        return super().create(vals_list)

    def write(self, vals):
        if "committed" in vals:
            self._check_may_commit()
        return super().write(vals)

    def _check_may_commit(self):
        user = self.env.user
        if not (self.env.su or user.has_group("smart_filieres.group_manager")):
            raise AccessError(
                self.env._(
                    "An animator plans resources and says what was used; a manager of "
                    "the filières commits them for the cooperative."
                )
            )

    # === ACTIONS === #

    def action_commit(self):
        """Commit what was planned."""
        self._check_may_commit()
        for resource in self:
            resource.committed = resource.planned

    @api.model
    def _get_load_of(self, measures):
        """Return members per full-time animator; None when hours are unknown."""
        return lifecycle.animator_load(
            measures["members"], measures["animator_hours"] or 0
        )
