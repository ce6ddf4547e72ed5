# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import SQL


class SmartMeetingReport(models.Model):
    """One line per meeting and filière, for pivot and graph."""

    _name = "smart.meeting.report"
    _description = "Analysis of Meetings"
    _auto = False
    _order = "date_begin DESC, id"
    _depends = {
        "event.event": [
            "active",
            "audience",
            "company_id",
            "date_begin",
            "filiere_ids",
            "kanban_state",
            "territory_id",
            "tie_state",
            "ties_born",
            "workplace_id",
        ],
        "event.registration": ["active", "event_id", "member_id", "state"],
    }

    event_id = fields.Many2one("event.event", "Meeting", readonly=True)
    filiere_id = fields.Many2one("smart.filiere", "Filière", readonly=True)
    territory_id = fields.Many2one("smart.territory", readonly=True)
    workplace_id = fields.Many2one("res.partner", "Shared workplace", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    audience = fields.Selection(
        [("internal", "Members"), ("external", "Open to all")], readonly=True
    )
    tie_state = fields.Selection(
        selection=lambda self: (
            self.env["event.event"]
            ._fields["tie_state"]
            ._description_selection(self.env)
        ),
        readonly=True,
    )
    date_begin = fields.Datetime("Date", readonly=True)
    registered = fields.Integer("Signed up", readonly=True)
    attended = fields.Integer("Came", readonly=True)
    # unknown is null here, so that no sum takes it for a zero
    ties_born = fields.Integer("Ties born within 90 days", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT event.id::bigint * 100000 + rel.filiere_id AS id,
                   event.id AS event_id, rel.filiere_id,
                   event.territory_id, event.workplace_id, event.company_id,
                   event.audience, event.tie_state, event.date_begin,
                   COALESCE(seats.registered, 0) AS registered,
                   COALESCE(seats.attended, 0) AS attended,
                   CASE WHEN event.tie_state = 'known' THEN event.ties_born END
                        AS ties_born
              FROM event_event event
              JOIN smart_event_filiere_rel rel ON rel.event_id = event.id
              LEFT JOIN (
                    SELECT event_id, COUNT(*) AS registered,
                           COUNT(*) FILTER (WHERE state = 'done') AS attended
                      FROM event_registration
                     WHERE active AND state IN ('open', 'done')
                     GROUP BY event_id
              ) seats ON seats.event_id = event.id
             WHERE event.active AND COALESCE(event.kanban_state, '') <> 'cancel'
            """
        )
