"""Recommendation 19: who came back, and how a change was tested."""

SPRING = "Vague de printemps 2026"


def open_spring(evaluator):
    evaluator.page.goto(evaluator.address + "/odoo/impact-waves")
    page = evaluator.page
    page.locator(".o_data_row", has_text=SPRING).locator("td[name=name]").click()
    page.locator(".o_form_view .o_statusbar_status").wait_for()
    return page


def test_the_evaluator_reads_who_came_back(person):
    evaluator = person("evaluatrice")
    page = open_spring(evaluator)
    page.get_by_role("tab", name="Ont répondu à nouveau").click()
    panel = page.locator(".o_impact_panel")
    panel.wait_for()
    assert "ont répondu à nouveau" in panel.inner_text()
    assert panel.locator("tbody tr").count() >= 7
    panel.scroll_into_view_if_needed()
    evaluator.look("01-panel", full=False)
    page.set_viewport_size({"width": 390, "height": 844})
    panel.scroll_into_view_if_needed()
    evaluator.keep("01-panel-phone")


def test_a_change_tells_its_test(person):
    evaluator = person("evaluatrice")
    page = open_spring(evaluator)
    page.locator(".oe_stat_button", has_text="Tableau de bord").click()
    page.locator(".o_impact_card").first.wait_for()
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    method = page.locator(".o_impact_method").first.inner_text()
    assert "taille d’effet" in method
    assert "p ajusté" in method
    evaluator.look("02-methode", full=False)
