# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

MEASURES = [
    ("assessed", "Share with an assessed supplier"),
    ("responsible", "Share with a compliant supplier or better"),
    ("local", "Share with a local supplier"),
    ("member", "Share bought together with members"),
]
FLAGS = {
    "assessed": ("is_assessed", "=", True),
    "responsible": ("is_responsible", "=", True),
    "local": ("is_local", "=", True),
    "member": ("buyer_type", "=", "member"),
}
FLAG_FIELDS = [name for name, _operator, _value in FLAGS.values()]
FROZEN = {
    "name",
    "company_id",
    "category_id",
    "measure",
    "baseline_from",
    "baseline_to",
    "baseline_value",
    "baseline_amount",
    "baseline_count",
    "target_value",
    "deadline",
    "policy",
    "version",
    "previous_id",
    "state",
}


class SmartSpendTarget(models.Model):
    """Where a category of purchases goes, from where it was: one row per version."""

    _name = "smart.spend.target"
    _description = "Purchasing Target"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state, deadline, id"

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    category_id = fields.Many2one(
        "product.category", ondelete="restrict", help="Empty: all purchases."
    )
    measure = fields.Selection(MEASURES, required=True, default="responsible")
    policy = fields.Text(
        "How We Buy", help="What buyers of this category do, in their own words."
    )
    user_id = fields.Many2one(
        "res.users", "Owner", default=lambda self: self.env.user, tracking=True
    )
    baseline_from = fields.Date(
        "Baseline from", required=True, default=lambda self: self._default_start()
    )
    baseline_to = fields.Date(
        "Baseline until", required=True, default=lambda self: self._default_end()
    )
    baseline_value = fields.Float(
        "Baseline (%)", digits=(5, 1), readonly=True, copy=False, aggregator=None
    )
    baseline_amount = fields.Monetary("Purchases Then", readonly=True, copy=False)
    baseline_count = fields.Integer(
        "Rows Then", readonly=True, copy=False, aggregator=None
    )
    target_value = fields.Float(
        "Target (%)", digits=(5, 1), required=True, aggregator=None
    )
    deadline = fields.Date("By", required=True, tracking=True)
    current_value = fields.Float(
        "Last 12 Months (%)", digits=(5, 1), compute="_compute_current_value"
    )
    has_current_value = fields.Boolean(compute="_compute_current_value")
    progress = fields.Float("Way Made (%)", compute="_compute_current_value")
    version = fields.Integer(default=1, readonly=True, copy=False, aggregator=None)
    previous_id = fields.Many2one(
        "smart.spend.target",
        "Version before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("adopted", "Adopted"),
            ("superseded", "Superseded"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )

    _target_is_share = models.Constraint(
        "CHECK(target_value >= 0 AND target_value <= 100)",
        "A share lies between 0 and 100 %.",
    )
    _baseline_ordered = models.Constraint(
        "CHECK(baseline_to >= baseline_from)", "A baseline ends after it starts."
    )

    @api.model
    def _default_start(self):
        today = fields.Date.context_today(self)
        return fields.Date.subtract(today, years=1)

    @api.model
    def _default_end(self):
        return fields.Date.subtract(fields.Date.context_today(self), days=1)

    @api.depends("measure", "category_id", "company_id", "target_value")
    def _compute_current_value(self):
        today = fields.Date.context_today(self)
        start = fields.Date.subtract(today, years=1)
        measured = self._measure(start, today)
        for target in self:
            value, amount, _count = measured[target]
            way = target.target_value - target.baseline_value
            target.current_value = value
            target.has_current_value = bool(amount)
            done = 100 * (value - target.baseline_value) / way if way else 100.0
            target.progress = min(100.0, max(0.0, done)) if amount else 0.0

    @api.constrains("deadline", "baseline_to")
    def _check_deadline(self):
        for target in self:
            if target.deadline <= target.baseline_to:
                raise ValidationError(
                    self.env._("%s: the target comes after the baseline.", target.name)
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            fixed = {"state", "version", "previous_id"} | {
                name for name in FROZEN if name.startswith("baseline_v")
            }
            vals_list = [
                {key: value for key, value in vals.items() if key not in fixed}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() & FROZEN:
            decided = self.filtered(lambda target: target.state != "draft")
            if decided or "state" in vals:
                raise UserError(
                    self.env._(
                        "%s is decided: make a new version to change it.",
                        (decided or self)[0].name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        decided = self.filtered(lambda target: target.state != "draft")
        if decided:
            raise UserError(
                self.env._("%s is part of the history.", decided[0].display_name)
            )

    @api.depends("name", "version")
    def _compute_display_name(self):
        for target in self:
            target.display_name = f"{target.name or ''} (v{target.version})"

    # === ACTION METHODS === #

    def action_adopt(self):
        """Freeze the target with its baseline; the version before is superseded."""
        self.check_access("write")
        for target in self:
            if target.state != "draft":
                raise UserError(self.env._("%s is decided already.", target.name))
            measured = target._measure(target.baseline_from, target.baseline_to)
            value, amount, count = measured[target]
            # sudo: state and baseline are out of reach of a plain write.
            target.sudo().write(
                {
                    "state": "adopted",
                    "baseline_value": value,
                    "baseline_amount": amount,
                    "baseline_count": count,
                }
            )
            target.previous_id.sudo().state = "superseded"

    def action_new_version(self):
        """Prepare the version that follows; this one holds until it is adopted."""
        self.ensure_one()
        self.check_access("write")
        # sudo: the number of a version is given here, never typed.
        following = self.sudo().copy(
            {"version": self.version + 1, "previous_id": self.id}
        )
        return following.with_env(self.env)._get_records_action()

    def action_view_spend(self):
        """Open the purchases that the target is about."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_purchase_charter.smart_spend_line_action"
        )
        return action | {"domain": list(self._get_domain()), "context": {}}

    # === BUSINESS METHODS === #

    def _get_domain(self):
        self.ensure_one()
        domain = Domain("company_id", "=", self.company_id.id)
        if self.category_id:
            domain &= Domain("category_id", "child_of", self.category_id.id)
        return domain

    def _measure(self, start, end):
        """Return ``{target: (share in per cent, amount, number of rows)}``."""
        groups = self.env["smart.spend.line"]._read_group(
            [
                ("company_id", "in", self.company_id.ids),
                ("date", ">=", start),
                ("date", "<=", end),
            ],
            ["company_id", "category_id", *FLAG_FIELDS],
            ["amount:sum", "__count"],
        )
        return {target: target._sum_groups(groups) for target in self}

    def _sum_groups(self, groups):
        """Sum the groups of this target: its company, its category and those below."""
        name, _operator, wanted = FLAGS[self.measure]
        place = 2 + FLAG_FIELDS.index(name)
        path = self.category_id.parent_path or ""
        own = [
            group
            for group in groups
            if group[0] == self.company_id
            and (group[1].parent_path or "").startswith(path)
        ]
        amount = sum(group[-2] for group in own)
        part = sum(group[-2] for group in own if group[place] == wanted)
        count = sum(group[-1] for group in own)
        return (100 * part / amount if amount else 0.0), amount, count
