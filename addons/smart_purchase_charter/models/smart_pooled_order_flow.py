# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

# From which states each state can be reached.
SOURCES = {
    "draft": {"cancelled"},
    "open": {"draft", "closed"},
    "closed": {"open", "ordered"},
    "ordered": {"closed"},
    "received": {"ordered", "received", "distributed", "settled"},
    "distributed": {"received"},
    "settled": {"received", "distributed", "settled"},
    "cancelled": {"draft", "open", "closed"},
}


class SmartPooledOrderFlow(models.Model):
    """From open to settled: who may move an order on, and what each step does."""

    _inherit = "smart.pooled.order"

    # === STATES === #

    def _set_state(self, state):
        """Move to a state from the states that allow it.

        :raises UserError: with the orders that are elsewhere
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        blocked = self.filtered(lambda order: order.state not in SOURCES[state])
        if blocked:
            raise UserError(
                self.env._(
                    "%(order)s is in state “%(current)s” and cannot become "
                    "“%(state)s”. This is possible from: %(sources)s.",
                    order=blocked[0].name,
                    current=labels[blocked[0].state],
                    state=labels[state],
                    sources=", ".join(
                        label for key, label in labels.items() if key in SOURCES[state]
                    ),
                )
            )
        self.check_access("write")
        # Guarded against direct writes: the right to write was checked just above.
        self.sudo().write({"state": state})

    def action_open(self):
        """Let members commit, once products have prices and the date is ahead."""
        for order in self:
            order._check_can_open()
        self._set_state("open")
        # Checked by _set_state; members released for the price are in again.
        orders = self.sudo()
        unopened = orders.filtered(lambda order: not order.date_open)
        unopened.date_open = fields.Datetime.now()
        orders.commitment_ids.filtered(
            lambda commitment: commitment.state == "priced_out"
        ).state = "committed"

    def action_close(self):
        """Stop commitments.

        The order to the supplier is made in a second step on purpose: this one
        waits for members who are committing at this very second, and only what
        starts afterwards sees all they asked for.
        """
        self._set_state("closed")
        self.flush_recordset(["state"])
        for user, orders in self.filtered("user_id").grouped("user_id").items():
            orders.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=self.env._("Create the purchase order"),
            )

    def action_create_purchase_order(self):
        """Order the full lots from the supplier, on one native purchase order."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "closed":
            raise UserError(
                self.env._(
                    "%(order)s has to be closed before it is ordered, so that nobody "
                    "changes a commitment in the meantime.",
                    order=self.name,
                )
            )
        self.line_ids._check_not_ordered()
        self.line_ids._freeze_order()
        purchase = self.env["purchase.order"]
        purchase = purchase.with_company(self.company_id).create(
            self._prepare_purchase_vals()
        )
        self.activity_feedback(["mail.mail_activity_data_todo"])
        return purchase._get_records_action(name=self.env._("Purchase Order"))

    def action_allocate(self):
        """Share what the supplier delivered until now; again at each delivery."""
        self.ensure_one()
        lines = self.line_ids
        # all of it may have gone back to the supplier since
        if not lines._get_received_quantities() and not any(
            lines.mapped("received_qty")
        ):
            raise UserError(
                self.env._(
                    "Nothing of %(order)s has been received yet. Enter the received "
                    "quantities on its purchase order first.",
                    order=self.name,
                )
            )
        self._set_state("received")
        self.line_ids._allocate()

    def action_distribute(self):
        """Say that members took their share."""
        self._set_state("distributed")

    def action_settle(self):
        """Share the posted bills between members, to the cent."""
        self.ensure_one()
        self._set_state("settled")
        self.line_ids._settle(self._get_settled_bills())

    def action_cancel(self):
        """Give up the order, as long as the supplier has none."""
        self.line_ids._check_not_ordered()
        self._set_state("cancelled")
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def action_draft(self):
        """Prepare a cancelled order again."""
        self._set_state("draft")

    def _check_can_open(self):
        self.ensure_one()
        problem = False
        if not self.line_ids:
            problem = self.env._("it has no product: add one")
        elif self.deadline <= fields.Datetime.now():
            problem = self.env._("its deadline has passed: set a later one")
        elif unpriced := self.line_ids.filtered(lambda line: not line._get_tiers()):
            problem = self.env._(
                "%(supplier)s has no price for %(product)s: add one among the vendor "
                "prices of the product",
                supplier=self.partner_id.name,
                product=unpriced[0].product_id.display_name,
            )
        elif odd := self.line_ids._get_foreign_sellers():
            problem = self.env._(
                "the vendor price of %(product)s is per %(found)s and members count "
                "in %(expected)s: correct the unit of the price",
                product=odd[0].product_tmpl_id.display_name,
                found=odd[0].product_uom_id.name,
                expected=odd[0].product_tmpl_id.uom_id.name,
            )
        if problem:
            raise UserError(
                self.env._(
                    "%(order)s cannot open, because %(problem)s.",
                    order=self.name,
                    problem=problem,
                )
            )
        self.line_ids._check_not_ordered()

    def _lock_for_commitments(self):
        """Keep the order open until this transaction ends.

        A shared lock: members do not wait for one another, closing waits for them.
        """
        self.flush_recordset(["state", "deadline"])
        self.env.execute_query(
            SQL("SELECT id FROM smart_pooled_order WHERE id = %s FOR SHARE", self.id)
        )

    # === PURCHASE ORDER AND BILLS === #

    def _prepare_purchase_vals(self):
        """Return the values of the purchase order, complete.

        With complete values Odoo asks no question per line (5 times faster at 2,000
        lines). Override to add terms, a picking type or an agreement.
        """
        partner = self.partner_id.with_company(self.company_id)
        position = self.env["account.fiscal.position"].with_company(self.company_id)
        position = position._get_fiscal_position(partner)
        now = fields.Datetime.now()
        lines = self.line_ids.filtered("ordered_qty")
        return {
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "user_id": self.user_id.id or self.env.uid,
            "fiscal_position_id": position.id,
            "payment_term_id": partner.property_supplier_payment_term_id.id,
            "origin": self.name,
            "date_order": now,
            "pooled_order_id": self.id,
            "order_line": [
                Command.create(vals)
                for vals in lines._prepare_purchase_line_vals(position, now)
            ],
        }

    def _get_settled_bills(self):
        """Return the posted bills and refunds to share.

        :raises UserError: there is none, or one in another currency
        """
        bills = self.purchase_order_ids.invoice_ids
        posted = bills.filtered(lambda bill: bill.state == "posted")
        if not posted:
            raise UserError(
                self.env._(
                    "%(order)s has no posted bill to share. Create the bill from its "
                    "purchase order and post it first.",
                    order=self.name,
                )
            )
        if foreign := posted.filtered(lambda b: b.currency_id != self.currency_id):
            raise UserError(
                self.env._(
                    "The bill %(bill)s is in %(found)s and %(order)s in %(expected)s: "
                    "enter it in the currency of the order.",
                    bill=foreign[0].name,
                    found=foreign[0].currency_id.name,
                    order=self.name,
                    expected=self.currency_id.name,
                )
            )
        self._check_bills_apart(posted)
        return posted

    def _check_bills_apart(self, bills):
        """Refuse bills that also bill other purchase orders.

        Odoo bills several orders of a supplier together on demand; members would
        pay for what is not theirs.
        """
        others = bills.line_ids.purchase_line_id.order_id - self.purchase_order_ids
        if others:
            raise UserError(
                self.env._(
                    "The bill of %(order)s also bills %(others)s. Enter one bill for "
                    "the pooled order alone, so that its members share what is theirs.",
                    order=self.name,
                    others=", ".join(others.mapped("name")),
                )
            )

    # === CRON === #

    @api.model
    def _cron_close_due(self):
        """Close the orders whose deadline has passed."""
        self.search([("is_late", "=", True)]).action_close()
