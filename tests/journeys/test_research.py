"""Recommendations 24 and 21: answers open to research, a programme that travels."""

import csv
import io
import json
from collections import Counter

PROJECT = "Sécurité et autonomie"


def open_extract(someone):
    page = someone.page
    page.goto(someone.address + "/odoo/impact-extracts")
    page.locator(".o_data_row", has_text=PROJECT).first.click()
    page.locator(".o_form_view .o_statusbar_status").wait_for()
    return page


def test_a_researcher_takes_her_extract(person):
    manager, researcher = person("impact"), person("chercheuse")
    page = open_extract(manager)
    manager.look("01-preparation", full=False)
    page.locator("button[name=action_build]").first.click()
    page.locator(".modal-footer .btn-primary").click()
    current = page.locator(".o_statusbar_status .o_arrow_button_current")
    current.filter(has_text="Prêt").first.wait_for()
    assert int(page.locator("[name=k_reached]").inner_text()) >= 5
    assert page.locator("button[name=action_download_data]:visible").count() == 0
    manager.look("02-approuve", full=False)

    page = open_extract(researcher)
    with page.expect_download() as download:
        page.locator("button[name=action_download_data]").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    alike = Counter((row.get("territory"), row.get("band")) for row in rows)
    assert len(rows) > 100 and min(alike.values()) >= 5
    page.reload()
    page.get_by_role("tab", name="Téléchargements").click()
    page.locator("[name=download_ids] .o_data_row").first.wait_for()
    researcher.look("03-telecharge", full=False)


def test_a_programme_leaves_in_one_file(person):
    evaluator = person("evaluatrice")
    page = evaluator.page
    page.goto(evaluator.address + "/odoo/impact-programmes")
    page.locator(".o_data_row").first.locator("td[name=name]").click()
    button = page.locator("button[name=action_export_file]")
    button.wait_for()
    with page.expect_download() as download:
        button.click()
    sealed = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert sealed["format"] == "smart-impact-programme"
    assert len(sealed["content"]["indicators"]) >= 7
