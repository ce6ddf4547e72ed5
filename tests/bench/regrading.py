"""The grades of 3,000 suppliers made again from 20 criteria each, by night."""

from .clock import Way, alternate, check, report

SUPPLIERS = 3_000
MOST_SECONDS = 5
MOST_QUERIES = 120
REPEATS = 3
# of each twenty answers, one in three rests on a proof that ends in the night
LINES = """
    INSERT INTO smart_supplier_assessment_line
           (assessment_id, criterion_id, sequence, theme_id, level, proof, valid_until,
            is_not_applicable, is_not_applicable_accepted, is_breach, points)
    SELECT assessment.id, criterion.id, criterion.sequence, criterion.theme_id,
           (1 + (assessment.id + criterion.id) %% 4)::text, 'declaration',
           CURRENT_DATE + CASE WHEN criterion.id %% 3 = 0 THEN 0 ELSE 400 END,
           FALSE, FALSE, FALSE, 0
      FROM smart_supplier_assessment assessment
      JOIN smart_charter_criterion criterion
        ON criterion.charter_id = assessment.charter_id
     WHERE assessment.partner_id = ANY(%s)
"""
ASSESSMENTS = """
    INSERT INTO smart_supplier_assessment
           (partner_id, charter_id, date, assessor_id, state)
    SELECT id, %s, CURRENT_DATE - 30, %s, 'confirmed' FROM UNNEST(%s) AS id
"""


def measure(env):
    """Time a night in which a third of the proofs end, and one without news."""
    suppliers, criteria = _create(env)
    today = env.cr.now().date()
    tomorrow = today.replace(year=today.year + 1)
    moved = Way(
        "a night in which proofs end: every grade is another",
        lambda: _regrade(suppliers, tomorrow),
    )
    quiet = Way("a night without news", lambda: _regrade(suppliers, today))
    alternate(env, [moved, quiet], REPEATS)
    return [
        report(
            f"Grades of {len(suppliers):,} suppliers × {criteria} criteria",
            [moved, quiet],
            [
                check("seconds, every grade changes", moved.seconds, MOST_SECONDS),
                check("seconds, nothing changes", quiet.seconds, MOST_SECONDS),
                check("grades that changed", moved.result),
                check("queries", max(moved.queries, quiet.queries), MOST_QUERIES),
            ],
        )
    ]


def _regrade(suppliers, day):
    before = _history(suppliers)
    suppliers._refresh_charter_grade(day, cause="expiry")
    return _history(suppliers) - before


def _history(suppliers):
    return suppliers.env["smart.supplier.grade"].search_count(
        [("partner_id", "in", suppliers.ids)]
    )


def _create(env):
    """Return graded suppliers, and the number of criteria they answered."""
    charter = env["smart.charter"]._get_in_force()
    if not charter:
        charter = env.ref("smart_purchase_charter.smart_charter_v1")
        charter.action_adopt()
    suppliers = env["res.partner"].create(
        [{"name": f"Banc {n}", "is_company": True} for n in range(SUPPLIERS)]
    )
    env.flush_all()
    env.cr.execute(ASSESSMENTS, [charter.id, env.uid, suppliers.ids])
    env.cr.execute(LINES, [suppliers.ids])
    env.invalidate_all()
    suppliers._refresh_charter_grade()
    return suppliers, len(charter.criterion_ids)
