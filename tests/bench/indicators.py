"""The figures of a wave, beside the bare GROUP BY and the native survey results."""

from odoo.addons.smart_impact.engine.audit import random_table, recoverable
from odoo.addons.smart_impact.engine.tables import hide_in_cross

from . import ground
from .clock import Way, alternate, check, report

MOST_TIMES_GROUP_BY = 3
MOST_SECONDS = 1
MOST_MEGABYTES = 60
TABLES = 300
GROUP_BY = """
    SELECT answer.item_id, response.territory_id, COUNT(*), AVG(answer.value)
      FROM smart_impact_answer answer
      JOIN smart_impact_response response ON response.id = answer.response_id
     WHERE response.wave_id = %s
     GROUP BY 1, 2
"""


def measure(env):
    """Compare our figures with the same sums in SQL and with the native results."""
    wave = ground.large_wave(env)
    survey = ground.native_survey(env)
    ours = Way("our indicators: sums, intervals, masks, write", wave._calculate_results)
    bare = Way("bare GROUP BY question, territory", lambda: _group_by(env, wave))
    native = Way("native survey results", lambda: _native_results(survey))
    before = _reset_peak()
    ours.run(env)
    our_memory = _peak() - before
    ours.times.clear()
    alternate(env, [ours, bare])
    before = _reset_peak()
    native.run(env)
    native_memory = _peak() - before
    told, told_before, cells = audit()
    size = f"{wave.complete_count:,} respondents × {ground.ITEMS} answers"
    ratio = ours.seconds / bare.seconds
    return [
        report(
            f"Indicators of {size}",
            [ours, bare, native],
            [
                check("ours / GROUP BY", ratio, MOST_TIMES_GROUP_BY),
                check("seconds of ours", ours.seconds, MOST_SECONDS),
                check("native / ours", native.seconds / ours.seconds),
                check("memory of ours, MB", our_memory, MOST_MEGABYTES),
                check("memory of native, MB", native_memory),
                check("queries of ours", ours.queries),
            ],
        ),
        report(
            f"What linear programs recover from {TABLES} tables of 400 people",
            [],
            [
                check("small cells recovered", told, 0),
                check(
                    "% recovered if the small alone were hidden", told_before / cells
                ),
            ],
        ),
    ]


def audit():
    """Return small cells recovered by linear programming: of our tables, of others.

    :return: ``(ours, with the small cells alone hidden in percent, small cells)``
    """
    ours = others = cells = 0
    for seed in range(TABLES):
        table = random_table(seed)
        small = (table > 0) & (table < 5)
        nothing = [table.any(axis=axis) & False for axis in (1, 0)]
        mask = hide_in_cross(table, 5, small & False, *nothing, [-1] * len(table))
        cells += int(small.sum())
        ours += len(recoverable(table, mask, 5))
        others += 100 * len(recoverable(table, small, 5))
    return ours, others, cells


def _group_by(env, wave):
    env.cr.execute(GROUP_BY, [wave.id])
    return env.cr.fetchall()


def _native_results(survey):
    """Do what the page of results of a native survey does before it renders."""
    inputs = survey.env["survey.user_input"].search(
        [
            ("state", "!=", "new"),
            ("test_entry", "=", False),
            ("survey_id", "=", survey.id),
        ]
    )
    lines = inputs.user_input_line_ids
    survey._prepare_statistics(lines)
    return survey.question_and_page_ids._prepare_statistics(lines)


def _reset_peak():
    """Let the peak of this process start from now; return its memory, in MB."""
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    return _peak()


def _peak():
    """Return the highest resident memory since the last reset, in MB."""
    with open("/proc/self/status") as file:
        [peak] = [row for row in file if row.startswith("VmHWM")]
    return int(peak.split()[1]) / 1024
