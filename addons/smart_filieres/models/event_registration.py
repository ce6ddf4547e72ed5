# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL, email_normalize

from ..engine.attendance import names_agree

MEMBER_SOURCES = {"partner_id", "name", "email"}


class EventRegistration(models.Model):
    """Who comes is a member or not; no contact is ever made to say so.

    `partner_id` is who booked. `member_id` is who attends.
    """

    _inherit = "event.registration"

    member_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="set null",
        domain=[("is_member", "=", True)],
        tracking=True,
    )
    show_attendance = fields.Boolean(
        "Shown to others", help="Other members may see that she comes."
    )
    is_waiting = fields.Boolean("On the waiting list", index="btree_not_null")

    _member_uniq = models.UniqueIndex(
        "(event_id, member_id, COALESCE(event_slot_id, 0))"
        " WHERE member_id IS NOT NULL AND active AND state <> 'cancel'",
        "This member is registered already.",
    )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        registrations = super().create(vals_list)
        registrations._link_members()
        return registrations

    def write(self, vals):
        if vals.get("state", "draft") != "draft":
            vals = {"is_waiting": False, **vals}
        result = super().write(vals)
        if "member_id" not in vals and MEMBER_SOURCES & set(vals):
            self._link_members()
        if vals.get("state") == "cancel" or vals.get("active") is False:
            self.event_id._promote_waiting()
        return result

    def unlink(self):
        events = self.event_id
        result = super().unlink()
        events.exists()._promote_waiting()
        return result

    def _update_mail_schedulers(self):
        """Leave the e-mails of seats that members take or get to the cron.

        A ticket as PDF takes seconds, and the native scheduler commits after each
        batch, what a page may still have to undo included.
        """
        if not self.env.context.get("smart_mail_later"):
            return super()._update_mail_schedulers()
        if self.filtered(lambda row: row.state == "open"):
            for name in (
                "event.event_mail_scheduler",
                "mail.ir_cron_mail_scheduler_action",
            ):
                self.env.ref(name).sudo()._trigger()
        return None

    # === MEMBER === #

    def _link_members(self):
        """Link attendees to the members they are, where there is no doubt.

        The booker comes first, when the name is hers; then a normalised e-mail that
        one member alone has, when the name agrees. A member who is already there
        under another registration is not linked twice.
        """
        open_ones = self.filtered(lambda row: not row.member_id and row.name)
        if not open_ones:
            return
        found = open_ones._find_members()
        taken = self._get_taken({row.event_id.id for row in found})
        for registration, member in found.items():
            key = (registration.event_id.id, registration.event_slot_id.id, member.id)
            active = registration.active and registration.state != "cancel"
            if active and key in taken:
                continue
            if active:
                taken.add(key)
            registration.member_id = member

    def _find_members(self):
        """Return {registration: member} for those whose member is beyond doubt."""
        # the desk may not read every contact; only names and e-mails are compared
        found, by_email = {}, {}
        for registration in self:
            booker = registration.partner_id.sudo()
            email = email_normalize(registration.email or "")
            if booker.is_member and names_agree(registration.name, booker.name or ""):
                found[registration] = booker.with_env(self.env)
            elif email:
                by_email.setdefault(email, []).append(registration)
        groups = (
            self.env["res.partner"]
            .sudo()
            ._read_group(
                [("is_member", "=", True), ("email_normalized", "in", list(by_email))],
                ["email_normalized"],
                ["id:recordset"],
            )
        )
        for email, members in groups:
            for registration in by_email[email] if len(members) == 1 else ():
                if names_agree(registration.name, members.name or ""):
                    found[registration] = members.with_env(self.env)
        return found

    @api.model
    def _get_taken(self, event_ids):
        """Return {(event, slot, member)} of the active registrations."""
        rows = self.search(
            [
                ("event_id", "in", list(event_ids)),
                ("member_id", "!=", False),
                ("state", "!=", "cancel"),
            ]
        )
        return {
            (row.event_id.id, row.event_slot_id.id, row.member_id.id) for row in rows
        }

    # === EVIDENCE === #

    @api.model
    def _get_attendance_query(self):
        """Return the SQL of who attended which meeting on which day of its place."""
        return SQL(
            """
            SELECT DISTINCT 'meeting' AS kind, registration.event_id::text AS event_key,
                   registration.member_id AS partner_id,
                   (event.date_begin AT TIME ZONE 'UTC'
                    AT TIME ZONE COALESCE(event.date_tz, 'UTC'))::date AS happened_on
              FROM event_registration registration
              JOIN event_event event ON event.id = registration.event_id
             WHERE registration.state = 'done' AND registration.active
               AND registration.member_id IS NOT NULL
            """
        )
