# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare

from ..engine import tender

WEIGHTS = ("weight_price", "weight_date", "weight_grade")
FROZEN = {*WEIGHTS, "weight_days"}
STAMPS = {"date_opened", "opened_by_id"}


class PurchaseOrderGroupTender(models.Model):
    """A call for tenders: how offers are weighed is written before they are opened."""

    _inherit = "purchase.order.group"

    weight_price = fields.Float("Price (%)", digits=(5, 1), default=60.0)
    weight_date = fields.Float("Date (%)", digits=(5, 1), default=10.0)
    weight_grade = fields.Float(
        "Charter Grade (%)",
        digits=(5, 1),
        default=30.0,
    )
    weight_days = fields.Integer(
        "Days Late Worth Nothing",
        default=30,
        help="A delivery so many days after the earliest one gets no point for its "
        "date.",
    )
    date_opened = fields.Datetime("Opened on", readonly=True, copy=False)
    opened_by_id = fields.Many2one("res.users", "Opened by", readonly=True, copy=False)
    ranked_order_ids = fields.Many2many(
        "purchase.order", string="Offers", compute="_compute_ranked_order_ids"
    )
    tender_rule = fields.Text("How Offers Are Weighed", compute="_compute_tender_rule")

    @api.depends("order_ids.tender_rank")
    def _compute_ranked_order_ids(self):
        for group in self:
            group.ranked_order_ids = group.order_ids.sorted(
                lambda order: (not order.tender_rank, order.tender_rank, order.id)
            )

    @api.depends(*FROZEN, "date_opened", "opened_by_id")
    @api.depends_context("lang")
    def _compute_tender_rule(self):
        for group in self:
            group.tender_rule = self.env._(
                "Price %(price)g %%: 100 points for the lowest, less in proportion. "
                "Date %(date)g %%: 100 points for the earliest, none %(days)s days "
                "later. Charter grade %(grade)g %%: exemplary 100, compliant 75, in "
                "progress 50, insufficient 25. A grade that is not known gives an "
                "interval, placed by its middle; an excluded supplier is not ranked.",
                price=group.weight_price,
                date=group.weight_date,
                grade=group.weight_grade,
                days=group.weight_days,
            )

    @api.constrains(*FROZEN)
    def _check_weights(self):
        for group in self:
            weights = [group[name] for name in WEIGHTS]
            total = sum(weights)
            if min(weights) < 0 or float_compare(total, 100, precision_digits=1):
                raise ValidationError(
                    self.env._(
                        "The weights of price, date and grade sum to %(total)g %% "
                        "instead of 100 %%.",
                        total=total,
                    )
                )
            if group.weight_days < 0:
                raise ValidationError(self.env._("A number of days is not negative."))

    def write(self, vals):
        if not self.env.su and vals.keys() & STAMPS:
            raise UserError(self.env._("Use the button Open the Offers."))
        opened = self.filtered("date_opened")
        if opened and any(
            name in vals and group[name] != vals[name]
            for group in opened
            for name in FROZEN
        ):
            raise UserError(
                self.env._(
                    "Offers were opened on %(date)s: the weighting is frozen. Start "
                    "another call for tenders to weigh differently.",
                    date=fields.Date.to_string(opened[0].date_opened),
                )
            )
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        # who creates a call cannot say that it was opened
        company = self.env.company.sudo()
        usual = {name: company[f"tender_{name}"] for name in WEIGHTS}
        vals_list = [
            {
                **({} if vals.keys() & set(WEIGHTS) else usual),
                **{key: value for key, value in vals.items() if key not in STAMPS},
            }
            for vals in vals_list
        ]
        return super().create(vals_list)

    def action_open_offers(self):
        """Freeze the weighting and show the ranking."""
        self.check_access("write")
        self._open_offers()
        return self._get_action()

    def _open_offers(self):
        # sudo: the stamps are out of reach of a plain write, on purpose.
        self.sudo().filtered(lambda group: not group.date_opened).write(
            {"date_opened": fields.Datetime.now(), "opened_by_id": self.env.uid}
        )

    def _get_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ranking of Offers"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }

    def _get_weights(self):
        self.ensure_one()
        return tender.Weights(
            self.weight_price, self.weight_date, self.weight_grade, self.weight_days
        )

    @api.depends("order_ids.name")
    def _compute_display_name(self):
        for group in self:
            group.display_name = ", ".join(group.order_ids.mapped("name"))
