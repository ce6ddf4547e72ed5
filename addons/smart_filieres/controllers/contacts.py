# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import SUPERUSER_ID, http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from ..models.smart_contact_request import OTHER_SIDE, OUTCOMES
from .portal import SmartPortal

# what each side may answer, from which states
ANSWERS = {
    "accept": ("recipient", ("sent",)),
    "decline": ("recipient", ("sent",)),
    "block": (None, ("sent", "accepted", "declined", "unanswered", "closed")),
    "report": (None, ("sent", "accepted", "declined", "unanswered", "closed")),
    "unblock": (None, ("sent", "accepted", "declined", "unanswered", "closed")),
}


class SmartContacts(SmartPortal):
    """Contact requests as the two people concerned see them."""

    @http.route("/my/contacts", type="http", auth="user", website=True)
    def portal_contacts(self, saved=None, **_kwargs):
        """List what she asked and what she was asked."""
        self._smart_check_member()
        partner = request.env.user.partner_id
        contacts = self._contacts_sudo()
        received = contacts.search(
            Domain("recipient_id", "=", partner.id)
            & Domain("state", "!=", "draft")
            & Domain("is_muted", "=", False)
        )
        sent = contacts.search([("sender_id", "=", partner.id)])
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_contacts",
            received=received,
            sent=sent,
            labels={
                **received._get_labels("sender"),
                **sent._get_labels("recipient"),
            },
            is_paused=partner._smart_contact_profile().is_contact_paused,
            saved=saved,
        )
        return request.render("smart_filieres.portal_contacts", values)

    @http.route(
        "/my/contacts/pause", type="http", auth="user", methods=["POST"], website=True
    )
    def portal_contacts_pause(self, pause="", **_kwargs):
        """Take no requests for a while, or take them again."""
        self._smart_check_member()
        profile = request.env.user.partner_id._smart_contact_profile(create=True)
        profile.is_contact_paused = pause == "1"
        return request.redirect("/my/contacts?saved=pause")

    @http.route("/my/contacts/new", type="http", auth="user", website=True)
    def portal_contact_new(self, entry="", offer="", match="", **_kwargs):
        """Ask for a few words to somebody she sees."""
        target = self._contacts_find_target(entry, offer, match)
        return self._contacts_render_new(target)

    @http.route(
        "/my/contacts/send", type="http", auth="user", methods=["POST"], website=True
    )
    def portal_contact_send(self, entry="", offer="", match="", text="", **_kwargs):
        """Send a request; what she typed stays when it is refused."""
        target = self._contacts_find_target(entry, offer, match)
        try:
            with request.env.cr.savepoint():
                contact = self._contacts_sudo()._ask(
                    request.env.user.partner_id,
                    target["partner"],
                    text,
                    offer=target["offer"],
                    match=target["match"],
                )
        except UserError as error:
            return self._contacts_render_new(target, text, str(error))
        return request.redirect(f"/my/contacts/{contact.ref}?saved=sent")

    @http.route("/my/contacts/<string:ref>", type="http", auth="user", website=True)
    def portal_contact(self, ref, saved=None, **_kwargs):
        """Show one exchange to one of its two people."""
        return self._contacts_render(*self._contacts_get(ref), saved=saved)

    @http.route(
        "/my/contacts/<string:ref>/<string:answer>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_contact_answer(self, ref, answer, text="", outcome="", **_kwargs):
        """Answer, write, close, block or report."""
        contact, side = self._contacts_get(ref)
        try:
            with request.env.cr.savepoint():
                if answer == "write":
                    contact._write_message(side, text)
                elif answer == "close" and outcome in dict(OUTCOMES):
                    contact._close(outcome)
                else:
                    self._contacts_answer(contact, side, answer)
        except UserError as error:
            return self._contacts_render(contact, side, error=str(error), text=text)
        if contact._get_side(request.env.user.partner_id) is None:
            return request.redirect(f"/my/contacts?saved={answer}")
        return request.redirect(f"/my/contacts/{ref}?saved={answer}")

    # === HELPERS === #

    def _contacts_sudo(self):
        """Return the model as superuser.

        Nobody but managers may read it. Every method that calls this looks for
        requests that the person who is logged in sent or received, or sends one in
        her name. Not plain sudo, which would leave her name in the log columns.
        """
        return request.env["smart.contact.request"].with_user(SUPERUSER_ID)

    def _contacts_get(self, ref):
        """Return (request, side) of the person who is logged in, or raise a 404."""
        self._smart_check_member()
        contact = self._contacts_sudo().search([("ref", "=", ref)], limit=1)
        side = contact and contact._get_side(request.env.user.partner_id)
        if not side:
            raise request.not_found()
        return contact, side

    def _contacts_answer(self, contact, side, answer):
        who, states = ANSWERS.get(answer, (None, ()))
        if contact.state not in states or (who and who != side):
            if answer not in ANSWERS:
                raise request.not_found()
            raise UserError(
                request.env._("This request was answered already, or it is too late.")
            )
        if answer == "unblock":
            contact.env["smart.contact.block"]._unblock(
                contact._get_partner(side), contact._get_partner(OTHER_SIDE[side])
            )
        elif answer in ("block", "report"):
            getattr(contact, f"_{answer}")(side)
        else:
            getattr(contact, f"_{answer}")()

    def _contacts_find_target(self, entry, offer, match):
        """Return whom she may ask, found through something that she sees, or a 404."""
        self._smart_check_member()
        viewer = request.env.user.partner_id
        target = {"entry": entry, "offer": None, "match": None, "partner": None}
        entries = request.env["smart.directory.entry"]
        if match.isdecimal() and len(match) < 9:
            # only a match of one of her own needs
            row = (
                request.env["smart.match"]
                .with_user(SUPERUSER_ID)
                .search(
                    [("id", "=", int(match)), ("need_id.partner_id", "=", viewer.id)]
                )
            )
            shown = entries._get_shown_to(viewer, row.partner_id)
            if shown or row.offer_id.filtered_domain(
                row.offer_id._get_visible_domain(viewer)
            ):
                target |= {
                    "match": row,
                    "partner": row.partner_id,
                    "offer": row.need_id,
                }
        elif offer:
            # its author is asked without being told
            offers = request.env["smart.offer"].with_user(SUPERUSER_ID)
            domain = offers._get_visible_domain(viewer) & Domain("ref", "=", offer)
            found = offers.search(domain, limit=1)
            target |= {"offer": found, "partner": found.partner_id}
        elif entry:
            domain = entries._get_viewer_domain() & Domain("ref", "=", entry)
            # only an entry that she reads leads to a person
            found = entries.search(domain, limit=1).sudo()
            target["partner"] = found.profile_id.partner_id.with_user(SUPERUSER_ID)
        if not target["partner"]:
            raise request.not_found()
        return target

    def _contacts_render_new(self, target, text="", error=None):
        viewer = request.env.user.partner_id
        shown = request.env["smart.directory.entry"]._get_shown_to(
            viewer, target["partner"]
        )
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_contacts",
            target=target,
            name=shown[target["partner"]].name if target["partner"] in shown else None,
            text=text,
            error=error,
        )
        return request.render("smart_filieres.portal_contact_new", values)

    def _contacts_render(self, contact, side, saved=None, error=None, text=""):
        other = OTHER_SIDE[side]
        blocks = contact.env["smart.contact.block"]
        heard = "recipient" in contact.message_line_ids.mapped("side")
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_contacts",
            contact=contact,
            side=side,
            label=contact._get_label(other),
            other=contact._get_partner(other) if contact.date_accepted else None,
            may_write=contact.state == "accepted"
            or (contact.state == "sent" and (side == "recipient" or heard)),
            is_blocked=blocks._is_blocked(
                contact._get_partner(side), contact._get_partner(other)
            ),
            outcomes=contact._fields["outcome"]._description_selection(request.env),
            saved=saved,
            error=error,
            text=text,
        )
        return request.render("smart_filieres.portal_contact", values)
