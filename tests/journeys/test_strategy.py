"""Recommendations 9 and 10: a strategy that starts from what is bought already."""


def open_list(someone, path, rows=".o_data_row"):
    someone.page.goto(f"{someone.address}/odoo/{path}")
    someone.page.locator(rows).first.wait_for()
    return someone.page


def test_a_manager_reads_practice_and_sets_the_way(person):
    manager = person("achats")
    open_list(manager, "spend", ".o_graph_renderer canvas")
    manager.look("01-achats", full=False)
    page = open_list(manager, "spend-targets", ".o_kanban_record")
    manager.look("02-objectifs", full=False)
    page.locator(".o_kanban_record").first.click()
    page.locator("button[name=action_new_version]").first.wait_for()
    manager.look("03-objectif", full=False)
    page = open_list(manager, "savings")
    assert page.locator(".o_data_row", has_text="Papeterie du Coin").count() == 1
    # three members only: nobody reads what they bought
    assert page.locator(".o_data_row", has_text="Burolille").count() == 0
    manager.look("04-economies", full=False)
    page = open_list(manager, "purchasing-reports")
    page.locator(".o_data_row").first.click()
    page.locator("[name=figure_ids] .o_data_row").first.wait_for()
    manager.look("05-indicateurs", full=False)
    page.locator("[name=figure_ids] button[name=action_view_records]").first.click()
    page.locator(".o_list_view").first.wait_for()


def test_a_buyer_reads_what_the_manager_decides(person):
    buyer = person("acheteuse")
    page = open_list(buyer, "spend-targets", ".o_kanban_record")
    page.locator(".o_kanban_record").first.click()
    page.locator(".o_form_view [name=measure]").first.wait_for()
    assert page.locator("button[name=action_new_version]").count() == 0


def test_offers_are_weighed_before_they_are_opened(person):
    buyer = person("acheteuse")
    groups = buyer.call("purchase.order.group", "search", [])
    (orders,) = buyer.call("purchase.order.group", "read", groups[:1], ["order_ids"])
    page = buyer.page
    page.goto(f"{buyer.address}/odoo/purchase/{orders['order_ids'][0]}")
    page.get_by_role("tab", name="Alternatives").click()
    page.locator("button[name=action_view_tender]").click()
    page.locator("button[name=action_open_offers]").first.wait_for()
    buyer.look("06-ponderation", full=False)
    page.locator("button[name=action_open_offers]").first.click()
    page.locator(".modal button.btn-primary").click()
    page.locator("[name=ranked_order_ids] .o_data_row").first.wait_for()
    buyer.look("07-classement", full=False)
