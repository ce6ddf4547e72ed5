# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

# states in which somebody counts as being in the filière
PRESENT_STATES = ("confirmed", "active", "dormant")
# what only the methods that change the state may write
ANSWER_FIELDS = {"state", "date_answered", "confirmed_by_member"}


class SmartFiliereMembership(models.Model):
    """One row says it: a member in a filière, whence, since when, in which state."""

    _name = "smart.filiere.membership"
    _description = "Filière Membership"
    _order = "filiere_id, partner_id, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("is_member", "=", True)],
    )
    filiere_id = fields.Many2one(
        "smart.filiere",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="filiere_id.company_id", store=True, index=True
    )
    territory_id = fields.Many2one(related="partner_id.territory_id", store=True)
    origin = fields.Selection(
        [
            ("activity", "Activity"),
            ("evidence", "Evidence"),
            ("declaration", "Declaration"),
            ("invitation", "Invitation"),
        ],
        required=True,
        default="invitation",
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("confirmed", "Confirmed"),
            ("active", "Active"),
            ("dormant", "Dormant"),
            ("left", "Left"),
            ("refused", "Refused"),
        ],
        required=True,
        default="proposed",
        index=True,
    )
    date_proposed = fields.Date(default=fields.Date.context_today, readonly=True)
    date_answered = fields.Date(readonly=True)
    confirmed_by_member = fields.Boolean(readonly=True)

    _partner_filiere_uniq = models.Constraint(
        "UNIQUE(partner_id, filiere_id)",
        "A member has one membership per filière: change its state instead.",
    )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # staff propose; what the member answers is recorded by the states below
            vals_list = [
                {key: value for key, value in vals.items() if key not in ANSWER_FIELDS}
                for vals in vals_list
            ]
        memberships = super().create(vals_list)
        memberships.partner_id._smart_refresh_directory()
        return memberships

    def write(self, vals):
        if not self.env.su and ANSWER_FIELDS & set(vals):
            self.check_access("write")
            raise UserError(
                self.env._(
                    "The answer to a membership is not written by hand: use Confirm "
                    "or Leave, or let the member answer on her portal."
                )
            )
        result = super().write(vals)
        if {"state", "partner_id", "filiere_id"} & set(vals):
            self.partner_id._smart_refresh_directory()
        return result

    def unlink(self):
        partners = self.partner_id
        result = super().unlink()
        partners._smart_refresh_directory()
        return result

    # === ACTIONS === #

    def action_confirm(self):
        """Record, on behalf of the member, that she is in the filière."""
        self._set_confirmed(by_member=False)

    def action_leave(self):
        """Record that the member left the filière."""
        self._set_left()

    # === STATES === #

    def _set_confirmed(self, by_member):
        self._check_source(("proposed", "left", "refused"), by_member)
        self._write_answer("confirmed", by_member)

    def _set_refused(self):
        self._check_source(("proposed",), True)
        self._write_answer("refused", True)

    def _set_left(self):
        self._check_source(PRESENT_STATES, True)
        self._write_answer("left", True)

    def _check_source(self, allowed, by_member):
        """Refuse a change from another state than `allowed`.

        Staff cannot undo a refusal: only the member herself comes back.
        """
        for membership in self:
            refused = membership.state == "refused" and not by_member
            if membership.state not in allowed or refused:
                states = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(member)s in %(filiere)s is “%(state)s”: this cannot be "
                        "changed that way. Only the member can take back a refusal.",
                        member=membership.partner_id.display_name,
                        filiere=membership.filiere_id.display_name,
                        state=states[membership.state],
                    )
                )

    def _write_answer(self, state, by_member):
        self.check_access("write")
        # guarded against direct writes: the right to write was checked just above
        self.sudo().write(self._prepare_answer_vals(state, by_member))

    def _prepare_answer_vals(self, state, by_member):
        """Return the values that record an answer; override to keep more of it."""
        return {
            "state": state,
            "date_answered": fields.Date.context_today(self),
            "confirmed_by_member": by_member and state == "confirmed",
        }
