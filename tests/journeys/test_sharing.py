"""Recommendation 16: a member borrows instead of buying, another lends her own."""

import datetime
import re

from .accessibility import check

MIXER = "Console son 12 voies"
LADDER = "Échelle télescopique 3,80 m"


def moment(days):
    """Return a local moment as the form's field holds it."""
    day = datetime.datetime.now() + datetime.timedelta(days=days)
    return day.strftime("%Y-%m-%dT10:00")


def find(person, name):
    page = person.go("/my/equipment")
    page.get_by_role("link", name=name).first.click()
    return page


def ask(page, first, last, wait=False):
    page.fill("#date_from", moment(first))
    page.fill("#date_to", moment(last))
    page.fill("#note", "Concert de quartier")
    if wait:
        page.check("#wait")
    page.click("form button[type=submit]:visible >> nth=-1")
    page.wait_for_load_state("networkidle")


def state(page):
    return page.locator(".o_smart_loan_state").get_attribute("data-state")


def test_borrowed_in_a_workplace(person):
    lea, sofie, buyer = person("lea"), person("sofie"), person("acheteuse")
    page = lea.go("/my/equipment")
    assert page.locator(".o_smart_equipment").count() >= 6
    check(page)
    assert lea.fits_a_phone()
    lea.look("catalogue")

    page = find(lea, MIXER)
    check(page)
    lea.look("equipment")
    ask(page, 30, 34)
    assert state(page) == "reserved"
    assert lea.fits_a_phone()
    loan = int(re.search(r"/my/loans/(\d+)", page.url).group(1))

    # taken: the form says until when and keeps what she typed, then she waits
    page = find(sofie, MIXER)
    ask(page, 31, 33)
    assert page.locator(".alert-danger").count() == 1
    assert page.input_value("#note") == "Concert de quartier"
    sofie.look("taken")
    ask(page, 31, 33, wait=True)
    assert state(page) == "waiting"
    waiting = page.url
    # somebody else's loan does not exist for her
    assert sofie.page.goto(f"{sofie.address}/my/loans/{loan}").status == 404

    lea.go(f"/my/loans/{loan}").click("button[value=cancel]")
    lea.page.wait_for_load_state("networkidle")
    sofie.page.goto(waiting)
    assert state(sofie.page) == "reserved"

    buyer.page.goto(f"{buyer.address}/odoo/loans")
    buyer.page.locator(".o_list_view .o_data_row").first.wait_for()
    buyer.look("loans", full=False)
    buyer.page.locator(".o_data_row", has_text=MIXER).first.click()
    buyer.page.locator("button[name=action_hand_over]").first.click()
    buyer.page.locator("button[name=action_return]").first.wait_for()
    buyer.look("handed-over", full=False)
    buyer.page.locator("button[name=action_return]").first.click()
    buyer.page.locator("button[name=action_give_deposit_back]").first.wait_for()
    sofie.page.goto(waiting)
    assert state(sofie.page) == "returned"


def test_lent_by_a_member(person):
    lea, amine = person("lea"), person("amine")
    page = find(lea, LADDER)
    ask(page, 40, 42)
    assert state(page) == "requested"
    assert "Benali" not in page.content()
    loan = page.url

    page = amine.go("/my/loans?filterby=lent")
    page.locator(".o_smart_loan[data-state=requested]").first.click()
    assert "Léa Lambert" in page.content()
    check(page)
    amine.look("asked")
    page.fill("#words", "Sonnez deux fois")
    page.click("button[value=accept]")
    page.wait_for_load_state("networkidle")
    assert state(page) == "reserved"

    lea.page.goto(loan)
    assert "Sonnez deux fois" in lea.page.content()
    lea.page.fill("#date_to", moment(44))
    lea.page.click("button[value=extend]")
    lea.page.wait_for_load_state("networkidle")
    lea.look("longer")
    amine.page.reload()
    amine.page.click("button[value=longer]")
    amine.page.wait_for_load_state("networkidle")
    amine.page.fill("#words", "Comme neuve")
    amine.page.click("button[value=handed]")
    amine.page.wait_for_load_state("networkidle")
    amine.page.click("button[value=back]")
    amine.page.wait_for_load_state("networkidle")
    assert state(amine.page) == "returned"


def test_before_buying(person):
    lea, buyer = person("lea"), person("acheteuse")
    page = lea.go("/my/pools")
    page.locator(".o_smart_pool_card a").first.click()
    page.wait_for_load_state("networkidle")
    (resource,) = buyer.call(
        "smart.shared.resource", "search", [("name", "=", "Vélo cargo")]
    )
    product = buyer.call(
        "product.product", "search", [("name", "=like", "Gaffer noir%")]
    )
    buyer.call(
        "smart.shared.resource", "write", [resource], {"product_ids": [(6, 0, product)]}
    )
    page = lea.go("/my/pools")
    page.get_by_role("link", name="Gaffer pour l'hiver").click()
    page.locator(".o_smart_borrow").wait_for()
    lea.look("instead-of-buying")
    page.locator(".o_smart_borrow a").click()
    assert page.is_checked("#instead")
    buyer.call("smart.shared.resource", "write", [resource], {"product_ids": [(5,)]})
