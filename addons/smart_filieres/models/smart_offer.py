# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools.date_utils import relativedelta

from .smart_directory_entry import STAFF
from .smart_filiere_membership import PRESENT_STATES

KINDS = [("offer", "Offer"), ("need", "Need")]
TYPES = [
    ("mission", "Mission"),
    ("subcontracting", "Subcontracting"),
    ("co_contracting", "Co-contracting"),
    ("equipment", "Equipment"),
    ("place", "Place"),
    ("skill", "Skill"),
    ("volunteering", "Volunteering and mutual aid"),
]
# days until an announcement expires unless its author says otherwise
LIFETIME = {"need": 60, "offer": 180}
LONGEST_DAYS = 366
LONGEST_PERIOD_YEARS = 3
MOST_KM = 5000


class SmartOffer(models.Model):
    """What a member offers or needs, until a day she chose.

    No chatter and no author in the log columns: members read these rows, and who
    wrote one is shown by what she released in the directory, or not at all.
    """

    _name = "smart.offer"
    _description = "Offer or Need"
    _inherit = ["smart.signed.mixin"]
    _order = "date_opened desc, id desc"

    name = fields.Char("In one line", required=True, size=120)
    ref = fields.Char(
        "Public reference",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self._default_ref(),
    )
    kind = fields.Selection(KINDS, required=True, default="need")
    type = fields.Selection(TYPES, required=True, default="mission")
    description = fields.Text()
    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("is_member", "=", True)],
        groups=STAFF,
    )
    company_id = fields.Many2one(
        related="partner_id.company_id", store=True, index=True, groups=STAFF
    )
    filiere_id = fields.Many2one("smart.filiere", index=True, ondelete="restrict")
    audience = fields.Selection(
        [("filiere", "This filière"), ("members", "All members")],
        required=True,
        default="members",
    )
    nace_activity_ids = fields.Many2many(
        "smart.activity",
        "smart_offer_activity_rel",
        "offer_id",
        "activity_id",
        string="Activities",
    )
    skill_ids = fields.Many2many(
        "smart.skill", "smart_offer_skill_rel", "offer_id", "skill_id", string="Skills"
    )
    language_ids = fields.Many2many(
        "res.lang",
        "smart_offer_lang_rel",
        "offer_id",
        "lang_id",
        string="Languages",
        context={"active_test": False},
    )

    # === PLACE === #
    is_remote = fields.Boolean("Can be done remotely")
    zip = fields.Char("Postal code", size=12, groups=STAFF)
    country_id = fields.Many2one("res.country", groups=STAFF)
    territory_id = fields.Many2one(
        "smart.territory", compute="_compute_place", store=True, index=True
    )
    is_placed = fields.Boolean(compute="_compute_place", store=True, groups=STAFF)
    grid_latitude = fields.Float(
        compute="_compute_place",
        store=True,
        digits=(8, 4),
        aggregator=None,
        groups=STAFF,
    )
    grid_longitude = fields.Float(
        compute="_compute_place",
        store=True,
        digits=(8, 4),
        aggregator=None,
        groups=STAFF,
    )
    radius_km = fields.Integer("Radius (km)", aggregator=None)

    # === WHEN AND HOW MUCH === #
    date_from = fields.Date("From")
    date_to = fields.Date("To")
    volume = fields.Char(size=80, help="For instance: three days a month.")
    budget = fields.Selection(
        [
            ("under_500", "Under 500"),
            ("500_2000", "500 to 2,000"),
            ("2000_10000", "2,000 to 10,000"),
            ("over_10000", "Over 10,000"),
            ("none", "Without money"),
        ],
        string="Budget band",
    )

    # === LIFE === #
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("open", "Open"),
            ("filled", "Filled"),
            ("expired", "Expired"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        index=True,
        group_expand=True,
    )
    is_standing = fields.Boolean("Standing", help="A standing offer does not expire.")
    date_opened = fields.Date(readonly=True, copy=False)
    date_expiry = fields.Date("Expires on", index=True, copy=False)
    date_closed = fields.Date(readonly=True, copy=False, groups=STAFF)
    filled_by_cooperative = fields.Boolean(
        "Thanks to the cooperative", copy=False, groups=STAFF
    )
    filled_by_member = fields.Boolean("By a member", copy=False, groups=STAFF)
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", groups=STAFF
    )
    amount = fields.Monetary(
        copy=False, groups=STAFF, help="What it was worth, if the member told."
    )

    _ref_uniq = models.Constraint("UNIQUE(ref)", "This reference is taken.")
    _period_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_from <= date_to)",
        "The period ends before it starts.",
    )
    _expires = models.Constraint(
        "CHECK (state != 'open' OR is_standing IS TRUE OR date_expiry IS NOT NULL)",
        "What is open has a day on which it expires.",
    )
    _positive = models.Constraint(
        "CHECK (COALESCE(radius_km, 0) BETWEEN 0 AND 5000"
        " AND COALESCE(amount, 0) >= 0)",
        "A radius is between 0 and 5,000 km, and an amount is not negative.",
    )
    _open_idx = models.Index("(kind, filiere_id) WHERE state = 'open'")

    # === COMPUTE AND CONSTRAINTS === #

    @api.model
    def _default_ref(self):
        return uuid.uuid4().hex

    @api.depends("zip", "country_id", "partner_id.zip", "partner_id.country_id")
    def _compute_place(self):
        """Lie where the postal code does, the member's own unless another is given."""
        pairs = {}
        for offer in self:
            source = offer if offer.zip else offer.partner_id
            country = offer.country_id or offer.partner_id.country_id
            pairs[offer] = (country.id, source.zip)
        squares = self.env["smart.postal.point"]._find_squares(pairs.values())
        territories = self.env["smart.territory"]._find_by_postal_code(pairs.values())
        for offer, pair in pairs.items():
            square = squares[pair]
            offer.territory_id = territories[pair]
            offer.is_placed = bool(square)
            offer.grid_latitude, offer.grid_longitude = square or (0.0, 0.0)

    def _compute_currency_id(self):
        for offer in self:
            offer.currency_id = (offer.company_id or self.env.company).currency_id

    @api.constrains("is_standing", "kind")
    def _check_standing(self):
        if any(offer.is_standing and offer.kind == "need" for offer in self):
            raise ValidationError(
                self.env._("A need always expires: only an offer may be standing.")
            )

    @api.constrains("audience", "filiere_id", "partner_id", "state")
    def _check_filiere(self):
        for offer in self.filtered(lambda offer: offer.state == "open"):
            if offer.audience == "filiere" and not offer.filiere_id:
                raise ValidationError(
                    self.env._("Choose the filière that “%s” is for.", offer.name)
                )

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        for offer in self.filtered(lambda offer: offer.date_from and offer.date_to):
            longest = offer.date_from + relativedelta(years=LONGEST_PERIOD_YEARS)
            if offer.date_to > longest:
                raise ValidationError(
                    self.env._(
                        "A period is %s years long at most.", LONGEST_PERIOD_YEARS
                    )
                )

    # === VISIBILITY === #

    @api.model
    def _get_visible_domain(self, partner):
        """Return the domain of the open offers and needs that `partner` may read.

        The record rule says the same of the person who is logged in.
        """
        if not partner.is_member:
            return Domain.FALSE
        filieres = self._get_filieres_of(partner)
        return (
            self._get_open_domain()
            & Domain("company_id", "in", [False, partner.company_id.id])
            & (
                Domain("audience", "=", "members")
                | Domain("filiere_id", "in", filieres.ids)
            )
        )

    @api.model
    def _get_open_domain(self):
        alive = Domain("date_expiry", "=", False) | Domain(
            "date_expiry", ">=", fields.Date.context_today(self)
        )
        return Domain("state", "=", "open") & alive

    @api.model
    def _get_filieres_of(self, partner):
        """Return the filières that `partner` is in."""
        # her own memberships, which decide what she may read
        memberships = self.env["smart.filiere.membership"].sudo()
        mine = [("partner_id", "=", partner.id), ("state", "in", PRESENT_STATES)]
        return memberships.search(mine).filiere_id

    # === STATES === #

    def _open(self):
        """Publish, or publish again, with a day of expiry."""
        today = fields.Date.context_today(self)
        for offer in self:
            if offer.state == "filled":
                raise UserError(
                    self.env._("“%s” was filled: write a new one.", offer.name)
                )
            expiry = False if offer.is_standing else offer._get_expiry(today)
            offer.write(
                {
                    "state": "open",
                    "date_opened": offer.date_opened or today,
                    "date_expiry": expiry,
                    "date_closed": False,
                }
            )

    def _get_expiry(self, today):
        """Return the day chosen if it lies ahead, else the usual one of the kind."""
        chosen = self.date_expiry
        if chosen and today <= chosen <= today + timedelta(days=LONGEST_DAYS):
            return chosen
        return today + timedelta(days=LIFETIME[self.kind])

    def _extend(self):
        """Keep open for the usual time of its kind from today."""
        self._check_not_closed()
        today = fields.Date.context_today(self)
        for offer in self:
            offer.date_expiry = today + timedelta(days=LIFETIME[offer.kind])
            offer._open()
        return self.env._("It stays open. Thank you!")

    def _fill(self, by_cooperative=False, by_member=False, amount=0.0):
        """Close with the answer to the one question."""
        self._check_not_closed()
        self.write(
            {
                "state": "filled",
                "date_closed": fields.Date.context_today(self),
                "filled_by_cooperative": by_cooperative,
                "filled_by_member": by_member,
                "amount": amount,
            }
        )
        return self.env._("Good news! It is closed as filled.")

    def _withdraw(self):
        self._check_not_closed()
        self.write(
            {"state": "withdrawn", "date_closed": fields.Date.context_today(self)}
        )
        return self.env._("It is withdrawn.")

    def _check_not_closed(self):
        for offer in self:
            if offer.state in ("filled", "withdrawn"):
                raise UserError(self.env._("“%s” is closed already.", offer.name))

    # === WHAT A MEMBER WRITES === #

    @api.model
    def _save_from_member(self, partner, vals, offer=None):
        """Keep what `partner` wrote on the portal and publish it.

        :param vals: values of text, selection and date fields, and lists of ids
        :param offer: her own offer or need to change; None creates one
        :raise UserError: with a sentence for her
        """
        self._check_from_member(partner, vals)
        vals = {**vals}
        for name, model in self._get_lists().items():
            ids = self.env[model].with_context(active_test=False)
            found = ids.search([("id", "in", vals.pop(name, []))])
            vals[name] = [Command.set(found.ids)]
        if offer:
            offer._check_not_closed()
            offer.write(vals)
        else:
            offer = self.create({**vals, "partner_id": partner.id})
        offer._open()
        return offer

    @api.model
    def _check_from_member(self, partner, vals):
        if not (vals.get("name") or "").strip():
            raise UserError(self.env._("Say in one line what it is about."))
        mine = self._get_filieres_of(partner).ids
        if vals.get("filiere_id") and vals["filiere_id"] not in mine:
            raise UserError(self.env._("You are not in this filière."))
        today = fields.Date.context_today(self)
        expiry = vals.get("date_expiry")
        if expiry and not today <= expiry <= today + timedelta(days=LONGEST_DAYS):
            raise UserError(
                self.env._("The day of expiry lies between today and in a year.")
            )
        start, end = vals.get("date_from"), vals.get("date_to")
        if start and end and end < start:
            raise UserError(self.env._("The period ends before it starts."))
        if (vals.get("radius_km") or 0) > MOST_KM:
            raise UserError(self.env._("A radius is %s km at most.", MOST_KM))

    @api.model
    def _get_lists(self):
        """Return {field: model} of the lists a member chooses from."""
        return {
            "nace_activity_ids": "smart.activity",
            "skill_ids": "smart.skill",
            "language_ids": "res.lang",
        }

    # === ACTIONS OF STAFF === #

    def action_open(self):
        """Publish on behalf of the member."""
        self.check_access("write")
        self._open()

    def action_withdraw(self):
        """Withdraw on behalf of the member, or because it has no place here."""
        self.check_access("write")
        self._withdraw()

    def action_fill(self):
        """Close as filled thanks to the cooperative."""
        self.check_access("write")
        self._fill(by_cooperative=True)
