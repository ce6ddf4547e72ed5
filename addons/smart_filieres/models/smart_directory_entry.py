# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .smart_directory_field import AUDIENCES
from .smart_filiere_membership import PRESENT_STATES

STAFF = "smart_filieres.group_animator"


class SmartDirectoryEntry(models.Model):
    """What one audience reads of one member: released values and nothing else.

    Search, group-by, sorting, counting and export work on these rows, so a value
    that was not released cannot be reached by any of them. One row per profile and
    audience to which its name was released; a viewer reads one of them.
    """

    _name = "smart.directory.entry"
    _description = "Directory Entry"
    _order = "staleness, sort_name, id"
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
    country_id = fields.Many2one("res.country", index="btree_not_null")
    # the only position there is: a square of ten kilometres, if she released it
    grid_square = fields.Integer(index="btree_not_null", aggregator=None)
    works_remotely = fields.Boolean("Works at distance")
    is_available = fields.Boolean("Available for new work")
    is_open_to_cocontracting = fields.Boolean("Open to co-contracting")
    date_listed = fields.Date("In the directory since", index=True)
    date_confirmed = fields.Date()
    # 0: confirmed in the last six months, 1: in the last eleven, 2: before
    staleness = fields.Integer(aggregator=None)
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
    is_for_me = fields.Boolean(compute="_compute_is_for_me", search="_search_is_for_me")
    # the released words again, without case or accents, for one indexed search
    search_text = fields.Text()

    _freshest_idx = models.Index("(staleness, sort_name, id)")
    _profile_audience_uniq = models.Constraint(
        "UNIQUE(profile_id, audience)", "One entry per profile and audience."
    )

    @api.depends_context("uid")
    def _compute_is_for_me(self):
        mine = self._search([("id", "in", self.ids), ("is_for_me", "=", True)])
        # whether a row is hers says nothing of it
        ids = {row_id for (row_id,) in self.env.execute_query(mine.select())}
        for entry in self:
            entry.is_for_me = entry.id in ids

    def _search_is_for_me(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return Domain.custom(
            to_sql=lambda _model, alias, _query: self._sql_is_for_me(alias)
        )

    @api.model
    def _sql_is_for_me(self, alias):
        return self._sql_is_for(alias, self.env.user.partner_id)

    @api.model
    def _sql_is_for(self, alias, viewer):
        """Return the condition under which `viewer` reads row `alias` as a member.

        The row of a person for filières if they share one, else that for all members.
        Entries and their counts carry the same columns. Asked at each search, because
        a record rule would keep the filières it was built with.
        """
        membership = self.env["smart.filiere.membership"]
        return SQL(
            """
            CASE WHEN %(scope)s && ARRAY(
                      SELECT filiere_id FROM smart_filiere_membership
                       WHERE partner_id = %(partner)s AND state = ANY(%(present)s))
                 THEN %(audience)s = 'filiere' ELSE %(audience)s = 'members' END
            """,
            scope=SQL.identifier(alias, "scope_filieres"),
            audience=SQL.identifier(alias, "audience"),
            partner=viewer.id,
            present=list(PRESENT_STATES),
            to_flush=[membership._fields[name] for name in ("state", "filiere_id")],
        )

    @api.model
    def _get_viewer_domain(self):
        """Return the domain of the one row per person that the user reads as a member.

        For most people record rules say the same; staff may read every row, and
        would meet each person once per audience.
        """
        if not self.env.user.has_group(STAFF):
            return Domain.TRUE
        return Domain("is_for_me", "=", True)

    @api.model
    def _get_search_domain(self, text):
        """Return the conditions, a list, of entries that hold every word of `text`."""
        return [self._get_word_domain(word) for word in (text or "").split()]

    def _get_word_domain(self, word):
        # what people type is a word, not a pattern
        pattern = "%" + re.sub(r"([%_\\])", r"\\\1", word) + "%"
        plain = SQL("lower(%s)", self.env.registry.unaccent(SQL("%s", pattern)))
        field = self._fields["search_text"]
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "%s LIKE %s", SQL.identifier(alias, field.name, to_flush=field), plain
            )
        )
