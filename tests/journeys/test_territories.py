"""Recommendation 21: the antenna of Lille takes the programme over as it is."""

import hashlib
import json

import pytest

from tools.demo import accounts

COMPANY = "Smart antenne de Lille"
LOGIN = "antenne"
OWN = "Membres accueillis à Lille"


@pytest.fixture
def antenna(person):
    """The manager of a second company, which the administrator opens for her."""
    admin = person("admin")
    company = admin.call("res.company", "create", {"name": COMPANY})
    domain = [("model", "=", "res.groups"), ("name", "=", "group_manager")]
    domain.append(("module", "=", "smart_impact"))
    [group] = admin.call("ir.model.data", "search_read", domain, fields=["res_id"])
    values = {
        "name": "Camille Roux",
        "login": LOGIN,
        "password": accounts.PASSWORD,
        "lang": "fr_FR",
        "tz": "Europe/Paris",
        "company_id": company,
        "company_ids": [(6, 0, [company])],
        "group_ids": [(4, group["res_id"])],
    }
    admin.call("res.users", "create", values)
    # other journeys know the administrator in one company
    [me] = admin.call("res.users", "search", [("login", "=", "admin")])
    admin.call("res.users", "write", [me], {"company_ids": [(3, company)]})
    return person(LOGIN)


def export(manager, folder):
    page = manager.page
    page.goto(manager.address + "/odoo/impact-programmes")
    page.locator(".o_data_row").first.locator("td[name=name]").click()
    button = page.locator("button[name=action_export_file]")
    button.wait_for()
    with page.expect_download() as download:
        button.click()
    path = folder / "programme.json"
    download.value.save_as(path)
    return path


def open_wizard(antenna):
    page = antenna.page
    page.goto(antenna.address + "/odoo/impact-programmes")
    page.locator(".o_view_nocontent, .o_data_row").first.wait_for()
    page.get_by_role("button", name="Importer un programme").click()
    page.locator(".modal input[type=file]").wait_for(state="attached")
    return page


def import_file(page, path):
    page.locator(".modal input[type=file]").set_input_files(path)
    page.locator(".modal [name=file] a, .modal [name=file] input").first.wait_for()
    page.locator(".modal button[name=action_import]").click()


def press(page, name):
    page.locator(f".o_statusbar_buttons button[name={name}]").click()
    page.locator(".modal-footer .btn-primary").click()
    page.locator(".modal").wait_for(state="detached")


def find(page, code):
    return page.locator(".o_data_row").filter(
        has=page.locator(f"td[name=code]:text-is('{code}')")
    )


def open_indicators(antenna):
    page = antenna.page
    page.goto(antenna.address + "/odoo/impact-indicators")
    page.locator(".o_data_row").first.wait_for()
    return page


def test_an_antenna_takes_the_programme_over(person, antenna, tmp_path):
    path = export(person("impact"), tmp_path)

    # what is no programme, or was cut on its way, is said in words
    page = open_wizard(antenna)
    cut = tmp_path / "coupe.json"
    cut.write_text(path.read_text(encoding="utf-8").replace("CC-BY", "MIT"))
    import_file(page, cut)
    page.locator(".o_error_dialog, .modal", has_text="a été modifié").last.wait_for()
    antenna.look("01-fichier-modifie", full=False)
    page.goto(antenna.address + "/odoo")

    page = open_wizard(antenna)
    antenna.look("02-import", full=False)
    import_file(page, path)
    page.locator("[name=imported_on]").wait_for()
    antenna.reads("sont ici des brouillons")
    antenna.look("03-programme-importe", full=False)
    page.locator("[name=core_note] input").fill("Conseil de l'antenne, 12 mars")
    press(page, "action_adopt_core")
    page.locator("button[name=action_adopt_core]").wait_for(state="detached")
    antenna.look("04-liste-reprise", full=False)
    see_the_core(antenna)
    add_beside(antenna)
    take_a_newer_file(antenna, path)

    # nobody of the antenna reads the programme of the others, nor they hers
    mine = antenna.call("smart.impact.programme", "search_count", [])
    assert mine == 1
    codes = [("name", "=", OWN)]
    evaluator = person("evaluatrice")
    assert not evaluator.call("smart.impact.indicator", "search_count", codes)


def see_the_core(antenna):
    """The definitions are those of all territories, and cannot be edited."""
    found = antenna.call(
        "smart.impact.indicator", "search_read", [], fields=["code", "comparability"]
    )
    kinds = {one["comparability"] for one in found}
    assert len(found) >= 29 and kinds <= {"same", "differs"}
    assert {"code": "S11", "comparability": "same"} in [
        {name: one[name] for name in ("code", "comparability")} for one in found
    ]
    page = open_indicators(antenna)
    page.locator(".o_optional_columns_dropdown_toggle").click()
    page.locator(".o-dropdown--menu input[name=comparability]").click()
    page.keyboard.press("Escape")
    assert page.locator("td[name=comparability]", has_text="Même").count() >= 29
    antenna.look("05-indicateurs", full=False)
    find(page, "S11").locator("td[name=name]").click()
    page.locator("[name=direction] input, [name=direction] select").first.wait_for()
    antenna.reads("Même définition partout")
    page.locator("[name=minimum_cell] input").fill("9")
    page.locator(".o_form_button_save").click()
    page.locator(".modal").get_by_text("S11").wait_for()
    antenna.look("06-definition-commune", full=False)
    page.locator(".modal-footer button").first.click()
    page.locator(".o_form_button_cancel").click()


def add_beside(antenna):
    page = open_indicators(antenna)
    page.locator(".o_list_button_add:visible").click()
    page.locator("[name=name] input").fill(OWN)
    page.locator("[name=code] input").fill("L01")
    page.locator("[name=criterion_id] input").fill("Sécurité")
    options = page.locator(".o-autocomplete--dropdown-item")
    options.filter(has_text="Sécurité économique").first.click()
    page.locator(".o_form_button_save").click()
    page.locator(".o_form_button_save").wait_for(state="hidden")
    antenna.reads("Propre à ce territoire")
    antenna.look("07-indicateur-local", full=False)


def redefine(path, code):
    """Write the file as its origin would once `code` was adopted otherwise there."""
    sealed = json.loads(path.read_text(encoding="utf-8"))
    content = sealed["content"]
    row = next(one for one in content["indicators"] if one["values"]["code"] == code)
    row["values"]["minimum_cell"] = 20
    row["core"] = "2:otherwise"
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    sealed["checksum"] = hashlib.sha256(text.encode()).hexdigest()
    newer = path.with_name("programme-2.json")
    newer.write_text(json.dumps(sealed), encoding="utf-8")
    return newer


def take_a_newer_file(antenna, path):
    """The origin adopted a definition anew: seen first, then a draft beside ours."""
    page = open_wizard(antenna)
    import_file(page, redefine(path, "S11"))
    page.locator(".modal [name=differences] li", has_text="S11").wait_for()
    antenna.look("08-ce-qui-differe", full=False)
    page.locator(".modal button[name=action_update]").click()
    page.locator("[name=imported_on]").wait_for()
    domain = [("code", "=", "S11")]
    versions = antenna.call(
        "smart.impact.indicator",
        "search_read",
        domain,
        fields=["state", "version", "minimum_cell"],
        order="version",
    )
    assert [one["state"] for one in versions] == ["adopted", "draft"]
    assert versions[0]["minimum_cell"] < versions[1]["minimum_cell"] == 20
    antenna.reads("Un fichier plus récent")
    antenna.look("09-version-a-adopter", full=False)
