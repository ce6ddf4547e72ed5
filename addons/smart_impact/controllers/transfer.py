# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request


class ImpactTransfer(http.Controller):
    @http.route(
        "/impact/programme/<int:programme_id>/file",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def impact_programme_file(self, programme_id):
        """Give the file of a programme to those who evaluate it."""
        programme = request.env["smart.impact.programme"].browse(programme_id)
        allowed = request.env.user.has_group("smart_impact.group_evaluator")
        if not allowed or not programme.exists() or not programme.has_access("read"):
            raise request.not_found()
        name = f"programme-{programme_id}.json"
        return request.make_response(
            programme._export_file(),
            [
                ("Content-Type", "application/json; charset=utf-8"),
                ("Content-Disposition", http.content_disposition(name)),
            ],
        )
