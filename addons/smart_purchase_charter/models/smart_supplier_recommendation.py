# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .guard import neutral

MODERATED = ("state", "moderator_id", "reason")
TEXT_LIMIT = 1500


class SmartSupplierRecommendation(models.Model):
    """What a member says of a supplier; others read it once a buyer has read it."""

    _name = "smart.supplier.recommendation"
    _description = "Recommendation of a Supplier"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _rec_name = "listing_id"

    listing_id = fields.Many2one(
        "smart.supplier.listing", "Supplier", required=True, index=True,
        ondelete="cascade",
    )  # fmt: skip
    company_id = fields.Many2one(related="listing_id.company_id", store=True)
    partner_id = fields.Many2one(
        "res.partner", "Member", required=True, index=True, ondelete="cascade"
    )
    date = fields.Date(default=lambda self: fields.Date.context_today(self))
    rating = fields.Integer(required=True, aggregator="avg", help="From 1 to 5.")
    text = fields.Text("In her words")
    is_signed = fields.Boolean(
        "Signed", help="She lets her name stand beside her words."
    )
    state = fields.Selection(
        [("new", "To read"), ("published", "Published"), ("refused", "Not published")],
        default="new",
        required=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    moderator_id = fields.Many2one("res.users", "Read by", readonly=True)
    reason = fields.Text("Why not", help="The member reads it.")

    _rating_range = models.Constraint(
        "CHECK(rating BETWEEN 1 AND 5)", "A recommendation gives 1 to 5."
    )
    _member_uniq = models.Constraint(
        "UNIQUE(listing_id, partner_id)",
        "A member recommends a supplier once; she may change what she said.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        fixed = dict.fromkeys(MODERATED, False) | {"state": "new"}
        self, vals_list = neutral(self, vals_list, fixed)
        records = super().create(vals_list)
        records.listing_id._refresh_recommendations()
        return records

    def write(self, vals):
        if not self.env.su and vals.keys() & {"state", "rating", "text", "partner_id"}:
            raise UserError(
                self.env._(
                    "These are the member's own words. Publish them or not, with the "
                    "buttons."
                )
            )
        result = super().write(vals)
        if vals.keys() & {"state", "rating", "listing_id"}:
            self.listing_id._refresh_recommendations()
        return result

    def unlink(self):
        listings = self.listing_id
        result = super().unlink()
        listings._refresh_recommendations()
        return result

    # === ACTIONS === #

    def action_publish(self):
        """Let members read it; it counts from now on."""
        self._moderate("published")

    def action_refuse(self):
        """Keep it back; the member reads the reason."""
        for one in self:
            if not (one.reason or "").strip():
                raise UserError(
                    self.env._(
                        "Write why it is not published: the member will read it."
                    )
                )
        self._moderate("refused")

    # === BUSINESS METHODS === #

    def _moderate(self, state):
        self.check_access("write")
        # out of reach of a plain write, so that nobody rewrites a member
        self.sudo().write({"state": state, "moderator_id": self.env.uid})
        self.activity_unlink(["mail.mail_activity_data_todo"])

    @api.model
    def _recommend(self, partner, listing, rating, text="", is_signed=False):
        """Store what a member says, or what she now says instead; to be read again.

        :raises UserError: the rating is none of 1 to 5
        """
        if rating not in range(1, 6):
            raise UserError(self.env._("Choose one to five stars."))
        vals = {
            "rating": rating,
            "text": (text or "").strip()[:TEXT_LIMIT],
            "is_signed": is_signed,
            "date": fields.Date.context_today(self),
            "state": "new",
            "reason": False,
        }
        mine = self.search(
            [("listing_id", "=", listing.id), ("partner_id", "=", partner.id)]
        )
        if mine:
            mine.write(vals)
            return mine
        return self.create(vals | {"listing_id": listing.id, "partner_id": partner.id})
