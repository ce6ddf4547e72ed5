"""A baseline of purchases from 150,000 order lines, beside the bare SQL."""

from .clock import Way, alternate, check, report

ORDERS, LINES = 10_000, 15
SUPPLIERS = 500
MOST_TIMES_SQL = 1.5
REPEATS = 3
FILL_ORDERS = """
    INSERT INTO purchase_order
           (name, partner_id, company_id, currency_id, currency_rate, user_id, state,
            date_order, date_approve)
    SELECT 'BANC' || n, (%(partners)s)[1 + n %% %(count)s], %(company)s, %(currency)s,
           1, %(uid)s, 'purchase', NOW() - n %% 700 * INTERVAL '1 day',
           NOW() - n %% 700 * INTERVAL '1 day'
      FROM generate_series(1, %(orders)s) n
    RETURNING id
"""
FILL_LINES = """
    INSERT INTO purchase_order_line
           (order_id, partner_id, company_id, product_id, product_uom_id,
            name, sequence, product_qty, qty_invoiced, price_unit, price_subtotal,
            price_total, price_tax, price_total_cc, date_planned)
    SELECT o.id, o.partner_id, o.company_id,
           (%(products)s)[1 + (o.id + n) %% %(count)s], %(unit)s, 'Banc', n,
           1 + n, 0, 10 + o.id %% 90, (1 + n) * (10 + o.id %% 90),
           (1 + n) * (10 + o.id %% 90), 0, (1 + n) * (10 + o.id %% 90), o.date_order
      FROM purchase_order o, generate_series(1, %(lines)s) n
     WHERE o.id = ANY(%(orders)s)
"""
# the same rows to the same table, written for this alone: no bill, no member, no import
BARE_STREAM = """
    DELETE FROM smart_spend_line;
    INSERT INTO smart_spend_line (
        company_id, date, source, buyer_type, partner_id, category_id, product_id,
        territory_id, charter_grade, is_assessed, is_responsible, is_local, amount,
        order_line_id, create_uid, create_date, write_uid, write_date)
    SELECT l.company_id, o.date_approve::date, 'order', 'structure', p.id, t.categ_id,
           l.product_id, p.territory_id, COALESCE(p.charter_grade, 'unknown'),
           FALSE, FALSE, p.territory_id IS NOT NULL, l.price_total_cc, l.id,
           1, NOW(), 1, NOW()
      FROM purchase_order_line l
      JOIN purchase_order o ON o.id = l.order_id AND o.state = 'purchase'
      JOIN res_partner p ON p.id = o.partner_id
      JOIN product_product pp ON pp.id = l.product_id
      JOIN product_template t ON t.id = pp.product_tmpl_id
     WHERE l.display_type IS NULL AND l.price_total_cc <> 0;
"""
# what the screen shows, names and their order included
BARE_BASELINE = """
    SELECT c.complete_name, place.complete_name,
           COALESCE(p.charter_grade, 'unknown') AS grade,
           SUM(l.price_total_cc), COUNT(*), t.categ_id, p.territory_id
      FROM purchase_order_line l
      JOIN purchase_order o ON o.id = l.order_id AND o.state = 'purchase'
      JOIN res_partner p ON p.id = o.partner_id
      JOIN product_product pp ON pp.id = l.product_id
      JOIN product_template t ON t.id = pp.product_tmpl_id
      LEFT JOIN product_category c ON c.id = t.categ_id
      LEFT JOIN smart_territory place ON place.id = p.territory_id
     WHERE l.display_type IS NULL AND l.company_id = %s
     GROUP BY t.categ_id, c.complete_name, p.territory_id, place.complete_name, grade
     ORDER BY c.complete_name, place.complete_name, grade
"""


def measure(env):
    """Build the stream of purchases, and read the baseline from it."""
    company = _fill(env)
    lines = env["smart.spend.line"]
    lines._refresh()
    env.cr.execute("ANALYZE smart_spend_line")
    rows = lines.search_count([("company_id", "=", company.id)])
    # first, on the table as a night leaves it: building it again leaves dead rows
    table = Way(
        "baseline by category, territory, grade, from the stream",
        lambda: _read(lines, company),
    )
    direct = Way("the same by bare SQL from the orders", lambda: _direct(env, company))
    alternate(env, [table, direct])
    refresh = Way("our stream, built again: read, fold, write", lines._refresh)
    bare = Way("the same rows by bare SQL", lambda: env.cr.execute(BARE_STREAM))
    alternate(env, [refresh, bare], REPEATS)
    return [
        report(
            f"Baseline of {rows:,} order lines",
            [refresh, bare, table, direct],
            [
                check("stream / SQL", refresh.seconds / bare.seconds, MOST_TIMES_SQL),
                check("baseline / SQL", table.seconds / direct.seconds, MOST_TIMES_SQL),
                check("queries of the stream", refresh.queries),
                check(
                    "difference of the sums", abs(table.result - direct.result), 0.01
                ),
            ],
        )
    ]


def _read(lines, company):
    groups = lines.formatted_read_group(
        [("company_id", "=", company.id)],
        ["category_id", "territory_id", "charter_grade"],
        ["amount:sum", "__count"],
    )
    return sum(group["amount:sum"] for group in groups)


def _direct(env, company):
    env.cr.execute(BARE_BASELINE, [company.id])
    return float(sum(row[3] for row in env.cr.fetchall()))


def _fill(env):
    """Lay the orders of a company of its own, and return it."""
    company = env["res.company"].create({"name": "Banc des achats"})
    territories = env["smart.territory"].create(
        [{"name": f"Banc {n}", "country_id": env.ref("base.be").id} for n in range(40)]
    )
    partners = env["res.partner"].create(
        [{"name": f"Banc {n}", "is_company": True} for n in range(SUPPLIERS)]
    )
    categories = env["product.category"].create(
        [{"name": f"Banc {n}"} for n in range(30)]
    )
    products = env["product.product"].create(
        [{"name": f"Banc {n}", "categ_id": categories[n % 30].id} for n in range(100)]
    )
    env.flush_all()
    env.cr.execute(
        "UPDATE res_partner SET territory_id = (%s)[1 + id %% %s] WHERE id = ANY(%s)",
        [territories.ids, len(territories), partners.ids],
    )
    values = {
        "partners": partners.ids,
        "count": len(partners),
        "company": company.id,
        "currency": company.currency_id.id,
        "uid": env.uid,
        "orders": ORDERS,
    }
    env.cr.execute(FILL_ORDERS, values)
    env.cr.execute(
        FILL_LINES,
        {
            "orders": [row[0] for row in env.cr.fetchall()],
            "products": products.ids,
            "count": len(products),
            "unit": products[0].uom_id.id,
            "lines": LINES,
        },
    )
    env.cr.execute("ANALYZE purchase_order, purchase_order_line, res_partner")
    env.invalidate_all()
    return company
