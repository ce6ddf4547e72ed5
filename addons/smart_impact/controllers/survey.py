# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A wave that closes while somebody answers says so, and leads back."""

from odoo.http import request, route
from odoo.tools.misc import get_lang

from odoo.addons.survey.controllers.main import Survey

RUNNING = ("draft", "open")


class ImpactSurvey(Survey):
    @route()
    def survey_begin(self, survey_token, answer_token, **post):
        result = super().survey_begin(survey_token, answer_token, **post)
        return self._impact_explain(survey_token, result)

    @route()
    def survey_submit(self, survey_token, answer_token, **post):
        result = super().survey_submit(survey_token, answer_token, **post)
        return self._impact_explain(survey_token, result)

    def _impact_explain(self, survey_token, result):
        """Put a page where the form was, when it was refused by a closed wave."""
        correct, screen = result
        # what is typed wrong names its questions
        if not screen.get("error") or screen.get("fields"):
            return result
        survey, _answer = self._fetch_from_access_token(survey_token, False)
        if not (wave := self._impact_closed_wave(survey)):
            return result
        # the form spoke the language of its page, which this route does not know
        lang = get_lang(
            request.env, request.cookies.get("frontend_lang") or request.env.user.lang
        ).code
        content = (
            request.env["ir.qweb"]
            .with_context(lang=lang)
            ._render(
                "smart_impact.wave_closed",
                {"wave": wave.with_context(lang=lang), "is_refused": True},
            )
        )
        return correct, {"survey_content": content}

    def _redirect_with_error(self, access_data, error_key):
        wave = self._impact_closed_wave(access_data["survey_sudo"])
        if not wave:
            return super()._redirect_with_error(access_data, error_key)
        return request.render(
            "smart_impact.wave_closed_page",
            {"wave": wave, "survey": access_data["survey_sudo"]},
        )

    def _impact_closed_wave(self, survey):
        """Return the wave of a survey that takes no answer any more.

        Its name and its day are no secret to who holds a link to it.
        """
        if survey.survey_type != "impact":
            return None
        return survey.impact_wave_ids.filtered(lambda one: one.state not in RUNNING)
