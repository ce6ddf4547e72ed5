"""The structure itself: its name, its country, its logo."""

import base64
import io

GREEN = (47, 125, 107)


def tell(env):
    """Name the main company and make it Belgian, in euros."""
    company = env.ref("base.main_company")
    company.partner_id.write(
        {
            "name": "Coopérative Smart (démonstration)",
            "street": "Rue Coenraets 72",
            "zip": "1060",
            "city": "Saint-Gilles",
            "country_id": env.ref("base.be").id,
            "lang": "fr_FR",
        }
    )
    company.write({"currency_id": env.ref("base.EUR").id, "logo": logo()})


def logo():
    """Return the demonstration's logo, a PNG in base64: people who are linked."""
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (720, 240), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    centre, around = (120, 120), ((50, 60), (190, 50), (60, 190), (190, 180))
    for x, y in around:
        draw.line((centre, (x, y)), fill=GREEN, width=12)
    for x, y in (centre, *around):
        draw.ellipse((x - 28, y - 28, x + 28, y + 28), fill=GREEN)
    for index, letter in enumerate(LETTERS):
        left = 270 + index * 85
        for row, bits in enumerate(letter):
            for column, bit in enumerate(bits):
                if bit == "#":
                    x, y = left + column * 18, 65 + row * 22
                    draw.rectangle((x, y, x + 16, y + 20), fill=GREEN)
    file = io.BytesIO()
    image.save(file, "PNG")
    return base64.b64encode(file.getvalue())


# five letters drawn in squares: no font has to be installed
LETTERS = (
    (".##.", "#...", ".#..", "..#.", "##.."),
    ("#..#", "####", "####", "#..#", "#..#"),
    (".##.", "#..#", "####", "#..#", "#..#"),
    ("###.", "#..#", "###.", "#.#.", "#..#"),
    ("####", ".##.", ".##.", ".##.", ".##."),
)
