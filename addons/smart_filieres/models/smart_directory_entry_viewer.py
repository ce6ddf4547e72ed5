# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class SmartDirectoryEntry(models.Model):
    """What one member reads of others, where she is not the one who is logged in."""

    _inherit = "smart.directory.entry"

    @api.model
    def _get_domain_of(self, viewer):
        """Return the domain of the one row per person that `viewer` reads.

        It says for a contact what the record rule says for who is logged in, because
        e-mails and matches are written for members who are not there.
        """
        if not viewer.is_member:
            return Domain.FALSE
        hers = Domain.custom(
            to_sql=lambda _model, alias, _query: self._sql_is_for(alias, viewer)
        )
        return hers & Domain("company_id", "in", [False, viewer.company_id.id])

    @api.model
    def _get_shown_to(self, viewer, partners):
        """Return {partner: entry} of those of `partners` that `viewer` reads."""
        # the domain above lets through what the viewer may read and nothing else
        entries = self.sudo().search(
            self._get_domain_of(viewer)
            & Domain("profile_id.partner_id", "in", partners.ids)
        )
        return {entry.profile_id.partner_id: entry for entry in entries}

    @api.model
    def _rebuild(self, profile_ids):
        result = super()._rebuild(profile_ids)
        if profile_ids:
            self._forget_matches(list(profile_ids))
        return result

    def _forget_matches(self, profile_ids):
        """Drop what matches say of these members, and of others to them.

        What somebody hides is gone at once; matches are made again when their need
        is next looked at.
        """
        self.env["smart.match"].flush_model()
        self.env["smart.offer"].flush_model(["date_matched"])
        self.env.execute_query(
            SQL(
                """
                WITH gone AS (
                    SELECT partner_id FROM smart_directory_profile WHERE id = ANY(%s)),
                asked AS (
                    UPDATE smart_offer SET date_matched = NULL
                     WHERE partner_id IN (SELECT partner_id FROM gone)
                        OR id IN (SELECT need_id FROM smart_match
                                   WHERE partner_id IN (SELECT partner_id FROM gone))
                    RETURNING id, partner_id)
                UPDATE smart_match
                   SET is_stale = TRUE, reasons = NULL, cover = NULL, proximity = NULL,
                       availability = NULL, relatedness = NULL, freshness = NULL
                 WHERE partner_id IN (SELECT partner_id FROM gone)
                    OR need_id IN (
                        SELECT id FROM asked
                         WHERE partner_id IN (SELECT partner_id FROM gone))
                RETURNING id
                """,
                profile_ids,
            )
        )
        self.env["smart.match"].invalidate_model()
        self.env["smart.offer"].invalidate_model(["date_matched"])
