# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import SQL


class SmartTieEvidence(models.Model):
    """Somebody at an event others were at too. Rebuilt each night, read by nobody."""

    _name = "smart.tie.evidence"
    _description = "Evidence of a Tie"
    _order = "happened_on desc, id"
    _rec_name = "event_key"
    _log_access = False

    kind = fields.Char(required=True)
    event_key = fields.Char(required=True)
    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    happened_on = fields.Date(required=True)
    participant_count = fields.Integer(
        help="Everybody at the event, members or not.", aggregator=None
    )

    _event_uniq = models.Constraint(
        "UNIQUE(kind, event_key, partner_id)", "Somebody takes part in an event once."
    )

    def _rebuild(self, as_of):
        """Read again what the models of the suite say happened up to `as_of`.

        Contacts that were archived disappear, who was merged counts once. Former
        members stay, for the retention of their cohort.

        :return: number of rows
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                DROP TABLE IF EXISTS smart_tie_told;
                CREATE TEMPORARY TABLE smart_tie_told ON COMMIT DROP AS %s
                """,
                self._sql_told(as_of),
            )
        )
        self.env.cr.execute("ANALYZE smart_tie_told")
        # most of it was told the night before, and a row costs more than a look
        self.env.cr.execute(
            """
            DELETE FROM smart_tie_evidence seen
             WHERE NOT EXISTS (
                   SELECT FROM smart_tie_told told
                    WHERE told.event_key = seen.event_key AND told.kind = seen.kind
                      AND told.partner_id = seen.partner_id
                      AND told.happened_on = seen.happened_on
                      AND told.participant_count = seen.participant_count)
            """
        )
        self.env.cr.execute(
            """
            INSERT INTO smart_tie_evidence
                   (kind, event_key, partner_id, happened_on, participant_count)
            SELECT kind, event_key, partner_id, happened_on, participant_count
              FROM smart_tie_told told
             WHERE NOT EXISTS (
                   SELECT FROM smart_tie_evidence seen
                    WHERE seen.event_key = told.event_key AND seen.kind = told.kind
                      AND seen.partner_id = told.partner_id)
             ORDER BY kind, event_key, partner_id
            ON CONFLICT (kind, event_key, partner_id) DO NOTHING
            """
        )
        self.invalidate_model()
        # nobody else tells the planner how large the table has become
        self.env.cr.execute("ANALYZE smart_tie_evidence")
        [(count,)] = self.env.execute_query(
            SQL("SELECT COUNT(*) FROM smart_tie_evidence")
        )
        return count

    def _sql_told(self, as_of):
        """Return the query of all that the models of the suite tell."""
        nothing = SQL(
            """
            SELECT kind, event_key, partner_id, happened_on, participant_count
              FROM smart_tie_evidence WHERE FALSE
            """
        )
        queries = self.env["smart.tie"]._get_evidence_queries()
        told = [self._sql_told_by(query, as_of) for query in queries]
        return SQL(" UNION ALL ").join([nothing, *told])

    def _sql_told_by(self, query, as_of):
        return SQL(
            """
            SELECT seen.kind, seen.event_key, seen.partner_id, seen.happened_on,
                   seen.participant_count::int
              FROM (SELECT kind, event_key, partner_id,
                           MIN(happened_on) AS happened_on,
                           COUNT(*) OVER (PARTITION BY kind, event_key)
                               AS participant_count
                      FROM (%(query)s) AS source
                     WHERE partner_id IS NOT NULL AND happened_on <= %(as_of)s
                     GROUP BY kind, event_key, partner_id) AS seen
              JOIN res_partner partner ON partner.id = seen.partner_id
               AND partner.active
               AND (partner.is_member OR partner.member_until IS NOT NULL)
            """,
            query=query,
            as_of=as_of,
        )
