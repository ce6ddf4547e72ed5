# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.http import Request
from odoo.tests import HttpCase

from .common import ImpactCommon


class WavesCommon(ImpactCommon):
    """Waves that members are invited to, and answer from their portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.everybody = cls.env["res.partner"].union(*cls.members.values())

    @classmethod
    def _open_wave(cls, **values):
        wave = cls._create_wave(**values)
        wave.action_open()
        return wave

    def _rows(self, wave):
        self.env.flush_all()
        self.env.invalidate_all()
        return wave.sudo().participation_ids

    def _responses(self, wave):
        self.env.invalidate_all()
        return self.env["smart.impact.response"].search([("wave_id", "=", wave.id)])

    def _pool(self, wave):
        self.env.invalidate_all()
        return self.env["smart.impact.staged"].search([("wave_id", "=", wave.id)])

    def _read(self, query, *arguments):
        self.env.flush_all()
        self.env.cr.execute(query, arguments)
        return self.env.cr.fetchall()


class WavesHttpCommon(WavesCommon, HttpCase):
    """Members at the native form, as the portal leads to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claire = cls._create_member("Claire", login="claire")
        cls.bruno = cls._create_member("Bruno", login="bruno")

    def _post(self, path, **data):
        token = Request.csrf_token(self)
        return self.url_open(path, data={"csrf_token": token, **data})

    def _start(self, login, wave):
        """Return the member's native answer."""
        self.authenticate(login, login)
        self._post(f"/my/impact/{wave.id}/answer").raise_for_status()
        partner = self.env["res.users"].search([("login", "=", login)]).partner_id
        domain = [
            ("partner_id", "=", partner.id),
            ("survey_id", "=", wave.survey_id.id),
        ]
        return self.env["survey.user_input"].search(domain)

    def _submit(self, native, answers):
        """Send the native form; return the error, if any."""
        survey = native.survey_id
        root = f"/survey/%s/{survey.access_token}/{native.access_token}"
        if native.state == "new":
            self.make_jsonrpc_request(root % "begin", {})
        values = {}
        for question in survey.question_ids:
            raw = answers.get(question.impact_item_id.code)
            choice = question.suggested_answer_ids.filtered(
                lambda one, raw=raw: one.impact_option_id.code == raw
            )
            values[str(question.id)] = str(choice.id or raw) if raw else ""
        result = self.make_jsonrpc_request(root % "submit", values)
        self.env.invalidate_all()
        return result[1].get("error")
