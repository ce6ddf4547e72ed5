# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

ENDS = {"data": "csv", "codebook": "xlsx"}
TYPES = {
    "data": "text/csv; charset=utf-8",
    "codebook": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ImpactResearch(http.Controller):
    @http.route(
        "/impact/extract/<int:extract_id>/<any(data,codebook):kind>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def impact_extract(self, extract_id, kind):
        """Give the researcher her file; each time is written down."""
        extract = request.env["smart.impact.extract"].browse(extract_id)
        try:
            content = extract._get_file(kind)
        except (AccessError, MissingError) as error:
            raise request.not_found() from error
        return request.make_response(
            content,
            [
                ("Content-Type", TYPES[kind]),
                (
                    "Content-Disposition",
                    http.content_disposition(
                        f"extract-{extract_id}-{kind}.{ENDS[kind]}"
                    ),
                ),
                ("Cache-Control", "no-store"),
            ],
        )
