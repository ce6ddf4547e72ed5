# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.smart_impact_criterion import DIMENSIONS
from ..models.smart_impact_indicator import LEVELS
from ..models.smart_impact_proposal import LONGEST

PER_PAGE = 20


class ImpactProposals(CustomerPortal):
    def _impact_list_check(self):
        """Return the active programme, or a 404 for who is not concerned."""
        user = request.env.user
        if not user._is_internal():
            self._smart_check_member()
        # its question and its list are for every member and all staff
        programmes = request.env["smart.impact.programme"].sudo()
        programme = programmes.search(
            [("company_id", "=", user.company_id.id)], limit=1
        )
        if not programme:
            raise request.not_found()
        return programme

    def _impact_list_values(self, **values):
        return {
            **self._prepare_portal_layout_values(),
            "page_name": "impact_list",
            "partner": request.env.user.partner_id,
            **values,
        }

    def _impact_list_find(self, proposal_id):
        programme = self._impact_list_check()
        # shown to all members but for opinions, which the template shows without names
        proposal = programme.proposal_ids.filtered(lambda one: one.id == proposal_id)
        hers = proposal.partner_id == request.env.user.partner_id
        if not proposal or (proposal.state in ("submitted", "withdrawn") and not hers):
            raise request.not_found()
        return proposal

    # === LIST === #

    @route(
        ["/my/impact/proposals", "/my/impact/proposals/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_impact_proposals(self, page=1, show="all", **_kwargs):
        programme = self._impact_list_check()
        partner = request.env.user.partner_id
        mine = [("partner_id", "=", partner.id)]
        domain = {
            "mine": mine,
            "consultation": [("state", "=", "consultation")],
            "adopted": [("state", "=", "adopted")],
        }.get(show)
        if domain is None:
            show = "all"
            domain = ["|", ("state", "not in", ("submitted", "withdrawn")), *mine]
        # the page shows what becomes of each, without its author unless she agreed
        proposals = request.env["smart.impact.proposal"].sudo()
        domain = [("programme_id", "=", programme.id), *domain]
        total = proposals.search_count(domain)
        paging = pager(
            "/my/impact/proposals", total, page, PER_PAGE, url_args={"show": show}
        )
        values = self._impact_list_values(
            programme=programme,
            proposals=proposals.search(domain, limit=PER_PAGE, offset=paging["offset"]),
            pager=paging,
            show=show,
            ballots=self._impact_list_ballots(),
        )
        return request.render("smart_impact.portal_impact_proposals", values)

    def _impact_list_ballots(self):
        # the votes in which this very person holds a seat
        return (
            request.env["smart.impact.ballot"]
            .sudo()
            .search(
                [
                    ("state", "!=", "draft"),
                    ("seat_ids.partner_id", "=", request.env.user.partner_id.id),
                ]
            )
        )

    @route(
        "/my/impact/proposals/new",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def portal_impact_propose(self, **form):
        """Propose a criterion or an indicator."""
        programme = self._impact_list_check()
        error = None
        if request.httprequest.method == "POST":
            vals, error = self._impact_list_parse(form)
            if not error:
                user = request.env.user
                # the values were checked; author and origin are those of the session
                proposals = request.env["smart.impact.proposal"].sudo()
                proposal = proposals.create(
                    {
                        **vals,
                        "programme_id": programme.id,
                        "partner_id": user.partner_id.id,
                        "origin": proposals._get_origin(user),
                    }
                )
                return request.redirect(f"/my/impact/proposals/{proposal.id}?saved=1")
        values = self._impact_list_values(
            programme=programme, form=form, error=error, **self._impact_list_choices()
        )
        return request.render("smart_impact.portal_impact_propose", values)

    def _impact_list_choices(self):
        fields = request.env["smart.impact.proposal"]._fields
        return {
            name: fields[name]._description_selection(request.env)
            for name in ("kind", "dimension", "level")
        }

    def _impact_list_parse(self, form):
        """Return ``(values, error)`` of what was typed."""
        vals = {name: (form.get(name) or "").strip() for name in LONGEST}
        vals["kind"] = form.get("kind")
        vals["dimension"] = form.get("dimension")
        vals["level"] = form.get("level") or "outcome"
        vals["is_named"] = bool(form.get("is_named"))
        if not vals["name"] or not vals["reason"]:
            return vals, request.env._("Say what to measure, and why.")
        if vals["kind"] == "indicator" and not vals["decision"]:
            return vals, request.env._("Say which decision the figure would serve.")
        for name, longest in LONGEST.items():
            if len(vals[name]) > longest:
                return vals, request.env._(
                    "One of your texts is longer than %(longest)s characters.",
                    longest=longest,
                )
        if (
            vals["kind"] not in ("indicator", "criterion")
            or vals["dimension"] not in dict(DIMENSIONS)
            or vals["level"] not in dict(LEVELS)
        ):
            return vals, request.env._("Choose one of the answers of each list.")
        return vals, None

    # === ONE PROPOSAL === #

    @route(
        "/my/impact/proposals/<int:proposal_id>", type="http", auth="user", website=True
    )
    def portal_impact_proposal(self, proposal_id, saved=None, **_kwargs):
        return self._impact_list_render(
            self._impact_list_find(proposal_id), saved=saved
        )

    def _impact_list_render(self, proposal, **values):
        partner = request.env.user.partner_id
        comments = proposal.opinion_ids.filtered(
            lambda one: one.comment and not one.is_hidden
        )
        values = self._impact_list_values(
            proposal=proposal,
            opinion=proposal._get_opinion(partner),
            comments=comments.mapped("comment"),
            is_hers=proposal.partner_id == partner,
            **{"error": None, "form": {}, "saved": None, **values},
        )
        return request.render("smart_impact.portal_impact_proposal", values)

    @route(
        "/my/impact/proposals/<int:proposal_id>/opinion",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_impact_opinion(self, proposal_id, **form):
        """Keep what a member thinks of a proposal in consultation."""
        proposal = self._impact_list_find(proposal_id)
        importance = form.get("importance") or ""
        try:
            with request.env.cr.savepoint():
                proposal._record_opinion(
                    request.env.user.partner_id,
                    int(importance) if importance.isdecimal() else 0,
                    (form.get("comment") or "").strip(),
                )
        except UserError as error:
            return self._impact_list_render(proposal, error=str(error), form=form)
        return request.redirect(f"/my/impact/proposals/{proposal_id}?saved=1")

    @route(
        "/my/impact/proposals/<int:proposal_id>/withdraw",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_impact_withdraw(self, proposal_id, **_kwargs):
        proposal = self._impact_list_find(proposal_id)
        if proposal.partner_id != request.env.user.partner_id:
            raise request.not_found()
        try:
            proposal._withdraw()
        except UserError as error:
            return self._impact_list_render(proposal, error=str(error))
        return request.redirect("/my/impact/proposals?show=mine")

    # === VOTE === #

    @route(
        "/my/impact/votes/<int:ballot_id>",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def portal_impact_vote(self, ballot_id, saved=None, **form):
        """Vote, for who holds a seat."""
        ballot = self._impact_list_ballots().filtered(lambda one: one.id == ballot_id)
        if not ballot:
            raise request.not_found()
        partner, error = request.env.user.partner_id, None
        if request.httprequest.method == "POST":
            choices = {
                int(name[5:]): choice
                for name, choice in form.items()
                if name.startswith("vote_") and name[5:].isdecimal() and choice
            }
            try:
                with request.env.cr.savepoint():
                    ballot._vote(partner, choices)
                return request.redirect(f"/my/impact/votes/{ballot_id}?saved=1")
            except UserError as problem:
                error = str(problem)
        seat = ballot._get_seat(partner)
        own = ballot.vote_ids.filtered(lambda one: one.seat_id == seat)
        votes = request.env["smart.impact.vote"]._fields["choice"]
        values = self._impact_list_values(
            ballot=ballot,
            seat=seat,
            chosen={one.proposal_id.id: one.choice for one in own},
            choices=votes._description_selection(request.env),
            error=error,
            saved=saved,
        )
        return request.render("smart_impact.portal_impact_vote", values)
