# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import SQL

SEGMENTS = [
    ("new", "New"),
    ("active", "Active"),
    ("isolated", "Active without ties"),
    ("bridge", "Bridge"),
    ("dormant", "Dormant"),
    ("left", "Left"),
    ("returned", "Back again"),
]
# days: newly joined, nothing seen, away before coming back, left for good
NEW_DAYS, QUIET_DAYS, AWAY_DAYS, GONE_DAYS = 90, 90, 365, 365
# filières in which somebody has ties who is a bridge
BRIDGED_FILIERES = 3


class SmartTieMember(models.Model):
    """A member's place among the others. Who agreed is named, the rest are counted."""

    _name = "smart.tie.member"
    _description = "Place among Members"
    _order = "bridged_count desc, degree desc, id"
    _rec_name = "partner_id"
    _log_access = False

    partner_id = fields.Many2one(
        "res.partner", "Member", required=True, index=True, ondelete="cascade"
    )
    profile_id = fields.Many2one(
        "smart.directory.profile", index="btree_not_null", ondelete="cascade"
    )
    territory_id = fields.Many2one(related="partner_id.territory_id")
    segment = fields.Selection(SEGMENTS, required=True)
    degree = fields.Integer("Ties", aggregator="avg")
    bridged_count = fields.Integer("Filières reached", aggregator=None)

    _partner_uniq = models.Constraint("UNIQUE(partner_id)", "A member has one place.")

    def _rebuild(self, as_of):
        """Put each member into one segment: the first whose rule holds."""
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM smart_tie_member"))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO smart_tie_member
                    (partner_id, profile_id, segment, degree, bridged_count)
                WITH pair AS (
                    SELECT partner_a_id AS one, partner_b_id AS other FROM smart_tie
                     UNION ALL
                    SELECT partner_b_id, partner_a_id FROM smart_tie),
                degree AS (SELECT one, COUNT(*) AS ties FROM pair GROUP BY one),
                bridge AS (
                    SELECT pair.one, COUNT(DISTINCT joined.filiere_id) AS filieres
                      FROM pair
                      JOIN smart_filiere_membership joined
                        ON joined.partner_id = pair.other
                       AND joined.state IN ('confirmed', 'active', 'dormant')
                     GROUP BY pair.one),
                seen AS (
                    SELECT partner_id, MAX(happened_on) AS last_on,
                           MIN(happened_on) FILTER (WHERE happened_on > %(quiet)s)
                               AS back_on, MAX(happened_on)
                               FILTER (WHERE happened_on <= %(quiet)s) AS before_on
                      FROM smart_tie_evidence GROUP BY partner_id)
                SELECT partner.id, profile.id,
                       CASE WHEN NOT COALESCE(partner.is_member, FALSE) THEN 'left'
                            WHEN seen.back_on - seen.before_on > %(away)s
                                THEN 'returned'
                            WHEN partner.member_since > %(new)s THEN 'new'
                            WHEN COALESCE(seen.last_on, '-infinity') <= %(quiet)s
                                THEN 'dormant'
                            WHEN bridge.filieres >= %(bridged)s THEN 'bridge'
                            WHEN degree.ties IS NULL THEN 'isolated'
                            ELSE 'active' END,
                       COALESCE(degree.ties, 0), COALESCE(bridge.filieres, 0)
                  FROM res_partner partner
                  LEFT JOIN smart_directory_profile profile
                    ON profile.partner_id = partner.id
                  LEFT JOIN degree ON degree.one = partner.id
                  LEFT JOIN bridge ON bridge.one = partner.id
                  LEFT JOIN seen ON seen.partner_id = partner.id
                 WHERE partner.active AND (partner.is_member
                    OR partner.member_until BETWEEN %(gone)s AND %(as_of)s)
                """,
                as_of=as_of,
                new=fields.Date.subtract(as_of, days=NEW_DAYS),
                quiet=fields.Date.subtract(as_of, days=QUIET_DAYS),
                gone=fields.Date.subtract(as_of, days=GONE_DAYS),
                away=AWAY_DAYS,
                bridged=BRIDGED_FILIERES,
            )
        )
        self.invalidate_model()
        self.env.cr.execute("ANALYZE smart_tie_member")

    def _update_memberships(self, as_of):
        """Set memberships active or dormant by what was seen in twelve months.

        Who confirmed within the year and was not seen yet stays confirmed.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE smart_filiere_membership membership
                   SET state = verdict.state,
                       write_date = NOW() AT TIME ZONE 'UTC', write_uid = %(uid)s
                  FROM (SELECT joined.id,
                               CASE WHEN EXISTS (
                                        SELECT FROM smart_tie_evidence seen
                                         WHERE seen.partner_id = joined.partner_id
                                           AND seen.happened_on > %(year_ago)s)
                                        THEN 'active'
                                    WHEN joined.state = 'active'
                                         OR joined.date_answered <= %(year_ago)s
                                        THEN 'dormant'
                                    ELSE joined.state END AS state
                          FROM smart_filiere_membership joined
                         WHERE joined.state IN ('confirmed', 'active', 'dormant')
                       ) AS verdict
                 WHERE verdict.id = membership.id
                   AND verdict.state != membership.state
                """,
                uid=self.env.uid,
                year_ago=fields.Date.subtract(as_of, years=1),
            )
        )
        self.env["smart.filiere.membership"].invalidate_model(["state"])
