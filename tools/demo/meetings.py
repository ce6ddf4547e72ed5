"""Chapter of the meetings: rooms, what took place, what is coming."""

import datetime
import itertools
import random

from odoo import fields

from . import filieres
from .suppliers import as_user, silent

SEED = 4
NEIGHBOURS = 14
# postal code of the workplace → rooms: name, seats, accessible, equipment
ROOMS = {
    "1080": (
        ("Grande halle", 60, True, ("Sonorisation", "Projecteur")),
        ("Mezzanine", 14, False, ("Écran",)),
    ),
    "4000": (
        ("Salle des Guichets", 40, True, ("Projecteur", "Boucle magnétique")),
        ("Atelier", 16, True, ("Tableau blanc", "Écran")),
        ("Bureau de passage", 4, True, ()),
    ),
    "5000": (("Salle Meuse", 18, True, ("Projecteur",)),),
    "59000": (("Salle Deûle", 24, True, ("Projecteur", "Tableau blanc")),),
}
# until a whole country is on the map: where most members of the story live
POINTS = (
    ("BE", "1000", "Bruxelles", 50.8466, 4.3528),
    ("BE", "1030", "Schaerbeek", 50.8676, 4.3737),
    ("BE", "1050", "Ixelles", 50.8333, 4.3667),
    ("BE", "1060", "Saint-Gilles", 50.8260, 4.3456),
    ("BE", "1070", "Anderlecht", 50.8362, 4.3144),
    ("BE", "1080", "Molenbeek-Saint-Jean", 50.8548, 4.3386),
    ("BE", "1180", "Uccle", 50.8022, 4.3391),
    ("BE", "1190", "Forest", 50.8100, 4.3240),
    ("BE", "4000", "Liège", 50.6451, 5.5736),
    ("BE", "4020", "Liège", 50.6290, 5.5990),
    ("BE", "4030", "Grivegnée", 50.6120, 5.6110),
    ("BE", "4040", "Herstal", 50.6710, 5.6300),
    ("BE", "4100", "Seraing", 50.5980, 5.5080),
    ("BE", "4400", "Flémalle", 50.6000, 5.4440),
    ("BE", "5000", "Namur", 50.4674, 4.8720),
    ("BE", "5100", "Jambes", 50.4560, 4.8750),
    ("FR", "59000", "Lille", 50.6292, 3.0573),
    ("FR", "59100", "Roubaix", 50.6927, 3.1778),
    ("FR", "59200", "Tourcoing", 50.7240, 3.1610),
)
# name, theme, filière, workplace, days before the story's day, how many came, notes
PAST = (
    (
        "Tourner sans s'épuiser",
        "Partager un camion, un lieu, une équipe",
        "F01",
        "4000",
        140,
        14,
        (5, 5, 4, 4, 5, 3, 4, 5, 4),
    ),
    ("Le son en petit lieu", "Écouter, mesurer, isoler", "F02", "1080", 120, 8, ()),
    (
        "Monter un budget de film à plusieurs",
        "Coûts communs et clés de partage",
        "F03",
        "1080",
        35,
        9,
        (4, 4, 5, 3, 5, 4),
    ),
)
# name, theme, filière, workplace, days from now, audience, how many signed up
COMING = (
    (
        "Éclairer sans tout acheter",
        "Mettre en commun projecteurs et gradateurs",
        "F01",
        "4000",
        12,
        "internal",
        6,
    ),
    (
        "Portes ouvertes des métiers du spectacle",
        "Rencontrer celles et ceux qui font la scène",
        "F01",
        "1080",
        26,
        "external",
        9,
    ),
    (
        "Contrats d'édition musicale",
        "Lire avant de signer",
        "F02",
        "1080",
        19,
        "internal",
        4,
    ),
    (
        "Le documentaire en coopération",
        "Écrire, produire, montrer",
        "F03",
        "59000",
        33,
        "external",
        3,
    ),
)


def tell(env, _count):
    """Furnish the workplaces, then hold and announce meetings."""
    # nobody in the story receives mail
    quiet = silent(env)
    quiet = quiet(context={**quiet.context, "install_mode": True})
    on_the_map(quiet)
    neighbours(quiet)
    rooms(quiet)
    for meeting in PAST:
        past(quiet, *meeting)
    for meeting in COMING:
        coming(quiet, *meeting)
    # the nightly run, before it is night
    quiet["event.event"]._cron_count_ties()


def on_the_map(env):
    """Place the postal codes above, unless another chapter placed them all."""
    points = env["smart.postal.point"]
    if points.search_count([], limit=1):
        return
    countries = {code: env.ref(f"base.{code.lower()}").id for code in ("BE", "FR")}
    points.create(
        [
            {
                "country_id": countries[country],
                "zip": code,
                "name": name,
                "latitude": latitude,
                "longitude": longitude,
            }
            for country, code, name, latitude, longitude in POINTS
        ]
    )


def neighbours(env):
    """Let enough people of the first filière live near one workplace to meet there."""
    around = [row for row in POINTS if row[1].startswith("4")]
    memberships = env["smart.filiere.membership"].search(
        [
            ("filiere_id.code", "=", "F01"),
            ("state", "=", "confirmed"),
            ("partner_id.user_ids", "=", False),
        ],
        order="id",
        limit=NEIGHBOURS,
    )
    belgium = env.ref("base.be").id
    for rank, member in enumerate(memberships.partner_id):
        _country, code, commune, *_place = around[rank % len(around)]
        member.write(
            {
                "zip": code,
                "city": commune,
                "country_id": belgium,
                "email": f"membre.{rank + 1}@membres.example",
            }
        )


def rooms(env):
    names = sorted(
        {name for room in itertools.chain(*ROOMS.values()) for name in room[3]}
    )
    equipment = dict(
        zip(
            names,
            env["smart.room.equipment"].create(
                [{"name": name, "color": rank} for rank, name in enumerate(names, 1)]
            ),
            strict=True,
        )
    )
    env["smart.room"].create(
        [
            {
                "workplace_id": _workplace(env, code).id,
                "name": name,
                "capacity": seats,
                "is_accessible": accessible,
                "equipment_ids": [(6, 0, [equipment[key].id for key in keys])],
            }
            for code, furnished in ROOMS.items()
            for name, seats, accessible, keys in furnished
        ]
    )


def past(env, name, theme, filiere, place, days_ago, came, notes):
    """Hold a meeting: some came, one did not, some said what it was worth."""
    day = filieres.TODAY - datetime.timedelta(days=days_ago)
    event = _create(env, name, theme, filiere, place, day, "internal")
    people = _members_of(event, came + 1)
    registrations = _register(event, people)
    registrations[:came].write({"state": "done", "is_satisfaction_asked": True})
    for registration, note in zip(registrations, notes, strict=False):
        registration.satisfaction = note


def coming(env, name, theme, filiere, place, days, audience, signed_up):
    """Announce a meeting and let some sign up."""
    day = fields.Date.today() + datetime.timedelta(days=days)
    event = _create(env, name, theme, filiere, place, day, audience)
    # nobody who logs in: they sign up themselves
    people = _members_of(event, signed_up).filtered(lambda one: not one.user_ids)
    _register(event, people)


def _create(env, name, theme, filiere, place, day, audience):
    room = env["smart.room"].search(
        [("workplace_id.zip", "=", place), ("capacity", ">=", 14)],
        order="capacity desc, id",
        limit=1,
    )
    # 18:00 to 20:30 in Brussels, in winter as in summer to an hour
    begin = datetime.datetime.combine(day, datetime.time(17))
    event = as_user(env, "animatrice")["event.event"].create(
        {
            "name": name,
            "theme": theme,
            "description": f"<p>{theme}. Accueil à partir de 17 h 30.</p>",
            "filiere_ids": [
                (6, 0, env["smart.filiere"].search([("code", "=", filiere)]).ids)
            ],
            "audience": audience,
            "is_visible": True,
            "room_id": room.id,
            "seats_limited": True,
            "seats_max": room.capacity,
            "date_begin": begin,
            "date_end": begin + datetime.timedelta(hours=2, minutes=30),
            "date_tz": "Europe/Brussels",
        }
    )
    return event.with_env(env)


def _workplace(env, code):
    return env["res.partner"].search(
        [("is_workplace", "=", True), ("zip", "=", code)], limit=1
    )


def _members_of(event, count):
    """Return `count` members of the meeting's filière, always the same."""
    memberships = event.env["smart.filiere.membership"].search(
        [
            ("filiere_id", "in", event.filiere_ids.ids),
            ("state", "=", "confirmed"),
        ],
        order="id",
        limit=200,
    )
    people = memberships.partner_id
    dice = random.Random(f"{SEED}-{event.name}")
    return people.browse(dice.sample(people.ids, min(count, len(people))))


def _register(event, people):
    dice = random.Random(f"{SEED}-{event.name}-shown")
    return event.env["event.registration"].create(
        [
            {
                "event_id": event.id,
                "partner_id": member.id,
                "member_id": member.id,
                "show_attendance": dice.random() < 0.5,
            }
            for member in people
        ]
    )
