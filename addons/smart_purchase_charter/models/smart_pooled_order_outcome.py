# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ..engine.pooling import Tier

_logger = logging.getLogger(__name__)
MOST_ROUNDS = 100


class SmartPooledOrderOutcome(models.Model):
    """After the deadline: what was decided beforehand is done, once."""

    _inherit = "smart.pooled.order"

    def action_open(self):
        result = super().action_open()
        # the right to write was checked by the step itself
        self.sudo().write({"is_decided": False, "is_fallback": False})
        return result

    @api.model
    def _cron_close_due(self):
        """Close what is due, then do what was decided for each that is closed.

        Two transactions, as for a buyer: only what starts after the closing sees all
        commitments. Killed between them, the next run goes on where it stopped.
        """
        result = super()._cron_close_due()
        self._commit_step()
        closed = self.search(
            [("state", "=", "closed"), ("is_decided", "=", False)], order="id"
        )
        for order in closed:
            try:
                with self.env.cr.savepoint():
                    order._decide()
            except UserError as error:
                _logger.info("pooled order %s: %s", order.id, error)
                order.is_decided = True
                order.message_post(body=str(error))
            self._commit_step(1)
        return result

    def _commit_step(self, done=0):
        """Keep what is done, when it is a job that runs."""
        if self.env.context.get("cron_id"):
            self.env["ir.cron"]._commit_progress(done)

    def _decide(self):
        """Leave it to the buyer when the minimum is reached, else do the outcome."""
        self.ensure_one()
        if self.is_on_purchase or self.is_decided:
            self.is_decided = True
        elif self._is_reached():
            self.is_decided = True
        elif self.extend_days and not self.is_extended:
            self._extend()
        else:
            self.is_decided = True
            getattr(self, f"_decide_{self.outcome}")()

    def _extend(self):
        now = fields.Datetime.now()
        self.write(
            {
                "deadline": max(now, self.deadline) + timedelta(days=self.extend_days),
                "is_extended": True,
                "completion_date": False,
            }
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self.action_open()
        self._tell("extended")

    def _decide_ask(self):
        """The buyer has an activity already."""

    def _decide_cancel(self):
        self.action_cancel()
        self._tell("cancelled")

    def _decide_top_up(self):
        """Take for the structure what is missing, lot by lot, within its limit."""
        lines = self.line_ids.filtered("firm_qty")
        for line in lines:
            missing = line.missing_to_lot if line.planned_qty < line.firm_qty else 0.0
            line._take_for_structure(missing)
        for _round in range(MOST_ROUNDS):
            line = lines.sorted("current_price")[:1]
            if not line or self._is_reached():
                break
            line._take_for_structure(line.missing_to_lot)
        cost = sum(line.structure_qty * line.current_price for line in lines)
        over = float_compare(
            cost, self.top_up_limit, precision_rounding=self.currency_id.rounding
        )
        if not self._is_reached() or over > 0:
            for line in lines:
                line._take_for_structure(-line.structure_qty)
            self._decide_cancel()

    def _decide_fallback(self):
        self.is_fallback = True
        self.line_ids.invalidate_recordset(["planned_qty", "planned_amount"])
        self.invalidate_recordset(["amount_planned"])
        if self._is_reached():
            self._tell("fallback")
        else:
            self.is_fallback = False
            self._decide_cancel()

    # === MESSAGES === #

    def _tell(self, step):
        """Write to each member who takes part, one message each, in her language.

        The text is rendered once a language: ten thousand members are few queries.
        """
        template = self.env.ref(
            f"smart_purchase_charter.mail_template_pool_{step}",
            raise_if_not_found=False,
        )
        mails = []
        for order in self if template else ():
            taking = order.commitment_ids.filtered(
                lambda one: one.state not in ("withdrawn", "priced_out")
            )
            members = taking.partner_id - order.company_id.partner_id
            for lang, partners in members.filtered("email").grouped("lang").items():
                words = template.sudo().with_context(lang=lang)
                body = words._render_field("body_html", order.ids)[order.id]
                subject = words._render_field("subject", order.ids)[order.id]
                mails += [
                    {
                        "subject": subject,
                        "body_html": body,
                        "recipient_ids": [(4, partner.id)],
                        "author_id": order.company_id.partner_id.id,
                        "email_from": order.company_id.email_formatted
                        or self.env.user.email_formatted,
                        "auto_delete": True,
                    }
                    for partner in partners
                ]
        # members and buyers have no right to mail; the template says what is sent
        self.env["mail.mail"].sudo().create(mails)


class SmartPooledOrderLineOutcome(models.Model):
    _inherit = "smart.pooled.order.line"

    fallback_price = fields.Float(
        digits="Product Price",
        help="Price per unit, untaxed, when the minimum is missed and the order goes "
        "on nevertheless, by full lots and without minimum.",
    )
    fixed_price = fields.Float(
        digits="Product Price",
        readonly=True,
        help="Price of the order or agreement that was opened to members.",
    )

    def _take_for_structure(self, quantity):
        self.ensure_one()
        if quantity:
            commitment = self.sudo()._get_structure_commitment()
            values = {"quantity": commitment.quantity + quantity}
            if commitment:
                commitment.with_context(smart_top_up=True).write(values)
            else:
                values |= {
                    "line_id": self.id,
                    "partner_id": self.company_id.partner_id.id,
                }
                commitment.with_context(smart_top_up=True).create(values)

    def _get_tiers(self):
        price = self.fixed_price
        if self.order_id.is_fallback:
            price = self.fallback_price
            if not price:
                return []
        return [Tier(0, self._to_step_price(price))] if price else super()._get_tiers()

    def _get_min_lots(self):
        return 0 if self.order_id.is_fallback else self.min_lots

    def _prepare_native_vals(self, position, date_order):
        vals = super()._prepare_native_vals(position, date_order)
        if self.order_id.is_fallback or self.fixed_price:
            vals |= {"price_unit": self.ordered_price, "discount": 0.0}
        return vals


class SmartPooledCommitmentStructure(models.Model):
    _inherit = "smart.pooled.commitment"

    def _of_members(self):
        """Leave out what the structure takes itself."""
        return self.filtered(lambda one: one.partner_id != one.company_id.partner_id)
