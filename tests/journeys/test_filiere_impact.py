"""Recommendation 8: what a filière brings, measured, frozen, published and read."""

from .accessibility import check
from .test_communication import becomes, open_row, press

SHEETS = "/odoo/smart-filiere-sheets"


def test_a_sheet_is_measured_frozen_published_and_read(person):
    manager = person("filieres")
    page = open_row(manager, SHEETS, "Agriculture", column="filiere_id")
    page.locator("button[name=action_compute]:visible").click()
    page.locator("[name=line_ids] .o_data_row", has_text="Restés").wait_for()
    manager.look("01-fiche", full=False)
    press(page, "Figer")
    becomes(page, "Figée")
    press(page, "Publier", confirmed=True)
    becomes(page, "Publiée")

    lea = person("lea")
    member = lea.go("/my/filiere-sheets")
    member.get_by_role("link", name="Agriculture").click()
    card = member.locator("[data-key=retention]")
    assert card.get_attribute("data-known") == "1"
    text = card.inner_text()
    # 60 inside, 80 outside; one in ten left inside, one in four outside: 15 points
    assert "60" in text
    assert "80" in text
    assert "15" in text
    lea.reads("Corrélation, pas preuve")
    lea.look("02-lecture")
    assert lea.fits_a_phone()
    check(member)
    pdf = member.get_by_role("link", name="Télécharger").get_attribute("href")
    answer = lea.context.request.get(lea.address + pdf)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
    # what is still a draft is not there for her
    drafts = manager.call("smart.filiere.sheet", "search", [("state", "=", "draft")])
    assert drafts
    for draft in drafts:
        page = lea.context.request.get(f"{lea.address}/my/filiere-sheets/{draft}")
        assert page.status == 404


def test_a_filiere_assesses_itself(person):
    animator = person("animatrice")
    page = open_row(
        animator, "/odoo/smart-selfassessments", "Spectacle", column="filiere_id"
    )
    page.locator("button[name=action_compute]:visible").click()
    page.locator(".o_smart_families .progress").nth(5).wait_for()
    animator.look("03-autoevaluation", full=False)
    rows = animator.call(
        "smart.filiere.selfassessment",
        "search_read",
        [],
        ["reached", "unknown", "total", "percent", "most"],
    )
    for row in rows:
        assert row["total"] == 31
        assert abs(row["percent"] - 100 * row["reached"] / 31) < 0.1
        assert row["most"] >= row["percent"]
