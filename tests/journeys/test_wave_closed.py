"""A wave that closes while a member answers it: she is told, and nothing is stored."""

import contextlib
import xmlrpc.client

from axe_playwright_python.sync_playwright import Axe

from .accessibility import RULES

NAME = "Vague close trop tôt"


def open_wave(evaluator):
    """Open a wave as the evaluator; return its id."""
    [programme] = evaluator.call("smart.impact.programme", "search", [], 0, 1)
    [instrument] = evaluator.call("smart.impact.instrument", "search", [], 0, 1)
    vals = {"name": NAME, "programme_id": programme, "instrument_id": instrument}
    [wave] = evaluator.call("smart.impact.wave", "create", [vals])
    move(evaluator, wave, "action_open")
    return wave


def move(evaluator, wave, action):
    # the button answers nothing, which XML-RPC cannot say
    with contextlib.suppress(xmlrpc.client.Fault):
        evaluator.call("smart.impact.wave", action, [wave])


def check(page):
    # what is around belongs to the native form
    found = Axe().run(page, ".o_impact_wave_closed", RULES)
    assert found.response["violations"] == []


def test_she_is_told_that_nothing_was_stored(person):
    evaluator, lea = person("evaluatrice"), person("lea")
    wave = open_wave(evaluator)
    page = lea.go("/my/impact")
    page.locator(f"form[action='/my/impact/{wave}/answer'] button").click()
    page.locator("button[value=start]:not(.disabled)").click()
    page.locator("button[value=finish]").wait_for()
    link = page.url
    grade = page.locator("[data-question-type=scale]").first.locator("label")
    grade.nth(2).click()
    move(evaluator, wave, "action_close")
    page.locator("button[value=finish]:not(.disabled)").click()
    page.locator(".modal-footer .btn-primary").click()
    closed = page.locator(".o_impact_wave_closed")
    closed.wait_for()
    assert NAME in closed.inner_text()
    assert "rien de ce que vous venez d'envoyer" in closed.inner_text()
    assert not page.locator(".o_notification.text-bg-danger").count()
    assert lea.fits_a_phone()
    check(page)
    lea.look("01-envoi-trop-tard")

    page.goto(link)
    closed.wait_for()
    assert "n'avaient pas été envoyées" in closed.inner_text()
    assert lea.fits_a_phone()
    check(page)
    lea.look("02-lien-d-avant")
    closed.get_by_role("link", name="Retour").click()
    page.wait_for_url("**/my/impact")
