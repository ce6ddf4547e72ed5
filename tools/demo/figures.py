"""Chapter of the figures that purchasing and filières give to the impact programme."""

import datetime

from . import accounts, pools, reference
from .suppliers import as_user, silent

READ = ("A01", "A02", "A03", "A05", "A07", "F01", "F02")
PUBLISHED = ("A05", "F01")
BUYING = 8


def tell(env, _count):
    """Let somebody who may read the records stand for them, read and publish some."""
    _buy_by_steps(silent(env))
    accounts.create_user(env, accounts.MEASURING)
    hers = as_user(env, accounts.MEASURING.login)
    indicators = hers["smart.impact.indicator"].search([("code", "=like", "A0_")])
    indicators |= hers["smart.impact.indicator"].search([("code", "=like", "F0_")])
    measures = indicators.numerator_id | indicators.denominator_id
    measures.action_take_charge()
    evaluator = as_user(env, "evaluatrice")
    read = indicators.filtered(lambda one: one.code in READ).with_env(evaluator)
    today = datetime.date.today()
    start = today - datetime.timedelta(days=365)
    figures = evaluator["smart.impact.figure"]._compute_figures(read, start, today)
    figures.filtered(lambda one: one.indicator_id.code in PUBLISHED).action_publish()


def _buy_by_steps(env):
    """Eight members order together what is cheaper by the dozen."""
    gaffer = next(
        row["product"]
        for row in reference.rows("products")
        if row["supplier"] == accounts.SUPPLIER.name
    )
    pool = pools._create(env, gaffer, name="Gaffer, tournées d'automne")
    for member in pools._others(env, BUYING):
        env["smart.pooled.commitment"]._commit(member, pool.line_ids, 3)
    pool.action_close()
    pool.action_create_purchase_order()
    pool.purchase_order_ids.button_confirm()
