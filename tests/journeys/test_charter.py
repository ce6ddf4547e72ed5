"""Recommendations 12 and 13: the committee votes, suppliers sign, refuse and appeal."""

import datetime
import re

import pytest

from .accessibility import check

SUPPLIER = "Papeterie du Coin"
REASONS = "La version 2 est claire, proportionnée, discutée avec les fournisseurs."
ANSWER = "L'attestation manquante est arrivée entre-temps : la note est à revoir."
WORDS = "Notre attestation de vigilance, envoyée à temps, n'a pas été lue."


@pytest.fixture
def visitor(chromium, served):
    """Somebody without an account, on a phone."""
    address, _database = served
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="fr-FR"
    )
    page = context.new_page()
    page.address = address
    yield page
    context.close()


def look(page, person, name):
    """Keep the page of a visitor beside those of `person`."""
    folder = person.look("beside")
    for width, height in ((390, 844), (1400, 900)):
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 390, "height": 844})


def fits(page):
    return page.evaluate(
        "document.documentElement.scrollWidth <= window.innerWidth + 1"
    )


def links(admin, model, record):
    """Return the addresses in the last message about a record."""
    mails = admin.call(
        "mail.mail",
        "search_read",
        [("model", "=", model), ("res_id", "=", record)],
        fields=["body_html"],
        order="id desc",
        limit=1,
    )
    return re.findall(
        r'href="([^"]*/(?:answer|invitation)/[^"]*)"', mails[0]["body_html"]
    )


def press(page, name):
    """Press a button of a form of the back office, and confirm when asked."""
    # a step that is over hides its button
    page.locator(f".o_statusbar_buttons button[name={name}]:visible").click()
    confirm = page.locator(".modal-footer .btn-primary")
    page.wait_for_timeout(700)
    if confirm.count():
        confirm.first.click()
    page.locator(".modal").wait_for(state="detached")
    page.wait_for_timeout(700)


def wait_for_state(page, state):
    bar = page.locator(".o_statusbar_status")
    bar.locator(f".o_arrow_button_current[data-value={state}]").first.wait_for(
        state="attached"
    )


def vote_by_mail(visitor, committee, admin, case, login, answer):
    """Vote from the e-mail of a seat: the page asks, its button acts."""
    (ballot,) = committee.call(
        "smart.ethics.ballot",
        "search",
        [("case_id", "=", case), ("partner_id.user_ids.login", "=", login)],
    )
    found = links(admin, "smart.ethics.ballot", ballot)
    path = re.sub(r"^https?://[^/]+", "", found[answer])
    visitor.goto(visitor.address + path)
    check(visitor)
    visitor.click("form button[type=submit]")
    visitor.locator(".alert-success").wait_for()
    return path


def test_a_version_is_voted_and_adopted(person, visitor):
    committee, admin = person("comite"), person("admin")
    page = committee.page
    (draft,) = committee.call("smart.charter", "search", [("state", "=", "consulted")])
    page.goto(f"{committee.address}/odoo/supplier-charter/{draft}")
    page.locator(".o_form_view").first.wait_for()
    page.get_by_role("tab", name="Changements").click()
    page.locator("[name=changes] ins").first.wait_for()
    committee.look("version", full=False)

    press(page, "action_submit")
    page.locator(".o_statusbar_buttons button[name=action_open]").wait_for()
    press(page, "action_open")
    wait_for_state(page, "open")
    (case,) = committee.call(
        "smart.ethics.case", "search", [("charter_id", "=", draft)]
    )
    press(page, "action_vote_for")
    path = vote_by_mail(visitor, committee, admin, case, "lea", 0)
    look(visitor, committee, "vote-by-mail")
    vote_by_mail(visitor, committee, admin, case, "sofie", 3)
    # served once
    visitor.goto(visitor.address + path)
    assert visitor.locator("form button[type=submit]").count() == 0

    committee.call(
        "smart.ethics.case",
        "write",
        [case],
        {"decision": REASONS, "deadline": str(datetime.date.today())},
    )
    page.reload()
    page.get_by_role("tab", name="Sièges").wait_for()
    committee.look("case-open", full=False)
    press(page, "action_decide")
    wait_for_state(page, "decided")
    committee.look("case-decided", full=False)

    page.goto(f"{committee.address}/odoo/supplier-charter/{draft}")
    press(page, "action_adopt")
    wait_for_state(page, "adopted")
    visitor.goto(visitor.address + "/charte")
    version = visitor.locator(".o_smart_charter_version")
    (row,) = committee.call("smart.charter", "read", [draft], ["content_hash"])
    assert version.get_attribute("data-hash") == row["content_hash"]
    assert visitor.locator(".o_smart_criterion").count() == 20
    assert fits(visitor)
    check(visitor)
    look(visitor, committee, "public")


def test_a_campaign_is_answered(person, visitor):
    buyer, admin = person("achats"), person("admin")
    page = buyer.page
    campaign = buyer.call(
        "smart.charter.campaign", "create", {"name": "Nouvelle version"}
    )
    page.goto(f"{buyer.address}/odoo/charter-campaigns/{campaign}")
    press_choose(page)
    page.locator(".modal [name=is_bought] input").wait_for()
    buyer.look("choose", full=False)
    page.locator(".modal button[name=action_add]").click()
    page.locator(".o_list_view .o_data_row").first.wait_for()
    rows = buyer.call(
        "smart.charter.invitation",
        "search_read",
        [("campaign_id", "=", campaign)],
        fields=["spend", "partner_id"],
        order="id",
    )
    assert rows[0]["spend"] >= rows[-1]["spend"] > 0
    buyer.call("smart.charter.campaign", "action_start", [campaign])
    (cron,) = admin.call(
        "ir.cron", "search", [("cron_name", "like", "Charter campaigns")], limit=1
    ) or admin.call("ir.cron", "search", [("code", "like", "_cron_send()")], limit=1)
    admin.call("ir.cron", "method_direct_trigger", [cron])

    first, second = rows[0]["id"], rows[1]["id"]
    path = re.sub(
        r"^https?://[^/]+", "", links(admin, "smart.charter.invitation", first)[0]
    )
    visitor.goto(visitor.address + path)
    assert fits(visitor)
    check(visitor)
    look(visitor, buyer, "invitation")
    visitor.fill("#signer_name", "Jeanne Duval")
    visitor.check("#is_named")
    visitor.click("button[value=sign]")
    visitor.locator(".o_smart_invitation[data-state=signed]").wait_for()
    look(visitor, buyer, "signed")

    refuses(visitor, admin, second)

    visitor.goto(visitor.address + "/charte")
    named = visitor.locator(".o_smart_signatories").inner_text()
    assert rows[0]["partner_id"][1] in named
    assert rows[1]["partner_id"][1] not in named
    look_at_the_conversion(buyer)


def look_at_the_conversion(buyer):
    page = buyer.page
    page.goto(f"{buyer.address}/odoo/charter-campaigns")
    page.locator(".o_data_row").first.wait_for()
    buyer.look("campaigns", full=False)
    page.goto(f"{buyer.address}/odoo/charter-invitations")
    page.locator(".o_data_row").first.wait_for()
    buyer.look("invitations", full=False)
    page.locator(".o_switch_view.o_pivot").click()
    page.locator(".o_pivot table").wait_for()
    buyer.look("conversion", full=False)


def refuses(visitor, admin, invitation):
    """Refuse by the link of an invitation, first without a reason."""
    path = re.sub(
        r"^https?://[^/]+", "", links(admin, "smart.charter.invitation", invitation)[0]
    )
    visitor.goto(visitor.address + path)
    visitor.fill("#reason", "non")
    visitor.click("button[value=refuse]")
    visitor.locator("#answer_error").wait_for()
    assert visitor.input_value("#reason") == "non"
    visitor.fill("#reason", "Notre groupe a sa propre charte.")
    visitor.click("button[value=refuse]")
    visitor.locator(".o_smart_invitation[data-state=refused]").wait_for()


def press_choose(page):
    page.locator("button[name=action_choose]:visible").click()


def appeal(supplier):
    page = supplier.go("/my/charter/appeal")
    page.fill("#statement", "trop court")
    page.click("form[action='/my/charter/appeal/send'] button[type=submit]")
    page.locator("#appeal_error").wait_for()
    assert page.input_value("#statement") == "trop court"
    check(page)
    supplier.look("appeal")
    page.fill("#statement", WORDS)
    page.click("form[action='/my/charter/appeal/send'] button[type=submit]")
    page.locator(".o_smart_appeal[data-state=received]").wait_for()


def test_a_supplier_signs_and_appeals(person, visitor):
    supplier, buyer = person("fournisseur"), person("achats")
    committee = person("comite")
    page = supplier.go("/my/charter")
    page.fill("#signer_name", "Jean Martin")
    page.check("#is_named")
    page.click("form[action='/my/charter/sign'] button[type=submit]")
    page.wait_for_load_state("networkidle")
    check(page)
    assert supplier.fits_a_phone()
    supplier.look("supplier-signed")

    (old,) = buyer.call(
        "smart.supplier.assessment",
        "search",
        [("partner_id.name", "=", SUPPLIER), ("state", "=", "confirmed")],
    )
    new = buyer.call("smart.supplier.assessment", "action_correct", [old])["res_id"]
    buyer.call("smart.supplier.assessment", "action_confirm", [new])

    appeal(supplier)
    (case,) = committee.call(
        "smart.ethics.case",
        "search",
        [("partner_id.name", "=", SUPPLIER), ("state", "=", "received")],
    )
    hear(committee, person("admin"), visitor, case)
    page = supplier.go("/my/charter/appeal")
    assert page.locator(".o_smart_appeal[data-outcome=accepted]").count() == 1
    check(page)
    assert supplier.fits_a_phone()
    supplier.look("appeal-answered")
    # a member has no business there
    member = person("lea")
    assert member.page.goto(f"{member.address}/my/charter/appeal").status == 404
    committee.page.goto(f"{committee.address}/odoo/ethics-cases")
    committee.page.locator(".o_list_view").first.wait_for()
    committee.look("cases", full=False)


def hear(committee, admin, visitor, case):
    """Open the vote, let two seats vote, and close it with reasons."""
    committee.page.goto(f"{committee.address}/odoo/ethics-cases/{case}")
    press(committee.page, "action_open")
    wait_for_state(committee.page, "open")
    press(committee.page, "action_vote_for")
    vote_by_mail(visitor, committee, admin, case, "sofie", 0)
    committee.call(
        "smart.ethics.case",
        "write",
        [case],
        {"decision": ANSWER, "deadline": str(datetime.date.today())},
    )
    committee.page.reload()
    press(committee.page, "action_decide")
    wait_for_state(committee.page, "decided")
