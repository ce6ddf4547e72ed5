"""Recommendation 1: a member proposes, an animator links, a manager decides."""

import re

import pytest

from .accessibility import check

NAME = "Fanfare des plateaux"
DECISION = "Chercher une animatrice dans la filière avant le printemps."


def open_back_office(someone, path, ready):
    # the back office keeps a connection open: its network is never quiet
    someone.page.goto(someone.address + path)
    someone.page.locator(ready).first.wait_for()
    return someone.page


def test_an_initiative_goes_from_a_member_to_its_filiere(person):
    lea = person("lea")
    page = lea.go("/my/initiatives")
    page.fill("#initiative_name", NAME)
    page.select_option("#initiative_kind", "collective")
    page.fill("#initiative_description", "Neuf musiciennes, il manque un local.")
    page.get_by_role("button", name="Proposer").click()
    page.locator(".smart_initiative[data-state=spotted]", has_text=NAME).wait_for()
    lea.look("01-initiative-proposee")
    assert lea.fits_a_phone()
    check(page)

    page.locator(".smart_consent button").click()
    page.locator(".smart_consent[data-agreed='1']").wait_for()

    nour = person("animatrice")
    page = open_back_office(nour, "/odoo/smart-initiatives", ".o_kanban_record")
    nour.look("02-initiatives", full=False)
    page.locator(".o_kanban_record", has_text=NAME).click()
    page.get_by_role("button", name="Je leur ai parlé").click()
    page.locator("[name=filiere_id] input").fill("Spectacle vivant")
    page.locator(".o-autocomplete--dropdown-item", has_text="Spectacle").first.click()
    page.get_by_role("button", name="Rattacher à la filière").click()
    page.locator(".o_arrow_button_current", has_text="Rattachée").wait_for()
    nour.look("03-initiative-rattachee", full=False)

    page = lea.go("/my/initiatives")
    page.locator(".smart_initiative[data-state=linked]", has_text=NAME).wait_for()


def test_a_manager_reads_the_observatory_and_decides(person):
    luc = person("filieres")
    page = open_back_office(luc, "/odoo/smart-observatory", ".o_smart_tile")
    page.locator(".o_smart_graph canvas").first.wait_for()
    page.wait_for_timeout(1500)
    luc.look("04-observatoire", full=False)
    for path, name in (
        ("smart-observations", "05-filieres"),
        ("smart-cohesion", "06-cohesion"),
        ("smart-cohorts", "07-cohortes"),
        ("smart-ties", "08-liens"),
        ("smart-observations-activities", "09-activites"),
        ("smart-bridges", "10-ponts"),
    ):
        ready = ".o_pivot table" if path == "smart-cohorts" else ".o_list_view"
        open_back_office(luc, f"/odoo/{path}", ready)
        luc.look(name, full=False)

    page = open_back_office(luc, "/odoo/smart-signals", ".o_kanban_record")
    luc.look("11-signaux", full=False)
    page.locator(".o_kanban_record").first.click()
    page.locator("[name=decision] textarea").fill(DECISION)
    luc.look("12-signal", full=False)
    page.get_by_role("button", name="Enregistrer la décision").click()
    page.locator(".o_arrow_button_current", has_text="Décidé").wait_for()


@pytest.mark.parametrize("login", ["lea", "acheteuse"])
def test_who_is_not_an_animator_reads_no_figure(person, login):
    someone = person(login)
    for model in ("smart.tie", "smart.observation", "smart.signal", "smart.tie.member"):
        with pytest.raises(
            Exception, match=re.compile("AccessError|accès|autoris", re.I)
        ):
            someone.call(model, "search_read", [], ["id"])
    with pytest.raises(Exception, match=re.compile("animat", re.I)):
        someone.call("smart.observatory", "get_dashboard")
