"""A night of the observatory on 1,000,000 ties, beside the bare SQL of its sums."""

from unittest.mock import patch

from odoo.tools import SQL

from .clock import Way, check, report

EVENTS = 105_000
PEOPLE = 5
# people of an event are drawn from groups of so many: they meet again
GROUP = 200
MOST_SECONDS = 120
FILL = """
    CREATE TEMPORARY TABLE bench_event AS
    WITH member AS (
        SELECT id, ROW_NUMBER() OVER (ORDER BY territory_id, id) - 1 AS rank
          FROM res_partner WHERE is_member AND active),
    size AS (SELECT COUNT(*) / %(group)s AS groups FROM member),
    seat AS (
        SELECT event, (event::bigint * 7919 %% groups) * %(group)s
               + (HASHTEXT(event || '-' || seat) & 2147483647)
               %% %(group)s AS rank
          FROM size, generate_series(1, %(events)s) AS event,
               generate_series(1, %(people)s) AS seat)
    SELECT (ARRAY['meeting', 'initiative', 'relay'])[1 + event %% 3] AS kind,
           event::text AS event_key, member.id AS partner_id,
           CURRENT_DATE - (event %% 700) AS happened_on
      FROM seat JOIN member ON member.rank = seat.rank
"""
PAIRS = """
    SELECT COUNT(*) FROM (
        SELECT one.partner_id, other.partner_id AS friend, COUNT(*),
               SUM(POWER(0.5, (CURRENT_DATE - one.happened_on) / 730.5))
          FROM bench_event one
          JOIN bench_event other ON other.kind = one.kind
           AND other.event_key = one.event_key
           AND other.partner_id > one.partner_id
         GROUP BY 1, 2) AS tie
"""
COUNTS = """
    SELECT joined.filiere_id, partner.territory_id, COUNT(*)
      FROM smart_filiere_membership joined
      JOIN res_partner partner ON partner.id = joined.partner_id
     WHERE partner.is_member AND joined.state IN ('confirmed', 'active', 'dormant')
     GROUP BY GROUPING SETS ((1, 2), (1), (2), ())
"""


def measure(env):
    """Time the first night, which tells two years, and one of those that follow."""
    env.flush_all()
    env.cr.execute(
        SQL(FILL, events=EVENTS, people=PEOPLE, group=GROUP),
    )
    env.cr.execute("ANALYZE bench_event")
    told = SQL("SELECT kind, event_key, partner_id, happened_on FROM bench_event")
    nights = env["smart.observatory"]
    with patch.object(
        type(env["smart.tie"]), "_get_evidence_queries", lambda _self: [told]
    ):
        bare = Way("bare SQL: pairs and counts", lambda: _bare(env))
        bare.run(env)
        first = Way("the first night, with two years", nights._run_night)
        first.run(env)
        nights._run_night()
        usual = Way("a night", nights._run_night)
        usual.run(env)
    ties = env["smart.tie"].search_count([])
    members = env["res.partner"].search_count([("is_member", "=", True)])
    return [
        report(
            f"Observatory of {members:,} members and {ties:,} ties",
            [first, usual, bare],
            [
                check("seconds of a night", usual.seconds, MOST_SECONDS),
                check("seconds of the first night", first.seconds, MOST_SECONDS),
                check("first night / a night", first.seconds / usual.seconds),
                check("a night / bare SQL", usual.seconds / bare.seconds),
                check("queries of a night", usual.queries),
            ],
        )
    ]


def _bare(env):
    for query in (PAIRS, COUNTS):
        env.cr.execute(query)
        env.cr.fetchall()
