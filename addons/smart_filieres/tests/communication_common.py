# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import SmartCommon


class CommunicationCommon(SmartCommon):
    """An officer of the communication, and factories of plans and letters."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = new_test_user(
            cls.env, "smart_officer", groups="smart_filieres.group_communication"
        )
        cls.mailer = new_test_user(
            cls.env, "smart_mailer", groups="mass_mailing.group_mass_mailing_user"
        )
        cls.today = fields.Date.context_today(cls.env.user)

    @classmethod
    def _create_plan(cls, filiere=None, *lines, state="running", **values):
        """Return a plan with `lines`, each the values of one; running by default."""
        filiere = filiere or cls.filiere_show
        plan = cls.env["smart.communication.plan"].create(
            {
                "filiere_id": filiere.id,
                # one plan per year
                "year": cls.today.year + len(filiere.communication_plan_ids),
                "responsible_id": cls.animator.id,
                "line_ids": [
                    Command.create(
                        {"name": "Letter", "rhythm": "once", "date_start": cls.today}
                        | line
                    )
                    for line in (lines or ({},))
                ],
                **values,
            }
        )
        plan.state = state
        if state == "running":
            plan.line_ids._plan_editions()
        return plan

    @classmethod
    def _create_letter(cls, filiere=None, **line):
        """Return the draft of the only letter of a new plan."""
        plan = cls._create_plan(filiere, line)
        plan.edition_ids._prepare()
        return plan.edition_ids.mailing_id

    @classmethod
    def _create_members(cls, count, filiere=None, state="confirmed", prefix="Member"):
        partners = cls.env["res.partner"].create(
            [
                {
                    "name": f"{prefix} {rank}",
                    "is_member": True,
                    "email": f"{prefix.lower()}.{rank}@example.org",
                }
                for rank in range(count)
            ]
        )
        cls.env["smart.filiere.membership"].create(
            [
                {
                    "partner_id": partner.id,
                    "filiere_id": (filiere or cls.filiere_show).id,
                    "state": state,
                }
                for partner in partners
            ]
        )
        return partners

    @classmethod
    def _trace(cls, mailing, partners, status="sent", days_ago=0, **values):
        """Write that `mailing` reached the members `partners`."""
        members = cls.env["smart.filiere.membership"].search(
            [
                ("partner_id", "in", partners.ids),
                ("filiere_id", "=", mailing.filiere_id.id),
            ]
        )
        traces = cls.env["mailing.trace"].create(
            [
                {
                    "mass_mailing_id": mailing.id,
                    "model": members._name,
                    "res_id": member.id,
                    "email": member.partner_id.email_normalized,
                    "trace_status": status,
                    **values,
                }
                for member in members
            ]
        )
        if days_ago:
            traces.flush_recordset()
            cls.env.cr.execute(
                "UPDATE mailing_trace SET create_date = create_date - %s"
                " WHERE id IN %s",
                (timedelta(days=days_ago), tuple(traces.ids)),
            )
            traces.invalidate_recordset()
        return traces

    def _send(self, mailing):
        """Send as the queue does, without leaving the transaction."""
        mailing._action_send_mail()
        return mailing.mailing_trace_ids


def day(text):
    return date.fromisoformat(text)
