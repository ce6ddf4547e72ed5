# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL


class SmartSkillFrequency(models.Model):
    """How many members have a skill: what makes a rare one weigh more."""

    _name = "smart.skill.frequency"
    _description = "Skill Frequency"
    _order = "holders desc, id"
    _rec_name = "skill_id"
    _log_access = False

    skill_id = fields.Many2one("smart.skill", required=True, ondelete="cascade")
    holders = fields.Integer("Members with it", required=True)
    members = fields.Integer("Members counted", required=True, aggregator="max")
    date_counted = fields.Date(required=True)

    _skill_uniq = models.Constraint("UNIQUE(skill_id)", "A skill is counted once.")

    @api.model
    def _recount(self):
        """Count every skill over all members with a profile, in one statement."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                WITH members AS (
                    SELECT profile.id FROM smart_directory_profile profile
                      JOIN res_partner partner ON partner.id = profile.partner_id
                     WHERE partner.is_member AND partner.active),
                held AS (
                    SELECT rel.skill_id, COUNT(*) AS holders
                      FROM smart_profile_skill_rel rel
                      JOIN members ON members.id = rel.profile_id
                     GROUP BY rel.skill_id)
                INSERT INTO smart_skill_frequency
                       (skill_id, holders, members, date_counted)
                SELECT skill.id, COALESCE(held.holders, 0),
                       (SELECT COUNT(*) FROM members), %(today)s
                  FROM smart_skill skill
                  LEFT JOIN held ON held.skill_id = skill.id
                ON CONFLICT (skill_id) DO UPDATE
                   SET holders = excluded.holders, members = excluded.members,
                       date_counted = excluded.date_counted
                RETURNING id
                """,
                today=fields.Date.context_today(self),
            )
        )
        self.invalidate_model()

    @api.model
    def _get_counts(self, skills):
        """Return ({skill id: holders}, members); counts first where nobody has yet."""
        if not self.search_count([], limit=1):
            self._recount()
        last = self.search([], limit=1)
        rows = self.search_fetch(
            [("skill_id", "in", skills.ids)], ["skill_id", "holders"]
        )
        return {row.skill_id.id: row.holders for row in rows}, last.members
