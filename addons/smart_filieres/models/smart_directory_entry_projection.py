# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .smart_directory_field import AUDIENCE_KEYS
from .smart_filiere_membership import PRESENT_STATES

# a profile is fresh for six months; at eleven it is about to leave
MONTHS_FRESH, MONTHS_STALE, MONTHS_LEAVES = 6, 11, 12
# entry relation → (its table, its column, key of the field to release)
RELATIONS = {
    "activity_ids": ("smart_entry_activity_rel", "activity_id", "activities"),
    "skill_ids": ("smart_entry_skill_rel", "skill_id", "skills"),
    "sought_skill_ids": ("smart_entry_sought_rel", "skill_id", "sought"),
    "language_ids": ("smart_entry_lang_rel", "lang_id", "languages"),
}
PROFILE_TABLES = {
    "activity_ids": "smart_profile_activity_rel",
    "skill_ids": "smart_profile_skill_rel",
    "sought_skill_ids": "smart_profile_sought_rel",
    "language_ids": "smart_profile_lang_rel",
}
# entry column → (key of the field to release, table and column it is copied from)
COLUMNS = {
    "headline": ("headline", "profile", "headline"),
    "about": ("about", "profile", "about"),
    "territory_id": ("territory", "partner", "territory_id"),
    "country_id": ("territory", "partner", "country_id"),
    "grid_square": ("location", "profile", "grid_square"),
    "works_remotely": ("remote", "profile", "works_remotely"),
    "is_available": ("available", "profile", "is_available"),
    "is_open_to_cocontracting": (
        "cocontracting",
        "profile",
        "is_open_to_cocontracting",
    ),
}


class SmartDirectoryEntry(models.Model):
    """How entries are derived from profiles, consents and filières."""

    _inherit = "smart.directory.entry"

    @api.model
    def _rebuild(self, profile_ids):
        """Derive the entries of `profile_ids` from profiles, consents and filières.

        A dozen statements whatever the number of profiles.
        """
        if not profile_ids:
            return
        self.env.flush_all()
        ids = list(profile_ids)
        counts = self.env["smart.directory.count"]
        counts._add_entries(ids, -1)
        self.env.execute_query(self._sql_delete_hidden(ids))
        self.env.execute_query(self._sql_upsert(ids))
        for name, (table, column, key) in RELATIONS.items():
            source = SQL(
                "SELECT profile_id AS owner, %(column)s AS value FROM %(table)s",
                column=SQL.identifier(column),
                table=SQL.identifier(PROFILE_TABLES[name]),
            )
            self._replace_relation(ids, table, column, source, key)
        memberships = self._sql_memberships()
        self._replace_relation(
            ids, "smart_entry_filiere_rel", "filiere_id", memberships, "filieres"
        )
        self._replace_relation(
            ids, "smart_directory_scope", "filiere_id", memberships, None
        )
        self.env.execute_query(self._sql_gather(ids))
        counts._add_entries(ids, 1)
        self.invalidate_model()
        self.env["smart.directory.scope"].invalidate_model()

    def _sql_ranks(self, ids):
        """Return a query of (profile, {field key: rank}), under the ceilings."""
        return SQL(
            """
            SELECT release.profile_id,
                   jsonb_object_agg(field.key, LEAST(
                       array_position(%(keys)s::text[], release.audience::text),
                       array_position(%(keys)s::text[], field.ceiling::text))) AS ranks
              FROM smart_directory_release release
              JOIN smart_directory_field field ON field.id = release.field_id
             WHERE release.date_withdrawn IS NULL AND release.profile_id = ANY(%(ids)s)
             GROUP BY release.profile_id
            """,
            keys=AUDIENCE_KEYS,
            ids=ids,
        )

    def _sql_levels(self):
        """Return rows (audience, rank) of the audiences that read entries."""
        rows = [
            SQL("(%s, %s)", key, rank)
            for rank, key in enumerate(AUDIENCE_KEYS, start=1)
            if key != "cooperative"
        ]
        return SQL("(VALUES %s) AS level (audience, rank)", SQL(", ").join(rows))

    def _sql_visible(self, ids):
        """Return (profile, audience, rank, ranks) for each audience that sees her."""
        return SQL(
            """
            SELECT released.profile_id, level.audience, level.rank, released.ranks
              FROM (%(ranks)s) released
              JOIN smart_directory_profile profile ON profile.id = released.profile_id
              JOIN res_partner partner ON partner.id = profile.partner_id
               AND partner.is_member AND partner.active AND profile.is_published
              JOIN %(levels)s ON (released.ranks->>'name')::int >= level.rank
            """,
            ranks=self._sql_ranks(ids),
            levels=self._sql_levels(),
        )

    def _sql_delete_hidden(self, ids):
        return SQL(
            """
            DELETE FROM smart_directory_entry entry
             WHERE entry.profile_id = ANY(%(ids)s) AND NOT EXISTS (
                   SELECT FROM (%(visible)s) visible
                    WHERE visible.profile_id = entry.profile_id
                      AND visible.audience = entry.audience)
            RETURNING id
            """,
            ids=ids,
            visible=self._sql_visible(ids),
        )

    def _sql_upsert(self, ids):
        columns = [SQL.identifier(name) for name in COLUMNS]
        return SQL(
            """
            INSERT INTO smart_directory_entry
                (profile_id, audience, ref, company_id, name, sort_name, date_listed,
                 date_confirmed, staleness, %(columns)s)
            SELECT profile.id, visible.audience, profile.ref, partner.company_id,
                   partner.name, %(sort_name)s, (
                       SELECT MIN(release.date_released)
                         FROM smart_directory_release release
                         JOIN smart_directory_field field
                           ON field.id = release.field_id AND field.key = 'name'
                        WHERE release.profile_id = profile.id
                          AND release.audience != 'cooperative'),
                   profile.date_confirmed, %(staleness)s, %(values)s
              FROM (%(visible)s) visible
              JOIN smart_directory_profile profile ON profile.id = visible.profile_id
              JOIN res_partner partner ON partner.id = profile.partner_id
            ON CONFLICT (profile_id, audience) DO UPDATE
               SET ref = excluded.ref, company_id = excluded.company_id,
                   name = excluded.name, sort_name = excluded.sort_name,
                   date_listed = excluded.date_listed,
                   date_confirmed = excluded.date_confirmed,
                   staleness = excluded.staleness, %(updates)s
            RETURNING id
            """,
            visible=self._sql_visible(ids),
            sort_name=SQL(
                "lower(%s)",
                self.env.registry.unaccent(SQL.identifier("partner", "name")),
            ),
            staleness=self._sql_staleness(SQL("profile.date_confirmed")),
            columns=SQL(", ").join(columns),
            values=SQL(", ").join(
                self._sql_if_released(*source) for source in COLUMNS.values()
            ),
            updates=SQL(", ").join(
                SQL("%s = %s", column, SQL.identifier("excluded", name))
                for name, column in zip(COLUMNS, columns, strict=True)
            ),
        )

    def _sql_staleness(self, date):
        """Return how stale a profile confirmed on `date` (an SQL date) is."""
        today = fields.Date.context_today(self)
        return SQL(
            "CASE WHEN %(date)s > %(half)s THEN 0 WHEN %(date)s > %(most)s THEN 1"
            " ELSE 2 END",
            date=date,
            half=today - relativedelta(months=MONTHS_FRESH),
            most=today - relativedelta(months=MONTHS_STALE),
        )

    @api.model
    def _sink_stale(self):
        """Sort after the others what was confirmed too long ago; one statement."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                UPDATE smart_directory_entry SET staleness = %(staleness)s
                 WHERE staleness IS DISTINCT FROM %(staleness)s RETURNING id
                """,
                staleness=self._sql_staleness(SQL("date_confirmed")),
            )
        )
        self.invalidate_model(["staleness"])

    def _sql_if_released(self, key, table, column):
        return SQL(
            "CASE WHEN (visible.ranks->>%s)::int >= visible.rank THEN %s END",
            key,
            SQL.identifier(table, column),
        )

    def _sql_memberships(self):
        return SQL(
            """
            SELECT profile.id AS owner, membership.filiere_id AS value
              FROM smart_filiere_membership membership
              JOIN smart_directory_profile profile USING (partner_id)
             WHERE membership.state = ANY(%s)
            """,
            list(PRESENT_STATES),
        )

    def _replace_relation(self, ids, table, column, source, key):
        """Rewrite relation `table` of the entries; `key` None needs no consent."""
        names = {"table": SQL.identifier(table), "column": SQL.identifier(column)}
        released = (
            SQL("(visible.ranks->>%s)::int >= visible.rank", key)
            if key
            else SQL("TRUE")
        )
        self.env.execute_query(
            SQL(
                """
                DELETE FROM %(table)s rel USING smart_directory_entry entry
                 WHERE entry.id = rel.entry_id AND entry.profile_id = ANY(%(ids)s)
                RETURNING rel.entry_id
                """,
                ids=ids,
                **names,
            )
        )
        self.env.execute_query(
            SQL(
                """
                INSERT INTO %(table)s (entry_id, %(column)s)
                SELECT DISTINCT entry.id, source.value
                  FROM (%(visible)s) visible
                  JOIN smart_directory_entry entry
                    ON entry.profile_id = visible.profile_id
                   AND entry.audience = visible.audience
                  JOIN (%(source)s) source ON source.owner = visible.profile_id
                 WHERE %(released)s
                RETURNING entry_id
                """,
                visible=self._sql_visible(ids),
                source=source,
                released=released,
                **names,
            )
        )

    def _sql_gather(self, ids):
        """Return the statement that gathers the released words and codes of entries."""
        return SQL(
            """
            UPDATE smart_directory_entry entry
               SET search_text = %(words)s,
                   facet_codes = %(codes)s,
                   scope_filieres = ARRAY(
                       SELECT scope.filiere_id FROM smart_directory_scope scope
                        WHERE scope.entry_id = entry.id ORDER BY scope.filiere_id)
             WHERE entry.profile_id = ANY(%(ids)s)
            RETURNING id
            """,
            words=SQL("lower(%s)", self.env.registry.unaccent(self._sql_words())),
            codes=self._sql_facet_codes(),
            ids=ids,
        )

    def _sql_words(self):
        """Return the expression of the released words of `entry`."""
        return SQL(
            """
            concat_ws(' ', entry.name, entry.headline, (
                   SELECT string_agg(word.value, ' ')
                     FROM (SELECT skill.name AS names FROM smart_entry_skill_rel rel
                             JOIN smart_skill skill ON skill.id = rel.skill_id
                            WHERE rel.entry_id = entry.id
                            UNION ALL
                           SELECT activity.name FROM smart_entry_activity_rel rel
                             JOIN smart_activity activity
                               ON activity.id = rel.activity_id
                            WHERE rel.entry_id = entry.id) released,
                          jsonb_each_text(released.names) word))
            """
        )
