# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import math

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .guard import neutral
from .pooled_guard import refuse

GUARDED = {"state": "open", "pooled_order_id": False, "ripe_date": False}
# so that nobody fills the page of all the others
MOST_OPEN_PER_MEMBER = 5


class SmartPoolProposal(models.Model):
    """A need that a member tells, that others back, and that becomes a pooled order."""

    _name = "smart.pool.proposal"
    _description = "Proposed Need"
    _inherit = ["mail.thread", "mail.activity.mixin", "smart.pool.audience.mixin"]
    _order = "create_date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Need", required=True, tracking=True)
    active = fields.Boolean(default=True)
    description = fields.Text()
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Proposed by",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_member', '=', True)]",
    )
    territory_id = fields.Many2one(
        "smart.territory",
        index="btree_not_null",
        help="Shown to the members of this territory and of its parts; empty: to all.",
    )
    filiere_id = fields.Many2one(
        "smart.filiere",
        "Filière",
        index="btree_not_null",
        help="Shown to the members of this filière; empty: to all.",
    )
    threshold = fields.Integer(
        "Members Needed",
        default=5,
        required=True,
        help="From this many members on, the purchasing team is asked to act.",
    )
    state = fields.Selection(
        [
            ("open", "Looking for members"),
            ("pooled", "Became a pooled order"),
            ("closed", "Closed"),
        ],
        default="open",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    answer = fields.Text(
        "Answer to Members", help="Why it is closed; the members who back it read it."
    )
    ripe_date = fields.Datetime("Backed Enough on", readonly=True, copy=False)
    backing_ids = fields.One2many("smart.pool.backing", "proposal_id", "Backings")
    backing_count = fields.Integer(
        "Members", compute="_compute_backings", compute_sudo=True
    )
    backed_qty = fields.Float(
        "Would Take in All",
        digits="Product Unit",
        compute="_compute_backings",
        compute_sudo=True,
    )

    _threshold_positive = models.Constraint(
        "CHECK(threshold > 0)", "At least one member has to back a need."
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        records, vals_list = neutral(self, vals_list, GUARDED)
        proposals = super(SmartPoolProposal, records).create(vals_list)
        return proposals.with_env(self.env)

    def write(self, vals):
        refuse(self, vals, GUARDED)
        return super().write(vals)

    # === COMPUTE METHODS === #

    # Sums over all who back it: they tell nothing about one of them.
    @api.depends("backing_ids.quantity")
    def _compute_backings(self):
        rows = self.env["smart.pool.backing"]._read_group(
            [("proposal_id", "in", self.ids)],
            ["proposal_id"],
            ["__count", "quantity:sum"],
        )
        found = {proposal.id: totals for proposal, *totals in rows}
        for proposal in self:
            count, quantity = found.get(proposal._origin.id, (0, 0.0))
            proposal.backing_count, proposal.backed_qty = count, quantity

    @api.model
    def _get_audience_fields(self):
        return [*super()._get_audience_fields(), "partner_id"]

    @api.model
    def _get_own_domain(self, partner):
        mine = Domain("partner_id", "=", partner.id)
        return mine | Domain("backing_ids", "any", [("partner_id", "=", partner.id)])

    # === BUSINESS METHODS === #

    @api.model
    def _propose(self, partner, name, quantity, **vals):
        """Tell a need, backed by who tells it. The one door for members.

        :raises UserError: no name, no quantity, or too many needs at once
        """
        self = self.sudo()
        self._check_member(partner)
        if not (name or "").strip():
            raise ValidationError(self.env._("Say what you need."))
        mine = [("partner_id", "=", partner.id), ("state", "=", "open")]
        if self.search_count(mine) >= MOST_OPEN_PER_MEMBER:
            raise UserError(
                self.env._(
                    "You already have %(count)s needs open: wait until one of them is "
                    "over before you propose another.",
                    count=MOST_OPEN_PER_MEMBER,
                )
            )
        vals |= {"name": name.strip()[:120], "partner_id": partner.id}
        proposal = self.create(vals)
        proposal._back(partner, quantity)
        return proposal

    def _back(self, partner, quantity):
        """Say how many a member would take; zero takes her backing back.

        :raises UserError: no member, not open, or no number
        """
        self.ensure_one()
        self = self.sudo()
        self._check_member(partner)
        if self.state != "open":
            raise UserError(
                self.env._("%(need)s is not open any more.", need=self.name)
            )
        if not 0 <= quantity < math.inf:
            raise ValidationError(self.env._("Quantities cannot be negative."))
        backing = self.backing_ids.filtered(lambda one: one.partner_id == partner)
        if not quantity:
            if not backing:
                raise ValidationError(
                    self.env._("Say how many you would take: a number above zero.")
                )
            backing.unlink()
        elif backing:
            backing.quantity = quantity
        else:
            backing.create(
                {
                    "proposal_id": self.id,
                    "partner_id": partner.id,
                    "quantity": quantity,
                }
            )
        self._notice_ripe()

    def _check_member(self, partner):
        if not partner.is_member:
            raise ValidationError(
                self.env._(
                    "%(partner)s is not a member: only members can do this.",
                    partner=partner.name,
                )
            )

    def _notice_ripe(self):
        """Ask the purchasing team to act, once, when enough members back it."""
        if self.ripe_date or self.backing_count < self.threshold:
            return
        self.ripe_date = fields.Datetime.now()
        buyers = self.env.ref("smart_purchase_charter.group_buyer").all_user_ids
        buyer = buyers.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        ).sorted("id")[:1]
        if buyer:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=buyer.id,
                summary=self.env._("Enough members back it: open a pooled order"),
            )

    # === ACTION METHODS === #

    def action_close(self):
        """Close without a pooled order, and tell those who back it why."""
        self.check_access("write")
        for proposal in self:
            if proposal.state != "open":
                raise UserError(
                    self.env._("%(need)s is not open any more.", need=proposal.name)
                )
            if not (proposal.answer or "").strip():
                raise UserError(
                    self.env._(
                        "Write an answer first: the members who back it read why."
                    )
                )
        # the right to write was checked just above
        self.sudo().state = "closed"
        self._tell_backers("closed")

    def action_reopen(self):
        """Look for members again."""
        self.check_access("write")
        # the right to write was checked just above
        self.sudo().filtered(lambda one: one.state == "closed").state = "open"

    def _tell_backers(self, step):
        template = self.env.ref(
            f"smart_purchase_charter.mail_template_proposal_{step}",
            raise_if_not_found=False,
        )
        for proposal in self.sudo() if template else ():
            # one message to each: nobody reads the address of another
            for partner in proposal.backing_ids.partner_id.filtered("email"):
                template.sudo().with_context(lang=partner.lang).send_mail(
                    proposal.id,
                    email_values={
                        "recipient_ids": [(4, partner.id)],
                        "author_id": proposal.company_id.partner_id.id,
                    },
                )
