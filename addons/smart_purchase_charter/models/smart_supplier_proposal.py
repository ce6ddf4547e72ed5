# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..engine import duplicates
from .guard import neutral

DECIDED = ("state", "listing_id", "duplicate_id", "duplicate_by", "user_id")


class SmartSupplierProposal(models.Model):
    """A supplier that a member would like to see in the list."""

    _name = "smart.supplier.proposal"
    _description = "Proposed Supplier"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "create_date desc, id desc"

    name = fields.Char(required=True, tracking=True)
    vat = fields.Char("VAT or company number")
    website = fields.Char()
    zip = fields.Char("Postal code")
    city = fields.Char()
    country_id = fields.Many2one("res.country")
    category_id = fields.Many2one("smart.supplier.category")
    why = fields.Text("Why this one?")
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company
    )
    # a member who proposes is not told who else did
    partner_id = fields.Many2one(
        "res.partner", "Proposed by", required=True, index=True, ondelete="cascade",
        groups="smart_purchase_charter.group_buyer",
    )  # fmt: skip
    supporter_ids = fields.Many2many(
        "res.partner",
        "smart_supplier_proposal_supporter_rel",
        "proposal_id",
        "partner_id",
        string="Also asked by",
        groups="smart_purchase_charter.group_buyer",
    )
    supporter_count = fields.Integer(
        "Members who ask",
        compute="_compute_supporter_count",
        store=True,
        groups="smart_purchase_charter.group_buyer",
    )
    user_id = fields.Many2one(
        "res.users", "Read by", tracking=True,
        groups="smart_purchase_charter.group_buyer",
    )  # fmt: skip
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("review", "Under review"),
            ("listed", "Listed"),
            ("refused", "Refused"),
        ],
        default="proposed",
        required=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    reason = fields.Text("Answer", help="Why, in words that the member reads.")
    duplicate_id = fields.Many2one(
        "res.partner",
        "Looks like",
        readonly=True,
        groups="smart_purchase_charter.group_buyer",
        help="A supplier that is known already, by its number, website or name.",
    )
    duplicate_by = fields.Selection(
        [("vat", "VAT number"), ("website", "Website"), ("name", "Name")],
        "Same",
        readonly=True,
        groups="smart_purchase_charter.group_buyer",
    )
    listing_id = fields.Many2one(
        "smart.supplier.listing", readonly=True, index="btree_not_null", copy=False
    )

    @api.depends("supporter_ids")
    def _compute_supporter_count(self):
        for proposal in self:
            proposal.supporter_count = 1 + len(proposal.supporter_ids)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        fixed = dict.fromkeys(DECIDED, False) | {"state": "proposed"}
        self, vals_list = neutral(self, vals_list, fixed)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() & {"state", "listing_id"}:
            raise UserError(self.env._("Use the buttons: the member is told."))
        return super().write(vals)

    # === ACTIONS === #

    def action_review(self):
        self._decide("review")

    def action_list(self):
        """Make or find the supplier, put it in the list, and tell who asked."""
        self.check_access("write")
        for proposal in self.filtered(lambda one: one.state != "listed"):
            proposal._list()
        self._decide("listed")

    def action_refuse(self):
        """Refuse with a reason, which the members who asked read."""
        for proposal in self:
            if not (proposal.reason or "").strip():
                raise UserError(
                    self.env._("Write why: the members who asked will read it.")
                )
        self._decide("refused")

    def action_view_listing(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "smart.supplier.listing",
            "res_id": self.listing_id.id,
            "view_mode": "form",
        }

    # === BUSINESS METHODS === #

    def _decide(self, state):
        self.check_access("write")
        # out of reach of a plain write: each step tells the members
        self.sudo().write({"state": state, "user_id": self.env.uid})
        if state in ("listed", "refused"):
            self.activity_unlink(["mail.mail_activity_data_todo"])
            self._tell(state)

    def _list(self):
        self.ensure_one()
        # a buyer need not be a manager of contacts to list what she read
        partner = self.sudo().duplicate_id or self.env["res.partner"].sudo().create(
            self._prepare_partner_vals()
        )
        listings = self.env["smart.supplier.listing"]
        listing = listings.search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "in", [self.company_id.id, False]),
            ],
            limit=1,
        ) or listings.create(
            {
                "partner_id": partner.id,
                "company_id": self.company_id.id,
                "category_ids": [Command.set(self.category_id.ids)],
                "user_id": self.env.uid,
            }
        )
        if listing.state != "listed":
            listing.action_list()
        self.sudo().listing_id = listing

    def _prepare_partner_vals(self):
        return {
            "name": self.name,
            "is_company": True,
            "supplier_rank": 1,
            "vat": self.vat,
            "website": self.website,
            "zip": self.zip,
            "city": self.city,
            "country_id": self.country_id.id,
            "company_id": False,
        }

    def _tell(self, state):
        """Write to the members who asked, one message each."""
        template = self.env.ref(
            f"smart_purchase_charter.mail_template_proposal_{state}",
            raise_if_not_found=False,
        )
        if not template:
            return
        for proposal in self.sudo():
            for member in proposal.partner_id | proposal.supporter_ids:
                if not member.email:
                    continue
                # the template decides what a member reads
                template.sudo().with_context(lang=member.lang).send_mail(
                    proposal.id,
                    email_values={
                        "recipient_ids": [Command.link(member.id)],
                        "author_id": proposal.company_id.partner_id.id,
                    },
                )

    @api.model
    def _propose(self, partner, values):
        """Store what a member proposes; return (proposal, listing that is there).

        A supplier that members see already is not proposed again; one that another
        member proposed gains a supporter. Whether the cooperative knows it otherwise
        is for buyers alone.

        :raises UserError: it has no name
        """
        asked = duplicates.Known(
            0, values["name"], values.get("vat") or "", values.get("website") or ""
        )
        if not duplicates.plain_name(asked.name):
            raise UserError(self.env._("Give the name of the supplier."))
        known, sign = self._find_known(asked)
        listing = self.env["smart.supplier.listing"].search(
            [("partner_id", "=", known.id), ("state", "=", "listed")], limit=1
        )
        if known and listing:
            return self.browse(), listing
        pending = self._find_pending(asked)
        if pending:
            if pending.partner_id != partner:
                pending.supporter_ids = [Command.link(partner.id)]
            return pending, listing
        proposal = self.create(
            {
                **values,
                "partner_id": partner.id,
                "duplicate_id": known.id,
                "duplicate_by": sign,
            }
        )
        proposal._ask_reading()
        return proposal, listing.browse()

    @api.model
    def _find_known(self, asked):
        """Return (supplier that is known already, by what it was recognised)."""
        partners = self.env["res.partner"].search_fetch(
            self._get_alike_domain(asked)
            & Domain("parent_id", "=", False)
            & (Domain("supplier_rank", ">", 0) | Domain("is_company", "=", True)),
            ["name", "vat", "website"],
            limit=200,
        )
        key, sign = duplicates.find_same(
            asked,
            [
                duplicates.Known(one.id, one.name, one.vat or "", one.website or "")
                for one in partners
            ],
        )
        return self.env["res.partner"].browse(key or []), sign

    @api.model
    def _find_pending(self, asked):
        pending = self.search(
            Domain("state", "in", ("proposed", "review"))
            & self._get_alike_domain(asked),
            limit=200,
        )
        key, _sign = duplicates.find_same(
            asked,
            [
                duplicates.Known(one.id, one.name, one.vat or "", one.website or "")
                for one in pending
            ],
        )
        return self.browse(key or [])

    @api.model
    def _get_alike_domain(self, asked):
        """Return a wide domain; the engine decides among what it finds."""
        words = max(duplicates.plain_name(asked.name).split(), key=len)
        # accents are ignored where the database can, so compare a part without any
        domain = Domain("name", "ilike", words)
        vat, host = duplicates.plain_vat(asked.vat), duplicates.host(asked.website)
        if vat:
            digits = "".join(char for char in vat if char.isdigit())
            # numbers are typed with dots and spaces
            domain |= Domain("vat", "ilike", "%".join(digits))
        if host:
            domain |= Domain("website", "ilike", host)
        return domain

    def _ask_reading(self):
        for proposal in self:
            buyers = self.env.ref("smart_purchase_charter.group_buyer").all_user_ids
            responsible = buyers.filtered(
                lambda user, one=proposal: (
                    one.company_id in user.company_ids and not user.share
                )
            )[:1]
            proposal.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("A member proposes a supplier: %s", proposal.name),
                user_id=responsible.id or self.env.uid,
            )
