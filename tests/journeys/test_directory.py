"""Recommendation 3: people are searched, found on a map, on the web, and invited."""

import re

from tools.demo import accounts

from .accessibility import check
from .conftest import SCREENSHOTS


def test_a_member_searches_refines_and_looks_at_the_map(person):
    amine = person("amine")
    page = amine.go("/my/directory")
    total = int(page.locator(".smart_total").get_attribute("data-total"))
    assert total > 100
    amine.look("01-annuaire")
    check(page)
    assert amine.fits_a_phone()

    # facets add up; the count on each is what a click leaves
    link = page.locator("[data-facet=skill] a").first
    expected = int(link.locator(".smart_count").inner_text())
    name = link.locator("span").first.inner_text()
    link.click()
    page.wait_for_url(re.compile("skill="))
    assert _total(page) == expected
    assert page.locator(".smart_chip", has_text=name).count() == 1
    flag = page.locator("[data-facet=flags] a").first
    left = int(flag.locator(".smart_count").inner_text())
    flag.click()
    page.wait_for_url(re.compile("(remote|available|cocontracting|new)=1"))
    assert _total(page) == left <= expected
    amine.look("02-filtres")
    check(page)
    # the address holds the filters: back, and one removed
    page.go_back()
    assert _total(page) == expected
    page.locator(".smart_chip").first.click()
    page.wait_for_load_state("networkidle")
    assert _total(page) == total

    # near a postal code
    page.fill("#smart_near", "4000")
    page.select_option("#smart_km", "25")
    page.get_by_role("button", name="Rechercher").click()
    page.wait_for_url(re.compile("near=4000"))
    near = _total(page)
    assert 0 < near < total

    # the same people on the map
    page.get_by_role("link", name="Carte").click()
    page.wait_for_url(re.compile("view=map"))
    circles = page.locator(".smart_map circle")
    assert circles.count() > 1
    amine.look("03-carte-liege")
    page = amine.go("/my/directory?view=map")
    amine.look("04-carte")
    check(page)
    assert amine.fits_a_phone()
    place = page.locator(".smart_places a").first
    there = int(place.locator(".smart_count").inner_text())
    place.click()
    page.wait_for_url(re.compile("square="))
    assert _total(page) == there

    # nobody: what to leave out
    page = amine.go("/my/directory?search=xyzzy&near=4000&km=10")
    assert page.locator(".smart_nobody li").count() >= 1
    amine.look("05-personne")
    check(page)


def test_an_unknown_postal_code_keeps_what_was_typed(person):
    amine = person("amine")
    page = amine.go("/my/directory?near=99999")
    assert page.input_value("#smart_near") == "99999"
    amine.reads("Nous ne connaissons pas ce code postal")


def test_a_member_sets_audiences_and_sees_what_she_agreed_to(person):
    sofie = person("sofie")
    page = sofie.go("/my/member")
    page.get_by_label("Travaille à distance").first.check()
    page.select_option("#audience_remote", "members")
    page.get_by_role("button", name="Enregistrer").click()
    sofie.reads("Enregistré.")
    page.locator(".smart_consents summary").click()
    sofie.look("06-qui-lit-quoi")
    check(page)
    assert sofie.fits_a_phone()
    page = sofie.go("/my/directory?search=Sofie Peeters")
    page.get_by_role("link", name="Sofie Peeters").click()
    page.wait_for_load_state("networkidle")
    sofie.look("07-ma-fiche")
    check(page)


def test_the_web_reads_who_chose_to_be_there(person, chromium, served):
    address, _database = served
    context = chromium.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{address}/membres?search=Sofie Peeters")
    assert page.locator(".smart_entry").count() == 1
    check(page)
    page.locator(".smart_entry a").first.click()
    page.wait_for_load_state("networkidle")
    text = page.inner_text("main")
    assert "Sofie Peeters" in text
    # released to members, not to the web
    assert "Mixage" not in text
    check(page)
    page.screenshot(path=_folder() / "08-fiche-publique.png", full_page=True)
    assert page.goto(f"{address}/membres/nobody").status == 404
    page.goto(f"{address}/membres?search=Amine Benali")
    assert page.locator(".smart_entry").count() == 0
    page.goto(f"{address}/membres")
    page.set_viewport_size({"width": 390, "height": 844})
    page.screenshot(path=_folder() / "09-annuaire-public.png")
    context.close()


def test_an_animator_invites_and_the_member_answers_by_mail(person, enter):
    animator = person("animatrice")
    filiere = animator.call("smart.filiere", "search", [("code", "=", "F02")], limit=1)[
        0
    ]
    lea = animator.call("res.partner", "search", [("name", "=", "Léa Lambert")])
    # the back office keeps a connection open: its network is never quiet
    page = animator.page
    page.goto(f"{animator.address}/odoo/smart-filieres/{filiere}")
    page.get_by_role("button", name="Inviter des sociétaires").click()
    dialog = page.locator(".modal")
    dialog.locator("[name=partner_ids] input").fill("Léa Lambert")
    page.locator(".o-autocomplete--dropdown-item", has_text="Léa Lambert").first.click()
    dialog.locator("[name=message] textarea").fill("Votre travail nous manque <b>!</b>")
    animator.look("10-inviter", full=False)
    dialog.get_by_role("button", name="Inviter", exact=True).click()
    page.locator(".o_notification").wait_for()

    administrator = person(accounts.ADMINISTRATOR.login)
    mails = administrator.call(
        "mail.mail",
        "search_read",
        [("recipient_ids", "in", lea)],
        fields=["body_html"],
    )
    body = mails[0]["body_html"]
    assert "&lt;b&gt;" in body
    accept, _refuse = re.findall(r"/smart/answer/[^\"]+", body)
    context = administrator.context.browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(animator.address + accept)
    check(page)
    page.screenshot(path=_folder() / "11-invitation.png")
    page.get_by_role("button").first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=_folder() / "12-acceptee.png")
    context.close()
    rows = animator.call(
        "smart.filiere.membership",
        "search_read",
        [("partner_id", "in", lea), ("filiere_id", "=", filiere)],
        fields=["state", "origin"],
    )
    assert [(row["state"], row["origin"]) for row in rows] == [
        ("confirmed", "invitation")
    ]


def _total(page):
    page.wait_for_load_state("networkidle")
    return int(page.locator(".smart_total").get_attribute("data-total"))


def _folder():
    folder = SCREENSHOTS / "directory"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
