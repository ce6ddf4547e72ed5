# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, email_normalize

from .smart_filiere_membership import PRESENT_STATES


class SmartMeetingInvitation(models.Model):
    """A member who is asked to a meeting, once."""

    _name = "smart.meeting.invitation"
    _description = "Invitation to a Meeting"
    _inherit = ["mail.thread", "smart.signed.mixin"]
    _order = "event_id, id"
    _rec_name = "member_id"

    event_id = fields.Many2one(
        "event.event", "Meeting", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="event_id.company_id", store=True, index=True)
    member_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    email = fields.Char(related="member_id.email")
    state = fields.Selection(
        [
            ("ready", "To send"),
            ("sent", "Sent"),
            ("accepted", "Comes"),
            ("declined", "Does not come"),
            ("withheld", "Wants no e-mail"),
        ],
        required=True,
        default="ready",
        readonly=True,
        index=True,
    )
    date_sent = fields.Datetime(readonly=True)

    _event_member_uniq = models.Constraint(
        "UNIQUE(event_id, member_id)", "This member is invited already."
    )

    # === WHO === #

    @api.model
    def _invite_near(self, event, filiere, squares):
        """Make one invitation per member of `filiere` who lives in one of `squares`.

        Those who confirmed the filière, have an e-mail and did not ask to receive no
        mail. Asking again adds only who is new.

        :param squares: list of (latitude, longitude) of centres of the grid
        :return: number of invitations made
        """
        self.check_access("create")
        if not squares:
            return 0
        self.env.flush_all()
        latitudes, longitudes = (list(column) for column in zip(*squares, strict=True))
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO smart_meeting_invitation
                    (event_id, company_id, member_id, state,
                     create_uid, write_uid, create_date, write_date)
                SELECT %(event)s, %(company)s, partner.id, 'ready',
                       %(uid)s, %(uid)s,
                       now() AT TIME ZONE 'utc', now() AT TIME ZONE 'utc'
                  FROM smart_filiere_membership membership
                  JOIN res_partner partner ON partner.id = membership.partner_id
                   AND partner.is_member AND partner.active
                   AND partner.email_normalized IS NOT NULL
                   AND (partner.company_id IS NULL OR %(company)s::int IS NULL
                        OR partner.company_id = %(company)s::int)
                  JOIN smart_directory_profile profile
                    ON profile.partner_id = partner.id AND profile.is_placed
                  JOIN unnest(%(latitudes)s::numeric[], %(longitudes)s::numeric[])
                       AS square (latitude, longitude)
                    ON profile.grid_latitude = square.latitude
                   AND profile.grid_longitude = square.longitude
                 WHERE membership.filiere_id = %(filiere)s
                   AND membership.state = ANY(%(states)s)
                   AND NOT EXISTS (
                        SELECT FROM mail_blacklist
                         WHERE mail_blacklist.active
                           AND mail_blacklist.email = partner.email_normalized)
                 ORDER BY partner.id
                ON CONFLICT (event_id, member_id) DO NOTHING
                RETURNING id
                """,
                event=event.id,
                company=event.company_id.id or None,
                filiere=filiere.id,
                states=list(PRESENT_STATES),
                latitudes=latitudes,
                longitudes=longitudes,
                uid=self.env.uid,
            )
        )
        self.invalidate_model()
        event.invalidate_recordset(["invitation_ids"])
        return len(rows)

    # === SENDING === #

    def action_send(self):
        """Send the invitations that were not sent; who opted out since gets none."""
        ready = self.filtered(lambda row: row.state == "ready")
        if hidden := ready.event_id.filtered(lambda event: not event.is_visible):
            raise UserError(
                self.env._(
                    "“%s” is not published: publish it before you invite people.",
                    hidden[0].name,
                )
            )
        self._withhold_blacklisted(ready)
        ready = ready.filtered(lambda row: row.state == "ready")
        ready.write({"state": "sent", "date_sent": fields.Datetime.now()})
        if ready:
            template = self.env.ref("smart_filieres.mail_template_invitation")
            # the wording is the cooperative's; who invites need not edit templates
            template.sudo().send_mail_batch(ready.ids)

    @api.model
    def _withhold_blacklisted(self, invitations):
        emails = {row: email_normalize(row.email or "") for row in invitations}
        # an animator may not read the blacklist: only who is on it is asked
        blacklist = self.env["mail.blacklist"].sudo()
        listed = set(
            blacklist.search(
                [("email", "in", [email for email in emails.values() if email])]
            ).mapped("email")
        )
        refused = [
            row.id for row, email in emails.items() if email in listed or not email
        ]
        self.browse(refused).write({"state": "withheld"})

    # === ANSWER BY SIGNED LINK === #

    def _get_signed_actions(self):
        return {
            **super()._get_signed_actions(),
            "come": (self.env._("I come"), "_set_accepted"),
            "decline": (self.env._("I do not come"), "_set_declined"),
        }

    def _get_signed_summary(self, action):
        return self.event_id.name

    def _set_accepted(self):
        registration = self.event_id._sign_up(self.member_id)
        self.state = "accepted"
        if registration.is_waiting:
            return self.env._("All seats are taken: you are on the waiting list.")
        return self.env._("See you there! A confirmation is on its way.")

    def _set_declined(self):
        self.state = "declined"
        return self.env._("Thank you for telling us.")
