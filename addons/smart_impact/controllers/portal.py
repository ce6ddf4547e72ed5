# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal


class ImpactPortal(CustomerPortal):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "impact_wave_count" in counters:
            ledger = request.env["smart.impact.participation"]
            values["impact_wave_count"] = (
                len(self._get_participations().filtered(lambda row: not row.answered))
                if ledger.has_access("read")
                else 0
            )
        return values

    def _get_own_rows(self):
        ledger = request.env["smart.impact.participation"]
        return ledger.search([("partner_id", "=", request.env.user.partner_id.id)])

    def _get_participations(self):
        """Return what the member is asked today, and whether she answered."""
        # her own rows; the name and dates of an open wave are no secret to her
        own = self._get_own_rows().sudo()
        return own.filtered(lambda row: row.wave_id.state == "open")

    def _get_published(self):
        """Return the waves whose figures the user may see here."""
        waves = request.env["smart.impact.wave"]
        if waves.has_access("read"):
            return waves.search([("state", "=", "published")])
        # an employee without a role in the evaluation: what she was asked herself,
        # once its figures are shown to every member who was
        asked = self._get_own_rows().sudo().wave_id
        return asked.filtered(lambda wave: wave.state == "published")

    @route("/my/impact", type="http", auth="user", website=True)
    def portal_my_impact(self, message=None, **kw):
        programme = self._get_impact_programme()
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "impact",
            "participations": self._get_participations(),
            "published": self._get_published(),
            "message": message,
            "programme": programme,
            "other_figures": programme and programme._get_other_figures(),
        }
        return request.render("smart_impact.portal_my_impact", values)

    def _get_impact_programme(self):
        # published figures are shown to anybody, and nothing else is read of it
        programmes = request.env["smart.impact.programme"].sudo()
        domain = [("company_id", "=", request.env.company.id)]
        return programmes.search(domain, limit=1)

    @route(
        "/my/impact/<int:wave_id>/answer",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_my_impact_answer(self, wave_id, **kw):
        """Send the member to her own form; it is made when she asks for it."""
        wave = request.env["smart.impact.wave"].sudo().browse(wave_id).exists()
        try:
            # the ledger of the wave says whether this very member may answer
            url = wave and wave._get_answer_url(request.env.user.partner_id)
        except UserError:
            url = False
        return request.redirect(url or "/my/impact?message=unavailable")

    @route("/my/impact/<int:wave_id>", type="http", auth="user", website=True)
    def portal_my_impact_wave(self, wave_id, **kw):
        wave = self._get_published().filtered(lambda one: one.id == wave_id)
        if not wave:
            raise request.not_found()
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "impact",
            "wave": wave,
            "table": wave._get_result_table(),
            "cards": {card["indicator"]: card for card in wave._get_cards()},
            "decisions": self._get_impact_wave_decisions(wave),
        }
        return request.render("smart_impact.portal_my_impact_wave", values)

    def _get_impact_wave_decisions(self, wave):
        """Return the decisions that the indicators of this wave serve."""
        # names of decisions are shown to everybody, from the start
        decisions = wave.sudo().result_ids.indicator_id.decision_ids
        return decisions.filtered(lambda one: one.programme_id == wave.programme_id)
