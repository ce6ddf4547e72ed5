# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

from ..engine.postal_code import overlaps

ALL_FIELDS = (
    "name",
    "headline",
    "territory",
    "activities",
    "skills",
    "sought",
    "filieres",
    "languages",
    "about",
    "location",
    "remote",
    "available",
    "cocontracting",
)


class SmartCommon(BaseCommon):
    """Two territories, two filières, one user per role, and factories."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.belgium = cls.env.ref("base.be")
        cls.territory_liege = cls._create_territory("Liège", "4000", "4999")
        cls.territory_brussels = cls._create_territory("Bruxelles", "1000", "1299")
        cls.activity_show = cls._create_activity("Performing arts", "T.90.20")
        cls.activity_code = cls._create_activity("Programming", "T.62.10")
        cls.filiere_show = cls._create_filiere("Live shows", cls.activity_show)
        cls.filiere_code = cls._create_filiere("Software", cls.activity_code)
        cls.animator = new_test_user(
            cls.env, "smart_animator", groups="smart_filieres.group_animator"
        )
        cls.filiere_manager = new_test_user(
            cls.env, "smart_filiere_manager", groups="smart_filieres.group_manager"
        )
        cls.employee = new_test_user(
            cls.env, "smart_employee", groups="base.group_user"
        )

    @classmethod
    def _create_territory(cls, name, zip_from, zip_to, **values):
        """Return a territory of Belgium that holds the codes zip_from to zip_to.

        Territories that a demonstration database already has there step aside.
        """
        ranges = cls.env["smart.territory.range"].search(
            [("country_id", "=", cls.belgium.id)]
        )
        codes = (zip_from, zip_to)
        ranges.filtered(lambda r: overlaps((r.zip_from, r.zip_to), codes)).unlink()
        codes = Command.create({"zip_from": zip_from, "zip_to": zip_to})
        return cls.env["smart.territory"].create(
            {
                "name": name,
                "country_id": cls.belgium.id,
                "range_ids": [codes],
                **values,
            }
        )

    @classmethod
    def _create_activity(cls, name, code, **values):
        return cls.env["smart.activity"].create({"name": name, "code": code, **values})

    @classmethod
    def _create_filiere(cls, name, activities=None, **values):
        ids = activities.ids if activities else []
        return cls.env["smart.filiere"].create(
            {"name": name, "nace_activity_ids": [Command.set(ids)], **values}
        )

    @classmethod
    def _create_member(cls, name, zip="4000", login=None, **values):
        """Return the contact of a new member, with a portal user when `login` is given.

        The password is the login.
        """
        partner = cls.env["res.partner"].create(
            {
                "name": name,
                "zip": zip,
                "country_id": cls.belgium.id,
                "is_member": True,
                "email": f"{login or name}@example.org".replace(" ", ".").lower(),
                **values,
            }
        )
        if login:
            new_test_user(
                cls.env,
                login,
                groups="base.group_portal",
                partner_id=partner.id,
                name=name,
                password=login,
            )
        return partner

    @classmethod
    def _create_profile(cls, partner, audiences=None, **values):
        """Return the profile of `partner`; `audiences` is {field key: audience}."""
        profile = cls.env["smart.directory.profile"].create(
            {"partner_id": partner.id, **values}
        )
        if audiences:
            profile._release(audiences)
        return profile

    @classmethod
    def _join(cls, partner, filiere, state="confirmed", **values):
        return cls.env["smart.filiere.membership"].create(
            {
                "partner_id": partner.id,
                "filiere_id": filiere.id,
                "state": state,
                **values,
            }
        )
