"""Ask 100,000 members, write to all of them, and answer thirty questions."""

import time

from odoo.fields import Command

from .clock import Way, alternate, check, report

NAME = "Banc des invitations"
ITEMS = 30
MOST_SECONDS_TO_OPEN, MOST_SECONDS_TO_QUEUE = 20, 120
# a batch of a thousand letters, in two languages
MOST_QUERIES_A_BATCH = 80
MOST_NATIVE = 1.3
REPEATS = 9


def measure(env):
    """Measure the opening, the letters, and an answer beside the native one."""
    wave = _create_wave(env)
    return [_letters(env, wave), _answers(env, wave)]


def _letters(env, wave):
    opening = Way("freeze who is asked", lambda: wave._create_frame())
    opening.run(env)
    batches = []

    def queue():
        wave._create_frame()
        wave.sudo().state = "open"
        wave.action_invite()
        send = type(wave)._send

        def timed(one, letter, rows):
            start = time.perf_counter()
            send(one, letter, rows)
            one.env.flush_all()
            batches.append(time.perf_counter() - start)

        type(wave)._send = timed
        try:
            env["smart.impact.wave"]._cron_invite()
        finally:
            type(wave)._send = send
        return wave.round_ids.sent_count

    letters = Way("freeze, then queue every letter", queue)
    letters.run(env)
    seconds = letters.seconds - opening.seconds
    queries = (letters.queries - opening.queries) / max(len(batches), 1)
    return report(
        f"Invitations: {letters.result:,} letters",
        [opening, letters],
        [
            check("seconds to freeze", opening.seconds, MOST_SECONDS_TO_OPEN),
            check("seconds to queue all letters", seconds, MOST_SECONDS_TO_QUEUE),
            check("seconds of the longest batch", max(batches)),
            check("queries by batch of 1,000", queries, MOST_QUERIES_A_BATCH),
        ],
    )


def _create_wave(env):
    programme = env.ref("smart_impact.programme_shared_enterprise")
    instrument = env["smart.impact.instrument"].create(
        {
            "name": NAME,
            "code": "BENCHMAIL",
            "item_ids": [
                Command.create({"code": f"M{rank}", "text": f"Question {rank}"})
                for rank in range(ITEMS)
            ],
        }
    )
    wave = env["smart.impact.wave"].create(
        {
            "name": NAME,
            "programme_id": programme.id,
            "instrument_id": instrument.id,
        }
    )
    wave.action_generate_survey()
    return wave


def _answers(env, wave):
    wave._create_frame()
    wave.sudo().state = "open"
    wave.programme_id._ensure_key()
    native = env["survey.survey"].create(
        {
            "title": NAME,
            "question_and_page_ids": [
                Command.create(
                    {
                        "title": f"Question {rank}",
                        "sequence": rank,
                        "question_type": "scale",
                        "scale_min": 1,
                        "scale_max": 5,
                    }
                )
                for rank in range(ITEMS)
            ],
        }
    )
    member = wave.participation_ids[:1].partner_id

    def fill(answer):
        for rank, question in enumerate(answer.survey_id.question_ids):
            answer._save_lines(question, str(1 + rank % 5))
        answer._mark_done()

    def ours():
        url = wave._get_answer_url(member)
        token = url.rpartition("=")[2]
        fill(env["survey.user_input"].search([("access_token", "=", token)]))

    ways = [
        Way("the native form", lambda: fill(native._create_answer(partner=member))),
        Way("a wave", ours),
    ]
    alternate(env, ways, REPEATS)
    ratio = ways[1].seconds / ways[0].seconds
    return report(
        f"Answering {ITEMS} questions",
        ways,
        [check("times the native form", ratio, MOST_NATIVE)],
    )
