# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Numbers as the reader's language writes them."""


def shown(env, number, pattern=".4g"):
    """Return a figure short enough to read and long enough to compute with."""
    if not isinstance(number, float):
        return str(number)
    if pattern == ".4g" and abs(number) >= 1000:
        pattern = ".0f"
    lang = env["res.lang"]._get_data(code=env.lang or "en_US")
    return f"{number:{pattern}}".replace(".", lang.decimal_point or ".")
