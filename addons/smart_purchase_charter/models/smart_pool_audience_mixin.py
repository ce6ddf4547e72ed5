# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain


class SmartPoolAudienceMixin(models.AbstractModel):
    """Open to the members of a territory and of a filière, and to who takes part.

    Record rules reach the domain through `is_accessible`, because a rule keeps the
    values it was built with, and members move.
    """

    _name = "smart.pool.audience.mixin"
    _description = "Open to a Territory and a Filière"

    is_accessible = fields.Boolean(
        compute="_compute_is_accessible",
        search="_search_is_accessible",
        compute_sudo=True,
        export_string_translation=False,
    )

    @api.depends_context("uid")
    @api.depends(lambda self: self._get_audience_fields())
    def _compute_is_accessible(self):
        # Searched and not followed in memory: a superuser who reads commitments here
        # would leave the numbers of all of them to the member who reads next.
        accessible = self.with_context(active_test=False).search(
            Domain("id", "in", self.ids) & self._get_accessible_domain()
        )
        for record in self:
            record.is_accessible = record._origin in accessible

    def _search_is_accessible(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_accessible_domain()

    @api.model
    def _get_audience_fields(self):
        """Return the names of the fields that decide who may read."""
        return ["state", "territory_id", "filiere_id"]

    @api.model
    def _get_own_domain(self, partner):
        """Return the domain of what `partner` reads because she takes part in it."""
        raise NotImplementedError

    @api.model
    def _get_accessible_domain(self):
        """Return the domain of what the current member may read.

        Default: what is open to her territory and to her filières, and what she takes
        part in.
        """
        # The rule is about the user's own contact; portal users read little of it.
        partner = self.env.user.sudo().partner_id
        mine = self._get_own_domain(partner)
        if not partner.is_member:
            return mine
        here = Domain("territory_id", "=", False)
        here |= Domain("territory_id", "parent_of", partner.territory_id.ids)
        among = Domain("filiere_id", "in", [False, *partner.filiere_ids.ids])
        return mine | (self._get_open_domain() & here & among)

    @api.model
    def _get_open_domain(self):
        """Return the domain of what is open to those whom it is for."""
        return Domain("state", "=", "open")
