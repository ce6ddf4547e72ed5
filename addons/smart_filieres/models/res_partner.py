# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .smart_filiere_membership import PRESENT_STATES


class ResPartner(models.Model):
    _inherit = "res.partner"

    is_member = fields.Boolean("Member of the cooperative", index="btree_not_null")
    member_since = fields.Date()
    member_until = fields.Date()
    is_workplace = fields.Boolean("Shared workplace")
    territory_id = fields.Many2one(
        "smart.territory",
        compute="_compute_territory_id",
        store=True,
        index="btree_not_null",
        help="Found from the postal code and the country.",
    )
    membership_ids = fields.One2many(
        "smart.filiere.membership", "partner_id", groups="smart_filieres.group_animator"
    )
    filiere_ids = fields.Many2many(
        "smart.filiere",
        string="Filières",
        compute="_compute_filiere_ids",
        search="_search_filiere_ids",
        groups="smart_filieres.group_animator",
    )

    @api.depends("zip", "country_id")
    def _compute_territory_id(self):
        found = self.env["smart.territory"]._find_by_postal_code(
            (partner.country_id.id, partner.zip) for partner in self
        )
        for partner in self:
            partner.territory_id = found[partner.country_id.id, partner.zip]

    @api.depends("membership_ids.state", "membership_ids.filiere_id")
    def _compute_filiere_ids(self):
        groups = self.env["smart.filiere.membership"]._read_group(
            [("partner_id", "in", self.ids), ("state", "in", PRESENT_STATES)],
            ["partner_id"],
            ["filiere_id:recordset"],
        )
        filieres = {partner.id: records for partner, records in groups}
        for partner in self:
            partner.filiere_ids = filieres.get(partner._origin.id, False)

    def _search_filiere_ids(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        memberships = [("state", "in", PRESENT_STATES), ("filiere_id", operator, value)]
        return [("membership_ids", "any", memberships)]

    def write(self, vals):
        result = super().write(vals)
        if self._get_directory_fields() & set(vals):
            self._smart_refresh_directory()
        if "is_member" in vals:
            # record rules keep what they read of the user's own contact
            self.env.registry.clear_cache()
        return result

    @api.model
    def _cron_end_members(self):
        """End the membership of those whose last day has passed."""
        today = fields.Date.context_today(self)
        gone = self.search([("is_member", "=", True), ("member_until", "<", today)])
        gone.write({"is_member": False})

    @api.model
    def _get_directory_fields(self):
        """Return the fields of a contact whose change alters what others read."""
        return {"name", "zip", "country_id", "is_member", "active", "company_id"}

    def _smart_refresh_directory(self):
        """Project again the profiles of these members, if they have one."""
        # any staff member who edits a contact may cause it
        profiles = self.env["smart.directory.profile"].sudo()
        self.env["smart.directory.entry"].invalidate_model(["is_for_me"])
        profiles.search([("partner_id", "in", self.ids)])._refresh_entries()

    def action_view_memberships(self):
        """Open the filières of this member."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.smart_filiere_membership_action"
        )
        action["domain"] = [("partner_id", "in", self.ids)]
        action["context"] = {"default_partner_id": self.id}
        return action
