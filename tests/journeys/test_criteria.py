"""Recommendation 2: filières on transparent criteria, decided, explained, contested."""

import pytest

from tools.demo import criteria

from .accessibility import check

NAME = "Numérique, logiciel & données"
REASON = "La Région soutient cette filière jusqu'à la fin de son plan numérique."
CONTEST = "Les membres de mon métier ne sont pas tous comptés dans cette filière."
REPLY = "Vous avez raison : une liste de vingt personnes n'avait pas été reprise."


@pytest.fixture
def visitor(chromium, served):
    """Somebody who never logs in."""
    context = chromium.new_context(
        viewport={"width": 1400, "height": 900}, locale="fr-FR"
    )
    yield context.new_page(), served[0]
    context.close()


def find(someone, **values):
    """Return the newest assessment of NAME as a whole."""
    domain = [("filiere_id.name", "=", NAME), ("territory_id", "=", False)]
    domain += [(key, "=", value) for key, value in values.items()]
    return someone.call(
        "smart.filiere.assessment", "search", domain, limit=1, order="id desc"
    )[0]


def open_form(someone, path):
    someone.page.goto(someone.address + path)
    someone.page.locator(".o_form_view .o_form_sheet").first.wait_for()
    return someone.page


def press(page, method):
    page.locator(f".o_statusbar_buttons button[name={method}]:visible").click()


def test_a_manager_assesses_and_decides_by_derogation(person):
    manager = person("filieres")
    page = manager.page
    page.goto(manager.address + "/odoo/filiere-grids")
    page.locator(".o_data_row").first.click()
    page.locator("[name=criterion_ids] .o_data_row").first.wait_for()
    manager.reads("Priorité territoriale")
    manager.look("01-grille-votee", full=False)

    # the state is what was decided: nobody clicks it
    (filiere,) = manager.call("smart.filiere", "search", [("name", "=", NAME)])
    with pytest.raises(Exception, match="pas à la main|by hand"):
        manager.call("smart.filiere", "write", [filiere], {"state": "recognised"})
    page = open_form(manager, f"/odoo/smart-filieres/{filiere}")
    press(page, "action_assess")
    lines = page.locator("[name=line_ids] .o_data_row")
    lines.first.wait_for()
    assert lines.count() == 10
    manager.look("02-evaluation-en-brouillon", full=False)
    mission = page.locator("[name=line_ids] .o_data_row", has_text="Mission sociale")
    mission.locator("td[name=mark]").click()
    page.locator(".o_selected_row td[name=mark] input").fill("5")
    page.locator(".o_selected_row td[name=reason] textarea").fill(
        "Décidé avec la commission filières du 3 octobre."
    )
    page.locator(".o_form_button_save:visible").click()
    page.locator(
        ".o_form_saved, .o_form_status_indicator_buttons.invisible"
    ).first.wait_for(state="attached")
    press(page, "action_freeze")
    page.locator(".modal button.btn-primary").first.click()
    page.locator(".o_statusbar_buttons button[name=action_derogate]:visible").wait_for()
    press(page, "action_recompute")
    page.locator(".o_notification", has_text="redonnent").wait_for()
    manager.look("03-evaluation-figee", full=False)

    press(page, "action_derogate")
    modal = page.locator(".modal", has_text="dérogation")
    modal.locator("[name=band] input, [name=band] select").first.wait_for()
    choose(page, modal, "Préfiguration")
    modal.locator("[name=author_function] input").fill("Responsable des filières")
    modal.locator("[name=date_end] input, [name=date_end] button").first.click()
    modal.locator("[name=date_end] input").fill("31/12/2027")
    modal.locator("[name=reason] textarea").fill(REASON)
    manager.look("04-derogation", full=False)
    modal.locator("button[name=action_confirm]").click()
    modal.wait_for(state="hidden")
    assessment = find(manager, state="decided")
    (row,) = manager.call(
        "smart.filiere.assessment", "read", [assessment], fields=["decision"]
    )
    assert row["decision"] == "prefiguration"
    (row,) = manager.call("smart.filiere", "read", [filiere], fields=["state"])
    assert row["state"] == "prefiguration"
    # what is frozen stays, for a manager and over RPC as well
    with pytest.raises(Exception, match="figée|frozen"):
        manager.call(
            "smart.filiere.assessment", "write", [assessment], {"comment": "x"}
        )


def choose(page, modal, label):
    """Choose `label` in the band field, drawn as a list or as a menu."""
    field = modal.locator("[name=band]")
    if field.locator("select").count():
        field.locator("select").select_option(label=label)
        return
    field.locator("input").click()
    page.locator(".o_select_menu_menu, .o_field_selection_menu").get_by_text(
        label
    ).first.click()


def test_everybody_reads_why(visitor):
    page, address = visitor
    page.goto(f"{address}/filieres")
    assert page.locator(".card").count() >= 22
    check(page)
    look(page, "05-les-filieres")
    page.get_by_role("link", name=NAME).click()
    page.locator(".smart_line").first.wait_for()
    assert page.locator(".smart_line").count() == 10
    page.get_by_text(REASON).wait_for()
    page.get_by_text("Responsable des filières").first.wait_for()
    check(page)
    look(page, "06-une-filiere")
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON").click()
    assert '"criteria":' in download.value.path().read_text()


def look(page, name):
    """Keep the page at both widths; nothing sticks out on a phone."""
    from .conftest import SCREENSHOTS

    folder = SCREENSHOTS / "criteria"
    folder.mkdir(parents=True, exist_ok=True)
    for width in (1400, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 391
    page.set_viewport_size({"width": 1400, "height": 900})


def test_a_member_contests_and_is_answered(person):
    lea = person("lea")
    page = lea.go("/filieres")
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("link", name="Contester ce résultat").click()
    page.locator("#contest_text").wait_for()
    page.select_option("#contest_line", label="Masse critique")
    page.fill("#contest_text", CONTEST)
    check(page)
    lea.look("07-contester")
    assert lea.fits_a_phone()
    page.get_by_role("button", name="Envoyer").click()
    page.locator(".smart_contest[data-state=open]").first.wait_for()
    check(page)

    manager = person("filieres")
    (contest,) = manager.call(
        "smart.filiere.contest", "search", [("text", "=", CONTEST)]
    )
    desk = open_form(manager, f"/odoo/filiere-contests/{contest}")
    manager.reads(CONTEST)
    desk.locator("[name=reply] textarea").fill(REPLY)
    manager.look("08-repondre", full=False)
    press(desk, "action_uphold")
    desk.locator("[name=new_assessment_id]").first.wait_for()
    assert find(manager, state="draft")

    lea.go("/my/contests")
    lea.reads(REPLY)
    lea.look("09-la-reponse")
    assert lea.fits_a_phone()
    # what others contest is theirs
    assert page.get_by_text(criteria.CONTEST).count() == 0
