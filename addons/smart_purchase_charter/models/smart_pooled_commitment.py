# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.allocation import BY_HAND, FULL, FULL_WITH_TOLERANCE, NOTHING, SHORT
from .guard import neutral
from .pooled_guard import refuse

# Results of the order; a new commitment has none and takes its place in time.
GUARDED = {
    "state": "committed",
    "commit_date": None,
    "allocated_qty": None,
    "reason": None,
    "amount_untaxed": None,
    "amount_tax": None,
    "amount_total": None,
    "collected_date": None,
}


class SmartPooledCommitment(models.Model):
    _name = "smart.pooled.commitment"
    _description = "Pooled Commitment"
    _order = "order_id, line_id, commit_date, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    line_id = fields.Many2one(
        "smart.pooled.order.line",
        "Product Line",
        required=True,
        index=True,
        ondelete="restrict",
    )
    order_id = fields.Many2one(related="line_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    order_state = fields.Selection(related="order_id.state", string="Order State")
    product_id = fields.Many2one(related="line_id.product_id", store=True)
    product_uom_id = fields.Many2one(related="line_id.product_uom_id")
    currency_id = fields.Many2one(related="line_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        "Member",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_member', '=', True)]",
    )
    quantity = fields.Float("Firm", digits="Product Unit")
    tolerance = fields.Float(
        digits="Product Unit", help="How many more, if that completes a lot."
    )
    max_price = fields.Float(
        "Highest Price",
        digits="Product Price",
        help="Above this price per unit the member is not in. Zero: any price.",
    )
    commit_date = fields.Datetime(
        "Committed on",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
        help="Decides between equal claims. Changing the quantity keeps it.",
    )
    state = fields.Selection(
        [
            ("committed", "Committed"),
            ("withdrawn", "Withdrawn"),
            ("priced_out", "Price too high"),
            ("allocated", "Allocated"),
            ("settled", "Billed"),
        ],
        default="committed",
        required=True,
        readonly=True,
    )
    allocated_qty = fields.Float("Gets", digits="Product Unit", readonly=True)
    reason = fields.Selection(
        [
            (FULL, "All that was asked"),
            (FULL_WITH_TOLERANCE, "All, and some of the tolerance"),
            (SHORT, "Less arrived"),
            (NOTHING, "Nothing left"),
            (BY_HAND, "Set by hand"),
        ],
        readonly=True,
    )
    explanation = fields.Text(compute="_compute_explanation", compute_sudo=True)
    amount_untaxed = fields.Monetary(readonly=True)
    amount_tax = fields.Monetary("Taxes", readonly=True)
    amount_total = fields.Monetary("To Pay", readonly=True)

    _member_uniq = models.Constraint(
        "UNIQUE(line_id, partner_id)",
        "A member commits once to a product: change the existing commitment.",
    )
    _quantities_positive = models.Constraint(
        "CHECK(quantity >= 0 AND tolerance >= 0 AND max_price >= 0)",
        "Quantities and prices cannot be negative.",
    )

    # === CRUD METHODS === #

    def init(self):
        # Each delivery and each bill writes all rows of an order: with room on their
        # page, no index has to follow (half the time at 10,000 commitments).
        self.env.cr.execute(
            SQL("ALTER TABLE %s SET (fillfactor = 50)", SQL.identifier(self._table))
        )

    @api.model_create_multi
    def create(self, vals_list):
        records, vals_list = neutral(self, vals_list, GUARDED)
        lines = self.env["smart.pooled.order.line"].browse(
            vals.get("line_id") for vals in vals_list
        )
        # Given here they are part of the one INSERT; `precompute` would do so too,
        # but leaves an unsaved copy of the row among the order's commitments.
        for vals, line in zip(vals_list, lines, strict=True):
            vals["order_id"] = line.order_id.id
            vals["company_id"] = line.company_id.id
            vals["product_id"] = line.product_id.id
        commitments = super(SmartPooledCommitment, records).create(vals_list)
        return commitments.with_env(self.env)

    def write(self, vals):
        refuse(self, vals, GUARDED)
        return super().write(vals)

    # === COMPUTE METHODS === #

    @api.depends_context("lang")
    @api.depends("state", "reason", "allocated_qty", "quantity", "max_price")
    def _compute_explanation(self):
        for commitment in self:
            commitment.explanation = commitment._explain()

    def _explain(self):
        """Say in the reader's language why the member gets what she gets, or False."""
        if self.state == "priced_out":
            return self.env._(
                "The price stays at %(price)s, above the %(ceiling)s that you accept: "
                "you are not part of this order and owe nothing.",
                price=self.line_id._format_price(self.line_id.ordered_price),
                ceiling=self.line_id._format_price(self.max_price),
            )
        if self.state not in ("allocated", "settled"):
            return False
        asked = self.line_id._format_quantity(self.quantity)
        if self.reason == FULL:
            return self.env._("You asked for %(asked)s and get all.", asked=asked)
        if self.reason == FULL_WITH_TOLERANCE:
            return self.env._(
                "You asked for %(asked)s and accepted up to %(tolerance)s more: "
                "%(extra)s of them complete the lots.",
                asked=asked,
                tolerance=self.line_id._format_quantity(self.tolerance),
                extra=self.line_id._format_quantity(
                    self.allocated_qty - self.quantity - self.extra_qty
                ),
            )
        if self.reason == BY_HAND:
            return self.env._(
                "You asked for %(asked)s. The purchasing team set your part by hand: "
                "%(why)s",
                asked=asked,
                why=self.manual_reason or "",
            )
        return self._explain_shortage(asked)

    def _explain_shortage(self, asked):
        line = self.line_id
        policies = line.order_id._fields["policy"]._description_selection(self.env)
        return self.env._(
            "%(received)s arrived for %(requested)s asked by all. Shared by the rule "
            "“%(policy)s”, your part of the %(asked)s you asked for is %(allocated)s.",
            received=line._format_quantity(line.received_qty),
            requested=line._format_quantity(line.requested_qty),
            policy=dict(policies)[line.order_id.policy],
            asked=asked,
            allocated=line._format_quantity(self.allocated_qty - self.extra_qty),
        )

    # === CONSTRAINT METHODS === #

    @api.constrains("line_id", "partner_id", "quantity", "tolerance", "max_price")
    def _check_demand(self):
        for commitment in self:
            # what was decided beforehand is done after the deadline
            topped = self.env.context.get("smart_top_up") and self.env.su
            if commitment.order_state not in ("draft", "open") and not topped:
                raise commitment.line_id._get_closed_error()
            commitment.line_id._check_demand(
                commitment.partner_id,
                commitment.quantity,
                commitment.tolerance,
                commitment.max_price,
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        for commitment in self:
            if commitment.order_state not in ("draft", "open"):
                raise commitment.line_id._get_closed_error()

    # === BUSINESS METHODS === #

    @api.model
    def _commit(self, partner, line, firm, tolerance=0.0, max_price=0.0):
        """Make, raise, lower or withdraw (nothing asked) a member's commitment.

        The one door for members. Raising or lowering keeps her rank.

        :param partner: res.partner, a member
        :param line: smart.pooled.order.line, open
        :param firm: quantity she takes for sure, a multiple of the line's step
        :param tolerance: how many more if that completes a lot
        :param max_price: price per unit above which she is out; 0 for none
        :return: the commitment
        :raises UserError: closed, or a quantity that the line does not allow
        """
        # Out of reach over RPC; the caller says for whom, and reads the line as her.
        self, line = self.sudo(), line.sudo()
        line.order_id._lock_for_commitments()
        if not line._is_open():
            raise line._get_closed_error()
        line._check_demand(partner, firm, tolerance, max_price)
        asks = bool(firm or tolerance)
        commitment = self.search(
            [("line_id", "=", line.id), ("partner_id", "=", partner.id)]
        )
        line._check_limits(commitment, firm, tolerance)
        vals = {
            "quantity": firm,
            "tolerance": tolerance,
            "max_price": max_price,
            "state": "committed" if asks else "withdrawn",
        }
        if not commitment and not asks:
            raise UserError(
                self.env._(
                    "You did not commit to %(product)s yet: enter how many you want.",
                    product=line.product_id.display_name,
                )
            )
        if not commitment:
            vals |= {"line_id": line.id, "partner_id": partner.id}
            return self.create(vals)
        if asks and commitment.state == "withdrawn":
            vals["commit_date"] = fields.Datetime.now()
        commitment.write(vals)
        return commitment

    @api.model
    def _store_allocation(self, rows):
        """Write [(id, quantity, reason, extra), …] in one statement.

        Amounts start anew; `extra` is what the quantity has from what was left over.
        """
        names = ["allocated_qty", "reason", "state", "extra_qty"]
        names += ["amount_untaxed", "amount_tax", "amount_total"]
        self._store(
            names,
            SQL(
                """UPDATE smart_pooled_commitment AS commitment
                SET allocated_qty = result.quantity, reason = result.reason,
                    extra_qty = result.extra, state = 'allocated',
                    amount_untaxed = 0, amount_tax = 0, amount_total = 0,
                    write_uid = %s,
                    write_date = NOW() AT TIME ZONE 'UTC'
                FROM UNNEST(%s::int[], %s::numeric[], %s::text[], %s::numeric[])
                    AS result(id, quantity, reason, extra)
                WHERE commitment.id = result.id
                    AND (commitment.state, commitment.allocated_qty,
                         commitment.reason, commitment.extra_qty) IS DISTINCT FROM
                        ('allocated', result.quantity, result.reason, result.extra)""",
                self.env.uid,
                [row[0] for row in rows],
                [row[1] for row in rows],
                [row[2] for row in rows],
                [row[3] for row in rows],
            ),
        )

    @api.model
    def _store_amounts(self, shares):
        """Write {id: engine.settlement.Amounts} in one statement."""
        self._store(
            ["state", "amount_untaxed", "amount_tax", "amount_total"],
            SQL(
                """UPDATE smart_pooled_commitment AS commitment
                SET state = 'settled', amount_untaxed = result.untaxed,
                    amount_tax = result.tax,
                    amount_total = result.untaxed + result.tax, write_uid = %s,
                    write_date = NOW() AT TIME ZONE 'UTC'
                FROM UNNEST(%s::int[], %s::numeric[], %s::numeric[])
                    AS result(id, untaxed, tax)
                WHERE commitment.id = result.id""",
                self.env.uid,
                list(shares),
                [share.untaxed for share in shares.values()],
                [share.tax for share in shares.values()],
            ),
        )

    def _store(self, names, statement):
        # Ten thousand rows by write() are a hundred UPDATEs.
        self.flush_model()
        self.env.cr.execute(statement)
        self.invalidate_model([*names, "explanation", "write_uid", "write_date"])
