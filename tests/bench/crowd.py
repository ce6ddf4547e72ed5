"""Many members from a few: the same people again, under other names.

The story creates its members as forms do; a hundred thousand of them take a quarter of
an hour that way. Here those of the story are copied by statements, with their profiles,
memberships and consents; then the directory projects them as ever.
"""

from odoo.tools import SQL

BATCH = 10_000
# one sequence numbers people, and profiles so much further on
PROFILES = 10_000_000
RELATIONS = ("activity", "skill", "sought", "lang")
GROWN = (
    "res_partner",
    "smart_directory_profile",
    "smart_directory_release",
    "smart_directory_entry",
    "smart_filiere_membership",
    *(f"smart_profile_{name}_rel" for name in RELATIONS),
)
COPIES = """
    CREATE TEMPORARY TABLE bench_copy ON COMMIT DROP AS
    WITH source AS (
        SELECT partner.id, partner.name,
               ROW_NUMBER() OVER (ORDER BY partner.id) - 1 AS rank
          FROM res_partner partner
         WHERE partner.is_member AND partner.active AND NOT EXISTS (
               SELECT FROM res_users WHERE partner_id = partner.id)),
    size AS (SELECT COUNT(*) AS number FROM source),
    whole AS (
        SELECT COUNT(*) AS number FROM res_partner WHERE is_member AND active)
    SELECT source.id AS old_id, turn,
           NEXTVAL('res_partner_id_seq')::int AS new_id,
           SPLIT_PART(source.name, ' ', 1) || ' '
           || SUBSTRING(other.name FROM POSITION(' ' IN other.name) + 1) AS name
      FROM size
      CROSS JOIN whole
      CROSS JOIN generate_series(1, %(members)s / size.number + 1) AS turn
      CROSS JOIN source
      JOIN source other ON other.rank = (source.rank + 7 * turn) %% size.number
     WHERE (turn - 1) * size.number + source.rank < %(members)s - whole.number
"""


def multiply(env, members):
    """Copy the members that nobody logs in as until there are `members` of them."""
    env.flush_all()
    env.cr.execute(SQL(COPIES, members=members))
    env.cr.execute("CREATE INDEX ON bench_copy (old_id)")
    env.cr.execute("ANALYZE bench_copy")
    _copy_people(env)
    env.invalidate_all()
    profiles = env["smart.directory.profile"].search([("id", ">", PROFILES)])
    for start in range(0, len(profiles), BATCH):
        profiles[start : start + BATCH]._refresh_entries()
        env.invalidate_all()
    env["smart.directory.count"]._recount()
    env.flush_all()
    _analyze(env)


def _copy_people(env):
    _copy(
        env,
        "res_partner",
        "id",
        id="copied.new_id",
        commercial_partner_id="copied.new_id",
        name="copied.name",
        complete_name="copied.name",
        member_since="old.member_since - (copied.turn % 30)::int",
    )
    _copy(
        env,
        "smart_directory_profile",
        "partner_id",
        id=f"copied.new_id + {PROFILES}",
        partner_id="copied.new_id",
        ref="MD5(old.ref || copied.turn)",
    )
    _copy(env, "smart_filiere_membership", "partner_id", partner_id="copied.new_id")
    env.cr.execute(
        "UPDATE bench_copy SET old_id = profile.id FROM smart_directory_profile profile"
        " WHERE profile.partner_id = old_id"
    )
    for table in (
        "smart_directory_release",
        *(f"smart_profile_{name}_rel" for name in RELATIONS),
    ):
        _copy(env, table, "profile_id", profile_id=f"copied.new_id + {PROFILES}")
    _analyze(env)


def _copy(env, table, owner, **changed):
    """Insert the rows of `table` again for each copy of their `owner`.

    :param changed: ``{column: expression}``; a column that is its own key counts on
    """
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
        [table],
    )
    columns = [name for (name,) in env.cr.fetchall() if name != "id" or name in changed]
    values = [changed.get(name, f'old."{name}"') for name in columns]
    env.cr.execute(
        f"""
        INSERT INTO {table} ({", ".join(f'"{name}"' for name in columns)})
        SELECT {", ".join(values)}
          FROM {table} old JOIN bench_copy copied ON copied.old_id = old.{owner}
        """
    )


def _analyze(env):
    env.cr.execute(f"ANALYZE {', '.join(GROWN)}")
