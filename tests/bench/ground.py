"""What is measured, built once: a large pooled order, a large wave, a native survey."""

import datetime

from odoo.fields import Command

COMMITMENTS = 10_000
PRODUCTS = 50
RESPONDENTS = 10_000
CROWD = 100_000
ITEMS = 44
NAME = "Banc d'essai"
FIFTY = "Banc à cinquante"
CROWDED = "Banc d'essai, tous"
CODE = "BENCH"
# of what was asked, so much arrives
RECEIVED = 0.7


def lay(env):
    """Build all of it in a database that has 100,000 members."""
    env = env(context={**env.context, "tracking_disable": True})
    members = env["res.partner"].search(
        [("is_member", "=", True)], limit=COMMITMENTS, order="id"
    )
    _create_pooled_order(env, members)
    create_pool_of_fifty(env, members[: COMMITMENTS // PRODUCTS])
    _create_wave(env)
    _copy_to_native_survey(env)


def pooled_line(env):
    return env["smart.pooled.order"].search([("name", "=", NAME)]).line_ids


def pool_of_fifty(env):
    return env["smart.pooled.order"].search([("name", "=", FIFTY)])


def large_wave(env):
    return env["smart.impact.wave"].search([("name", "=", NAME)])


def crowded_wave(env):
    return env["smart.impact.wave"].search([("name", "=", CROWDED)])


def native_survey(env):
    return env["survey.survey"].search([("title", "=", NAME)])


# === POOLED ORDER === #


def _create_pooled_order(env, members):
    supplier = env["res.partner"].create({"name": NAME})
    product = env["product.product"].create(
        {"name": NAME, "type": "consu", "purchase_method": "receive"}
    )
    env["product.supplierinfo"].create(
        {
            "partner_id": supplier.id,
            "product_tmpl_id": product.product_tmpl_id.id,
            "price": 10,
        }
    )
    order = env["smart.pooled.order"].create(
        {
            "name": NAME,
            "partner_id": supplier.id,
            "deadline": datetime.datetime.now() + datetime.timedelta(days=30),
            "line_ids": [Command.create({"product_id": product.id})],
        }
    )
    order.action_open()
    env["smart.pooled.commitment"].create(
        [
            {
                "line_id": order.line_ids.id,
                "partner_id": member.id,
                "quantity": 1 + rank * 7 % 13,
                "tolerance": rank % 3,
            }
            for rank, member in enumerate(members)
        ]
    )
    order.action_close()
    order.action_create_purchase_order()
    purchase = order.purchase_order_ids
    purchase.button_confirm()
    purchase.order_line.qty_received = int(RECEIVED * purchase.order_line.product_qty)


def create_pool_of_fifty(env, members):
    """Let each of the members commit to each of fifty products; it stays open."""
    supplier = env["res.partner"].create({"name": FIFTY})
    products = env["product.product"].create(
        [
            {"name": f"Banc {n}", "type": "consu", "purchase_method": "receive"}
            for n in range(PRODUCTS)
        ]
    )
    env["product.supplierinfo"].create(
        [
            {
                "partner_id": supplier.id,
                "product_tmpl_id": product.product_tmpl_id.id,
                "price": 10,
            }
            for product in products
        ]
    )
    order = env["smart.pooled.order"].create(
        {
            "name": FIFTY,
            "partner_id": supplier.id,
            "deadline": datetime.datetime.now() + datetime.timedelta(days=30),
            "line_ids": [Command.create({"product_id": p.id}) for p in products],
        }
    )
    order.action_open()
    env["smart.pooled.commitment"].create(
        [
            {
                "line_id": line.id,
                "partner_id": member.id,
                "quantity": 1 + (rank + number) * 7 % 13,
                "tolerance": rank % 3,
            }
            for number, line in enumerate(order.line_ids)
            for rank, member in enumerate(members)
        ]
    )


# === WAVE === #


def _create_wave(env):
    """Ask all members, of whom 10,000 answer 44 scales that make 22 indicators.

    In a second wave everybody answers.
    """
    programme = env.ref("smart_impact.programme_shared_enterprise")
    instrument = env["smart.impact.instrument"].create(
        {
            "name": NAME,
            "code": CODE,
            "item_ids": [
                Command.create({"code": f"Q{rank}", "text": f"Question {rank}"})
                for rank in range(ITEMS)
            ],
        }
    )
    indicators = env["smart.impact.indicator"].create(
        [
            {
                "code": f"B{rank}",
                "name": f"Indicateur {rank}",
                "criterion_id": programme.criterion_ids[0].id,
                "item_ids": [Command.set(instrument.item_ids[rank : rank + 2].ids)],
            }
            for rank in range(0, ITEMS, 2)
        ]
    )
    indicators._adopt(NAME)
    for name, number in ((NAME, RESPONDENTS), (CROWDED, CROWD)):
        wave = env["smart.impact.wave"].create(
            {
                "name": name,
                "programme_id": programme.id,
                "instrument_id": instrument.id,
            }
        )
        wave.action_open()
        _answer(env, wave, number)
        wave.action_close()


def _answer(env, wave, number):
    """Let `number` of those who were asked answer all items, as the collection stores.

    Answers of one person lie together, five values as chance draws them.
    """
    env.flush_all()
    env.cr.execute("SELECT SETSEED(0.5)")
    env.cr.execute(
        """
        INSERT INTO smart_impact_response
               (wave_id, territory_id, filiere_id, band, uuid, is_complete)
        SELECT wave_id, territory_id, filiere_id, band, GEN_RANDOM_UUID(), TRUE
          FROM smart_impact_participation WHERE wave_id = %s
         ORDER BY RANDOM() LIMIT %s
        """,
        [wave.id, number],
    )
    # a foreign key check keeps the plan it had on the small table
    env.cr.execute("ANALYZE smart_impact_response")
    env.cr.execute(
        """
        INSERT INTO smart_impact_answer (response_id, item_id, value)
        SELECT response.id, item.id, 1 + FLOOR(5 * RANDOM())
          FROM smart_impact_response response
          JOIN smart_impact_item item ON item.instrument_id = %s
         WHERE response.wave_id = %s
         ORDER BY response.id, item.id
        """,
        [wave.instrument_id.id, wave.id],
    )
    env.cr.execute("ANALYZE smart_impact_answer, smart_impact_participation")
    env.invalidate_all()


# === NATIVE SURVEY === #


def _copy_to_native_survey(env):
    """Give the same answers to a survey as Odoo has it."""
    wave = large_wave(env)
    survey = env["survey.survey"].create(
        {
            "title": NAME,
            "question_and_page_ids": [
                Command.create(
                    {
                        "title": item.text,
                        "sequence": rank,
                        "question_type": "scale",
                        "scale_min": item.scale_min,
                        "scale_max": item.scale_max,
                    }
                )
                for rank, item in enumerate(wave.instrument_id.item_ids)
            ],
        }
    )
    env.flush_all()
    env.cr.execute(
        """
        INSERT INTO survey_user_input
               (survey_id, state, test_entry, access_token, nickname,
                create_uid, write_uid, create_date, write_date)
        SELECT %s, 'done', FALSE, uuid, uuid, 1, 1, NOW(), NOW()
          FROM smart_impact_response WHERE wave_id = %s
        """,
        [survey.id, wave.id],
    )
    env.cr.execute("ANALYZE survey_user_input")
    env.cr.execute(
        """
        INSERT INTO survey_user_input_line
               (user_input_id, survey_id, question_id, question_sequence,
                answer_type, value_scale, skipped,
                create_uid, write_uid, create_date, write_date)
        SELECT input.id, input.survey_id, question.id, question.sequence,
               'scale', answer.value, FALSE, 1, 1, NOW(), NOW()
          FROM smart_impact_answer answer
          JOIN smart_impact_response response ON response.id = answer.response_id
          JOIN smart_impact_item item ON item.id = answer.item_id
          JOIN survey_user_input input ON input.nickname = response.uuid
          JOIN survey_question question
            ON question.survey_id = input.survey_id
           AND question.title->>'en_US' = item.text->>'en_US'
         WHERE input.survey_id = %s
        """,
        [survey.id],
    )
    env.invalidate_all()
