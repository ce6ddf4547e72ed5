"""First chapter: territories, activities, skills, filières and the members."""

import datetime
import itertools

from . import accounts, people, reference

BATCH = 1000
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
}
# batches after which plans made for empty tables would cost more than new statistics
ANALYZE_AFTER = (1, 3, 10, 30)
GROWING = (
    "res_partner",
    "smart_directory_profile",
    "smart_directory_release",
    "smart_directory_entry",
    "smart_directory_scope",
    "smart_directory_count",
    "smart_filiere_membership",
    *(
        f"smart_{owner}_{name}_rel"
        for owner in ("profile", "entry")
        for name in ("activity", "skill", "sought", "lang")
    ),
    "smart_entry_filiere_rel",
)
TODAY = datetime.date(2026, 11, 2)


def tell(env, count):
    """Create the world of `smart_filieres` with `count` members."""
    territories(env)
    activities(env)
    skills(env)
    filieres(env)
    ceilings(env)
    members(env, count)
    known_faces(env)
    env["smart.directory.count"]._recount()
    # the nightly run, before it is night
    env["smart.filiere"].search([("code", "!=", False)])._propose_by_activity()
    workplaces(env)


def territories(env):
    countries = {code: env.ref(f"base.{code.lower()}").id for code in ("BE", "FR")}
    created = {}
    for row in reference.rows("territories"):
        ranges = [code_range.split("-") for code_range in row["ranges"].split()]
        created[row["code"]] = env["smart.territory"].create(
            {
                "code": row["code"],
                "name": row["name"],
                "country_id": countries[row["country"]],
                "parent_id": created[row["parent"]].id if row["parent"] else False,
                "range_ids": [
                    (0, 0, {"zip_from": start, "zip_to": end}) for start, end in ranges
                ],
            }
        )


def activities(env):
    unique = {row["naf2025"]: row for row in reference.rows("naf2025_selection")}
    env["smart.activity"].create(
        [
            {
                "code": code,
                "name": row["libelle_fr"],
                "nace_class": row["nace21_classe"],
                "nace_section": row["nace21_section"],
            }
            for code, row in sorted(unique.items())
        ]
    )


def skills(env):
    names = sorted({row["skill"] for row in reference.rows("skills")})
    env["smart.skill"].create([{"name": name} for name in names])


def filieres(env):
    activity = {row.code: row.id for row in env["smart.activity"].search([])}
    names = {
        r["filiere_code"]: r["filiere_nom"] for r in reference.rows("naf2025_selection")
    }
    animator = env["res.users"].search([("login", "=", "animatrice")])
    states = ("recognised", "recognised", "prefiguration", "watch")
    env["smart.filiere"].create(
        [
            {
                "code": code,
                "name": names[code],
                "state": states[min(rank // 5, 3)],
                "color": rank % 11 + 1,
                "animator_ids": [(6, 0, animator.ids if rank < 6 else [])],
                "nace_activity_ids": [(6, 0, [activity[key] for key in keys])],
            }
            for rank, (code, keys) in enumerate(
                sorted(reference.activities_by_filiere().items())
            )
        ]
    )


def ceilings(env):
    """Let members show some fields on the web, as the cooperative decided."""
    shown = env["smart.directory.field"].search([("key", "in", people.PUBLIC)])
    shown.ceiling = "public"


def members(env, count):
    """Create `count` members with profile, consents and memberships, in batches."""
    env = env(context={**env.context, **QUIET})
    finder = _Finder(env)
    waiting = people.imagine(count)
    batches = iter(lambda: list(itertools.islice(waiting, BATCH)), [])
    for done, batch in enumerate(batches, start=1):
        _create(env, finder, batch)
        # nothing is committed yet, so nobody else tells the planner that tables grew
        if done in ANALYZE_AFTER:
            env.cr.execute(f"ANALYZE {', '.join(GROWING)}")


class _Finder:
    """Ids of the reference records by the codes and names that people carry."""

    def __init__(self, env):
        self.activity = {row.code: row.id for row in env["smart.activity"].search([])}
        self.skill = {row.name: row.id for row in env["smart.skill"].search([])}
        self.filiere = {row.code: row.id for row in env["smart.filiere"].search([])}
        self.field = {
            row.key: row.id for row in env["smart.directory.field"].search([])
        }
        self.country = {
            code: env.ref(f"base.{code.lower()}").id for code in ("BE", "FR")
        }
        self.lang = env["res.lang"].search([("code", "=", "fr_FR")]).ids


def _create(env, finder, batch):
    partners = env["res.partner"].create(
        [_partner_vals(finder, person) for person in batch]
    )
    profiles = env["smart.directory.profile"].create(
        [
            _profile_vals(finder, person, partner)
            for person, partner in zip(batch, partners, strict=True)
        ]
    )
    env["smart.filiere.membership"].create(
        [
            _membership_vals(finder, person, partner)
            for person, partner in zip(batch, partners, strict=True)
            if person.answers
        ]
    )
    # last, so that nobody has anything to show until all is there to be projected
    env["smart.directory.release"].create(
        [
            {
                "profile_id": profile.id,
                "field_id": finder.field[key],
                "audience": audience,
                "date_released": TODAY - datetime.timedelta(days=person.since_days),
            }
            for person, profile in zip(batch, profiles, strict=True)
            for key, audience in person.audiences.items()
        ]
    )
    profiles._refresh_entries()
    # what is not needed any more slows the next batch down
    env.invalidate_all()


def _partner_vals(finder, person):
    since = TODAY - datetime.timedelta(days=person.since_days)
    return {
        "name": person.name,
        "zip": person.postal_code,
        "city": person.commune,
        "country_id": finder.country[person.country],
        "lang": "fr_FR",
        "is_member": True,
        "member_since": since,
    }


def _profile_vals(finder, person, partner):
    return {
        "partner_id": partner.id,
        "headline": person.headline,
        "activity_ids": [(6, 0, [finder.activity[code] for code in person.activities])],
        "skill_ids": [(6, 0, [finder.skill[name] for name in person.skills])],
        "sought_skill_ids": [(6, 0, [finder.skill[name] for name in person.sought])],
        "language_ids": [(6, 0, finder.lang)],
        "date_confirmed": TODAY - datetime.timedelta(days=person.since_days % 360),
        **person.flags,
    }


def _membership_vals(finder, person, partner):
    return {
        "partner_id": partner.id,
        "filiere_id": finder.filiere[person.filiere],
        "origin": "activity",
        "state": "confirmed",
        "date_answered": TODAY - datetime.timedelta(days=person.since_days % 200),
        "confirmed_by_member": True,
    }


def known_faces(env):
    """Create the members one may log in as. Léa starts with an empty profile."""
    finder = _Finder(env)
    addresses = {
        "lea": ("4000", "Liège"),
        "amine": ("4020", "Liège"),
        "sofie": ("1050", "Ixelles"),
    }
    for account in accounts.MEMBERS:
        postal_code, commune = addresses[account.login]
        partner = env["res.partner"].create(
            {
                "name": account.name,
                "zip": postal_code,
                "city": commune,
                "street": "Rue des Artisans 12",
                "phone": "+32 4 000 00 00",
                "country_id": finder.country["BE"],
                "email": f"{account.login}@membres.example",
                "lang": "fr_FR",
                "is_member": True,
                "member_since": TODAY - datetime.timedelta(days=700),
            }
        )
        accounts.give_portal_access(env, account, partner)
        if account.login != "lea":
            _known_profile(env, finder, partner, account.login)


def _known_profile(env, finder, partner, login):
    profile = env["smart.directory.profile"].create(
        {
            "partner_id": partner.id,
            "headline": "Régie son pour la scène et la rue",
            "about": "Dix ans de tournées, du petit lieu au festival.",
            "activity_ids": [(6, 0, [finder.activity["90.39H"]])],
            "skill_ids": [(6, 0, [finder.skill["Régie son"], finder.skill["Mixage"]])],
            "sought_skill_ids": [(6, 0, [finder.skill["Régie lumière"]])],
        }
    )
    shown = ("name", "headline", "skills", "filieres", "territory", "location")
    audience = "filiere" if login == "amine" else "members"
    profile._release(dict.fromkeys(shown, audience))
    if login == "sofie":
        profile._release({"name": "public", "headline": "public"})
    env["smart.filiere.membership"].create(
        {
            "partner_id": partner.id,
            "filiere_id": finder.filiere["F01"],
            "origin": "declaration",
            "state": "confirmed",
            "confirmed_by_member": True,
        }
    )


def workplaces(env):
    """Create the shared workplaces that meetings and pick-ups happen in."""
    places = (
        ("LaVallée, Bruxelles", "1080", "Molenbeek-Saint-Jean"),
        ("La Grand Poste, Liège", "4000", "Liège"),
        ("Bureau de Namur", "5000", "Namur"),
        ("Bureau de Lille", "59000", "Lille"),
    )
    for name, postal_code, commune in places:
        country = "BE" if len(postal_code) == 4 else "FR"
        env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "is_workplace": True,
                "zip": postal_code,
                "city": commune,
                "country_id": env.ref(f"base.{country.lower()}").id,
            }
        )
