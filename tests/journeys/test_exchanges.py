"""Recommendation 3: a need, who may answer it and why, and contact by relay."""

import re
import xmlrpc.client

import pytest

from tools import settings
from tools.demo import accounts

from .accessibility import check

SCREENSHOTS = settings.STATE / "screenshots" / "exchanges"
NEED = "Régie son pour un festival de rue"


def sees(someone, name, full=True):
    """Keep the page, which fits a phone and has no barrier."""
    someone.look(name, full)
    assert someone.fits_a_phone(), name
    check(someone.page)


def last_mail(boss, address):
    """Return the last e-mail that waits for an address, as the server would send it."""
    [mail] = boss.call(
        "mail.mail",
        "search_read",
        [("email_to", "ilike", address)],
        fields=["subject", "body_html", "email_from", "reply_to"],
        limit=1,
        order="id desc",
    )
    return mail


def link(mail, words):
    found = re.search(
        rf'href="([^"]+/smart/answer/[^"]+)"[^>]*>\s*{words}', mail["body_html"]
    )
    assert found, mail["body_html"]
    return "/smart/answer/" + found.group(1).rpartition("/")[2]


def manage(someone, path):
    """Open a page of the back office, which never stops listening to its bus."""
    someone.page.goto(someone.address + path)
    return someone.page


@pytest.fixture
def stranger(chromium, served):
    """Return a browser page of somebody who is not logged in."""
    context = chromium.new_context(locale="fr-FR")
    page = context.new_page()
    page.address = served[0]
    yield page
    context.close()


def test_a_need_finds_people_and_says_why(person):
    lea = person("lea")
    page = lea.go("/my/offers")
    sees(lea, "01-offres-et-besoins")
    page.get_by_role("link", name="Je cherche quelque chose").click()
    page.fill("#name", NEED)
    skills = page.locator("details", has=page.get_by_text("Compétences"))
    skills.get_by_role("searchbox").type("régie son")
    skills.get_by_label("Régie son").check()
    page.fill("#date_from", "2027-05-01")
    page.fill("#date_to", "2027-04-01")
    sees(lea, "02-un-besoin")
    page.get_by_role("button", name="Publier").click()
    # what is wrong is said, and what she typed stays
    page.locator(".alert-danger").wait_for()
    assert page.input_value("#name") == NEED
    page.fill("#date_to", "2027-05-10")
    page.get_by_role("button", name="Publier").click()

    page.locator(".smart_match").first.wait_for()
    why = page.locator(".smart_why").first.inner_text()
    assert "toutes vos compétences" in why
    page.locator(".smart_match details summary").first.click()
    sees(lea, "03-qui-peut-repondre")
    text = page.inner_text("main")
    assert "@" not in text

    # Sofie offers it; Léa asks her through the relay
    card = page.locator(".smart_match", has_text="Sofie Peeters")
    card.get_by_role("link", name="Prendre contact").click()
    page.fill("#text", "Bonjour Sofie, libre en mai ? lea@ailleurs.example")
    sees(lea, "04-prendre-contact")
    page.get_by_role("button", name="Envoyer").click()
    lea.reads("adresse retirée")
    sees(lea, "05-demande-envoyee")
    assert "sofie@" not in page.inner_text("main")


def test_she_accepts_from_her_e_mail_without_logging_in(person, stranger):
    boss = person(accounts.ADMINISTRATOR.login)
    mail = last_mail(boss, "sofie@membres.example")
    assert "lea@" not in "".join(map(str, mail.values()))
    stranger.goto(stranger.address + link(mail, "Accepter"))
    stranger.screenshot(path=SCREENSHOTS / "07-lien-signe.png")
    assert "Bonjour Sofie" in stranger.inner_text("main")
    stranger.locator("form button[type=submit]").click()
    stranger.locator(".alert-success").wait_for()
    assert "lea@membres.example" in stranger.inner_text("main")
    # a link serves once
    stranger.goto(stranger.address + link(mail, "Décliner"))
    stranger.locator(".alert-info").wait_for()
    assert (
        "sofie@membres.example" in last_mail(boss, "lea@membres.example")["body_html"]
    )

    for login, other in (
        ("lea", "sofie@membres.example"),
        ("sofie", "lea@membres.example"),
    ):
        someone = person(login)
        page = someone.go("/my/contacts")
        page.locator(".smart_contact[data-state=accepted] a").first.click()
        page.locator(".smart_revealed").wait_for()
        assert other in page.inner_text(".smart_revealed")
        sees(someone, f"08-en-contact-{login}")
    page.select_option("#outcome", "contract")
    page.get_by_role("button", name="Clôturer").click()
    page.locator(".smart_state[data-state=closed]").wait_for()


def test_blocking_is_not_told_and_a_report_reaches_the_managers(person):
    sofie = person("sofie")
    page = sofie.go("/my/contacts")
    sees(sofie, "09-mes-contacts")
    page.locator(".smart_contact[data-state=sent] a").last.click()
    sees(sofie, "10-on-me-demande")
    page.get_by_role("button", name="Signaler à la coopérative").click()
    page.wait_for_url(re.compile("/my/contacts"))
    boss = person("filieres")
    page = manage(boss, "/odoo/smart-reports")
    page.locator(".o_list_view .o_data_row").first.wait_for()
    boss.look("11-signalements", full=False)


def test_the_back_office_counts_without_names(person):
    boss = person("animatrice")
    page = manage(boss, "/odoo/smart-offers")
    page.locator(".o_list_view").wait_for()
    boss.look("12-offres-gestion", full=False)
    page = manage(boss, "/odoo/smart-contacts")
    page.locator(".o_list_view .o_data_row").first.wait_for()
    boss.look("13-demandes", full=False)
    page = manage(boss, "/odoo/smart-needs-filled")
    page.locator(".o_list_view .o_data_row").first.wait_for()
    boss.look("14-besoins-pourvus", full=False)
    [request, *_more] = boss.call(
        "smart.contact.request", "search_read", [], fields=["state"]
    )
    for name in ("sender_id", "recipient_id", "message_line_ids"):
        with pytest.raises(xmlrpc.client.Fault):
            boss.call("smart.contact.request", "read", [request["id"]], [name])
    with pytest.raises(xmlrpc.client.Fault):
        boss.call("smart.contact.message", "search_read", [])


def test_a_member_reaches_nothing_of_others_over_rpc(person):
    lea = person("lea")
    offers = lea.call(
        "smart.offer", "search_read", [], fields=["name", "state", "create_uid"]
    )
    assert offers
    assert "Amine Benali" not in str(offers) and "Sofie Peeters" not in str(offers)
    for model in ("request", "message", "block", "report"):
        with pytest.raises(xmlrpc.client.Fault):
            lea.call(f"smart.contact.{model}", "search_read", [])
    for arguments in (
        ("search", [("partner_id.name", "ilike", "sofie")]),
        ("read", [offers[0]["id"]], ["partner_id"]),
        ("write", [offers[0]["id"]], {"name": "à moi"}),
        ("_open", [offers[0]["id"]]),
        ("action_withdraw", [offers[0]["id"]]),
    ):
        with pytest.raises(xmlrpc.client.Fault):
            lea.call("smart.offer", *arguments)
