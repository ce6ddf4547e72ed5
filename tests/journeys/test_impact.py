"""Path 4: from a draft wave to figures that members read, without anybody's name."""

import csv
import io
import re
import xmlrpc.client

import openpyxl
import pytest

from .accessibility import check

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


def press(page, label, confirmed=False):
    buttons = page.locator(".o_statusbar_buttons")
    buttons.get_by_role("button", name=label, exact=True).click()
    if confirmed:
        page.locator(".modal-footer .btn-primary").click()
    page.locator(".modal").wait_for(state="detached")


def state_becomes(page, label):
    current = page.locator(".o_statusbar_status .o_arrow_button_current")
    current.filter(has_text=label).first.wait_for()


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
    rate = page.locator("[name=response_rate]").inner_text()
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

    page = open_wave(evaluator, AUTUMN)
    press(page, "Verrouiller tous les chiffres", confirmed=True)
    press(page, "Publier", confirmed=True)
    state_becomes(page, "Publiée")
    see_dashboard(evaluator, page)

    lea = person("lea")
    page = lea.go("/my/impact")
    page.get_by_role("link", name=re.compile(AUTUMN)).click()
    lea.reads("Sécurité économique")
    lea.reads("Données masquées")
    lea.reads("Province de Liège")
    lea.reads("Données ouvertes")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    lea.look("07-resultats-publies")
    assert lea.fits_a_phone()
    check(page)
    check_open_data(page)


def see_dashboard(evaluator, page):
    """Recommendations 19 and 21: the figure, its change, its history, its parts."""
    page.locator(".oe_stat_button", has_text="Tableau de bord").click()
    cards = page.locator(".o_impact_card")
    cards.first.wait_for()
    assert cards.count() == 7
    assert page.locator(".o_impact_card polyline").count() == 7
    assert page.locator(".o_impact_change").count() == 7
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    evaluator.look("08-tableau-de-bord", full=False)
    press(page, "Tendance")
    page.locator(".o_graph_renderer canvas").wait_for()
    evaluator.look("09-tendance", full=False)


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
    lines, table, _method, codebook, flags, answers, trend = workbook.worksheets
    assert len(table._charts) == 2
    assert len(trend._charts) == 1 and trend.max_row >= 5
    assert codebook.max_row == 12 and flags.max_row == 9 and answers.max_row > 30
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
