# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, format_datetime


class SmartRoomBooking(models.Model):
    """A room, from when to when, for whom. Two firm bookings never overlap."""

    _name = "smart.room.booking"
    _description = "Booking of a Room"
    _order = "date_begin, id"
    _check_company_auto = True

    name = fields.Char("For", compute="_compute_name", store=True, readonly=False)
    room_id = fields.Many2one(
        "smart.room", required=True, index=True, ondelete="cascade", check_company=True
    )
    workplace_id = fields.Many2one(
        related="room_id.workplace_id", store=True, index=True
    )
    company_id = fields.Many2one(related="room_id.company_id", store=True, index=True)
    event_id = fields.Many2one(
        "event.event",
        string="Meeting",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Booked by", default=lambda self: self.env.user
    )
    date_begin = fields.Datetime("From", required=True)
    date_end = fields.Datetime("Until", required=True)
    is_firm = fields.Boolean(
        "Firm",
        default=True,
        help="A booking that is not firm is an option: it keeps nobody away.",
    )

    _event_uniq = models.UniqueIndex(
        "(event_id) WHERE event_id IS NOT NULL", "A meeting books one room."
    )
    _period = models.Constraint(
        "CHECK (date_end > date_begin)", "A booking ends after it begins."
    )
    # two transactions that check at the same time would both find the room free
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (room_id WITH =, tsrange(date_begin, date_end) WITH &&)"
        " WHERE (is_firm)",
        "This room was just booked for that time: choose another room or another time.",
    )

    def _auto_init(self):
        # the exclusion compares an integer inside a GiST index
        self.env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        return super()._auto_init()

    @api.depends("event_id.name")
    def _compute_name(self):
        for booking in self:
            booking.name = booking.event_id.name or booking.name or ""

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        self._check_free(
            (0, vals["room_id"], vals["date_begin"], vals["date_end"])
            for vals in vals_list
            if vals.get("is_firm", True)
            and all(vals.get(name) for name in ("room_id", "date_begin", "date_end"))
        )
        return super().create(vals_list)

    def write(self, vals):
        moved = {"room_id", "date_begin", "date_end", "is_firm"} & set(vals)
        if moved and not self.env.su:
            self._check_by_hand()
        if moved:
            self._check_free(
                (
                    booking.id,
                    vals.get("room_id", booking.room_id.id),
                    vals.get("date_begin", booking.date_begin),
                    vals.get("date_end", booking.date_end),
                )
                for booking in self
                if vals.get("is_firm", booking.is_firm)
            )
        return super().write(vals)

    def _get_changes(self, vals):
        """Return those of `vals` that the booking does not say yet."""
        mine = {**self.read(list(vals), load="_classic_write")[0]}
        return {name: value for name, value in vals.items() if mine[name] != value}

    def _check_by_hand(self):
        """Refuse to move a meeting's booking: the meeting would not follow."""
        if meetings := self.event_id:
            raise ValidationError(
                self.env._(
                    "The booking of “%s” follows its meeting: change the room or the "
                    "time there.",
                    meetings[0].name,
                )
            )

    @api.model
    def _check_free(self, periods):
        """Say who has the room, before the database refuses without a name.

        :param periods: iterable of (booking id or 0, room id, begin, end)
        """
        periods = list(periods)
        if not periods:
            return
        self.flush_model(["room_id", "date_begin", "date_end", "is_firm"])
        ids, rooms, begins, ends = (
            list(column) for column in zip(*periods, strict=True)
        )
        taken = self.env.execute_query(
            SQL(
                """
                SELECT other.id
                  FROM unnest(%s::int[], %s::int[], %s::timestamp[], %s::timestamp[])
                       AS asked (id, room_id, date_begin, date_end)
                  JOIN smart_room_booking other ON other.room_id = asked.room_id
                   AND other.is_firm AND other.id <> asked.id
                   AND other.date_begin < asked.date_end
                   AND other.date_end > asked.date_begin
                 ORDER BY other.date_begin
                 LIMIT 1
                """,
                ids,
                rooms,
                begins,
                ends,
            )
        )
        if taken:
            # who is in the way is named even to who may not read that booking
            self.sudo().browse(taken[0])._raise_taken()

    def _raise_taken(self):
        zone = self.event_id.date_tz or self.env.user.tz or "UTC"
        raise ValidationError(
            self.env._(
                "%(room)s is booked for “%(other)s” from %(begin)s to %(end)s: choose "
                "another room or another time.",
                room=self.room_id.display_name,
                other=self.name or self.env._("another meeting"),
                begin=format_datetime(self.env, self.date_begin, tz=zone),
                end=format_datetime(self.env, self.date_end, tz=zone),
            )
        )

    @api.model
    def _get_busy_rooms(self, rooms, date_begin, date_end, besides=None):
        """Return those of `rooms` that have a firm booking in that time."""
        domain = [
            ("room_id", "in", rooms.ids),
            ("is_firm", "=", True),
            ("date_begin", "<", date_end),
            ("date_end", ">", date_begin),
        ]
        if besides:
            domain.append(("event_id", "not in", besides.ids))
        return self.search(domain).room_id
