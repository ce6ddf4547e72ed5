# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .smart_directory_field import AUDIENCE_KEYS, AUDIENCES
from .smart_filiere_membership import PRESENT_STATES

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
STAFF = "smart_filieres.group_animator"
# as in Odoo's own lists: beyond it a page says "more than", and costs no more
COUNT_LIMIT = 10_000


class SmartDirectoryEntry(models.Model):
    """What one audience reads of one member: released values and nothing else.

    Search, group-by, sorting, counting and export work on these rows, so a value
    that was not released cannot be reached by any of them. One row per profile and
    audience to which its name was released; a viewer reads one of them.
    """

    _name = "smart.directory.entry"
    _description = "Directory Entry"
    _order = "sort_name, id"
    _log_access = False

    profile_id = fields.Many2one(
        "smart.directory.profile",
        required=True,
        index=True,
        ondelete="cascade",
        groups=STAFF,
    )
    audience = fields.Selection(AUDIENCES, required=True, groups=STAFF)
    ref = fields.Char(required=True, index=True)
    company_id = fields.Many2one("res.company", index=True, groups=STAFF)
    name = fields.Char(required=True, index=True)
    # names in the order of a French dictionary, whatever the database collation
    sort_name = fields.Char(index=True)
    headline = fields.Char()
    about = fields.Text()
    territory_id = fields.Many2one("smart.territory", index=True)
    date_confirmed = fields.Date()
    activity_ids = fields.Many2many(
        "smart.activity", "smart_entry_activity_rel", "entry_id", "activity_id"
    )
    skill_ids = fields.Many2many(
        "smart.skill", "smart_entry_skill_rel", "entry_id", "skill_id"
    )
    sought_skill_ids = fields.Many2many(
        "smart.skill",
        "smart_entry_sought_rel",
        "entry_id",
        "skill_id",
        string="Skills sought",
    )
    language_ids = fields.Many2many(
        "res.lang", "smart_entry_lang_rel", "entry_id", "lang_id", string="Languages"
    )
    filiere_ids = fields.Many2many(
        "smart.filiere", "smart_entry_filiere_rel", "entry_id", "filiere_id"
    )
    scope_ids = fields.One2many(
        "smart.directory.scope", "entry_id", string="Filières in common", groups=STAFF
    )
    # the released words again, for one indexed search
    search_text = fields.Text(index="trigram")

    _profile_audience_uniq = models.Constraint(
        "UNIQUE(profile_id, audience)", "One entry per profile and audience."
    )

    @api.model
    def _get_viewer_domain(self):
        """Return the domain of the one row per person that the user reads as a member.

        For most people record rules say the same; staff may read every row, and
        would meet each person once per audience.
        """
        if not self.env.user.has_group(STAFF):
            return Domain.TRUE
        mine = Domain("partner_id", "=", self.env.user.partner_id.id)
        mine &= Domain("state", "in", PRESENT_STATES)
        shared = Domain("filiere_id.membership_ids", "any", mine)
        with_me = Domain("audience", "=", "filiere") & Domain(
            "scope_ids", "any", shared
        )
        for_all = Domain("audience", "=", "members")
        return with_me | (for_all & Domain("scope_ids", "not any", shared))

    @api.model
    def _get_search_domain(self, text):
        """Return the domain of entries that hold every word of `text`."""
        words = [word for word in (text or "").split() if word]
        return [("search_text", "ilike", word) for word in words]

    @api.model
    def _count_facets(self, domain, names, size):
        """Count the entries of a domain, in all and by the values of some fields.

        One statement: who sees whom, the costly part, is decided once for all counts.
        It stops one entry after COUNT_LIMIT: the total then is that number, and the
        values are the most frequent ones among so many entries, without order.

        :param names: relational fields of this model
        :param size: how many values of each field, the most frequent ones
        :return: (total, {field name: [(record, count)]}), records the user may read
        """
        columns = [SQL.identifier(self._table, name) for name in ("id", "territory_id")]
        parts = [SQL("(SELECT NULL, NULL::int, COUNT(*) FROM visible)")]
        parts += [self._sql_facet(self._fields[name], size) for name in names]
        rows = self.env.execute_query(
            SQL(
                "WITH visible AS MATERIALIZED (%s) %s",
                self._search(domain, limit=COUNT_LIMIT + 1).select(*columns),
                SQL(" UNION ALL ").join(parts),
            )
        )
        total = 0
        counts = {name: {} for name in names}
        for name, value, count in rows:
            if name:
                counts[name][value] = count
            else:
                total = count
        return total, {
            name: [
                (record, found[record.id])
                for record in self._filter_facet(name, list(found))
            ]
            for name, found in counts.items()
        }

    def _sql_facet(self, field, size):
        """Return the most frequent values of a field among the visible entries."""
        if field.type == "many2many":
            source = SQL(
                "visible JOIN %s AS rel ON rel.entry_id = visible.id",
                SQL.identifier(field.relation),
            )
            value = SQL.identifier("rel", field.column2)
        else:
            source = SQL("visible")
            value = SQL.identifier("visible", field.name)
        return SQL(
            "(SELECT %(name)s, %(value)s, COUNT(*) FROM %(source)s"
            " WHERE %(value)s IS NOT NULL"
            " GROUP BY %(value)s ORDER BY COUNT(*) DESC, %(value)s LIMIT %(size)s)",
            name=field.name,
            value=value,
            source=source,
            size=size,
        )

    def _filter_facet(self, name, ids):
        """Return the values the user may read, in the order given."""
        return (
            self.env[self._fields[name].comodel_name]
            .browse(ids)
            ._filtered_access("read")
        )

    # === PROJECTION === #

    @api.model
    def _rebuild(self, profile_ids):
        """Derive the entries of `profile_ids` from profiles, consents and filières.

        A dozen statements whatever the number of profiles.
        """
        if not profile_ids:
            return
        self.env.flush_all()
        ids = list(profile_ids)
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
        self.env.execute_query(self._sql_search_text(ids))
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
               AND partner.is_member AND partner.active
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
        return SQL(
            """
            INSERT INTO smart_directory_entry
                (profile_id, audience, ref, company_id, name, sort_name, headline,
                 about, territory_id, date_confirmed)
            SELECT profile.id, visible.audience, profile.ref, partner.company_id,
                   partner.name, %(sort_name)s, %(headline)s, %(about)s, %(territory)s,
                   profile.date_confirmed
              FROM (%(visible)s) visible
              JOIN smart_directory_profile profile ON profile.id = visible.profile_id
              JOIN res_partner partner ON partner.id = profile.partner_id
            ON CONFLICT (profile_id, audience) DO UPDATE
               SET ref = excluded.ref, company_id = excluded.company_id,
                   name = excluded.name, sort_name = excluded.sort_name,
                   headline = excluded.headline,
                   about = excluded.about, territory_id = excluded.territory_id,
                   date_confirmed = excluded.date_confirmed
            RETURNING id
            """,
            visible=self._sql_visible(ids),
            sort_name=SQL(
                "lower(%s)",
                self.env.registry.unaccent(SQL.identifier("partner", "name")),
            ),
            headline=self._sql_if_released("headline", "profile", "headline"),
            about=self._sql_if_released("about", "profile", "about"),
            territory=self._sql_if_released("territory", "partner", "territory_id"),
        )

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

    def _sql_search_text(self, ids):
        """Return the statement that gathers the released words of each entry."""
        return SQL(
            """
            UPDATE smart_directory_entry entry
               SET search_text = concat_ws(' ', entry.name, entry.headline, (
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
             WHERE entry.profile_id = ANY(%s)
            RETURNING id
            """,
            ids,
        )
