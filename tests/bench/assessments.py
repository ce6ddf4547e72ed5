"""All filières assessed in all territories, from the records of every member."""

from odoo.tools import SQL

from .clock import Way, alternate, check, report

PLACES = 50
TIES = 1_000_000
MOST_SECONDS = 30
MOST_QUERIES = 400
REPEATS = 3


def measure(env):
    """Count, score and freeze 22 filières × 50 territories; then the counting alone."""
    manager = env["res.users"].search([("login", "=", "filieres")])
    grid = _vote(env)
    filieres = env["smart.filiere"].search([("code", "!=", False)])
    territories = _places(env)
    ties = _ties(env)
    model = type(env["smart.filiere.measure"])
    kept, model._get_ties_sql = model._get_ties_sql, lambda _self: ties
    try:
        assessments = env["smart.filiere.assessment"].with_user(manager)
        whole = Way(
            f"{len(filieres)} filières × {len(territories)} territories: count, "
            "score, freeze",
            lambda: _assess(assessments, filieres, territories, grid),
        )
        counted = Way(
            "counting alone, every cell and a million ties",
            lambda: env["smart.filiere.measure"]._measure(
                filieres, grid, env.cr.now().date()
            ),
        )
        alternate(env, [whole, counted], REPEATS)
    finally:
        model._get_ties_sql = kept
    return [
        report(
            f"Assessments ({whole.result:,} made and frozen, {TIES:,} ties)",
            [whole, counted],
            [
                check("seconds of all assessments", whole.seconds, MOST_SECONDS),
                check("of which counting", counted.seconds / whole.seconds),
                check("queries", whole.queries, MOST_QUERIES),
            ],
        )
    ]


def _assess(assessments, filieres, territories, grid):
    made = assessments.with_context(tracking_disable=True)._assess(
        filieres, territories, grid
    )
    made._freeze()
    return len(made)


def _vote(env):
    """Return a grid in force, that of the demonstration or the one that ships."""
    grid = env["smart.filiere.grid"].search([("state", "=", "in_force")], limit=1)
    if not grid:
        grid = env.ref("smart_filieres.grid_proposal")
        grid.write(
            {
                "date_voted": "2026-06-18",
                "vote_body": "Banc d'essai",
                "vote_reference": "PV",
                "vote_ayes": 1,
            }
        )
        grid.action_vote()
        grid.action_put_in_force()
    return grid


def _places(env):
    """Return 50 territories in which members live, cutting large ones when fewer."""
    territories = env["smart.territory"].search([("child_ids", "=", False)])
    missing = PLACES - len(territories)
    if missing <= 0:
        return territories[:PLACES]
    made = env["smart.territory"].create(
        [
            {"name": f"Banc {rank}", "country_id": env.ref("base.be").id}
            for rank in range(missing)
        ]
    )
    env.flush_all()
    ids = made.ids
    env.cr.execute(
        """
        UPDATE res_partner SET territory_id = (%s)[1 + id %% %s]
         WHERE is_member AND id %% 2 = 0
        """,
        [ids, len(ids)],
    )
    env.invalidate_all()
    return territories | made


def _ties(env):
    """Lay a million ties between members and return the SQL that reads them."""
    env.cr.execute(
        """
        CREATE TEMPORARY TABLE bench_tie ON COMMIT DROP AS
        WITH member AS (
            SELECT id, row_number() OVER (ORDER BY id) - 1 AS n,
                   COUNT(*) OVER () AS total
              FROM res_partner WHERE is_member)
        SELECT one.id AS one, other.id AS other,
               (1 + (one.n * 7 + hop) %% 10) / 10.0::float AS weight
          FROM member one
          CROSS JOIN generate_series(1, %(hops)s) hop
          JOIN member other ON other.n = (one.n * 31 + hop * 977) %% one.total
         LIMIT %(ties)s
        """,
        {"hops": 12, "ties": TIES},
    )
    env.cr.execute("ANALYZE bench_tie")
    return SQL("SELECT one, other, weight FROM bench_tie")
