# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import http
from odoo.http import request


class ImpactOpenData(http.Controller):
    @http.route(
        "/impact/data/<int:programme_id>/<int:wave_id>.csv",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def impact_data_csv(self, programme_id, wave_id):
        wave = self._get_impact_wave(programme_id, wave_id)
        return self._answer_impact(wave._export_csv(), "text/csv", wave, "csv")

    @http.route(
        "/impact/data/<int:programme_id>/<int:wave_id>.jsonld",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def impact_data_jsonld(self, programme_id, wave_id):
        wave = self._get_impact_wave(programme_id, wave_id)
        text = json.dumps(
            wave._export_jsonld(request.httprequest.host_url.rstrip("/")),
            ensure_ascii=False,
            indent=1,
        )
        return self._answer_impact(text, "application/ld+json", wave, "jsonld")

    def _get_impact_wave(self, programme_id, wave_id):
        """Return a published wave whose programme opens its data, or a 404."""
        # open to everybody: only what is published, which holds no masked figure
        wave = request.env["smart.impact.wave"].sudo().browse(wave_id).exists()
        programme = wave.programme_id
        if (
            wave.state != "published"
            or programme.id != programme_id
            or not programme.is_data_open
        ):
            raise request.not_found()
        return wave

    def _answer_impact(self, text, content_type, wave, extension):
        name = f"impact-{wave.programme_id.id}-{wave.id}.{extension}"
        return request.make_response(
            text,
            [
                ("Content-Type", f"{content_type}; charset=utf-8"),
                ("Content-Disposition", http.content_disposition(name)),
                ("Access-Control-Allow-Origin", "*"),
            ],
        )
