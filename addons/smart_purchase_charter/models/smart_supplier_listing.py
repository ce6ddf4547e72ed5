# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from . import charter_wording
from .guard import check_commercial, neutral

# fewer opinions are not averaged: a member could be read out of them
MEAN_FROM = 5
# what follows from the contact, its grade or the recommendations
PROJECTED = {
    "grade": "unknown",
    "recommendation_count": 0,
    "recommendation_mean": 0.0,
    "state": "draft",
}


class SmartSupplierListing(models.Model):
    """What members see of a supplier, and the only thing they read of it.

    Listing a supplier recommends nothing and forces nothing: members buy where they
    like, and read here what the cooperative knows.
    """

    _name = "smart.supplier.listing"
    _description = "Referenced Supplier"
    _inherit = ["mail.thread", "mail.activity.mixin", "image.mixin"]
    _order = "name, id"

    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('parent_id', '=', False)]",
        groups="base.group_user",
    )
    name = fields.Char(
        related="partner_id.name", store=True, index="trigram", readonly=True
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
        groups="base.group_user",
    )
    state = fields.Selection(
        [("draft", "To prepare"), ("listed", "Listed"), ("withdrawn", "Withdrawn")],
        default="draft",
        required=True,
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
        help="Members see what is listed.",
    )
    summary = fields.Char(
        "In one sentence", translate=True, help="What it sells, and to whom."
    )
    description = fields.Text(translate=True)
    how_to_order = fields.Text(
        translate=True, help="Where and how members order, in what language."
    )
    category_ids = fields.Many2many(
        "smart.supplier.category",
        "smart_listing_category_rel",
        "listing_id",
        "category_id",
        string="Categories",
    )
    filiere_ids = fields.Many2many(
        "smart.filiere",
        "smart_listing_filiere_rel",
        "listing_id",
        "filiere_id",
        string="Filières",
        help="Filières for which it works, empty when it serves everybody.",
    )
    website = fields.Char(related="partner_id.website", store=True, readonly=True)
    city = fields.Char(related="partner_id.city", store=True, readonly=True)
    country_id = fields.Many2one(
        related="partner_id.country_id", store=True, readonly=True
    )
    territory_id = fields.Many2one(
        related="partner_id.territory_id", store=True, index=True, readonly=True
    )
    is_placed = fields.Boolean(compute="_compute_place", store=True)
    grid_latitude = fields.Float(digits=(8, 4), compute="_compute_place", store=True)
    grid_longitude = fields.Float(digits=(8, 4), compute="_compute_place", store=True)
    grade = fields.Selection(
        charter_wording.GRADES,
        "Charter Grade",
        default="unknown",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    label_line_ids = fields.One2many(
        "smart.supplier.listing.label", "listing_id", "Labels", copy=True
    )
    condition_ids = fields.One2many(
        "smart.supplier.condition", "listing_id", "Negotiated conditions"
    )
    recommendation_ids = fields.One2many(
        "smart.supplier.recommendation",
        "listing_id",
        groups="smart_purchase_charter.group_buyer",
    )
    report_ids = fields.One2many(
        "smart.supplier.report",
        "listing_id",
        groups="smart_purchase_charter.group_buyer",
    )
    report_count = fields.Integer(
        compute="_compute_report_count",
        groups="smart_purchase_charter.group_buyer",
    )
    recommendation_count = fields.Integer("Recommendations", readonly=True, copy=False)
    recommendation_mean = fields.Float(
        "Mean of recommendations",
        digits=(3, 1),
        readonly=True,
        copy=False,
        aggregator=None,
        help="Of five or more, rounded to a half; zero below.",
    )

    _partner_uniq = models.UniqueIndex(
        "(partner_id, COALESCE(company_id, 0))",
        "This supplier is in the list already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("partner_id.zip", "partner_id.country_id")
    def _compute_place(self):
        squares = self.env["smart.postal.point"]._find_squares(
            (one.partner_id.country_id.id, one.partner_id.zip) for one in self
        )
        for one in self:
            square = squares[one.partner_id.country_id.id, one.partner_id.zip]
            one.is_placed = bool(square)
            one.grid_latitude, one.grid_longitude = square or (0.0, 0.0)

    def _compute_report_count(self):
        counts = dict(
            self.env["smart.supplier.report"]._read_group(
                [("listing_id", "in", self.ids)], ["listing_id"], ["__count"]
            )
        )
        for one in self:
            one.report_count = counts.get(one, 0)

    # === CONSTRAINTS AND CRUD METHODS === #

    @api.constrains("partner_id")
    def _check_partner(self):
        check_commercial(self)

    @api.model_create_multi
    def create(self, vals_list):
        self, vals_list = neutral(self, vals_list, PROJECTED)
        listings = super().create(vals_list)
        listings._refresh_grade()
        return listings

    def write(self, vals):
        if not self.env.su and vals.keys() & PROJECTED.keys():
            raise UserError(
                self.env._("Use the buttons; grades and recommendations follow.")
            )
        return super().write(vals)

    # === ACTIONS === #

    def action_list(self):
        """Show the supplier to members."""
        self.check_access("write")
        for one in self:
            if one.grade == "excluded":
                raise ValidationError(
                    self.env._(
                        "%(name)s is excluded by a decision of the ethics committee: "
                        "it can be listed again once the breach is remedied.",
                        name=one.name,
                    )
                )
            if not one.category_ids:
                raise ValidationError(
                    self.env._(
                        "Say in which category members find “%(name)s”.", name=one.name
                    )
                )
        # the state is out of reach of a plain write
        self.sudo().state = "listed"

    def action_withdraw(self):
        """Take the supplier off what members see; nothing about it is lost."""
        self.check_access("write")
        # as above
        self.sudo().state = "withdrawn"

    def action_view_reports(self):
        """Open what members reported about these suppliers."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_purchase_charter.smart_supplier_report_action"
        )
        action["domain"] = [("listing_id", "in", self.ids)]
        action["context"] = {"default_listing_id": self.id}
        return action

    # === BUSINESS METHODS === #

    def _refresh_grade(self):
        """Take over the grade of the contact; who is excluded is taken off."""
        # sudo: a grade is one fact for everybody, whoever triggers the refresh
        everyone = self.sudo()
        graded = everyone.grouped(lambda one: one.partner_id.charter_grade or "unknown")
        for grade, listings in graded.items():
            changed = listings.filtered(lambda one, grade=grade: one.grade != grade)
            changed.write({"grade": grade})
        excluded = everyone.filtered(
            lambda one: one.grade == "excluded" and one.state == "listed"
        )
        excluded.write({"state": "withdrawn"})

    def _get_responsible(self):
        """Return who answers for this supplier: its responsible, its buyer, a buyer."""
        self.ensure_one()
        # the contact is no business of the member who reports
        one = self.sudo()
        buyers = self.env.ref("smart_purchase_charter.group_buyer").sudo().all_user_ids
        here = buyers.filtered(
            lambda user: not one.company_id or one.company_id in user.company_ids
        )
        chosen = (one.user_id | one.partner_id.buyer_id).filtered("active") & buyers
        return chosen[:1] or here[:1]

    def _refresh_recommendations(self):
        """Count the published recommendations, and average five or more of them."""
        # sudo: the figures stand for all members, whoever moderated
        rows = {
            listing.id: (count, mean)
            for listing, count, mean in self.env["smart.supplier.recommendation"]
            .sudo()
            ._read_group(
                [("listing_id", "in", self.ids), ("state", "=", "published")],
                ["listing_id"],
                ["__count", "rating:avg"],
            )
        }
        for one in self.sudo():
            count, mean = rows.get(one.id, (0, 0.0))
            one.write(
                {
                    "recommendation_count": count,
                    # to the half: one more opinion does not tell what it was
                    "recommendation_mean": round(mean * 2) / 2
                    if count >= MEAN_FROM
                    else 0.0,
                }
            )

    @api.model
    def _get_words_domain(self, text):
        """Return the domain of listings that hold every word of `text`."""
        domain = Domain.TRUE
        for word in (text or "").split()[:8]:
            fields_ = ("name", "summary", "description", "category_ids.name",
                       "category_ids.keywords")  # fmt: skip
            domain &= Domain.OR(Domain(name, "ilike", word) for name in fields_)
        return domain
