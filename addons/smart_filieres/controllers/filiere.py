# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from ..models.smart_filiere_figures import SMALLEST_GROUP
from ..models.smart_filiere_membership import PRESENT_STATES
from .portal import SmartPortal


class SmartFilierePortal(SmartPortal):
    @http.route("/my/filieres", type="http", auth="user", website=True, readonly=True)
    def portal_filieres(self, **_kwargs):
        """List the filières, hers first."""
        self._smart_check_member()
        filieres = request.env["smart.filiere"].search([("state", "!=", "closed")])
        mine = self._animation_get_mine(filieres)
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_filieres",
            mine=mine,
            others=filieres - mine,
            # its name is on the page of every filière
            stages={each: each.sudo().stage_id.name for each in filieres},
        )
        return request.render("smart_filieres.portal_filieres", values)

    @http.route(
        "/my/filieres/<int:filiere_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_filiere(self, filiere_id, **_kwargs):
        """Show where a filière stands, where it goes and who animates it."""
        self._smart_check_member()
        filiere = request.env["smart.filiere"].search(
            [("id", "=", filiere_id), ("state", "!=", "closed")]
        )
        if not filiere:
            raise request.not_found()
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_filieres",
            filiere=filiere,
            is_mine=bool(self._animation_get_mine(filiere)),
            **self._animation_get_page(filiere),
        )
        return request.render("smart_filieres.portal_filiere", values)

    def _animation_get_mine(self, filieres):
        """Return those of `filieres` that the person who looks is in."""
        rows = request.env["smart.filiere.membership"].search(
            [
                ("partner_id", "=", request.env.user.partner_id.id),
                ("filiere_id", "in", filieres.ids),
                ("state", "in", PRESENT_STATES),
            ]
        )
        return rows.filiere_id & filieres

    def _animation_get_page(self, filiere):
        """Return what members of the cooperative may read of a filière.

        Read as superuser, because they may not read these models: only the values
        named here leave, for a filière whose own rules let her read it.
        """
        filiere = filiere.sudo()
        members = filiere._measure_members()[filiere.id]
        mandate = filiere.mandate_id
        return {
            "stage": filiere.stage_id,
            "milestones": (filiere.stage_id.milestones or "").splitlines(),
            "path": filiere.stage_id.search([("kind", "=", "path")]),
            "gates": filiere._describe_verdicts(filiere._judge_gates()[filiere]),
            "next_stage": filiere.stage_id._get_next(),
            "members": members if members >= SMALLEST_GROUP else None,
            "mandate": mandate,
            "animators": (
                mandate.animator_id | mandate.co_animator_ids
                or filiere.animator_ids.partner_id
            ).mapped("name"),
            "objectives": filiere.objective_ids.filtered("active"),
            "statuses": dict(
                filiere.objective_ids._fields["status"]._description_selection(
                    request.env
                )
            ),
            "meetings": filiere._get_dashboard_meetings() or [],
            "tools": request.env["smart.animation.tool"].sudo().search([]),
        }
