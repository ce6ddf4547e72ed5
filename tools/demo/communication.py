"""What filières tell, and what they bring: plans, letters, sheets, self-assessments."""

import datetime

from . import accounts
from .filieres import QUIET, TODAY

# a filière of few members gets a cohort that a comparison can be shown on
COHORT = "F22"
INSIDE, OUTSIDE = 60, 80
# letters that already went out are shown on that many members at most
READERS = 400


def tell(env, count):
    """Create the plans, letters, sheets and self-assessments of some filières."""
    env = env(context={**env.context, **QUIET})
    accounts.create_user(env, accounts.COMMUNICATION)
    animator = env["res.users"].search([("login", "=", "animatrice")])
    filieres = {row.code: row for row in env["smart.filiere"].search([])}
    _reader(env, filieres)
    for code in ("F01", "F02", "F03"):
        _running_plan(env, filieres[code], animator)
    _plan(env, filieres["F04"], animator).action_submit()
    _cohort(env, filieres[COHORT])
    for code in ("F01", COHORT):
        _sheet(env, filieres[code])
    for code in ("F01", "F02"):
        _selfassessment(env, filieres[code])


def _reader(env, filieres):
    """Create a member of three filières, who would get three letters a month."""
    account = accounts.READER
    partner = env["res.partner"].create(
        {
            "name": account.name,
            "zip": "1000",
            "city": "Bruxelles",
            "country_id": env.ref("base.be").id,
            "email": f"{account.login}@membres.example",
            "lang": "fr_FR",
            "is_member": True,
            "member_since": TODAY - datetime.timedelta(days=900),
        }
    )
    accounts.give_portal_access(env, account, partner)
    env["smart.filiere.membership"].create(
        [
            {
                "partner_id": partner.id,
                "filiere_id": filieres[code].id,
                "origin": "declaration",
                "state": "confirmed",
                "date_answered": TODAY - datetime.timedelta(days=400),
                "confirmed_by_member": True,
            }
            for code in ("F01", "F02", "F03")
        ]
    )


def _plan(env, filiere, animator):
    plan = env["smart.communication.plan"].create(
        {
            "filiere_id": filiere.id,
            "year": TODAY.year,
            "responsible_id": animator.id,
            "objective": "Que chacun sache qui fait quoi dans la filière, et comment "
            "s'y rencontrer.",
        }
    )
    plan.action_copy_template()
    posters = plan.line_ids.filtered(lambda line: line.channel == "poster")
    posters.workplace_ids = env["res.partner"].search(
        [("is_workplace", "=", True)], limit=2
    )
    return plan


def _running_plan(env, filiere, animator):
    """Create a plan that runs since the summer, with letters that went out."""
    plan = _plan(env, filiere, animator)
    plan.action_submit()
    plan.action_validate()
    plan.action_start()
    letter = plan.line_ids.filtered(lambda line: line.rhythm == "monthly")[:1]
    edition = env["smart.communication.edition"].create(
        {
            "line_id": letter.id,
            "period": f"{TODAY.year}-10",
            "date_planned": TODAY.replace(month=10, day=6),
        }
    )
    edition._prepare()
    _gone_out(env, edition)
    if filiere.code == "F01":
        _due_soon(env, plan, letter)


def _due_soon(env, plan, letter):
    """Plan two letters that the next night prepares, whatever day it is."""
    potential = plan.line_ids.filtered(
        lambda line: line.audience == "potential" and line.channel == "letter"
    )[:1]
    env["smart.communication.edition"].create(
        [
            {
                "line_id": line.id,
                "period": "next",
                "date_planned": datetime.date.today() + datetime.timedelta(days=3),
            }
            for line in (letter, potential)
        ]
    )


def _gone_out(env, edition):
    """Write what a letter became, as if it had been sent: nothing is."""
    mailing = edition.mailing_id
    members = env["smart.filiere.membership"].search(
        [("filiere_id", "=", edition.filiere_id.id), ("state", "=", "confirmed")],
        # the newest first: the people one may log in as are among them
        order="id desc",
        limit=READERS,
    )
    env["mailing.trace"].create(
        [
            {
                "mass_mailing_id": mailing.id,
                "model": members._name,
                "res_id": member.id,
                "email": member.partner_id.email_normalized,
                "trace_status": "open" if rank % 5 < 3 else "sent",
                "links_click_datetime": edition.date_planned
                if rank % 5 == 0
                else False,
            }
            for rank, member in enumerate(members)
        ]
    )
    mailing.write({"state": "done", "sent_date": edition.date_planned})


def _cohort(env, filiere):
    """Create members of two years ago, inside and outside; some have left since."""
    activity = filiere.nace_activity_ids[:1]
    belgium = env.ref("base.be")
    partners = env["res.partner"].create(
        [
            {
                "name": f"Sociétaire d'avant {rank + 1}",
                "zip": "5000" if rank % 2 else "6000",
                "country_id": belgium.id,
                "lang": "fr_FR",
                **_stay(rank),
            }
            for rank in range(INSIDE + OUTSIDE)
        ]
    )
    env["smart.directory.profile"].create(
        [
            {"partner_id": partner.id, "activity_ids": [(6, 0, activity.ids)]}
            for partner in partners
        ]
    )
    env["smart.filiere.membership"].create(
        [
            {
                "partner_id": partner.id,
                "filiere_id": filiere.id,
                "origin": "declaration",
                "state": "confirmed",
                "date_answered": TODAY - datetime.timedelta(days=500),
                "confirmed_by_member": True,
            }
            for partner in partners[:INSIDE]
        ]
    )


def _stay(rank):
    """Return since when and until when: one in ten left inside, one in four outside."""
    leaves = rank % 10 == 0 if rank < INSIDE else rank % 4 == 0
    return {
        "member_since": TODAY - datetime.timedelta(days=1200),
        "is_member": not leaves,
        "member_until": TODAY - datetime.timedelta(days=100) if leaves else False,
    }


def _sheet(env, filiere):
    env["smart.filiere.sheet"].create(
        {
            "filiere_id": filiere.id,
            "date_from": datetime.date(TODAY.year - 1, 10, 1),
            "date_to": datetime.date(TODAY.year, 9, 30),
        }
    ).action_compute()


def _selfassessment(env, filiere):
    """Declare what records do not tell, with a proof for some of it."""
    assessment = env["smart.filiere.selfassessment"].create(
        {"filiere_id": filiere.id, "date": TODAY}
    )
    declared = assessment.line_ids.filtered(lambda line: not line.measure)
    for rank, line in enumerate(declared[:9]):
        if rank == 8:
            line.declared = "no"
            continue
        line.write(
            {
                "declared": "yes",
                "date_proof": TODAY - datetime.timedelta(days=40 * rank),
                "attachment_ids": [
                    (
                        0,
                        0,
                        {
                            "name": f"preuve {line.indicator_id.code}.txt",
                            "raw": b"Compte rendu du comite de la filiere.",
                        },
                    )
                ],
            }
        )
