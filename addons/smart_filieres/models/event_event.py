# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class EventEvent(models.Model):
    """A meeting is a native event that knows filières, territory, place and room."""

    _inherit = "event.event"

    filiere_ids = fields.Many2many(
        "smart.filiere",
        "smart_event_filiere_rel",
        "event_id",
        "filiere_id",
        string="Filières",
        check_company=True,
    )
    theme = fields.Char(help="What people talk about, in one line.")
    audience = fields.Selection(
        [("internal", "Members"), ("external", "Open to all")],
        required=True,
        default="internal",
        tracking=True,
        index=True,
        help="Members: shown on the members' portal only. Open to all: also on the "
        "public page of meetings.",
    )
    is_visible = fields.Boolean(
        "Published",
        tracking=True,
        copy=False,
        help="Shown on the portal, to members or to all according to the audience.",
    )
    workplace_id = fields.Many2one(
        "res.partner",
        string="Shared workplace",
        index="btree_not_null",
        domain=[("is_workplace", "=", True)],
        check_company=True,
        tracking=True,
    )
    room_id = fields.Many2one(
        "smart.room",
        index="btree_not_null",
        domain="[('workplace_id', '=?', workplace_id)]",
        check_company=True,
        copy=False,
        tracking=True,
    )
    territory_id = fields.Many2one(
        "smart.territory",
        compute="_compute_territory_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        help="That of the workplace, unless another is chosen.",
    )
    suggested_by_id = fields.Many2one(
        "res.partner", string="Suggested by", readonly=True, copy=False
    )
    waiting_count = fields.Integer("Waiting", compute="_compute_waiting_count")

    @api.depends("workplace_id", "address_id")
    def _compute_territory_id(self):
        for event in self:
            place = event.workplace_id or event.address_id
            event.territory_id = place.territory_id or event.territory_id

    @api.depends("registration_ids.state", "registration_ids.is_waiting")
    def _compute_waiting_count(self):
        groups = self.env["event.registration"]._read_group(
            [("event_id", "in", self.ids), ("is_waiting", "=", True)],
            ["event_id"],
            ["__count"],
        )
        counts = {event.id: count for event, count in groups}
        for event in self:
            event.waiting_count = counts.get(event._origin.id, 0)

    @api.constrains("room_id", "workplace_id")
    def _check_room(self):
        for event in self:
            room = event.room_id
            if room and room.workplace_id != event.workplace_id:
                raise ValidationError(
                    self.env._(
                        "%(room)s is not a room of %(place)s.",
                        room=room.display_name,
                        place=event.workplace_id.display_name or event.name,
                    )
                )

    @api.onchange("workplace_id")
    def _onchange_workplace_id(self):
        if self.workplace_id:
            self.address_id = self.workplace_id
        if self.room_id.workplace_id != self.workplace_id:
            self.room_id = False

    @api.onchange("room_id")
    def _onchange_room_id(self):
        if self.room_id:
            self.workplace_id = self.room_id.workplace_id
            self.address_id = self.workplace_id
            self.seats_limited = True
            self.seats_max = self.room_id.capacity

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._complete_place(vals) for vals in vals_list]
        events = super().create(vals_list)
        events._sync_bookings()
        return events

    def write(self, vals):
        result = super().write(self._complete_place(vals))
        if self._get_booking_fields() & set(vals):
            self._sync_bookings()
        if {"seats_max", "seats_limited"} & set(vals):
            self._promote_waiting()
        return result

    @api.model
    def _complete_place(self, vals):
        """Add to `vals` the workplace of the room and the address of the workplace."""
        vals = dict(vals)
        if vals.get("room_id") and "workplace_id" not in vals:
            vals["workplace_id"] = (
                self.env["smart.room"].browse(vals["room_id"]).workplace_id.id
            )
        if vals.get("workplace_id"):
            vals.setdefault("address_id", vals["workplace_id"])
        return vals

    # === WHO SEES WHAT === #

    @api.model
    def _get_published_domain(self, audiences=("internal", "external")):
        """Return the domain of the meetings that a page may show."""
        return Domain(
            [
                ("is_visible", "=", True),
                ("audience", "in", audiences),
                ("kanban_state", "!=", "cancel"),
                ("company_id", "in", [*self.env.companies.ids, False]),
            ]
        )

    def action_publish(self):
        """Show the meeting on the portal; its room is booked for good."""
        self.write({"is_visible": True})

    def action_unpublish(self):
        """Take the meeting off the portal."""
        self.write({"is_visible": False})

    # === EVIDENCE === #

    @api.model
    def _get_tie_evidence_query(self):
        """Return the SQL of who attended what: kind, event_key, partner_id, day."""
        return self.env["event.registration"]._get_attendance_query()
