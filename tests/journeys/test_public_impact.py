"""Recommendations 18 and 25: what anybody reads of the measure, without an account."""

from .accessibility import check


def anybody(person):
    """Return a browser without cookies."""
    someone = person("lea")
    someone.forget()
    return someone


def test_anybody_reads_the_figures_and_the_decisions(person):
    someone = anybody(person)
    page = someone.go("/impact")
    someone.reads("Ce que disent les sociétaires")
    waves = page.locator(".o_impact_wave_figures")
    assert waves.count() >= 3
    last = waves.first
    assert last.locator(".o_impact_card").count() >= 5
    assert last.locator("polyline").count() >= 5
    # primary indicators come first
    assert last.locator(".o_impact_card").first.locator(".badge").first.is_visible()
    someone.reads("Autres chiffres")
    assert page.locator(".o_impact_other").count() >= 2
    check(page)
    assert someone.fits_a_phone()
    someone.look("01-page-publique")
    for link, mark in (("CSV", "conf_status"), ("JSON-LD", "cids:IndicatorReport")):
        found = last.get_by_role("link", name=link, exact=True)
        answer = page.request.get(found.evaluate("link => link.href"))
        assert answer.ok and mark in answer.text()
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    check(page)
    assert someone.fits_a_phone()

    page.locator("a[href='/impact/decisions']").click()
    page.locator(".o_impact_decision").first.wait_for()
    check(page)
    assert someone.fits_a_phone()
    someone.look("02-decisions")
    page.locator("a[href='/impact']").click()
    page.locator(".o_impact_public").wait_for()


def test_nothing_of_members_pages_is_read_without_an_account(person):
    page = anybody(person).go("/my/impact")
    assert "/web/login" in page.url
