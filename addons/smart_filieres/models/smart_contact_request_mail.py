# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from lxml import html as lxml_html

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import html2plaintext, html_sanitize
from odoo.tools.date_utils import relativedelta

from ..engine import relay
from .smart_contact_request import OTHER_SIDE, OUTCOMES, UNANSWERED_DAYS

OUTCOME_DAYS = 30
KEPT_MONTHS = 12
SYSTEM = "base.group_system"


class SmartContactRequest(models.Model):
    """The relay by e-mail: answers by signed link, replies through an alias."""

    _inherit = "smart.contact.request"

    # each side answers to its own address, which tells who writes
    sender_alias_id = fields.Many2one("mail.alias", groups=SYSTEM, copy=False)
    recipient_alias_id = fields.Many2one("mail.alias", groups=SYSTEM, copy=False)

    def unlink(self):
        aliases = self.sender_alias_id | self.recipient_alias_id
        result = super().unlink()
        aliases.unlink()
        return result

    # === SIGNED LINKS === #

    def _get_signed_actions(self):
        labels = dict(self._fields["outcome"]._description_selection(self.env))
        return {
            **super()._get_signed_actions(),
            "accept": (self.env._("Accept, and open both addresses"), "_accept"),
            "decline": (self.env._("Decline"), "_decline"),
            "block": (self.env._("Block this person"), "_block"),
            "report": (self.env._("Report to the cooperative"), "_report"),
            **{
                f"outcome_{key}": (labels[key], f"_close_{key}") for key, _l in OUTCOMES
            },
        }

    def _get_signed_version(self):
        return f"{self.state}-{bool(self.is_muted)}"

    def _get_signed_summary(self, action):
        if action.startswith("outcome_"):
            return self.env._("What became of your contact?")
        return self.env["ir.qweb"]._render(
            "smart_filieres.contact_signed_summary",
            {"label": self._get_label("sender"), "messages": self.message_line_ids[:1]},
        )

    def _close_none(self):
        return self._close("none")

    def _close_exchange(self):
        return self._close("exchange")

    def _close_meeting(self):
        return self._close("meeting")

    def _close_quote(self):
        return self._close("quote")

    def _close_contract(self):
        return self._close("contract")

    def _close_project(self):
        return self._close("project")

    # === E-MAILS OUT === #

    def _get_reply_to(self, side):
        """Return the address `side` answers to, or None without an alias domain."""
        name = f"{side}_alias_id"
        company = self.company_id or self.env.company
        if not self[name] and company.alias_domain_id:
            self[name] = self.env["mail.alias"].create(
                {
                    # whoever holds it may write in this exchange, so it is not guessed
                    "alias_name": f"relais-{self._default_ref()}",
                    "alias_model_id": self.env["ir.model"]._get_id(self._name),
                    "alias_force_thread_id": self.id,
                    "alias_domain_id": company.alias_domain_id.id,
                    "alias_contact": "everyone",
                }
            )
        return self[name].alias_full_name if self[name].alias_domain_id else None

    def _mail(self, side, subject, template, values, is_open=True):
        """Send one e-mail to `side`, from the cooperative."""
        self.ensure_one()
        partner = self._get_partner(side)
        spoken = self.with_context(lang=partner.lang)
        self.env["smart.relay.mail"].with_context(lang=partner.lang)._send(
            partner,
            subject(spoken),
            f"smart_filieres.{template}",
            {"contact": spoken, "url": self._get_page_url(), **values(spoken)},
            reply_to=self._get_reply_to(side) if is_open else None,
        )

    def _get_page_url(self):
        return f"{self.get_base_url()}/my/contacts/{self.ref}"

    def _mail_request(self, text):
        self._mail(
            "recipient",
            lambda one: one.env._(
                "%s would like to get in touch", one._get_label("sender")
            ),
            "mail_contact_request",
            lambda one: {
                "label": one._get_label("sender"),
                "text": text,
                "links": one._get_links("accept", "decline", "block", "report"),
            },
        )

    def _get_links(self, *actions):
        labels = self._get_signed_actions()
        return [(self._get_signed_url(key), labels[key][0], key) for key in actions]

    def _mail_accepted(self, side):
        other = self._get_partner(OTHER_SIDE[side])
        self._mail(
            side,
            lambda one: one.env._("You are in touch with %s", other.name),
            "mail_contact_accepted",
            lambda one: {"other": other},
        )

    def _mail_not_answered(self):
        self._mail(
            "sender",
            lambda one: one.env._("Your contact request"),
            "mail_contact_not_answered",
            lambda one: {"label": one._get_label("recipient")},
            is_open=False,
        )

    def _mail_outcome(self, side):
        other = self._get_partner(OTHER_SIDE[side])
        self._mail(
            side,
            lambda one: one.env._("What became of your contact with %s?", other.name),
            "mail_contact_outcome",
            lambda one: {
                "other": other,
                "links": one._get_links(*(f"outcome_{key}" for key, _l in OUTCOMES)),
            },
        )

    # === MESSAGES === #

    def _write_message(self, side, text):
        """Pass on what `side` wrote.

        :raise UserError: with a sentence for who wrote it
        """
        self.ensure_one()
        self._check_state("sent", "accepted")
        text = self.env["smart.contact.message"]._clean(text, bool(self.date_accepted))
        if not text:
            raise UserError(self.env._("Write something first."))
        heard = "recipient" in self.message_line_ids.mapped("side")
        if self.state == "sent" and side == "sender" and not heard:
            raise UserError(self.env._("Wait for an answer before you write again."))
        self._keep_message(side, text)
        other = OTHER_SIDE[side]
        blocks = self.env["smart.contact.block"]
        if self.is_muted or blocks._is_blocked(
            self._get_partner(other), self._get_partner(side)
        ):
            return
        actions = ("accept", "decline", "block", "report")
        is_asked = other == "recipient" and self.state == "sent"
        self._mail(
            other,
            lambda one: one.env._("A message from %s", one._get_label(side)),
            "mail_contact_message",
            lambda one: {
                "label": one._get_label(side),
                "text": text,
                "links": one._get_links(*actions) if is_asked else [],
            },
        )

    # === E-MAILS IN === #

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Refuse: a request starts on the portal, where people are seen."""
        raise UserError(self.env._("This address belongs to no contact request."))

    def message_update(self, msg_dict, update_vals=None):
        """Pass on an e-mail sent to the alias of one of the sides."""
        self.ensure_one()
        aliases = {
            self[f"{side}_alias_id"].alias_full_name: side
            for side in OTHER_SIDE
            if self[f"{side}_alias_id"]
        }
        written = f"{msg_dict.get('recipients') or ''},{msg_dict.get('to') or ''}"
        side = relay.side_of(written, aliases)
        text = self._read_email(msg_dict.get("body"))
        if side and text and self.state in ("sent", "accepted"):
            try:
                self._write_message(side, text)
            except UserError:
                # who writes twice before an answer is not bounced: it is not passed on
                return True
        return True

    def message_post(self, **kwargs):
        """Post nothing: a chatter would keep the address and the words."""
        return self.env["mail.message"]

    @api.model
    def _read_email(self, body):
        """Return the words of an e-mail without what it quotes, as text."""
        if not body:
            return ""
        # the cleaner marks what is quoted
        tree = lxml_html.fromstring(f"<div>{html_sanitize(body)}</div>")
        for quoted in tree.xpath("//blockquote | //*[@data-o-mail-quote]"):
            quoted.drop_tree()
        text = html2plaintext(lxml_html.tostring(tree, encoding="unicode"))
        return relay.own_words(text)

    # === NIGHTLY === #

    @api.model
    def _cron_relay(self):
        """Let old requests lapse, ask what became of accepted ones, erase words."""
        now = fields.Datetime.now()
        self._lapse(now - timedelta(days=UNANSWERED_DAYS))
        self._ask_outcomes(now - timedelta(days=OUTCOME_DAYS), now)
        self._erase(now - relativedelta(months=KEPT_MONTHS))

    def _lapse(self, before):
        late = self.search([("state", "=", "sent"), ("date_sent", "<", before)])
        late.write({"state": "unanswered", "date_closed": fields.Datetime.now()})
        for contact in late:
            contact._mail_not_answered()

    def _ask_outcomes(self, before, now):
        due = self.search(
            [
                ("state", "=", "accepted"),
                ("date_accepted", "<", before),
                ("date_outcome_asked", "=", False),
            ]
        )
        due.date_outcome_asked = now
        for contact in due:
            for side in OTHER_SIDE:
                contact._mail_outcome(side)

    def _erase(self, before):
        """Delete messages of a year ago; how many there were stays."""
        old = Domain("date", "<", before)
        messages = self.env["smart.contact.message"].search(old)
        messages.request_id.is_erased = True
        messages.unlink()
        ended = Domain("state", "in", ("declined", "unanswered", "closed"))
        ended &= Domain("date_closed", "<", before)
        ended = self.search(
            ended & Domain("sender_alias_id", "!=", False)
        ) | self.search(ended & Domain("recipient_alias_id", "!=", False))
        (ended.sender_alias_id | ended.recipient_alias_id).unlink()
