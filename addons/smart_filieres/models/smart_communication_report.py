# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import SQL

from ..engine.mailing import SMALLEST

# counts about people; each is masked where it would point at a few of them
COUNTED = {
    "opened": "trace.trace_status IN ('open', 'reply')",
    "clicked": "trace.links_click_datetime IS NOT NULL",
    "replied": "trace.trace_status = 'reply'",
}
REACHED = "trace.trace_status IN ('pending', 'sent', 'open', 'reply', 'bounce')"


class SmartCommunicationReport(models.Model):
    """What became of each letter, in numbers that point at nobody."""

    _name = "smart.communication.report"
    _description = "Measures of the Communication"
    _auto = False
    _order = "date_planned desc"
    _depends = {
        "smart.communication.edition": ["mailing_id", "date_planned"],
        "mailing.trace": ["trace_status", "links_click_datetime"],
        "smart.filiere.optout": ["mailing_id"],
    }

    edition_id = fields.Many2one("smart.communication.edition", readonly=True)
    line_id = fields.Many2one("smart.communication.line", readonly=True)
    plan_id = fields.Many2one("smart.communication.plan", readonly=True)
    filiere_id = fields.Many2one("smart.filiere", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    date_planned = fields.Date(readonly=True)
    channel = fields.Selection(
        selection=lambda self: (
            self.env["smart.communication.line"]
            ._fields["channel"]
            ._description_selection(self.env)
        ),
        readonly=True,
    )
    audience = fields.Selection(
        selection=lambda self: (
            self.env["smart.communication.line"]
            ._fields["audience"]
            ._description_selection(self.env)
        ),
        readonly=True,
    )
    sent = fields.Integer(readonly=True)
    opened = fields.Integer(readonly=True)
    clicked = fields.Integer(readonly=True)
    replied = fields.Integer(readonly=True)
    unsubscribed = fields.Integer(readonly=True)
    held_back = fields.Integer("Held back by the cap", readonly=True)

    @property
    def _table_query(self):
        masked = {
            name: SQL(
                "CASE WHEN %(few)s THEN NULL ELSE %(value)s END AS %(name)s",
                few=self._sql_few(SQL.identifier(name)),
                value=SQL.identifier(name),
                name=SQL.identifier(name),
            )
            for name in (*COUNTED, "unsubscribed")
        }
        return SQL(
            """
            SELECT id, id AS edition_id, line_id, plan_id, filiere_id, company_id,
                   date_planned, channel, audience,
                   CASE WHEN sent < %(smallest)s THEN NULL ELSE sent END AS sent,
                   CASE WHEN held_back < %(smallest)s AND held_back > 0
                        THEN NULL ELSE held_back END AS held_back,
                   %(masked)s
              FROM (%(raw)s) AS raw
            """,
            smallest=SMALLEST,
            masked=SQL(", ").join(masked.values()),
            raw=self._sql_raw(),
        )

    def _sql_few(self, count):
        """Return the condition of `engine.measures.shown` that masks a count."""
        return SQL(
            "(sent < %(n)s OR (%(c)s > 0 AND %(c)s < %(n)s)"
            " OR (sent > %(c)s AND sent - %(c)s < %(n)s))",
            n=SMALLEST,
            c=count,
        )

    def _sql_raw(self):
        """Return the counts per edition as they are: not for anybody's eyes."""
        counts = SQL(", ").join(
            SQL(
                "COUNT(*) FILTER (WHERE %s AND %s) AS %s",
                SQL(REACHED),
                SQL(condition),
                SQL.identifier(name),
            )
            for name, condition in COUNTED.items()
        )
        return SQL(
            """
            SELECT edition.id, edition.line_id, edition.plan_id, edition.filiere_id,
                   edition.company_id, edition.date_planned, edition.channel,
                   edition.audience, measured.*,
                   (SELECT COUNT(*) FROM smart_filiere_optout optout
                     WHERE optout.mailing_id = edition.mailing_id) AS unsubscribed
              FROM smart_communication_edition edition
              CROSS JOIN LATERAL (
                   SELECT COUNT(*) FILTER (WHERE %(reached)s) AS sent,
                          COUNT(*) FILTER (
                              WHERE trace.failure_type = 'smart_cap') AS held_back,
                          %(counts)s
                     FROM mailing_trace trace
                    WHERE trace.mass_mailing_id = edition.mailing_id
                      AND trace.is_test_trace IS NOT TRUE
              ) AS measured
             WHERE edition.mailing_id IS NOT NULL
            """,
            reached=SQL(REACHED),
            counts=counts,
        )

    def _get_unsubscribe_counts(self, lines):
        """Return {line id: (unsubscribed, sent)}, unmasked: for a verdict only."""
        if not lines.ids:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT line_id, SUM(unsubscribed)::int, SUM(sent)::int"
                " FROM (%s) AS raw WHERE line_id = ANY(%s) GROUP BY line_id",
                self._sql_raw(),
                lines.ids,
            )
        )
        return {line_id: (gone, sent) for line_id, gone, sent in rows}
