# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.smart_filieres.engine.geography import distance_km

from ..engine.lending import next_free

# the states in which an item is kept for somebody
HOLDING = ("requested", "reserved", "out")


class SmartSharedResource(models.Model):
    """A kind of equipment that members borrow; each piece of it is an item."""

    _name = "smart.shared.resource"
    _description = "Shared Equipment"
    _inherit = ["mail.thread", "mail.activity.mixin", "image.mixin"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    description = fields.Text(
        translate=True, help="What it is for, what comes with it."
    )
    guidelines = fields.Text(
        translate=True, help="How to use it and bring it back. Shown to the borrower."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self._company()
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("offered", "Offered"), ("listed", "Listed"), ("withdrawn", "Withdrawn")],
        default="offered",
        required=True,
        index=True,
        tracking=True,
        group_expand=True,
        help="Members see and borrow what is listed.",
    )
    owner_kind = fields.Selection(
        [
            ("structure", "The cooperative"),
            ("member", "A member"),
            ("partner", "A partner"),
        ],
        default="structure",
        required=True,
    )
    owner_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        # members learn who it is once a loan is agreed
        groups="smart_purchase_charter.group_buyer",
    )
    place_id = fields.Many2one(
        "res.partner",
        "Fetched at",
        domain=[("is_workplace", "=", True)],
        help="Shared workplace where it is handed over; empty: agreed with the owner.",
    )
    territory_id = fields.Many2one(
        "smart.territory", compute="_compute_territory_id", store=True, index=True
    )
    categ_id = fields.Many2one("product.category", "Category", index="btree_not_null")
    product_ids = fields.Many2many(
        "product.product",
        string="Instead of buying",
        help="Who is about to buy one of these is told that this can be borrowed.",
    )
    needs_approval = fields.Boolean(
        compute="_compute_needs_approval",
        store=True,
        readonly=False,
        precompute=True,
        help="The owner or the purchasing team accepts each request.",
    )
    deposit = fields.Monetary(tracking=True)
    max_days = fields.Integer("Longest loan (days)", default=14, required=True)
    buffer_hours = fields.Float(
        "Hours between two loans", help="Time to check, clean or charge it."
    )
    maintenance_months = fields.Integer(
        "Checked every (months)", help="Zero: no check is due."
    )
    item_ids = fields.One2many("smart.shared.item", "resource_id", "Items", copy=True)
    item_count = fields.Integer(compute="_compute_counts")
    free_count = fields.Integer("Free now", compute="_compute_counts")
    loan_count = fields.Integer(compute="_compute_counts", string="Loans")

    _limits = models.Constraint(
        "CHECK (max_days > 0 AND buffer_hours >= 0 AND maintenance_months >= 0 "
        "AND deposit >= 0)",
        "The longest loan is at least one day; hours, months and deposit are not "
        "negative.",
    )

    @api.model
    def _company(self):
        return self.env.company

    # === COMPUTE METHODS === #

    @api.depends("place_id.territory_id", "owner_id.territory_id")
    def _compute_territory_id(self):
        for resource in self:
            where = resource.place_id or resource.owner_id
            resource.territory_id = where.territory_id

    @api.depends("owner_kind")
    def _compute_needs_approval(self):
        for resource in self:
            resource.needs_approval = resource.owner_kind != "structure"

    def _compute_counts(self):
        now = fields.Datetime.now()
        held = {
            item
            for (item,) in self.env["smart.loan"]._read_group(
                [
                    ("resource_id", "in", self.ids),
                    ("state", "in", HOLDING),
                    ("date_from", "<=", now),
                    "|", ("date_until", ">", now), ("state", "=", "out"),
                ],
                ["item_id"],
            )
        }  # fmt: skip
        loans = dict(
            self.env["smart.loan"]._read_group(
                [("resource_id", "in", self.ids), ("kind", "=", "loan")],
                ["resource_id"],
                ["__count"],
            )
        )
        for resource in self:
            resource.item_count = len(resource.item_ids)
            resource.free_count = len([i for i in resource.item_ids if i not in held])
            resource.loan_count = loans.get(resource, 0)

    # === CONSTRAINTS === #

    @api.constrains("owner_kind", "owner_id")
    def _check_owner(self):
        for resource in self:
            if resource.owner_kind != "structure" and not resource.owner_id:
                raise ValidationError(
                    self.env._("Say who owns “%(name)s”.", name=resource.name)
                )
            if resource.owner_kind == "member" and not resource.owner_id.is_member:
                raise ValidationError(
                    self.env._(
                        "%(owner)s is not a member: choose “A partner” as owner.",
                        owner=resource.owner_id.display_name,
                    )
                )

    # === ACTIONS === #

    def action_list(self):
        """Show the equipment to members."""
        for resource in self:
            if not resource.item_ids:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” has no item yet: add one for each piece that can "
                        "be borrowed.",
                        name=resource.name,
                    )
                )
        self.state = "listed"

    def action_withdraw(self):
        """Take the equipment off the list; loans that are agreed stay."""
        self.state = "withdrawn"

    def action_view_loans(self):
        """Open the loans of this equipment."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_purchase_charter.smart_loan_action"
        )
        action["domain"] = [("resource_id", "in", self.ids)]
        action["context"] = {"default_resource_id": self.id}
        return action

    # === BUSINESS METHODS === #

    @api.model
    def _offer(self, partner, name, description):
        """Create what `partner` offers to lend; it is listed once it was read."""
        company = partner.company_id or self.env.company
        resource = self.create(
            {
                "name": name,
                "description": description[:4000],
                "owner_kind": "member",
                "owner_id": partner.id,
                "company_id": company.id,
                "item_ids": [Command.create({"name": "1"})],
            }
        )
        buyers = self.env.ref("smart_purchase_charter.group_buyer").all_user_ids
        responsible = buyers.filtered(lambda user: company in user.company_ids)[:1]
        resource.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("A member offers to lend: %s", name),
            user_id=responsible.id or self.env.uid,
        )
        return resource

    def _find_free_item(self, date_from, date_until, besides=()):
        """Return an item that nobody holds in the period and whose check is not due.

        The rarest in use first, so that pieces wear alike.
        """
        self.ensure_one()
        self.env["smart.loan"].flush_model()
        self.env["smart.shared.item"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT item.id
                  FROM smart_shared_item item
                 WHERE item.resource_id = %(resource)s AND item.active
                   AND item.id != ALL(%(besides)s)
                   AND (item.date_check_due IS NULL
                        OR item.date_check_due > %(until)s::date)
                   AND NOT EXISTS (
                       SELECT 1 FROM smart_loan loan
                        WHERE loan.item_id = item.id AND loan.state = ANY(%(holding)s)
                          AND tsrange(loan.date_from, loan.date_until)
                              && tsrange(%(start)s, %(until)s))
                 ORDER BY (SELECT count(*) FROM smart_loan past
                            WHERE past.item_id = item.id), item.id
                 LIMIT 1
                """,
                resource=self.id,
                besides=list(besides),
                until=date_until,
                start=date_from,
                holding=list(HOLDING),
            )
        )
        return self.env["smart.shared.item"].browse([row[0] for row in rows])

    def _get_busy_periods(self, since):
        """Return [(from, until), …] of each item from `since` on, holders unnamed."""
        self.ensure_one()
        loans = self.env["smart.loan"].search_fetch(
            [
                ("item_id", "in", self.item_ids.ids),
                ("state", "in", HOLDING),
                ("date_until", ">", since),
            ],
            ["item_id", "date_from", "date_until"],
        )
        periods = {item: [] for item in self.item_ids}
        for loan in loans:
            periods[loan.item_id].append((loan.date_from, loan.date_until))
        return periods

    def _get_next_free(self, date_from, length):
        """Return the first moment from `date_from` that an item is free that long."""
        return next_free(
            list(self._get_busy_periods(date_from).values()), date_from, length
        )

    def _find_instead_of(self, products):
        """Return the listed equipment that spares buying `products`."""
        return self.search(
            [("state", "=", "listed"), ("product_ids", "in", products.ids)]
        )

    def _get_distances(self, partner):
        """Return {resource: km or None} from the postal code of `partner`.

        Both ends are centres of 10-km squares: nobody's street is measured.
        """
        where = {one: one.place_id or one.owner_id for one in self}
        pairs = {
            one: (place.country_id.id, place.zip)
            for one, place in [(None, partner), *where.items()]
        }
        squares = self.env["smart.postal.point"]._find_squares(pairs.values())
        home = squares[pairs[None]]
        return {
            one: round(distance_km(*home, *squares[pairs[one]]))
            if home and squares[pairs[one]]
            else None
            for one in self
        }
