# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal


class TrainingPortal(CustomerPortal):
    """A member's way through the course on buying better."""

    def _training_get(self):
        partner = request.env.user.partner_id
        return request.env["res.partner"]._get_training(partner)

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "training_count" in counters:
            values["training_count"] = int(bool(self._training_get()))
        return values

    def _proposal_render(self, proposal, **kwargs):
        page = super()._proposal_render(proposal, **kwargs)
        # who may not open the order yet is shown the way to it
        page.qcontext["training"] = self._training_get()
        return page

    @route("/my/training", type="http", auth="user", website=True, readonly=True)
    def portal_my_training(self, **kwargs):
        """Show how far she is, and her certificate."""
        self._smart_check_member()
        training = self._training_get()
        if not training:
            raise request.not_found()
        sections = training["course"].slide_category_ids
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_training",
            "training": training,
            "sections": self._training_get_sections(sections, training["attendee"]),
        }
        return request.render("smart_purchase_training.portal_my_training", values)

    def _training_get_sections(self, sections, attendee):
        """Return [(name, lessons, done)] of the course, in two queries."""
        done = (
            request.env["slide.slide.partner"]
            # her own steps
            .sudo()
            .search(
                [
                    ("channel_id", "=", sections.channel_id.id),
                    ("partner_id", "=", request.env.user.partner_id.id),
                    ("completed", "=", True),
                ]
            )
            .slide_id
        )
        return [
            (section, section.slide_ids, len(section.slide_ids & done))
            for section in sections
        ]
