"""Chapter of the observatory: two years of what members did together, and one night."""

import datetime
import random

from odoo import fields

from . import accounts
from .filieres import QUIET

SEED = 31
# more members than this would not make the screens any fuller
MOST_MEMBERS = 600
QUARTERS = 8
# filières that have a network of their own; the others meet across
NAMED = 8
# this network falls asleep: most of it came last time, few did now
TIRED = 1
TEACHING, MOST_TEACHERS = "F11", 40
STAGES = {
    "creation": ("90.20Y", "90.11Y", "90.12Y", "90.13Y", "74.12Y", "62.10Y"),
    "production": ("90.39G", "59.11G", "59.20Y", "58.11Y", "70.20Y"),
    "technique": ("90.39H", "59.12Y", "74.20Y", "62.20H", "18.13Y", "43.21G"),
    "distribution": ("90.31H", "59.13Y", "60.10Y", "73.11Y", "82.30Y"),
    "transmission": ("85.52Y", "85.59G", "85.59H", "85.69Y"),
}
PROJECTS = (
    ("project", "Spectacle de rue « Les Passantes »"),
    ("collective", "Atelier de construction partagé"),
    ("purchase", "Camionnette à plusieurs"),
    ("project", "Podcast sur le travail indépendant"),
    ("collective", "Studio d'enregistrement commun"),
    ("network", "Relecture entre traductrices"),
    ("project", "Festival des métiers du son"),
    ("purchase", "Licences de logiciels en commun"),
)
# a network that crosses the filières: nobody has named it yet
CROSSING = "Réseau des tiers-lieux"


def tell(env, _count):
    """Spread the members over time, let them do things together, run one night."""
    env = env(context={**env.context, **QUIET})
    today = fields.Date.context_today(env.user)
    spread(env, today)
    stages(env)
    gather_teachers(env)
    dice = random.Random(SEED)
    groups = members_by_filiere(env)
    days = list(quarter_days(today))
    env["smart.initiative"].create(
        [
            *networks(dice, groups, days),
            *projects(dice, groups, days),
            *crossing(dice, groups, days),
        ]
    )
    open_ones(env, groups, today)
    env["smart.observatory"]._run_night(today)


def spread(env, today):
    """Let half of the members join over two years, and a few agree to be named."""
    env.flush_all()
    env.cr.execute(
        """
        WITH chosen AS (
            SELECT partner.id, ROW_NUMBER() OVER (ORDER BY partner.id)::int AS rank
              FROM res_partner partner
              LEFT JOIN res_users account ON account.partner_id = partner.id
             WHERE partner.is_member AND account.id IS NULL)
        UPDATE res_partner partner
           SET member_since = DATE_TRUNC('quarter', %(today)s::date)
               - (1 + rank / 2 %% %(quarters)s) * INTERVAL '3 months'
               + (rank %% 85) * INTERVAL '1 day'
          FROM chosen
         WHERE chosen.id = partner.id AND rank %% 2 = 0
        """,
        {"today": today, "quarters": QUARTERS},
    )
    env.cr.execute(
        """
        UPDATE smart_filiere_membership joined
           SET date_proposed = partner.member_since + joined.id %% 40,
               date_answered = CASE WHEN joined.state = 'proposed' THEN NULL
                   ELSE LEAST(partner.member_since + joined.id %% 60, %s) END
          FROM res_partner partner
         WHERE partner.id = joined.partner_id AND partner.member_since IS NOT NULL
        """,
        [today],
    )
    env.cr.execute(
        """
        UPDATE smart_directory_profile
           SET ties_consent = TRUE, ties_consent_date = %s WHERE id %% 5 = 0
        """,
        [today],
    )
    env.invalidate_all()


def stages(env):
    for stage, codes in STAGES.items():
        env["smart.activity"].search([("code", "in", codes)]).chain_stage = stage


def gather_teachers(env):
    """Let those who teach live in Liège: strong there, and nobody animates them."""
    filiere = env["smart.filiere"].search([("code", "=", TEACHING)])
    teachers = filiere.membership_ids.partner_id.filtered(lambda p: not p.user_ids)
    country = env.ref("base.be")
    teachers[:MOST_TEACHERS].write(
        {"zip": "4000", "city": "Liège", "country_id": country.id}
    )


def members_by_filiere(env):
    """Return {filière: members with their first day}, the largest filières first."""
    memberships = env["smart.filiere.membership"].search(
        [("state", "=", "confirmed"), ("partner_id.user_ids", "=", False)],
        limit=MOST_MEMBERS,
        order="partner_id, id",
    )
    groups = {
        filiere: [(row.partner_id.id, row.partner_id.member_since) for row in rows]
        for filiere, rows in memberships.grouped("filiere_id").items()
    }
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0].id)))


def quarter_days(today):
    """Yield a day in each of the last quarters, the oldest first."""
    for back in range(QUARTERS, -1, -1):
        yield today - datetime.timedelta(days=20 + 91 * back)


def networks(dice, groups, days):
    """Let most of those who are there meet once a quarter, filière by filière."""
    for rank, (filiere, members) in enumerate(list(groups.items())[:NAMED]):
        for day in days:
            share = dice.uniform(0.5, 0.8)
            if rank == TIRED:
                share = {days[-2]: 1, days[-1]: 0.35}.get(day, share)
            there = [each for each, since in members if since < day]
            came = dice.sample(there, round(len(there) * share))
            if len(came) > 2:
                name = f"Réseau {filiere.name}, {day:%m/%Y}"
                yield _over(name, "network", came, day, filiere_id=filiere.id)


def projects(dice, groups, days):
    """Tell smaller things, between three and six people who know each other."""
    for rank, (filiere, members) in enumerate(list(groups.items())[:NAMED]):
        for number, day in enumerate(days):
            there = _there(members, day)
            if len(there) >= 6 and (rank + number) % 2 == 0:
                kind, name = PROJECTS[(rank + number) % len(PROJECTS)]
                came = dice.sample(there, dice.randint(3, 6))
                yield _over(name, kind, came, day, filiere_id=filiere.id)


def _there(members, day):
    return [each for each, since in members if since < day][:12]


def crossing(dice, groups, days):
    """Let the smaller filières meet across all of them."""
    rest = list(groups.values())[NAMED:]
    everybody = [each for members in rest for each, _since in members][:60]
    for day in days[-3:]:
        for _evening in range(8):
            came = dice.sample(everybody, min(len(everybody), 14))
            yield _over(CROSSING, "network", came, day)


def _over(name, kind, members, day, **values):
    return {
        "name": name,
        "kind": kind,
        "state": "closed",
        "date_start": day,
        "date_end": day,
        "partner_ids": [(6, 0, members)],
        **values,
    }


def territory_of(env, members):
    [(first, _since), *_others] = members
    return env["res.partner"].browse(first).territory_id


def open_ones(env, groups, today):
    """Create what animators follow now, in each of the states."""
    animator = env["res.users"].search([("login", "=", accounts.STAFF[0].login)])
    states = ("contacted", "linked", "spotted", "linked", "contacted", "spotted")
    rows = zip(PROJECTS, states, groups.items(), strict=False)
    env["smart.initiative"].create(
        [
            {
                "name": f"{name}, deuxième saison",
                "kind": kind,
                "state": state,
                "origin": "member" if state == "spotted" else "staff",
                "filiere_id": filiere.id if state != "spotted" else False,
                "territory_id": territory_of(env, members).id,
                "user_id": animator.id if state != "spotted" else False,
                "date_start": fields.Date.subtract(today, days=40),
                "partner_ids": [(6, 0, [each for each, _since in members[:5]])],
                "description": "Nous cherchons un lieu et deux personnes de plus.",
            }
            for (kind, name), state, (filiere, members) in rows
        ]
    )
