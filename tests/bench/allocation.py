"""Share what arrived between 10,000 members, beside one statement of SQL."""

from collections import defaultdict

from odoo.tools import SQL

from . import ground
from .clock import Way, alternate, check, report

MOST_TIMES_SQL = 2.5
MOST_QUERIES = 11
# the largest remainder, in one statement: ties by date, then by number
LARGEST_REMAINDER = """
    WITH claim AS (
        SELECT id, commit_date, quantity,
               quantity * %(supply)s / SUM(quantity) OVER () AS exact
          FROM smart_pooled_commitment
         WHERE line_id = %(line)s
           AND state IN ('committed', 'allocated', 'settled')),
    placed AS (
        SELECT id, quantity, FLOOR(exact) AS base,
               ROW_NUMBER() OVER (
                   ORDER BY exact - FLOOR(exact) DESC, commit_date, id) AS place,
               %(supply)s - SUM(FLOOR(exact)) OVER () AS rest
          FROM claim),
    share AS (
        SELECT id, quantity, base + (place <= rest)::int AS got FROM placed)
    UPDATE smart_pooled_commitment commitment
       SET allocated_qty = share.got, state = 'allocated',
           reason = CASE WHEN share.got = share.quantity THEN 'full'
                         WHEN share.got > 0 THEN 'short' ELSE 'nothing' END,
           amount_untaxed = 0, amount_tax = 0, amount_total = 0,
           write_uid = %(uid)s, write_date = NOW() AT TIME ZONE 'UTC'
      FROM share
     WHERE share.id = commitment.id
"""


def measure(env):
    """Compare our allocation with one UPDATE and with writing by the ORM."""
    line = ground.pooled_line(env)
    supply = int(sum(line._get_received_quantities().values()))
    commitments = line.commitment_ids
    # decided before: this way only writes
    line._allocate()
    shares = {one.id: (one.allocated_qty, one.reason) for one in commitments}
    ours = Way("our allocation: read, share, explain, write", line._allocate)
    by_sql = Way(
        "one UPDATE with window functions",
        lambda: env.cr.execute(_largest_remainder(env, line, supply)),
    )
    by_orm = Way(
        "the ORM writing known shares, by groups",
        lambda: _write(env["smart.pooled.commitment"], shares),
    )
    ways = [ours, by_sql, by_orm]
    alternate(env, ways)
    given = _given(env, line, ours), _given(env, line, by_sql)
    return [
        report(
            f"Allocation of {supply:,} units to {len(commitments):,} commitments",
            ways,
            [
                check("ours / SQL", ours.seconds / by_sql.seconds, MOST_TIMES_SQL),
                check("the ORM alone / SQL", by_orm.seconds / by_sql.seconds),
                check("queries", ours.queries, MOST_QUERIES),
                check("units given too much or too little", _gap(given, supply), 0),
            ],
        )
    ]


def _largest_remainder(env, line, supply):
    return SQL(LARGEST_REMAINDER, supply=supply, line=line.id, uid=env.uid)


def _write(commitments, shares):
    """Write known shares as one would by the ORM: all that get the same, at once."""
    alike = defaultdict(list)
    for key, share in shares.items():
        alike[share].append(key)
    for (quantity, reason), keys in alike.items():
        commitments.browse(keys).write(
            {
                "allocated_qty": quantity,
                "reason": reason,
                "state": "allocated",
                "amount_untaxed": 0,
                "amount_tax": 0,
                "amount_total": 0,
            }
        )


def _given(env, line, way):
    """Return the units that `way` hands out."""
    way.call()
    [(total,)] = env["smart.pooled.commitment"]._read_group(
        [("line_id", "=", line.id)], [], ["allocated_qty:sum"]
    )
    return total


def _gap(given, supply):
    return max(abs(total - supply) for total in given)
