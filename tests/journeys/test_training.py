"""Recommendation 17: a member follows « mieux acheter » and opens a pooled order.

The add-on brings the website app and is not installed with the others: see the fixture
`optional`.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from .accessibility import RULES
from .conftest import Person

# the add-ons on demand may have to be installed first
pytestmark = pytest.mark.timeout(1800)
NEED = "Papier recyclé pour nos ateliers"
PHONE = {"width": 390, "height": 844}
# the right answer of each question of the certificate, the first being 0
RIGHT = (1, 1, 0, 0, 1, 1, 0, 1)


def check(page):
    """Fail on barriers in the page itself; its frame is the website app's."""
    found = Axe().run(page, context="#wrap", options=RULES).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


@pytest.fixture
def someone(chromium, optional):
    people = []

    def log_in(login):
        people.append(Person(chromium, optional, login, "training"))
        return people[-1]

    yield log_in
    for one in people:
        one.context.close()
        assert not one.errors, one.errors


def test_a_member_passes_and_coordinates_a_pooled_order(someone):
    amine = someone("amine")
    page = amine.go("/my/needs")
    page.get_by_role("link", name=NEED).click()
    page.locator(".o_smart_training_hint a").click()
    page.locator(".o_smart_training[data-completion='0']").wait_for()
    check(page)
    assert amine.fits_a_phone()
    amine.look("01-ma-formation")

    follow_the_first_lesson(amine)
    pass_the_certificate(amine)

    page = amine.go("/my/training")
    block = page.locator(".o_smart_training[data-certified='1'][data-coordinates='1']")
    block.wait_for()
    check(page)
    amine.look("07-page-reussie")
    with page.expect_download() as started:
        page.locator(".o_smart_training_certificate").click()
    assert started.value.suggested_filename.endswith(".pdf")

    page = amine.go("/my/needs")
    page.get_by_role("link", name=NEED).click()
    page.locator(".o_smart_need_open").wait_for()
    check(page)
    page.select_option("#choice", index=1)
    page.fill("#lot", "6")
    page.click(".o_smart_need_open .btn-primary")
    page.locator(".o_smart_pool").wait_for()
    assert re.search(r"/my/pools/\d+", page.url)
    amine.look("08-commande-ouverte")


def follow_the_first_lesson(amine):
    page = amine.page
    page.set_viewport_size(PHONE)
    page.locator(".o_smart_training_go").click()
    page.locator(".o_wslides_js_course_join_link:visible").first.click()
    page.locator(".o_wslides_js_course_join_link:visible").wait_for(state="detached")
    links = page.locator("a.o_wslides_js_slides_list_slide_link")
    links.nth(1).wait_for()
    amine.look("02-parcours")
    page.set_viewport_size(PHONE)
    links.first.click()
    page.get_by_role("heading", name="Cinq questions").wait_for()
    amine.look("03-premiere-lecon", full=False)
    answer_the_quiz(amine)


def answer_the_quiz(amine):
    """The first quiz: borrow it, and the text that others recognise."""
    page = amine.go("/my/training")
    page.set_viewport_size(PHONE)
    page.locator(".o_smart_training_go").click()
    page.locator("a.o_wslides_js_slides_list_slide_link").nth(1).click()
    answers = page.locator(".o_wslides_quiz_answer")
    answers.nth(5).wait_for()
    answers.nth(1).click()
    answers.nth(5).click()
    page.locator(".o_wslides_js_lesson_quiz_submit").first.click()
    page.locator(".o_wslides_quiz_modal").first.wait_for()
    amine.look("04-quiz", full=False)
    page = amine.go("/my/training")
    completion = page.locator(".o_smart_training").get_attribute("data-completion")
    assert int(completion) > 0


def pass_the_certificate(amine):
    page = amine.page
    page.set_viewport_size(PHONE)
    page.locator(".o_smart_training_exam").click()
    page.get_by_role("button", name="Démarrer la certification").click()
    questions = page.locator(".js_question-wrapper")
    questions.nth(len(RIGHT) - 1).wait_for()
    amine.look("05-certificat")
    page.set_viewport_size(PHONE)
    for number, right in enumerate(RIGHT):
        questions.nth(number).locator(".o_survey_choice_btn").nth(right).click()
    page.locator("button[type=submit]:visible").first.click()
    page.locator(".modal-footer .btn-primary").click()
    page.locator(".o_survey_finished").wait_for()
    amine.look("06-reussi")


def test_the_manager_sees_who_is_trained_and_invites_others(someone):
    buyer = someone("achats")
    page = buyer.page
    page.goto(buyer.address + "/odoo/trained-members")
    page.locator(".o_data_row", has_text="Amine").wait_for()
    buyer.look("09-membres-formes", full=False)
    # she invites somebody who is not trained yet
    page.locator(".o_searchview .o_facet_remove").first.click()
    row = page.locator(".o_data_row", has_text="Léa Lambert")
    page.locator(".o_searchview_input").fill("Léa Lambert")
    page.keyboard.press("Enter")
    row.locator(".o_list_record_selector input").check()
    page.locator("button[name=action_invite_to_training]").click()
    page.locator(".o_notification", has_text="1").first.wait_for()
    (lea,) = buyer.call(
        "res.partner",
        "search_read",
        [("name", "=", "Léa Lambert"), ("is_member", "=", True)],
        ["pool_invited_on", "pool_trained_on"],
    )
    assert lea["pool_invited_on"] and not lea["pool_trained_on"]
    buyer.look("10-invitation", full=False)
    row.locator(".o_data_cell").first.click()
    page.locator("button[name=action_view_training]").first.wait_for()
    buyer.look("11-fiche", full=False)
