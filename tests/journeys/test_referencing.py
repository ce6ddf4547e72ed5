"""Recommendation 11: a light list of suppliers that forces nobody."""

import pytest

from .accessibility import check

PAPER = "Papeterie du Coin"
CODE = "SOCIETAIRE10"


def total(page):
    return int(page.locator(".o_smart_total").get_attribute("data-total"))


def send(page, selector):
    page.click(selector)
    page.wait_for_load_state("networkidle")


def place(manager, code, latitude, longitude):
    """Put a postal code of Belgium on the map, unless it is there."""
    (country,) = manager.call("res.country", "search", [("code", "=", "BE")])
    known = [("country_id", "=", country), ("zip", "=", code)]
    if not manager.call("smart.postal.point", "search", known):
        values = {"latitude": latitude, "longitude": longitude}
        manager.call(
            "smart.postal.point",
            "create",
            {"country_id": country, "zip": code, **values},
        )


def test_found_by_facets(person):
    lea, manager = person("lea"), person("filieres")
    user = lea.call("res.users", "search_read", [("login", "=", "lea")], ["partner_id"])
    (home,) = lea.call("res.partner", "read", user[0]["partner_id"][:1], ["zip"])
    place(manager, home["zip"], 50.64, 5.57)
    place(manager, "4000", 50.64, 5.57)
    place(manager, "1000", 50.85, 4.35)
    page = lea.go("/my/suppliers")
    everything = total(page)
    assert everything >= 30
    check(page)
    assert lea.fits_a_phone()
    lea.look("suppliers")

    facet = page.locator(".o_smart_facet[data-facet=category]", has_text="Papeterie")
    expected = int(facet.locator(".badge").inner_text())
    facet.click()
    page.wait_for_load_state("networkidle")
    assert total(page) == expected < everything
    send(page, ".o_smart_facet[data-facet=deal]")
    assert total(page) == 1
    lea.look("two-filters")
    # the link can be sent to somebody: it holds the filters
    assert "category=" in page.url
    assert "deal=1" in page.url
    send(page, ".o_smart_chosen[data-facet=category]")
    assert total(page) > 1

    lea.go("/my/suppliers")
    page.select_option("#km", "10")
    send(page, "form[role=search] button[type=submit]")
    assert 0 < total(page) < everything
    lea.look("near")

    lea.go("/my/suppliers?search=ruche+en+paille")
    assert total(page) == 0
    check(page)
    lea.look("nothing-found")
    buyer = person("acheteuse")
    assert buyer.call(
        "smart.supplier.search", "search_count", [("words", "=", "ruche en paille")]
    )


def test_recommended_and_reported(person):
    amine, buyer = person("amine"), person("acheteuse")
    page = amine.go("/my/suppliers")
    page.get_by_role("link", name="Deuxième Octet").click()
    page.wait_for_load_state("networkidle")
    # three members so far: no mean
    assert page.locator(".o_smart_opinions").get_attribute("data-mean") == "0.0"
    check(page)
    assert amine.fits_a_phone()
    amine.look("supplier")
    page.fill("#text", "Écran changé en deux jours.")
    send(page, "form[action$=recommend] button[type=submit]")
    assert page.locator(".alert-danger").count() == 1
    assert page.input_value("#text") == "Écran changé en deux jours."
    page.select_option("#rating", "5")
    send(page, "form[action$=recommend] button[type=submit]")
    assert page.locator("[data-saved=recommended]").count() == 1
    page.locator("summary", has_text="Signaler").click()
    page.select_option("#category", "late")
    page.fill("#report", "Colis promis lundi, arrivé jeudi.")
    check(page)
    send(page, "form[action$=report] button[type=submit]")
    assert page.locator("[data-saved=reported]").count() == 1

    # the buyer reads both
    buyer.page.goto(
        f"{buyer.address}/odoo/action-smart_purchase_charter.smart_supplier_recommendation_action"
    )
    buyer.page.locator(".o_kanban_record", has_text="Écran changé").wait_for()
    buyer.look("recommendations", full=False)
    buyer.page.locator(".o_kanban_record", has_text="Écran changé").locator(
        "button[name=action_publish]"
    ).click()
    buyer.page.wait_for_timeout(800)
    buyer.page.goto(
        f"{buyer.address}/odoo/action-smart_purchase_charter.smart_supplier_report_action"
    )
    buyer.page.locator(".o_kanban_record", has_text="Colis promis").click()
    buyer.page.locator("div[name=answer] textarea").fill(
        "Ils offrent le prochain port."
    )
    buyer.look("report", full=False)
    buyer.page.click("button[name=action_close]")
    buyer.page.wait_for_timeout(800)

    page = amine.go("/my/suppliers/mine")
    assert page.locator(".o_smart_recommendation[data-state=published]").count() == 1
    amine.reads("Ils offrent le prochain port.")
    check(page)
    assert amine.fits_a_phone()
    amine.look("what-i-said")
    # others read his words, and neither his name nor his complaint
    text = person("lea").go("/my/suppliers?search=octet")
    text.get_by_role("link", name="Deuxième Octet").click()
    text.wait_for_load_state("networkidle")
    assert "Écran changé" in text.content()
    assert "Benali" not in text.content()
    assert "Colis promis" not in text.content()


def test_proposed_and_taken_in(person):
    lea, buyer = person("lea"), person("acheteuse")
    page = lea.go("/my/suppliers/new")
    check(page)
    assert lea.fits_a_phone()
    page.fill("#name", "papeterie DU COIN SRL")
    send(page, ".o_smart_propose button[type=submit]")
    assert page.locator("[data-saved=known]").count() == 1
    lea.look("known-already")

    page = lea.go("/my/suppliers/new")
    page.fill("#name", "La Ruche Imprimée")
    page.fill("#zip", "4020")
    page.fill("#city", "Liège")
    page.select_option("#category_id", label="Impression")
    page.fill("#why", "Encres végétales, à deux rues.")
    lea.look("propose")
    send(page, ".o_smart_propose button[type=submit]")
    assert page.locator(".o_smart_proposal[data-state=proposed]").count() == 1

    buyer.page.goto(f"{buyer.address}/odoo/proposed-suppliers")
    buyer.page.locator(".o_kanban_record", has_text="La Ruche Imprimée").wait_for()
    buyer.look("proposals", full=False)
    buyer.page.locator(".o_kanban_record", has_text="La Ruche Imprimée").click()
    buyer.page.locator("button[name=action_list]").click()
    buyer.page.locator("button[name=action_view_listing]").click()
    buyer.page.locator("button[name=action_withdraw]").wait_for()
    buyer.look("listing", full=False)
    buyer.page.goto(f"{buyer.address}/odoo/referenced-suppliers")
    buyer.page.locator(".o_kanban_record").first.wait_for()
    buyer.look("listings", full=False)

    page = lea.go("/my/suppliers/mine")
    page.get_by_role("link", name="La Ruche Imprimée").click()
    page.wait_for_load_state("networkidle")
    assert page.locator(".o_smart_grade[data-grade=unknown]").count() == 1


@pytest.mark.parametrize("login", ["fournisseur"])
def test_conditions_are_kept_from_suppliers(person, login):
    supplier = person(login)
    for path in ("/my/suppliers", "/my/suppliers/mine", "/my/suppliers/new"):
        assert supplier.page.goto(supplier.address + path).status == 404
    for model in ("condition", "listing", "recommendation", "report"):
        assert not supplier.call(f"smart.supplier.{model}", "search_read", [])
    found = person("lea").call("smart.supplier.condition", "search_read", [], ["code"])
    assert CODE in [row["code"] for row in found]
