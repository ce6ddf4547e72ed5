"""Rebuild addons/smart_filieres/data/outlines.json: coasts and borders under the map.

    python3 -m tools.demo.make_outlines

From Natural Earth (public domain, https://www.naturalearthdata.com) at 1:50 million, as
the npm package world-atlas 2.0.2 (ISC) carries it. Islands and parts far from Europe
are left out, coordinates are [longitude, latitude] with two decimals.
"""

import io
import json
import subprocess
import tarfile
import tempfile
from itertools import accumulate
from pathlib import Path

TARGET = Path(__file__).parents[2] / "addons/smart_filieres/data/outlines.json"
ATLAS = "world-atlas@2.0.2"
# ISO 3166 numbers
COUNTRIES = {"056": "BE", "250": "FR", "442": "LU", "528": "NL", "276": "DE"}
WEST, EAST, SOUTH, NORTH = -6, 16, 41, 56


def atlas(folder):
    subprocess.run(["npm", "pack", "--silent", ATLAS], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("world-atlas*.tgz"))) as archive:
        member = archive.extractfile("package/countries-50m.json")
        return json.load(io.TextIOWrapper(member, encoding="utf-8"))


def arcs(topology):
    """Return the arcs in degrees; TopoJSON keeps differences of whole numbers."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"].values()
    for arc in topology["arcs"]:
        xs = accumulate(step[0] for step in arc)
        ys = accumulate(step[1] for step in arc)
        yield [
            [round(x * scale_x + move_x, 2), round(y * scale_y + move_y, 2)]
            for x, y in zip(xs, ys, strict=True)
        ]


def ring(lines, numbers):
    points = []
    for number in numbers:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        points += line[1:] if points else line
    return points


def rings(lines, geometry):
    nested = geometry["arcs"]
    polygons = [nested] if geometry["type"] == "Polygon" else nested
    for polygon in polygons:
        points = ring(lines, polygon[0])
        if all(WEST < x < EAST and SOUTH < y < NORTH for x, y in points):
            yield points


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        topology = atlas(Path(name))
    lines = list(arcs(topology))
    found = {
        COUNTRIES[geometry["id"]]: list(rings(lines, geometry))
        for geometry in topology["objects"]["countries"]["geometries"]
        if geometry.get("id") in COUNTRIES
    }
    TARGET.write_text(json.dumps(dict(sorted(found.items())), separators=(",", ":")))
