"""The figures of a wave, beside the bare GROUP BY and the native survey results."""

from odoo.addons.smart_impact.engine.audit import random_table, recoverable
from odoo.addons.smart_impact.engine.tables import hide_in_cross

from . import ground
from .clock import Way, alternate, check, report

MOST_TIMES_GROUP_BY = 3
MOST_SECONDS = 1
MOST_SECONDS_CROWDED = 5
MOST_MEGABYTES = 60
FEW = 3
TABLES = 300
GROUP_BY = """
    SELECT answer.item_id, response.territory_id, COUNT(*), AVG(answer.value)
      FROM smart_impact_answer answer
      JOIN smart_impact_response response ON response.id = answer.response_id
     WHERE response.wave_id = %s
     GROUP BY 1, 2
"""
GROUPING_SETS = """
    SELECT item_id, territory_id, filiere_id, band, COUNT(*), AVG(answer.value)
      FROM smart_impact_answer answer
      JOIN smart_impact_response response ON response.id = answer.response_id
     WHERE response.wave_id = %s
     GROUP BY GROUPING SETS
           ((item_id), (item_id, territory_id), (item_id, filiere_id),
            (item_id, band), (item_id, territory_id, filiere_id),
            (item_id, territory_id, band))
"""


def measure(env):
    """Compare our figures with the same sums in SQL and with the native results."""
    return [_usual(env), _crowded(env), _audited()]


def _usual(env):
    wave = ground.large_wave(env)
    survey = ground.native_survey(env)
    ours, crossed = _ways(wave)
    bare = Way("bare GROUP BY question, territory", lambda: _fetch(env, wave, GROUP_BY))
    sets = Way(
        "bare GROUPING SETS of all tables and crosses",
        lambda: _fetch(env, wave, GROUPING_SETS),
    )
    native = Way("native survey results", lambda: _native_results(survey))
    our_memory = max(_take_memory(env, way) for way in (ours, crossed))
    alternate(env, [ours, crossed, bare, sets])
    native_memory = _take_memory(env, native, forget=False)
    size = f"{wave.complete_count:,} respondents × {ground.ITEMS} answers"
    return report(
        f"Indicators of {size}",
        [ours, crossed, bare, sets, native],
        [
            check("ours / GROUP BY", ours.seconds / bare.seconds, MOST_TIMES_GROUP_BY),
            # seven tables beside the sums of those seven, not of one
            check(
                "with crosses / GROUPING SETS",
                crossed.seconds / sets.seconds,
                MOST_TIMES_GROUP_BY,
            ),
            check("with crosses / GROUP BY", crossed.seconds / bare.seconds),
            check("seconds of ours", ours.seconds, MOST_SECONDS),
            check("seconds with crosses", crossed.seconds, MOST_SECONDS),
            check("native / ours", native.seconds / ours.seconds),
            check("memory of ours, MB", our_memory, MOST_MEGABYTES),
            check("memory of native, MB", native_memory),
            check("queries of ours", ours.queries),
        ],
    )


def _crowded(env):
    wave = ground.crowded_wave(env)
    ours, crossed = _ways(wave)
    bare = Way("bare GROUP BY question, territory", lambda: _fetch(env, wave, GROUP_BY))
    memory = max(_take_memory(env, way) for way in (ours, crossed))
    alternate(env, [ours, crossed, bare], FEW)
    size = f"{wave.complete_count:,} respondents × {ground.ITEMS} answers"
    return report(
        f"Indicators of {size}",
        [ours, crossed, bare],
        [
            check("seconds of ours", ours.seconds, MOST_SECONDS_CROWDED),
            check("seconds with crosses", crossed.seconds, MOST_SECONDS_CROWDED),
            check("ours / GROUP BY", ours.seconds / bare.seconds),
            check("memory of ours, MB", memory),
            check("queries of ours", ours.queries),
        ],
    )


def _audited():
    told, told_before, cells = audit()
    return report(
        f"What linear programs recover from {TABLES} tables of 400 people",
        [],
        [
            check("small cells recovered", told, 0),
            check("% recovered if the small alone were hidden", told_before / cells),
        ],
    )


def _ways(wave):
    """Return the whole way from answers to stored figures, without and with crosses."""

    def compute(crosses):
        wave.has_crosses = crosses
        wave._calculate_results()

    name = "our indicators: sums, intervals, masks, write"
    return (
        Way(name, lambda: compute(False)),
        Way(f"{name}, crosses", lambda: compute(True)),
    )


def _take_memory(env, way, forget=True):
    """Return by how many MB this process grows the first time."""
    before = _reset_peak()
    way.run(env)
    if forget:
        way.times.clear()
    return _peak() - before


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


def _fetch(env, wave, query):
    env.cr.execute(query, [wave.id])
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
