"""Recommendation 12: a supplier answers, a buyer verifies, the committee decides."""

from .accessibility import check

SUPPLIER = "Papeterie du Coin"
SUSPENDED = "Régie Mobile"
PROOF = {
    "name": "attestation.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
}


def press(page, selector):
    page.locator(selector).first.click()
    page.wait_for_load_state("networkidle")


def state(page):
    return page.locator(".o_smart_questionnaire").get_attribute("data-state")


def grade(buyer, name):
    (row,) = buyer.call(
        "res.partner", "search_read", [("name", "=", name)], fields=["charter_grade"]
    )
    return row["charter_grade"]


def test_answered_by_link_and_verified(person):
    supplier, buyer = person("fournisseur"), person("acheteuse")
    page = supplier.go("/my/charter")
    check(page)
    assert supplier.fits_a_phone()
    supplier.look("my-charter")
    press(page, ".o_smart_start")
    address = page.url
    assert "/charter/answer/" in address
    check(page)
    assert supplier.fits_a_phone()
    supplier.look("questions")

    # a date without its document: what was typed is still there
    question = page.locator(".o_smart_question").first
    question.locator("textarea").fill("Nous le mesurons chaque trimestre")
    question.locator("summary").click()
    question.locator("input[type=date]").fill("2099-01-01")
    press(page, "button[name=go][value=stay]")
    question = page.locator(".o_smart_question").first
    assert question.locator(".alert-danger").count() == 1
    assert question.locator("textarea").input_value().startswith("Nous le mesurons")
    check(page)
    supplier.look("corrected")
    question.locator("input[type=file]").set_input_files(PROOF)
    press(page, "button[name=go][value=next]")

    # stopped here, and gone on from nowhere but the link
    page.context.clear_cookies()
    page.goto(address)
    assert "attestation.pdf" in page.content()
    press(page, ".nav-pills li:last-child a")
    check(page)
    page.fill("#name", "Claire Dumont")
    press(page, "form[action$=send] button")
    assert state(page) == "submitted"
    check(page)
    supplier.look("sent")

    buyer.page.goto(f"{buyer.address}/odoo/supplier-questionnaires")
    buyer.page.locator(".o_list_view .o_data_row").first.wait_for()
    buyer.look("to-review", full=False)
    buyer.page.locator(".o_data_row", has_text=SUPPLIER).first.click()
    buyer.page.locator("button[name=action_accept_rest]:visible").click()
    buyer.page.locator("[name=answer_ids] .o_data_row.text-success").first.wait_for()
    buyer.look("verified", full=False)
    buyer.page.locator("button[name=action_finish]:visible").click()
    buyer.page.locator("button[name=action_correct]:visible").first.wait_for()
    buyer.look("assessment", full=False)
    assert grade(buyer, SUPPLIER) == "compliant"
    buyer.page.goto(f"{buyer.address}/odoo/supplier-grades")
    buyer.page.locator(".o_list_view .o_data_row").first.wait_for()
    buyer.look("history", full=False)


def test_what_the_supplier_puts_right(person):
    supplier, buyer = person("fournisseur"), person("acheteuse")
    page = supplier.go("/my/charter")
    press(page, ".o_smart_charter_action a")
    check(page)
    assert supplier.fits_a_phone()
    page.fill("#answer", "Nous payons à 30 jours depuis juin")
    page.set_input_files("#file", PROOF)
    supplier.look("put-right")
    press(page, "form.card button[type=submit]")
    shown = page.locator(".o_smart_charter_action_state")
    assert shown.get_attribute("data-state") == "answered"
    supplier.look("answered")
    buyer.page.goto(f"{buyer.address}/odoo/corrective-actions")
    buyer.page.locator(".o_list_view .o_data_row").first.wait_for()
    buyer.look("actions", full=False)
    buyer.page.locator(".o_data_row", has_text=SUPPLIER).first.click()
    buyer.page.locator("button[name=action_verify]:visible").click()
    buyer.page.locator("button[name=action_reopen]:visible").wait_for()


def test_a_severe_incident_is_decided_by_the_committee(person):
    buyer, committee = person("acheteuse"), person("comite")
    (supplier,) = buyer.call("res.partner", "search", [("name", "=", SUSPENDED)])
    (theme,) = buyer.call("smart.charter.theme", "search", [("code", "=", "SOC")])
    before = grade(buyer, SUSPENDED)
    incident = buyer.call(
        "smart.supplier.incident",
        "create",
        {
            "partner_id": supplier,
            "name": "Montage sans harnais, accident du travail",
            "theme_id": theme,
            "severity": "severe",
            "source": "court",
        },
    )
    assert grade(buyer, SUSPENDED) == before
    page = committee.page
    page.goto(f"{committee.address}/odoo/supplier-incidents")
    page.locator(".o_list_view .o_data_row").first.wait_for()
    committee.look("incidents", full=False)
    page.goto(f"{committee.address}/odoo/supplier-incidents/{incident}")
    page.locator("button[name=action_suspend]:visible").wait_for()
    committee.look("referred", full=False)
    page.locator(".o_notebook .nav-link").nth(1).click()
    page.locator("[name=decision] textarea").fill("Jusqu'au rapport de l'inspection")
    page.locator("button[name=action_suspend]:visible").click()
    page.locator("button[name=action_lift]:visible").wait_for()
    assert grade(buyer, SUSPENDED) == "excluded"
    committee.look("suspended", full=False)
    page.locator("button[name=action_lift]:visible").click()
    page.locator("button[name=action_suspend]:visible").wait_for()
    assert grade(buyer, SUSPENDED) == before
