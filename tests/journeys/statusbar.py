# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What one does on any back-office form: press its buttons, read its state."""


def press(page, label, confirmed=False):
    buttons = page.locator(".o_statusbar_buttons")
    buttons.get_by_role("button", name=label, exact=True).click()
    if confirmed:
        page.locator(".modal-footer .btn-primary").click()
    page.locator(".modal").wait_for(state="detached")


def state_becomes(page, label):
    current = page.locator(".o_statusbar_status .o_arrow_button_current")
    current.filter(has_text=label).first.wait_for()
