"""Recommendation 17: a member follows « mieux acheter » and opens a pooled order.

The add-on brings the website app and is not installed with the others: it gets a
database of its own, a clone of the demonstration, where its unit tests run too.
"""

import os
import re
import subprocess

import pytest

from tools import database, ground, settings
from tools.odoo import free_port, terminate

from .accessibility import check
from .conftest import Person

MODULE = "smart_purchase_training"
NEED = "Papier recyclé pour nos ateliers"
PHONE = {"width": 390, "height": 844}
RIGHT = (2, 2, 1, 1, 2, 2, 1, 2)


def install(odoo, name):
    """Install the add-on in `name` and run its tests, in one go."""
    done = subprocess.run(
        odoo.command(
            "server", "-d", name, "-i", MODULE, "--test-tags", f"/{MODULE}",
            "--stop-after-init", "--max-cron-threads", "0", "--log-level", "error",
            "--http-port", str(free_port(8869)),
        ),
        cwd=settings.ROOT,
        env={**odoo.environment(), "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert not done.returncode, (done.stdout + done.stderr)[-4000:]


@pytest.fixture(scope="module")
def trained():
    """Serve a clone of the demonstration with the course; yield (address, name)."""
    odoo = ground.prepare()
    source = os.environ["SMART_JOURNEY_DATABASE"]
    name = f"{source}_training"
    database.clone(odoo.server, source, name)
    install(odoo, name)
    port = free_port(8869)
    process = odoo.serve(name, port, log="training.log", crons=False)
    yield f"http://127.0.0.1:{port}", name
    terminate(process.pid)
    database.drop(odoo.server, name)


@pytest.fixture
def someone(chromium, trained):
    people = []

    def log_in(login):
        people.append(Person(chromium, trained, login, "training"))
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
    amine.look("05-reussi")
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
    amine.look("06-commande-ouverte")


def follow_the_first_lesson(amine):
    page = amine.page
    page.set_viewport_size(PHONE)
    page.locator(".o_smart_training_go").click()
    page.locator(".o_wslides_js_course_join_link").first.click()
    page.locator(".o_wslides_js_slides_list_slide_link").first.wait_for()
    amine.look("02-parcours")
    page.set_viewport_size(PHONE)
    page.locator(".o_wslides_js_slides_list_slide_link").first.click()
    page.get_by_text("Cinq questions").first.wait_for()
    amine.look("03-premiere-lecon")


def pass_the_certificate(amine):
    pass


def test_the_manager_sees_who_is_trained_and_invites_others(someone):
    buyer = someone("acheteuse")
    page = buyer.page
    page.goto(buyer.address + "/odoo/trained-members")
    page.locator(".o_data_row", has_text="Amine").wait_for()
    buyer.look("07-membres-formes", full=False)
