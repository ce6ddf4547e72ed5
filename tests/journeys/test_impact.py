"""Path 4: from a draft wave to figures that members read, without anybody's name."""

import csv
import io
import re
import xmlrpc.client

import openpyxl
import pytest

from .accessibility import check
from .conftest import SCREENSHOTS
from .statusbar import press, state_becomes

try:
    from pypdf import PdfReader
except ModuleNotFoundError:  # what Odoo asks for before Python 3.13
    from PyPDF2 import PdfReader

WINTER = "Vague d'hiver 2027"
AUTUMN = "Vague d'automne 2026"
SPRING = "Vague de printemps 2026"
MASKED = ":c"
# columns of the sheet of lines: value, number of people, bounds
FIGURES = (5, 7, 8, 9)
N = 7


def open_list(evaluator):
    # the back office keeps a connection open: its network is never quiet
    evaluator.page.goto(evaluator.address + "/odoo/impact-waves")
    evaluator.page.locator(".o_list_view .o_data_row").first.wait_for()
    return evaluator.page


def open_wave(evaluator, name):
    page = open_list(evaluator)
    page.locator(".o_data_row", has_text=name).locator("td[name=name]").click()
    page.locator(".o_form_view .o_statusbar_status").wait_for()
    return page


def answer(member, wave, grade, choice):
    """Answer on the native form: `grade` of a scale, `choice` among options."""
    page = member.go("/my/impact")
    card = page.locator("#wrap .card", has_text=wave)
    assert member.fits_a_phone()
    card.get_by_role("button", name="Répondre").click()
    page.locator("button[value=start]:not(.disabled)").click()
    page.locator("button[value=finish]").wait_for()
    scales = page.locator("[data-question-type=scale]")
    choices = page.locator("[data-question-type=simple_choice_radio]")
    assert (scales.count(), choices.count()) == (7, 3)
    for rank in range(7):
        scales.nth(rank).locator("label").nth(grade).click()
    for rank in range(3):
        choices.nth(rank).locator("label").nth(choice).click()
    member.look(f"{member.login}-formulaire")
    assert member.fits_a_phone()
    page.locator("button[value=finish]:not(.disabled)").click()
    page.locator(".modal-footer .btn-primary").click()
    page.locator(".o_survey_finished").wait_for()


def test_an_evaluator_prepares_and_opens_a_wave(person):
    """Recommendations 20 and 26: one question, its indicators, then the data."""
    evaluator, lea = person("evaluatrice"), person("lea")
    page = open_list(evaluator)
    evaluator.reads(SPRING)
    evaluator.look("01-vagues", full=False)
    page.get_by_role("button", name="Nouveau").first.click()
    page.locator("[name=name] input").fill(WINTER)
    page.locator("[name=instrument_id] input").click()
    page.locator(".o-autocomplete--dropdown-item", has_text="dix questions").click()
    press(page, "Générer l’enquête")
    page.locator(".oe_stat_button", has_text="Aperçu").wait_for()
    evaluator.look("02-brouillon", full=False)
    press(page, "Ouvrir la vague", confirmed=True)
    state_becomes(page, "Ouverte")
    asked = page.locator("[name=frame_count]").inner_text()
    assert int(asked) > 300
    evaluator.look("03-ouverte", full=False)

    answer(lea, WINTER, grade=3, choice=1)
    page = lea.go("/my/impact")
    page.locator(".card", has_text=WINTER).get_by_text("Vous avez répondu").wait_for()
    lea.look("04-lea-a-repondu")


def test_members_answer_and_read_the_figures(person, tmp_path):
    """Recommendations 18, 21, 22, 23 and 25."""
    for rank, login in enumerate(("lea", "amine", "sofie")):
        answer(person(login), AUTUMN, grade=rank + 2, choice=rank % 2)

    evaluator = person("evaluatrice")
    page = open_wave(evaluator, AUTUMN)
    answered = int(page.locator("[name=answered_count]").inner_text())
    asked = int(page.locator("[name=frame_count]").inner_text())
    rate = page.locator("[name=response_rate_any]").inner_text()
    assert str(round(100 * answered / asked)) in rate
    evaluator.look("05-taux-de-reponse", full=False)

    press(page, "Clôturer la vague", confirmed=True)
    state_becomes(page, "Clôturée")
    press(page, "Calculer les indicateurs")
    state_becomes(page, "Calculée")
    page.locator("button[name=action_view_table]:visible").click()
    table = page.locator(".o_impact_matrix")
    table.wait_for()
    assert table.get_by_text("n = ").count() > 7
    assert table.get_by_text(MASKED, exact=True).count() > 7
    evaluator.look("06-tableau", full=False)

    with page.expect_download() as download:
        press(page, "Classeur (xlsx)")
    workbook = tmp_path / "wave.xlsx"
    download.value.save_as(workbook)
    check_workbook(openpyxl.load_workbook(workbook))

    read_and_lock(evaluator, person("impact"))
    page = open_wave(evaluator, AUTUMN)
    press(page, "Publier", confirmed=True)
    state_becomes(page, "Publiée")
    see_dashboard(evaluator, page, tmp_path)
    see_lists_on_a_phone(evaluator)

    lea = person("lea")
    page = lea.go("/my/impact")
    page.get_by_role("link", name=re.compile(AUTUMN)).click()
    lea.reads("Sécurité économique")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    lea.reads("Données masquées")
    lea.reads("Province de Liège")
    lea.reads("Données ouvertes")
    lea.look("07-resultats-publies")
    assert lea.fits_a_phone()
    check(page)
    check_open_data(page)


def open_reviews(someone):
    page = open_wave(someone, AUTUMN)
    page.locator("button[name=action_view_reviews]:visible").click()
    page.locator(".o_data_row td[name=state]").first.wait_for()
    return page


def read_and_lock(evaluator, manager):
    """What nobody read is not locked; a manager names who reads, and locks."""
    page = open_wave(manager, AUTUMN)
    press(page, "Verrouiller tous les chiffres", confirmed=True)
    manager.reads("Attendent encore d’être relus")
    manager.look("06b-rien-n-est-relu", full=False)

    page = open_reviews(evaluator)
    page.locator("thead .o_list_record_selector input").check()
    page.get_by_role("button", name="Relu", exact=True).first.click()
    page.locator(".o_data_row td[name=state]", has_text="À relire").first.wait_for(
        state="detached"
    )
    evaluator.look("06c-relus", full=False)

    page = open_wave(manager, AUTUMN)
    press(page, "Verrouiller tous les chiffres", confirmed=True)
    page.get_by_role("button", name="Publier", exact=True).first.wait_for()
    page = open_reviews(manager)
    # the whole comes first
    page.locator(".o_data_row button[name=action_unlock]").first.click()
    page.locator(".modal [name=reason] textarea").fill("Une réponse tardive")
    manager.look("06d-deverrouiller", full=False)
    page.locator(".modal-footer button", has_text="Annuler").click()


def see_dashboard(evaluator, page, tmp_path):
    """Recommendations 19 and 21: the figure, its change, its history, its parts."""
    page.locator(".oe_stat_button", has_text="Tableau de bord").click()
    cards = page.locator(".o_impact_card")
    cards.first.wait_for()
    # seven of the ten questions, and the change of those who answered twice
    assert cards.count() == 8
    assert page.locator(".o_impact_card polyline").count() == 8
    # the last one is a change itself, and has its verdict too
    assert page.locator(".o_impact_change").count() == 8
    assert page.locator(".o_impact_card_primary").count() >= 2
    evaluator.reads("Sert à décider")
    evaluator.look("08-tableau-de-bord", full=False)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    evaluator.look("08-tableau-de-bord-ouvert", full=False)
    with page.expect_download() as download:
        press(page, "Rapport (PDF)")
    report = tmp_path / "wave.pdf"
    download.value.save_as(report)
    check_report(report)
    press(page, "Tendance")
    page.locator("[data-trend] polyline").first.wait_for()
    assert page.locator("[data-trend]").count() == 8
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    evaluator.look("09-tendance", full=False)


def check_report(path):
    """The report can be searched and read aloud, and weighs what a page weighs."""
    pages = PdfReader(path).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert "Que change l’entreprise partagée" in text
    assert "Sécurité économique" in text and "/100" in text
    assert path.stat().st_size < 1_000_000


def see_lists_on_a_phone(evaluator):
    """On a phone, figures come as cards that hold their value."""
    page = evaluator.page
    for path, name in (("impact-results", "10"), ("impact-figures", "11")):
        page.set_viewport_size({"width": 1400, "height": 900})
        page.goto(f"{evaluator.address}/odoo/{path}")
        page.locator(".o_data_row").first.wait_for()
        evaluator.look(f"{name}-{path}", full=False)
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{evaluator.address}/odoo/{path}")
        page.locator(".o_kanban_record:not(.o_kanban_ghost)").first.wait_for()
        page.screenshot(path=SCREENSHOTS / "impact" / f"{name}-phone.png")
    page.set_viewport_size({"width": 1400, "height": 900})


def check_open_data(page):
    """Anybody reads the published figures, and none of fewer than five people."""
    for link, mark in (("CSV", "conf_status"), ("JSON-LD", "cids:IndicatorReport")):
        found = page.get_by_role("link", name=link, exact=True)
        answer = page.request.get(found.evaluate("link => link.href"))
        assert answer.ok and mark in answer.text()
        if link == "CSV":
            rows = list(csv.DictReader(io.StringIO(answer.text())))
            assert len(rows) > 50
            assert all(not row["n"] or int(row["n"]) >= 5 for row in rows)


def check_workbook(workbook):
    """Charts are there; a masked line holds no number, another rests on five people."""
    lines, table, _method, codebook, flags, answers, trend, panel = workbook.worksheets
    assert len(table._charts) == 2
    # per cent, points of a hundred, points of a Net Promoter Score
    assert len(trend._charts) == 3 and trend.max_row >= 5
    assert codebook.max_row >= 12 and flags.max_row == 13 and answers.max_row > 30
    assert panel.max_row > 7
    rows = list(lines.iter_rows(min_row=2, values_only=True))
    masked = [row for row in rows if MASKED in row]
    assert 0 < len(masked) < len(rows)
    for row in rows:
        figures = {row[column] for column in FIGURES} - {None}
        assert figures == {MASKED} if row in masked else row[N] >= 5
    for row in table.iter_rows(min_row=5, min_col=2, values_only=True):
        texts = {value for value in row if isinstance(value, str)}
        assert texts <= {MASKED}


@pytest.mark.parametrize("login", ["lea", "evaluatrice"])
def test_nobody_reads_who_answered_what(person, login):
    """Answers have no reader, whatever the door."""
    someone = person(login)
    for model in (
        "smart.impact.response",
        "smart.impact.answer",
        "smart.impact.staged",
        "survey.user_input",
        "survey.user_input.line",
    ):
        with pytest.raises(xmlrpc.client.Fault):
            someone.call(model, "search_read", [], fields=["id"])
        with pytest.raises(xmlrpc.client.Fault):
            someone.call(model, "formatted_read_group", [], [], ["__count"])
