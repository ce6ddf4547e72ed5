# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

LEVELS = ("0", "1", "2", "3", "4")
ASIDE = "na"
FILE_LIMIT = 10 * 1024 * 1024
WORDS = 2000


class AssessmentPortal(CustomerPortal):
    """A supplier answers the questionnaire, and says what it put right."""

    # === QUESTIONNAIRE === #

    @route(
        "/charter/answer/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
    )
    def assessment_answer(self, token, step="", **kwargs):
        """Show the questions of one theme, or how far the answers are."""
        questionnaire = self._assessment_find(token)
        return self._assessment_render(questionnaire, step, saved=kwargs.get("saved"))

    @route(
        "/charter/answer/<string:token>/save",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def assessment_save(self, token, step="", go="", **post):
        """Keep what can be kept; the rest comes back as it was typed."""
        questionnaire = self._assessment_find(token)
        if questionnaire.state != "open" or questionnaire.is_expired:
            return self._assessment_render(questionnaire)
        steps = self._assessment_steps(questionnaire)
        index = self._assessment_index(step, steps)
        if index == len(steps):
            raise request.not_found()
        errors = {}
        for answer in steps[index][1]:
            try:
                with request.env.cr.savepoint():
                    self._assessment_keep(answer, post)
            except (UserError, ValidationError) as error:
                errors[answer.id] = str(error)
        if errors:
            return self._assessment_render(questionnaire, step, errors, post)
        index += go != "stay"
        return request.redirect(
            f"/charter/answer/{token}?step={min(index, len(steps))}&saved=1"
        )

    @route(
        "/charter/answer/<string:token>/send",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def assessment_send(self, token, name="", **post):
        """Send the answers to be verified."""
        questionnaire = self._assessment_find(token)
        steps = self._assessment_steps(questionnaire)
        if questionnaire.state != "open" or questionnaire.is_expired:
            return self._assessment_render(questionnaire)
        try:
            with request.env.cr.savepoint():
                questionnaire._submit(name)
        except UserError as error:
            return self._assessment_render(
                questionnaire, str(len(steps)), {0: str(error)}, {"name": name}
            )
        return request.redirect(f"/charter/answer/{token}")

    @route(
        "/charter/answer/<string:token>/renew",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def assessment_renew(self, token, **post):
        """Send a new link to the known address of the supplier, and only there."""
        questionnaire = self._assessment_find(token)
        if questionnaire.is_expired:
            questionnaire._renew()
        return self._assessment_page({"outcome": "renewed"})

    @route(
        "/my/charter/questionnaire",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_charter_questionnaire(self, **post):
        """Start the questionnaire, or go on with it."""
        partner = request.env.user.partner_id
        if not partner._is_charter_supplier():
            raise request.not_found()
        # sudo: the supplier of the user, checked just above
        supplier = partner.sudo().commercial_partner_id
        try:
            questionnaire = (
                request.env["smart.supplier.questionnaire"].sudo()._open_for(supplier)
            )
        except UserError:
            return request.redirect("/my/charter")
        return request.redirect(f"/charter/answer/{questionnaire.access_token}")

    def _assessment_find(self, token):
        found = request.env["smart.supplier.questionnaire"]._find(token)
        if not found or found.state == "cancelled":
            raise request.not_found()
        if request.env.user._is_public() and found.partner_id.lang:
            request.update_context(lang=found.partner_id.lang)
            found = found.with_context(lang=found.partner_id.lang)
        return found

    def _assessment_steps(self, questionnaire):
        """Return [(theme, answers)] in the order of the charter."""
        return list(questionnaire.answer_ids.grouped("theme_id").items())

    def _assessment_index(self, step, steps):
        """Return the number of a step as typed in an address; the last one sums up."""
        return min(int(step), len(steps)) if step.isdecimal() else 0

    def _assessment_keep(self, answer, post):
        choice = post.get(f"level_{answer.id}") or ""
        if choice not in (*LEVELS, ASIDE, ""):
            raise UserError(request.env._("Choose one of the answers."))
        answer._save(
            {
                "level": choice if choice in LEVELS else False,
                "is_not_applicable": choice == ASIDE,
                "comment": (post.get(f"comment_{answer.id}") or "").strip()[:WORDS],
            },
            self._assessment_read_proof(answer, post),
        )

    def _assessment_read_proof(self, answer, post):
        """Return the values of a new proof, {} when none was sent."""
        reference = (post.get(f"reference_{answer.id}") or "").strip()[:128]
        values = self._assessment_read_file(post.get(f"file_{answer.id}"))
        expiry = post.get(f"expiry_{answer.id}") or ""
        if not values and reference in ("", answer.evidence_id.reference or ""):
            if expiry:
                raise UserError(
                    request.env._("Add the document that this date belongs to.")
                )
            return {}
        values |= self._read_evidence_form(expiry, None)
        return values | ({"reference": reference} if reference else {})

    def _assessment_read_file(self, file):
        if not hasattr(file, "read") or not file.filename:
            return {}
        return {
            # one byte too many is enough to be refused
            "file": base64.b64encode(file.read(FILE_LIMIT + 1)),
            "file_name": file.filename[:128],
        }

    def _assessment_render(
        self, questionnaire, step="", errors=None, typed=None, saved=None
    ):
        steps = self._assessment_steps(questionnaire)
        index = self._assessment_index(step, steps)
        if questionnaire.is_expired:
            outcome = "expired"
        else:
            outcome = questionnaire.state
        values = {
            "outcome": outcome,
            "questionnaire": questionnaire,
            "steps": steps,
            "index": index,
            "theme": steps[index][0] if index < len(steps) else None,
            "answers": steps[index][1] if index < len(steps) else (),
            "levels": questionnaire.answer_ids._fields["level"]._description_selection(
                request.env
            ),
            "errors": errors or {},
            "typed": typed,
            "saved": saved,
        }
        return self._assessment_page(values, 422 if errors else 200)

    def _assessment_page(self, values, status=200):
        if values["outcome"] == "expired":
            status = 410
        page = request.render(
            "smart_purchase_charter.assessment_answer", values, status=status
        )
        # the address is a secret: kept nowhere, told to nobody
        page.headers["Referrer-Policy"] = "no-referrer"
        page.headers["Cache-Control"] = "no-store"
        page.headers["X-Robots-Tag"] = "noindex"
        return page

    # === CORRECTIVE ACTIONS === #

    @route(
        "/my/charter/actions/<int:action_id>",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def portal_charter_action(self, action_id, saved=None, **post):
        """Show what is to be put right, and hear how it was."""
        action = request.env["smart.supplier.action"].search([("id", "=", action_id)])
        if not action or action.partner_id != (
            request.env.user.partner_id.commercial_partner_id
        ):
            raise request.not_found()
        # sudo: the supplier's own, checked just above
        action = action.sudo()
        error = None
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    proof = self._assessment_read_file(post.get("file"))
                    action._answer(
                        post.get("answer") or "", post.get("owner_name") or "", **proof
                    )
                return request.redirect(f"/my/charter/actions/{action.id}?saved=1")
            except UserError as refused:
                error = str(refused)
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "smart_charter_action",
            "action": action,
            "today": fields.Date.context_today(action),
            "posted": post,
            "error": error,
            "saved": saved,
        }
        return request.render(
            "smart_purchase_charter.portal_charter_action",
            values,
            status=422 if error else 200,
        )
