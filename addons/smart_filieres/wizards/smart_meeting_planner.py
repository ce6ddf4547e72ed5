# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..engine import planning
from ..models.smart_filiere_membership import PRESENT_STATES


class SmartMeetingPlanner(models.TransientModel):
    """Where should a filière meet? Ranks the shared workplaces and drafts the event."""

    _name = "smart.meeting.planner"
    _description = "Meeting Planner"
    _rec_name = "filiere_id"

    filiere_id = fields.Many2one("smart.filiere", string="Filière", required=True)
    theme = fields.Char(help="What people will talk about, in one line.")
    date_begin = fields.Datetime(
        "From", required=True, default=lambda self: self._default_date_begin()
    )
    date_end = fields.Datetime(
        "Until",
        required=True,
        compute="_compute_date_end",
        store=True,
        readonly=False,
        precompute=True,
    )
    seats = fields.Integer("People expected", default=12, required=True)
    must_be_accessible = fields.Boolean("Accessible room only", default=True)
    audience = fields.Selection(
        [("internal", "Members"), ("external", "Open to all")],
        required=True,
        default="internal",
    )
    radius_km = fields.Selection(
        [("10", "10 km"), ("25", "25 km"), ("50", "50 km")],
        "Near means within",
        required=True,
        default="25",
    )
    member_count = fields.Integer("Members of the filière", readonly=True)
    placed_count = fields.Integer("of whom on the map", readonly=True)
    is_few = fields.Boolean(readonly=True)
    line_ids = fields.One2many("smart.meeting.planner.line", "planner_id")

    @api.model
    def _default_date_begin(self):
        """Return a working day at 16:00 UTC, three weeks from now."""
        day = fields.Datetime.now().replace(hour=16, minute=0, second=0, microsecond=0)
        day += timedelta(days=21)
        return day + timedelta(
            days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0
        )

    @api.depends("date_begin")
    def _compute_date_end(self):
        for planner in self:
            if planner.date_begin:
                planner.date_end = planner.date_begin + timedelta(hours=2)

    @api.constrains("date_begin", "date_end", "seats")
    def _check_wish(self):
        for planner in self:
            if planner.date_end <= planner.date_begin:
                raise UserError(self.env._("The meeting ends before it begins."))
            if planner.seats < 1:
                raise UserError(self.env._("Expect at least one person."))

    # === RANKING === #

    def action_rank(self):
        """Compare the shared workplaces for these wishes."""
        self.ensure_one()
        squares = self._read_squares()
        places = self._read_places()
        wish = planning.Wish(self.seats, self.must_be_accessible)
        categories = len(self.filiere_id.nace_activity_ids)
        choices = planning.rank(
            places, squares, wish, categories, float(self.radius_km)
        )
        self._write_counts(squares)
        self.line_ids = [
            Command.clear(),
            *(
                Command.create({**self._prepare_line_vals(choice), "rank": rank})
                for rank, choice in enumerate(choices, start=1)
            ),
        ]
        return True

    def _write_counts(self, squares):
        total = self.env["smart.filiere.membership"].search_count(
            [("filiere_id", "=", self.filiere_id.id), ("state", "in", PRESENT_STATES)]
        )
        placed = sum(square.members for square in squares)
        small = total < planning.SMALLEST_COUNT
        # neither the few, nor how many are missing from the map when those are few
        hidden = small or placed < planning.SMALLEST_COUNT
        self.member_count = 0 if small else total
        self.placed_count = 0 if hidden else placed
        self.is_few = hidden

    def _read_squares(self):
        """Return the squares of the grid where members of the filière live."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH present AS (
                    SELECT profile.id, profile.grid_latitude AS latitude,
                           profile.grid_longitude AS longitude
                      FROM smart_filiere_membership membership
                      JOIN res_partner partner ON partner.id = membership.partner_id
                       AND partner.is_member AND partner.active
                       AND (partner.company_id IS NULL
                            OR partner.company_id = ANY(%(companies)s))
                      JOIN smart_directory_profile profile
                        ON profile.partner_id = partner.id AND profile.is_placed
                     WHERE membership.filiere_id = %(filiere)s
                       AND membership.state = ANY(%(states)s)
                ), trade AS (
                    SELECT latitude, longitude, held.activity_id, COUNT(*) AS members
                      FROM present
                      JOIN smart_profile_activity_rel held
                        ON held.profile_id = present.id
                      JOIN smart_filiere_activity_rel rel
                        ON rel.activity_id = held.activity_id
                       AND rel.filiere_id = %(filiere)s
                     GROUP BY latitude, longitude, held.activity_id
                ), square AS (
                    SELECT latitude, longitude, COUNT(*) AS members
                      FROM present GROUP BY latitude, longitude
                )
                SELECT square.latitude, square.longitude, square.members,
                       array_agg(trade.activity_id), array_agg(trade.members)
                  FROM square
                  LEFT JOIN trade USING (latitude, longitude)
                 GROUP BY square.latitude, square.longitude, square.members
                """,
                filiere=self.filiere_id.id,
                states=list(PRESENT_STATES),
                companies=self.env.companies.ids,
            )
        )
        return [
            planning.Square(
                float(latitude),
                float(longitude),
                members,
                {
                    activity: count
                    for activity, count in zip(activities, counts, strict=True)
                    if activity
                },
            )
            for latitude, longitude, members, activities, counts in rows
        ]

    def _read_places(self):
        """Return the shared workplaces with their rooms at the chosen time."""
        workplaces = self.env["res.partner"].search(
            [("is_workplace", "=", True), ("company_id", "in", self._get_company_ids())]
        )
        rooms = self.env["smart.room"].search([("workplace_id", "in", workplaces.ids)])
        busy = self.env["smart.room.booking"]._get_busy_rooms(
            rooms, self.date_begin, self.date_end
        )
        by_place = rooms.grouped("workplace_id")
        pairs = {place: (place.country_id.id, place.zip) for place in workplaces}
        squares = self.env["smart.postal.point"]._find_squares(pairs.values())
        return [
            planning.Place(
                place.id,
                place.name or "",
                squares[pairs[place]],
                [
                    planning.Room(
                        room.id, room.capacity, room.is_accessible, room not in busy
                    )
                    for room in by_place.get(place, ())
                ],
            )
            for place in workplaces
        ]

    def _get_company_ids(self):
        return [*self.env.companies.ids, False]

    def _prepare_line_vals(self, choice):
        return {
            "workplace_id": choice.place,
            "room_id": choice.room,
            "near_count": choice.near or 0,
            "is_known": choice.near is not None,
            "is_small": choice.is_small,
            "evenness": choice.evenness or 0.0,
            "is_evenness_known": choice.evenness is not None,
            "score": choice.score or 0.0,
            "lowest": choice.lowest or 0.0,
            "highest": choice.highest or 0.0,
            "obstacle": choice.obstacle,
        }
