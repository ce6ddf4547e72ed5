# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta

from odoo.fields import Command

from .common import SmartCommon

SOON = datetime(2031, 3, 4, 17, 0)


class MeetingsCommon(SmartCommon):
    """Two workplaces with rooms, and factories of meetings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_point("4000", 50.6400, 5.5700)
        cls._create_point("1000", 50.8500, 4.3500)
        cls.place = cls._create_workplace("The Post", "4000")
        cls.place_far = cls._create_workplace("The Valley", "1000")
        cls.room = cls._create_room(cls.place, "Attic", 20)

    @classmethod
    def _create_point(cls, zip, latitude, longitude):
        points = cls.env["smart.postal.point"]
        points.search([("country_id", "=", cls.belgium.id), ("zip", "=", zip)]).unlink()
        return points.create(
            {
                "country_id": cls.belgium.id,
                "zip": zip,
                "latitude": latitude,
                "longitude": longitude,
            }
        )

    @classmethod
    def _create_workplace(cls, name, zip, **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "is_workplace": True,
                "zip": zip,
                "country_id": cls.belgium.id,
                **values,
            }
        )

    @classmethod
    def _create_room(cls, place, name, capacity, **values):
        return cls.env["smart.room"].create(
            {
                "workplace_id": place.id,
                "name": name,
                "capacity": capacity,
                "is_accessible": True,
                **values,
            }
        )

    @classmethod
    def _create_meeting(cls, name="Lights", begin=SOON, hours=2, **values):
        """Return a published meeting of the filière of live shows."""
        return cls.env["event.event"].create(
            {
                "name": name,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=hours),
                "date_tz": "Europe/Brussels",
                "filiere_ids": [Command.set(cls.filiere_show.ids)],
                "is_visible": True,
                "event_mail_ids": [],
                **values,
            }
        )

    @classmethod
    def _create_attendee(cls, event, member, state="open", **values):
        return cls.env["event.registration"].create(
            {
                "event_id": event.id,
                "partner_id": member.id,
                "member_id": member.id,
                "state": state,
                **values,
            }
        )
