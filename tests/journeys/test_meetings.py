"""Recommendation 4: a filière meets where its members live, in a room that is free."""

import re

import pytest

from .accessibility import check

THEME = "Démonter sans se presser"


def find_meeting(animator):
    found = animator.call(
        "event.event", "search_read", [("theme", "=", THEME)], fields=["room_id"]
    )
    return found[0] if found else None


def show_back_office(person, path):
    # the back office keeps a connection open: its network is never quiet
    person.page.goto(f"{person.address}/odoo/{path}")
    return person.page


@pytest.fixture(scope="module")
def visitor(chromium, served):
    """Somebody who is not logged in."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="fr-FR"
    )
    page = context.new_page()
    yield page, served[0]
    context.close()


def test_an_animator_plans_drafts_publishes_and_invites(person):
    animator = person("animatrice")
    page = show_back_office(animator, "smart-meeting-planner")
    page.locator("[name=filiere_id] input").fill("Spectacle")
    page.locator(".o-autocomplete--dropdown-item", has_text="Spectacle").first.click()
    page.locator("[name=theme] input").fill(THEME)
    page.get_by_role("button", name="Comparer les lieux").click()
    first = page.locator("[name=line_ids] tr.o_data_row").first
    first.wait_for()
    assert "membres à proximité" in first.inner_text()
    animator.look("01-planificateur")
    first.get_by_role("button", name="Préparer la rencontre").click()
    page.locator("[name=room_id]").first.wait_for()
    meeting = find_meeting(animator)
    assert meeting["room_id"]
    animator.look("02-rencontre-preparee")
    page.locator("button[name=action_publish]:visible").first.click()
    page.locator("button[name=action_unpublish]").first.wait_for(state="attached")
    page.locator("button[name=action_view_invitations]:visible").first.click()
    page.locator(".o_list_view tr.o_data_row").first.wait_for()
    animator.look("03-invitations")
    page.go_back()
    page.locator("button[name=action_send_invitations]:visible").first.click()
    page.locator(".modal-footer .btn-primary").click()
    page.locator("button[name=action_send_invitations]:visible").wait_for(
        state="detached"
    )
    states = animator.call(
        "smart.meeting.invitation",
        "search_read",
        [("event_id", "=", meeting["id"])],
        fields=["state"],
    )
    assert {row["state"] for row in states} == {"sent"}


def test_a_member_signs_up_on_her_phone(person):
    lea = person("lea")
    page = lea.go("/my/meetings")
    check(page)
    lea.look("04-rencontres")
    assert lea.fits_a_phone()
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name=THEME).click()
    page.get_by_label("Les autres membres peuvent voir que je viens").check()
    page.get_by_role("button", name="Je m'inscris").click()
    page.locator(".smart_registration[data-state=open]").wait_for()
    check(page)
    lea.look("05-inscrite")
    assert lea.fits_a_phone()
    address = page.url.split("?")[0]
    answer = page.request.get(f"{address}/ics")
    assert THEME in re.sub(r"\r?\n ", "", answer.text())

    page = lea.go("/my/workplaces")
    lea.reads("La Grand Poste")
    check(page)
    lea.look("06-espaces-partages")
    assert lea.fits_a_phone()

    # others see her because she said so, and nothing more than her name
    amine = person("amine")
    page = amine.go(address.removeprefix(amine.address))
    assert "Léa Lambert" in page.locator(".smart_shown").inner_text()
    assert "@membres" not in page.inner_text("main")


def test_a_member_suggests_a_meeting(person):
    lea = person("lea")
    page = lea.go("/my/meetings/suggest")
    check(page)
    lea.look("07-suggerer")
    assert lea.fits_a_phone()
    page.fill("#suggest_name", "Câbles : qui répare quoi ?")
    page.locator("#suggest_filiere").select_option(label="Spectacle vivant & technique")
    page.fill("#suggest_day", "2027-02-11")
    page.fill("#suggest_why", "Réparer ensemble plutôt que racheter.")
    page.get_by_role("button", name="Envoyer à l'équipe d'animation").click()
    lea.reads("Merci : l'équipe d'animation")
    animator = person("animatrice")
    found = animator.call(
        "event.event",
        "search_read",
        [("name", "=", "Câbles : qui répare quoi ?")],
        fields=["is_visible", "suggested_by_id"],
    )
    assert found[0]["suggested_by_id"][1] == "Léa Lambert"
    assert not found[0]["is_visible"]


def test_staff_check_her_in_and_follow_up(person):
    animator = person("animatrice")
    meeting = find_meeting(animator)
    page = show_back_office(animator, f"smart-meetings/{meeting['id']}")
    page.locator(".o_form_view button", has_text="Participants").first.click()
    page.get_by_text("Léa Lambert").first.wait_for()
    (row,) = animator.call(
        "event.registration",
        "search_read",
        [("event_id", "=", meeting["id"])],
        fields=["member_id", "state"],
    )
    assert row["member_id"][1] == "Léa Lambert"
    animator.look("08-participantes")
    page = show_back_office(animator, f"event.registration/{row['id']}")
    page.locator("button[name=action_set_done]:visible").first.click()
    page.locator(
        "[name=state] [data-value=done].o_arrow_button_current"
    ).first.wait_for(state="attached")

    # what a meeting of last summer gave
    (past,) = animator.call(
        "event.event", "search", [("name", "=", "Tourner sans s'épuiser")]
    )
    page = show_back_office(animator, f"smart-meetings/{past}")
    page.get_by_role("tab", name="Ce qu'elle a donné").click()
    animator.reads("sur 5 (9 réponses)")
    animator.look("09-ce-qu-elle-a-donne")
    show_back_office(animator, "smart-meeting-report")
    page.locator(".o_pivot table").wait_for()
    animator.look("10-analyse")
    show_back_office(animator, "smart-meetings")
    page.locator(".o_kanban_record:not(.o_kanban_ghost)").first.wait_for()
    animator.look("11-rencontres")
    show_back_office(animator, "smart-room-bookings")
    page.locator(".o_calendar_widget").wait_for()
    animator.look("12-calendrier-des-salles")
    show_back_office(animator, "smart-rooms")
    page.locator(".o_kanban_record:not(.o_kanban_ghost)").first.wait_for()
    animator.look("13-salles")


def test_the_public_sees_what_is_open_to_all(visitor):
    page, address = visitor
    page.goto(f"{address}/rencontres")
    text = page.inner_text("main")
    assert "Portes ouvertes des métiers du spectacle" in text
    assert THEME not in text
    check(page)
    page.get_by_role("link", name="Portes ouvertes des métiers du spectacle").click()
    page.get_by_text("Ajouter à mon agenda").wait_for()
    check(page)
    assert page.evaluate(
        "document.documentElement.scrollWidth <= window.innerWidth + 1"
    )
