# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The repository holds for every machine, not for the one it was written on."""

import re
import sys
from pathlib import Path

import pytest

from tools import layout
from tools.settings import ROOT

if sys.version_info >= (3, 11):
    import tomllib
else:
    # pytest brings it where the standard library lacks it
    import tomli as tomllib

GENERATED = {
    ".git", ".venv", ".smart", ".ruff_cache", ".pytest_cache", ".hypothesis", "dist",
}  # fmt: skip
TEXT = {
    ".py", ".xml", ".csv", ".md", ".toml", ".yml", ".conf", ".sh", ".js", ".scss",
    ".po", ".pot", ".template", ".cfg", ".json", "",
}  # fmt: skip
HOSTS = re.compile(
    r"--(extra-)?index-url|https?://[^/\s]*(artifactory|nexus|devpi|mirror)[^/\s]*"
    r"|deb\.debian\.org|archive\.ubuntu\.com|files\.pythonhosted\.org"
)
FILES = sorted(
    path
    for top in ROOT.iterdir()
    if top.name not in GENERATED
    for path in (top.rglob("*") if top.is_dir() else [top])
    if path.is_file() and path.suffix in TEXT and path != Path(__file__)
)


def test_no_file_names_this_machine():
    places = re.compile(
        "|".join(re.escape(f"{place}/") for place in (ROOT, Path.home()))
        + r"|/home/\w+/|/Users/\w+/"
    )
    assert not [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in FILES
        if (found := places.search(path.read_text(errors="replace")))
    ]


def test_no_file_names_a_package_host():
    assert not [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in FILES
        if (found := HOSTS.search(path.read_text(errors="replace")))
    ]


@pytest.mark.parametrize("module", layout.modules(), ids=lambda path: path.name)
def test_each_addon_builds_as_a_wheel(module):
    content = tomllib.loads((module / "pyproject.toml").read_text())
    pins = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    backend = content["build-system"]
    assert backend["build-backend"] == "whool.buildapi"
    assert set(backend["requires"]) <= set(pins["lint"])


def test_addons_share_author_and_website():
    manifests = [layout.manifest(module) for module in layout.modules()]
    assert len({(each["author"], each.get("website")) for each in manifests}) == 1


def test_every_dependency_is_pinned():
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    assert not [line for group in groups.values() for line in group if "==" not in line]


def test_license_is_the_agpl_3():
    text = (ROOT / "LICENSE").read_text()
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text
    assert "Version 3, 19 November 2007" in text
