# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from ..models.smart_filiere_assessment import SHOWN_STATES
from ..models.wording import shown
from .portal import SmartPortal


class SmartCriteria(SmartPortal):
    """Pages on which everybody reads why a filière is recognised, or is not."""

    @http.route("/filieres", type="http", auth="public", website=True, readonly=True)
    def criteria_filieres(self, **_kwargs):
        """List the filières with their score and what was decided."""
        filieres = self._criteria_get_filieres()
        assessments = self._criteria_model()._get_public(filieres)
        held = assessments._get_in_view(assessments)
        values = {
            "filieres": filieres.filtered(
                lambda filiere: filiere.state != "closed" or filiere in held
            ),
            "held": held,
            "grid": self._criteria_get_grid(),
            "slug": request.env["ir.http"]._slug,
            "number": shown,
        }
        return request.render("smart_filieres.criteria_filieres", values)

    @http.route(
        "/filieres/<string:slug>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def criteria_filiere(self, slug, **_kwargs):
        """Explain one filière: its score, line by line, and its decision."""
        filiere = self._criteria_get_filiere(slug)
        model = self._criteria_model()
        history = model._get_public(filiere)
        values = {
            "filiere": filiere,
            "assessment": history._get_in_view(history).get(filiere, model),
            "history": history,
            "places": model._get_public_places(filiere),
            "may_contest": self._smart_is_member(),
            "number": shown,
        }
        return request.render("smart_filieres.criteria_filiere", values)

    @http.route(
        "/filieres/assessment/<int:assessment_id>/inputs.<string:kind>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
        multilang=False,
    )
    def criteria_inputs(self, assessment_id, kind, **_kwargs):
        """Hand out the frozen inputs, for whoever computes the score again."""
        assessment = self._criteria_get_assessment(assessment_id)
        if kind not in ("json", "csv") or not assessment.is_told:
            raise request.not_found()
        is_json = kind == "json"
        content = assessment.inputs if is_json else assessment._get_inputs_csv()
        mime = "application/json" if is_json else "text/csv"
        name = f"filiere-{assessment.filiere_id.id}-{assessment.id}.{kind}"
        return request.make_response(
            content.encode(),
            [
                ("Content-Type", f"{mime}; charset=utf-8"),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    # === CONTESTS === #

    @http.route("/my/contests", type="http", auth="user", website=True, readonly=True)
    def criteria_contests(self, sent=None, **_kwargs):
        """Show a member what she contested and what was answered."""
        self._smart_check_member()
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_contests",
            sent=sent,
            contests=self._criteria_get_own_contests(),
            slug=request.env["ir.http"]._slug,
        )
        return request.render("smart_filieres.criteria_contests", values)

    @http.route(
        "/my/contests/new/<int:assessment_id>",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def criteria_contest(self, assessment_id, text="", line=None, **_kwargs):
        """Let a member say what is wrong with an assessment."""
        self._smart_check_member()
        assessment = self._criteria_get_assessment(assessment_id)
        error = None
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    self._criteria_open_contest(assessment, text, line)
                return request.redirect("/my/contests?sent=1")
            except UserError as refused:
                error = str(refused)
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_contests",
            assessment=assessment,
            error=error,
            text=text,
            chosen=line,
        )
        return request.render("smart_filieres.criteria_contest", values)

    # === HELPERS === #

    def _criteria_model(self):
        # visitors have no access to the model: the pages show what is frozen only,
        # in which there is no name and no small cell
        return request.env["smart.filiere.assessment"].sudo()

    def _criteria_get_filieres(self):
        """Return the filières of the company that is shown, or of all of them."""
        # names and states of filières are public
        return (
            request.env["smart.filiere"]
            .sudo()
            .search([("company_id", "in", (request.env.company.id, False))])
        )

    def _criteria_get_grid(self):
        # a grid in force is public, criteria and vote
        grids = (
            request.env["smart.filiere.grid"]
            .sudo()
            .search(
                [
                    ("state", "=", "in_force"),
                    ("company_id", "in", (request.env.company.id, False)),
                ]
            )
        )
        return grids.filtered("company_id")[:1] or grids[:1]

    def _criteria_get_filiere(self, slug):
        _name, filiere_id = request.env["ir.http"]._unslug(slug)
        filiere = self._criteria_get_filieres().filtered(
            lambda row: row.id == filiere_id
        )
        if not filiere:
            raise request.not_found()
        return filiere

    def _criteria_get_assessment(self, assessment_id):
        assessment = self._criteria_model().search(
            [
                ("id", "=", assessment_id),
                ("state", "in", SHOWN_STATES),
                ("filiere_id.active", "=", True),
                ("company_id", "in", (request.env.company.id, False)),
            ]
        )
        if not assessment:
            raise request.not_found()
        return assessment

    def _criteria_get_own_contests(self):
        # her own only; the assessments they are about are public
        return (
            request.env["smart.filiere.contest"]
            .sudo()
            .search(
                [("partner_id", "=", request.env.user.partner_id.id)], order="id desc"
            )
        )

    def _criteria_open_contest(self, assessment, text, line):
        chosen = assessment.line_ids.filtered(lambda row: str(row.id) == (line or ""))
        # members may not write the model: what is written is her own and checked
        contests = request.env["smart.filiere.contest"].sudo()
        contests._open(assessment, request.env.user.partner_id, text, chosen)
