"""What the back office checks in developer mode alone holds for the suite too."""


def test_the_back_office_opens_in_developer_mode(person):
    admin = person("admin")
    admin.page.goto(f"{admin.address}/odoo?debug=1")
    admin.page.locator(".o_main_navbar .o_debug_manager").wait_for()
    assert not admin.errors
