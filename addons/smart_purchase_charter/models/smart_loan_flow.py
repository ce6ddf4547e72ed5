# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
from datetime import timedelta

from psycopg2.errors import ExclusionViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime, mute_logger
from odoo.tools.image import image_process

from .smart_loan import DAYS_BEFORE_PAUSE
from .smart_shared_resource import HOLDING

MOST_OPEN = 5


class SmartLoan(models.Model):
    """The steps of a loan; each one checks its state under a lock."""

    _inherit = "smart.loan"

    # === ASKING === #

    @api.model
    def _request(self, partner, resource, date_from, date_to, wait=False, **values):
        """Keep an item for `partner`, or put her on the waiting list.

        :param values: note, avoided_product_id, avoided_order_id
        :raises UserError: why it cannot be lent to her then
        """
        self._check_request(partner, resource, date_from, date_to)
        values |= {
            "partner_id": partner.id,
            "resource_id": resource.id,
            "date_from": date_from,
            "date_to": date_to,
        }
        wish = "requested" if resource.needs_approval else "reserved"
        loan = self._keep_an_item(resource, {**values, "state": wish})
        if not loan and wait:
            loan = self.create({**values, "state": "waiting"})
        if not loan:
            raise UserError(self._get_taken_text(resource, date_from, date_to))
        loan._tell(loan.state)
        if loan.state == "requested":
            loan._tell("asked")
        return loan

    @api.model
    def _keep_an_item(self, resource, values):
        """Create a loan on a free item; somebody else may take it first, then the next.

        :return: the loan, empty when all items are taken
        """
        hours = timedelta(hours=resource.buffer_hours)
        refused = []
        for _attempt in resource.item_ids:
            item = resource._find_free_item(
                values["date_from"], values["date_to"] + hours, refused
            )
            if not item:
                break
            try:
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    loan = self.create({**values, "item_id": item.id})
                    loan.flush_recordset()
                    return loan
            except ExclusionViolation:
                refused.append(item.id)
        return self.browse()

    @api.model
    def _check_request(self, partner, resource, date_from, date_to):
        now = fields.Datetime.now()
        if resource.state != "listed" or not resource.active:
            raise UserError(
                self.env._("“%(name)s” is not lent any more.", name=resource.name)
            )
        if date_from < now - timedelta(minutes=5) or date_to <= date_from:
            raise UserError(
                self.env._("Choose a beginning in the future, and an end after it.")
            )
        if date_to - date_from > timedelta(days=resource.max_days):
            raise UserError(
                self.env._(
                    "“%(name)s” is lent for %(days)s days at most.",
                    name=resource.name,
                    days=resource.max_days,
                )
            )
        mine = self.search(
            [("partner_id", "=", partner.id), ("state", "in", [*HOLDING, "waiting"])]
        )
        if any(loan.days_late > DAYS_BEFORE_PAUSE for loan in mine):
            raise UserError(
                self.env._(
                    "Please bring back first what is late by more than %(days)s days.",
                    days=DAYS_BEFORE_PAUSE,
                )
            )
        if len(mine) >= MOST_OPEN:
            raise UserError(
                self.env._(
                    "You have %(count)s loans open, which is the most at a time.",
                    count=len(mine),
                )
            )

    def _get_taken_text(self, resource, date_from, date_to):
        free = resource._get_next_free(date_from, date_to - date_from)
        if not free:
            return self.env._("“%(name)s” has no item to lend.", name=resource.name)
        return self.env._(
            "“%(name)s” is taken then. It is free from %(moment)s for that long, or "
            "join the waiting list.",
            name=resource.name,
            moment=format_datetime(self.env, free, dt_format="short"),
        )

    # === STEPS === #

    def action_accept(self):
        """The owner or the purchasing team lends it."""
        self._step(("requested",), "reserved")
        self._tell("reserved")

    def action_refuse(self):
        """The owner or the purchasing team does not lend it this time."""
        self._step(("requested",), "refused")
        self._tell("refused")
        self._serve_waiting()

    def action_hand_over(self):
        """The item leaves; its deposit is held."""
        now = fields.Datetime.now()
        for loan in self:
            held = {"deposit_state": "held"} if loan.deposit else {}
            begun = {"date_from": now} if now < loan.date_from else {}
            loan._step(("reserved",), "out", date_out=now, **begun, **held)

    def action_return(self):
        """The item is back: others may have it at once."""
        now = fields.Datetime.now()
        for loan in self:
            end = max(now, loan.date_from + timedelta(minutes=1))
            early = {"date_to": end} if end < loan.date_to else {}
            loan._step(("out",), "returned", date_back=now, **early)
            loan._tell("returned")
        self._serve_waiting()

    def action_cancel(self):
        """The loan does not take place; the next on the waiting list gets it."""
        self._step(("requested", "waiting", "reserved"), "cancelled")
        self._tell("cancelled")
        self._serve_waiting()

    def action_reopen(self):
        """Undo a hand-over or a return that was recorded by mistake."""
        for loan in self:
            if loan.state == "out":
                loan._step(("out",), "reserved", date_out=False, deposit_state="none")
            else:
                loan._step(("returned",), "out", date_back=False)

    def action_give_deposit_back(self):
        """The deposit went back to the borrower."""
        self._check_deposit()
        self._write_step({"deposit_state": "returned", "deposit_kept": 0})

    def action_keep_deposit(self):
        """The deposit is kept for what is broken or missing; the reason is told."""
        self._check_deposit()
        for loan in self:
            if not (loan.deposit_reason or "").strip():
                raise UserError(
                    self.env._(
                        "Write why the deposit of %s is kept.", loan.display_name
                    )
                )
            loan._write_step({"deposit_state": "kept", "deposit_kept": loan.deposit})
            loan._tell("deposit_kept")

    def _check_deposit(self):
        for loan in self:
            if loan.deposit_state != "held":
                raise UserError(
                    self.env._("No deposit is held for %s.", loan.display_name)
                )

    def _set_photo_back(self, content):
        """Keep the picture `content` (bytes) of the item as it came back.

        :raises UserError: it is no picture
        """
        try:
            image_process(content, verify_resolution=True)
        except (UserError, ValueError) as error:
            raise UserError(self.env._("The photo cannot be read.")) from error
        self.photo_back = base64.b64encode(content)

    # === KEEPING LONGER === #

    def _ask_extension(self, date_to):
        """Keep it until `date_to`, at once or when the owner agrees.

        :raises UserError: somebody else has it then, or it is too long
        """
        self.ensure_one()
        resource = self.resource_id
        if self.state not in ("reserved", "out") or date_to <= self.date_to:
            raise UserError(self.env._("Choose a moment after the present end."))
        if date_to - self.date_to > timedelta(days=resource.max_days):
            raise UserError(
                self.env._(
                    "It can be kept %(days)s days longer at most.",
                    days=resource.max_days,
                )
            )
        if resource.needs_approval:
            self._write_step({"date_extension": date_to})
            self._tell("extension_asked")
        else:
            self._extend(date_to)

    def action_accept_extension(self):
        """Let the borrower keep it as long as asked."""
        for loan in self.filtered("date_extension"):
            loan._extend(loan.date_extension)
        return self.env._("Thank you: the borrower knows it.")

    def action_refuse_extension(self):
        """The item comes back as agreed at first."""
        self._write_step({"date_extension": False})
        self._tell("extension_refused")
        return self.env._("Thank you: the borrower knows it.")

    def _extend(self, date_to):
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                self._write_step(
                    {"date_to": date_to, "date_extension": False, "reminder": "none"}
                )
                self.flush_recordset()
        except ExclusionViolation as error:
            raise UserError(
                self.env._(
                    "Somebody else has “%(name)s” reserved right after: it has to "
                    "come back as agreed.",
                    name=self.resource_id.name,
                )
            ) from error
        self._tell("extended")

    # === MACHINERY === #

    def _step(self, sources, state, **values):
        """Move to `state` from one of `sources`, under a lock.

        :raises UserError: somebody else moved it first
        """
        self._check_steps_allowed()
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        labels = dict(self._fields["state"]._description_selection(self.env))
        for loan in self:
            if loan.state not in sources:
                raise UserError(
                    self.env._(
                        "%(loan)s is “%(state)s”: this step is not possible any more.",
                        loan=loan.display_name,
                        state=labels[loan.state],
                    )
                )
        self._write_step({"state": state, **values})

    def _check_steps_allowed(self):
        if not self.has_access("write"):
            raise AccessError(
                self.env._("Loans are moved by the purchasing team and the owner.")
            )

    def _write_step(self, values):
        self._check_steps_allowed()
        # guarded against direct writes; the right to write was checked just above
        self.sudo().write(values)

    def _serve_waiting(self):
        """Give what became free to who waits longest and whom it fits."""
        waiting = self.sudo().search(
            [
                ("resource_id", "in", self.resource_id.ids),
                ("state", "=", "waiting"),
                ("date_from", ">", fields.Datetime.now()),
            ],
            order="create_date, id",
        )
        for loan in waiting:
            resource = loan.resource_id
            item = resource._find_free_item(loan.date_from, loan.date_until)
            if item:
                wish = "requested" if resource.needs_approval else "reserved"
                loan.write({"state": wish, "item_id": item.id})
                loan.flush_recordset()
                loan._tell("served")
                if wish == "requested":
                    loan._tell("asked")
