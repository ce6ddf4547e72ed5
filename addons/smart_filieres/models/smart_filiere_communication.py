# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo import fields, models


class SmartFiliere(models.Model):
    """What a filière's letters speak of."""

    _inherit = "smart.filiere"

    communication_plan_ids = fields.One2many("smart.communication.plan", "filiere_id")
    communication_plan_count = fields.Integer(
        compute="_compute_communication_plan_count", string="Communication plans"
    )

    def _compute_communication_plan_count(self):
        counts = dict(
            self.env["smart.communication.plan"]._read_group(
                [("filiere_id", "in", self.ids)], ["filiere_id"], ["__count"]
            )
        )
        for filiere in self:
            filiere.communication_plan_count = counts.get(filiere, 0)

    def action_view_communication_plans(self):
        """Open the communication plans of this filière."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.smart_communication_plan_action"
        )
        return {
            **action,
            "domain": [("filiere_id", "=", self.id)],
            "context": {"default_filiere_id": self.id},
        }

    # === HOOKS: what other parts of the suite give to letters === #

    def _get_next_meetings(self, limit=5):
        """Return the next events of this filière, when events know of filières."""
        events = self.env["event.event"].sudo()
        if "filiere_ids" not in events._fields:
            return events
        return events.search(
            [
                ("filiere_ids", "in", self.ids),
                ("date_begin", ">=", fields.Datetime.now()),
                ("kanban_state", "!=", "cancel"),
            ],
            order="date_begin",
            limit=limit,
        )

    def _get_new_needs_domain(self, since):
        """Return the domain of needs opened since a day, None when nobody keeps any."""
        if "smart.offer" not in self.env:
            return None
        return [
            ("kind", "=", "need"),
            ("filiere_id", "in", self.ids),
            ("state", "=", "open"),
            ("date_opened", ">=", since),
        ]

    def _get_new_needs(self, since, limit=10):
        """Return the needs opened since a day; False when nobody keeps any."""
        domain = self._get_new_needs_domain(since)
        if domain is None:
            return False
        return self.env["smart.offer"].sudo().search(domain, limit=limit)

    def _count_new_needs(self, since):
        """Return how many needs were opened since a day; None when unknown."""
        domain = self._get_new_needs_domain(since)
        if domain is None:
            return None
        return self.env["smart.offer"].sudo().search_count(domain)

    def _get_poster_url(self):
        """Return the address a poster's QR code leads to; it outlives page names."""
        return f"{self.get_base_url()}/smart/filiere/{self.id}"

    def _get_poster_qr(self, size=420):
        """Return the QR code of that address, as an image to put in a page."""
        report = self.env["ir.actions.report"]
        image = report.barcode("QR", self._get_poster_url(), width=size, height=size)
        return f"data:image/png;base64,{base64.b64encode(image).decode()}"

    def _get_public_path(self):
        """Return the address of the page that explains this filière to everybody."""
        return f"/filieres/{self.env['ir.http']._slug(self)}"
