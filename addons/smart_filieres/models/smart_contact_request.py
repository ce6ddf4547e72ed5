# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

MANAGER = "smart_filieres.group_manager"
OUTCOMES = [
    ("none", "Nothing"),
    ("exchange", "An exchange"),
    ("meeting", "A meeting"),
    ("quote", "A quote"),
    ("contract", "A contract"),
    ("project", "A joint project"),
]
UNANSWERED_DAYS = 21
OTHER_SIDE = {"sender": "recipient", "recipient": "sender"}


class SmartContactRequest(models.Model):
    """A member asks to be put in touch; both names and addresses open at her yes.

    Staff read when and what became of it. Who it was is for managers, what was said
    for nobody: see `smart.contact.message`.
    """

    _name = "smart.contact.request"
    _description = "Contact Request"
    # mail.thread only to receive e-mails: nothing is ever posted in a chatter
    _inherit = ["mail.thread", "smart.signed.mixin"]
    _order = "date_sent desc, id desc"
    _rec_name = "ref"

    ref = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self._default_ref(),
    )
    sender_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade", groups=MANAGER
    )
    recipient_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade", groups=MANAGER
    )
    company_id = fields.Many2one(
        related="recipient_id.company_id", store=True, index=True
    )
    # what it is about tells managers who is concerned
    offer_id = fields.Many2one(
        "smart.offer", index=True, ondelete="set null", groups=MANAGER
    )
    match_id = fields.Many2one("smart.match", ondelete="set null", groups=MANAGER)
    origin = fields.Selection(
        [("directory", "Directory"), ("offer", "Offer or need"), ("match", "Match")],
        required=True,
        default="directory",
    )
    filiere_id = fields.Many2one("smart.filiere", index=True, ondelete="set null")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("unanswered", "Unanswered"),
            ("closed", "Closed"),
        ],
        required=True,
        default="draft",
        index=True,
    )
    outcome = fields.Selection(OUTCOMES, copy=False)
    date_sent = fields.Datetime(index=True)
    date_accepted = fields.Datetime()
    date_closed = fields.Datetime()
    date_outcome_asked = fields.Datetime()
    message_line_ids = fields.One2many(
        "smart.contact.message", "request_id", groups="base.group_system"
    )
    message_count = fields.Integer("Messages passed on", readonly=True)
    is_erased = fields.Boolean("Messages erased", readonly=True)
    # her block is a secret: the sender sees a request that nobody answered
    is_muted = fields.Boolean(groups=MANAGER)

    _not_oneself = models.Constraint(
        "CHECK (sender_id != recipient_id)", "Nobody writes to herself."
    )
    _closed_idx = models.Index("(state, date_sent)")

    @api.model
    def _default_ref(self):
        return uuid.uuid4().hex

    # === SIDES === #

    def _get_partner(self, side):
        return self.sender_id if side == "sender" else self.recipient_id

    def _get_side(self, partner):
        """Return the side of `partner`, or None where it is not her request.

        A muted request does not exist for who muted it.
        """
        if partner == self.sender_id:
            return "sender"
        if partner == self.recipient_id and self.state != "draft":
            return None if self.is_muted else "recipient"
        return None

    def _get_label(self, side):
        """Return how the person of `side` is named to the other one."""
        return self._get_labels(side)[self]

    def _get_labels(self, side):
        """Return {request: name of `side` as the other one may read it}."""
        labels = {}
        for viewer, requests in self.grouped(
            lambda one: one._get_partner(OTHER_SIDE[side])
        ).items():
            people = requests.mapped(
                "sender_id" if side == "sender" else "recipient_id"
            )
            shown = self.env["smart.directory.entry"]._get_shown_to(viewer, people)
            for one in requests:
                person = one._get_partner(side)
                labels[one] = (
                    person.name
                    if one.date_accepted
                    else shown[person].name
                    if person in shown
                    else one._get_vague_label()
                )
        return labels

    def _get_vague_label(self):
        if self.filiere_id:
            return self.env._("A member of %s", self.filiere_id.name)
        return self.env._("A member of the cooperative")

    # === SENDING === #

    @api.model
    def _ask(self, sender, recipient, text, offer=None, match=None):
        """Send a request from `sender` to `recipient`, who must be shown to her.

        :param offer: the offer or need it is about
        :param match: the match it comes from
        :raise UserError: with a sentence for the sender
        """
        text = self.env["smart.contact.message"]._clean(text, is_revealed=False)
        self._check_may_ask(sender, recipient, text)
        if match:
            origin = "match"
        else:
            origin = "offer" if offer else "directory"
        contact = self.create(
            {
                "sender_id": sender.id,
                "recipient_id": recipient.id,
                "offer_id": offer.id if offer else False,
                "match_id": match.id if match else False,
                "origin": origin,
                "filiere_id": self._guess_filiere(sender, recipient, offer),
            }
        )
        contact._send(text)
        if match:
            match.state = "contacted"
        return contact

    @api.model
    def _guess_filiere(self, sender, recipient, offer):
        """Return the filière of the offer, or one that both are in."""
        if offer and offer.filiere_id:
            return offer.filiere_id.id
        filieres = self.env["smart.match.pool"]._get_filieres(sender | recipient)
        return min(filieres[sender.id] & filieres[recipient.id], default=False)

    @api.model
    def _check_may_ask(self, sender, recipient, text):
        if not text:
            raise UserError(self.env._("Write a few words about why you get in touch."))
        if sender == recipient:
            raise UserError(self.env._("This is yourself."))
        if sender._smart_contact_profile().is_sender_paused:
            raise UserError(
                self.env._(
                    "The cooperative paused your contact requests: please call it."
                )
            )
        if (
            not recipient.is_member
            or recipient._smart_contact_profile().is_contact_paused
        ):
            raise UserError(
                self.env._("This person does not take contact requests at present.")
            )
        between = Domain("sender_id", "=", sender.id)
        between &= Domain("recipient_id", "=", recipient.id)
        if self.search_count(between & Domain("state", "=", "sent"), limit=1):
            raise UserError(
                self.env._("Your last request to this person awaits an answer.")
            )
        self._check_limits(sender)

    @api.model
    def _check_limits(self, sender):
        """Refuse too many requests at once or in thirty days."""
        mine = Domain("sender_id", "=", sender.id)
        open_limit = self._get_limit("relay_open_limit", 5)
        if self.search_count(mine & Domain("state", "=", "sent")) >= open_limit:
            raise UserError(
                self.env._(
                    "%s of your requests await an answer: no more for now.", open_limit
                )
            )
        month_limit = self._get_limit("relay_month_limit", 20)
        since = fields.Datetime.now() - timedelta(days=30)
        if self.search_count(mine & Domain("date_sent", ">=", since)) >= month_limit:
            raise UserError(
                self.env._("You sent %s requests in 30 days: no more now.", month_limit)
            )

    @api.model
    def _get_limit(self, name, default):
        # the limits are no secret, their table is
        value = (
            self.env["ir.config_parameter"].sudo().get_param(f"smart_filieres.{name}")
        )
        return int(value) if str(value or "").isdecimal() else default

    def _send(self, text):
        self.ensure_one()
        blocks = self.env["smart.contact.block"]
        self.write(
            {
                "state": "sent",
                "date_sent": fields.Datetime.now(),
                "is_muted": blocks._is_blocked(self.recipient_id, self.sender_id),
            }
        )
        self._keep_message("sender", text)
        if not self.is_muted:
            self._mail_request(text)

    def _keep_message(self, side, text):
        self.env["smart.contact.message"].create(
            {"request_id": self.id, "side": side, "body": text}
        )
        self.message_count += 1

    # === ANSWERS === #

    def _check_state(self, *states):
        for contact in self:
            if contact.state not in states:
                raise UserError(
                    self.env._("This request was answered already, or it is too late.")
                )

    def _accept(self):
        """Open names and addresses to both; return the sentence for the recipient."""
        self.ensure_one()
        self._check_state("sent")
        self.write({"state": "accepted", "date_accepted": fields.Datetime.now()})
        for side in OTHER_SIDE:
            self._mail_accepted(side)
        return self.env._(
            "You are now in touch with %(name)s: %(email)s",
            name=self.sender_id.name,
            email=self.sender_id.email or "",
        )

    def _decline(self):
        """Refuse, without a reason."""
        self._check_state("sent")
        self.write({"state": "declined", "date_closed": fields.Datetime.now()})
        for contact in self:
            contact._mail_not_answered()
        return self.env._("It is declined. Nothing about you was told.")

    def _block(self, side="recipient"):
        """Block the other one: nothing of hers arrives, and she is not told."""
        self.ensure_one()
        blocker, blocked = self._get_partner(side), self._get_partner(OTHER_SIDE[side])
        self.env["smart.contact.block"]._block(blocker, blocked)
        mine = Domain("recipient_id", "=", blocker.id)
        mine &= Domain("sender_id", "=", blocked.id) & Domain("state", "=", "sent")
        self.search(mine).is_muted = True
        return self.env._("This person cannot write to you any more, and is not told.")

    def _report(self, side="recipient"):
        """Tell the managers, and block."""
        self.ensure_one()
        self.env["smart.contact.report"]._file(self, side)
        self._block(side)
        return self.env._("Thank you: the cooperative looks into it.")

    def _close(self, outcome):
        """Record what became of it."""
        self._check_state("accepted")
        self.write(
            {
                "state": "closed",
                "outcome": outcome,
                "date_closed": fields.Datetime.now(),
            }
        )
        return self.env._("Thank you: this helps to show what cooperation brings.")

    # === TIES === #

    @api.model
    def _get_tie_evidence_query(self):
        """Return (kind, event_key, partner_id, happened_on): one row per person."""
        return SQL(
            """
            SELECT 'relay' AS kind, 'relay-' || request.id AS event_key,
                   side.partner_id, request.date_accepted::date AS happened_on
              FROM smart_contact_request request
              JOIN LATERAL (VALUES (request.sender_id), (request.recipient_id))
                AS side (partner_id) ON TRUE
             WHERE request.date_accepted IS NOT NULL
            """
        )
