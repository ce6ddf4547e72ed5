# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .smart_filiere_membership import PRESENT_STATES


class SmartFiliere(models.Model):
    _name = "smart.filiere"
    _description = "Filière"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "code, name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(index=True)
    active = fields.Boolean(default=True)
    color = fields.Integer(export_string_translation=False)
    company_id = fields.Many2one("res.company", index=True)
    description = fields.Html(translate=True)
    state = fields.Selection(
        [
            ("watch", "Watched"),
            ("prefiguration", "Prefiguration"),
            ("recognised", "Recognised"),
            ("closed", "Closed"),
        ],
        default="watch",
        required=True,
        tracking=True,
        group_expand=True,
    )
    # mail.activity.mixin already has an activity_ids
    nace_activity_ids = fields.Many2many(
        "smart.activity",
        "smart_filiere_activity_rel",
        "filiere_id",
        "activity_id",
        string="NACE activities",
    )
    animator_ids = fields.Many2many(
        "res.users", string="Animators", domain=[("share", "=", False)]
    )
    membership_ids = fields.One2many("smart.filiere.membership", "filiere_id")
    member_count = fields.Integer(compute="_compute_counts", string="Members")
    proposed_count = fields.Integer(compute="_compute_counts", string="Proposed")

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL",
        "Two filières cannot share a code.",
    )

    # === COMPUTE METHODS === #

    def _compute_counts(self):
        counts = self.env["smart.filiere.membership"]._read_group(
            [("filiere_id", "in", self.ids)], ["filiere_id", "state"], ["__count"]
        )
        present, proposed = {}, {}
        for filiere, state, count in counts:
            if state in PRESENT_STATES:
                present[filiere] = present.get(filiere, 0) + count
            elif state == "proposed":
                proposed[filiere] = count
        for filiere in self:
            filiere.member_count = present.get(filiere, 0)
            filiere.proposed_count = proposed.get(filiere, 0)

    # === ACTIONS === #

    def action_propose_members(self):
        """Propose the filière to every member whose activity belongs to it."""
        created = self._propose_by_activity()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if created else "info",
                "message": self.env._("Membership proposed to %s members.", created)
                if created
                else self.env._("Everybody concerned has already been asked."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_view_memberships(self):
        """Open the memberships of this filière."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.smart_filiere_membership_action"
        )
        action["context"] = {
            "default_filiere_id": self.id,
            "search_default_filiere_id": self.id,
        }
        return action

    # === BUSINESS METHODS === #

    def _propose_by_activity(self, partners=None):
        """Create a proposed membership for members who hold one of the activities.

        Who already has a membership in any state, refused included, is never asked
        again: the unique key says so even when two runs meet.

        :param partners: restrict to these members; None means everybody
        :return: number of memberships created
        """
        if not self.ids:
            return 0
        Membership = self.env["smart.filiere.membership"]
        Membership.check_access("create")
        self.env.flush_all()
        only = (
            SQL("AND profile.partner_id = ANY(%s)", partners.ids) if partners else SQL()
        )
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO smart_filiere_membership
                    (partner_id, filiere_id, company_id, origin, state, date_proposed,
                     create_uid, write_uid, create_date, write_date)
                SELECT DISTINCT profile.partner_id, rel.filiere_id, filiere.company_id,
                       'activity', 'proposed', %(today)s::date,
                       %(uid)s, %(uid)s,
                       now() AT TIME ZONE 'utc', now() AT TIME ZONE 'utc'
                  FROM smart_directory_profile profile
                  JOIN res_partner partner ON partner.id = profile.partner_id
                   AND partner.is_member AND partner.active
                  JOIN smart_profile_activity_rel held ON held.profile_id = profile.id
                  JOIN smart_filiere_activity_rel rel
                    ON rel.activity_id = held.activity_id
                  JOIN smart_activity activity
                    ON activity.id = held.activity_id AND activity.active
                  JOIN smart_filiere filiere ON filiere.id = rel.filiere_id
                   AND (filiere.company_id IS NULL OR partner.company_id IS NULL
                        OR filiere.company_id = partner.company_id)
                 WHERE rel.filiere_id = ANY(%(filieres)s) %(only)s
                ON CONFLICT (partner_id, filiere_id) DO NOTHING
                RETURNING id
                """,
                today=fields.Date.context_today(self),
                uid=self.env.uid,
                filieres=self.ids,
                only=only,
            )
        )
        Membership.invalidate_model()
        self.invalidate_recordset(["membership_ids", "member_count", "proposed_count"])
        return len(rows)

    @api.model
    def _cron_propose_members(self):
        """Propose open filières to members who chose an activity since last night."""
        self.search([("state", "!=", "closed")])._propose_by_activity()
