"""Get Odoo 19: a path that is given, Debian's package, or upstream's repository."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import settings
from .console import ToolError, say, step

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# odoo-19 links to these packages' files instead of carrying them
COMPANIONS = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-glyphicons-halflings",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
)
# later releases of this one dropped the files that Odoo links to
FROM_OWN_SUITE = "fonts-font-awesome"
# listed in the manifest of `mail`, left out by Debian; its absence is a console
# error that stops every backend tour. It only serves to blur video calls.
MISSING_ASSET = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
UPSTREAM = "https://github.com/odoo/odoo.git"


def ensure():
    """Return the folder that holds package `odoo`, fetching it when needed."""
    given = os.environ.get("ODOO_PATH")
    if given:
        return _package_root(Path(given).resolve())
    unpacked = settings.CACHE / "odoo-19-debian"
    cloned = settings.CACHE / "odoo-19-upstream"
    for known in (unpacked, cloned):
        if known.exists():
            return _package_root(known)
    if _debian_mirror():
        with step("Odoo 19 from Debian's archive"):
            _unpack_debian(unpacked)
        return _package_root(unpacked)
    with step("Odoo 19 from upstream"):
        _clone_upstream(cloned)
    return _package_root(cloned)


def addons_path(root):
    """Return the folders of Odoo's own add-ons below `root`."""
    folders = [root / "odoo" / "addons", root / "addons"]
    return [str(folder) for folder in folders if (folder / "web").is_dir()]


def _package_root(folder):
    for root in (folder, folder / "usr/lib/python3/dist-packages"):
        if (root / "odoo" / "release.py").exists():
            return root
    raise ToolError(f"No Odoo in {folder}: ODOO_PATH must hold odoo/release.py")


def _run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        raise ToolError(f"{command[0]} failed: {done.stderr.strip()[-800:]}")
    return done.stdout


def _debian_mirror():
    """Return (site, codename) of the Debian mirror that apt uses here, or None."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb") and KEYRING.exists()):
        return None
    wanted = "$(ORIGIN)|$(CODENAME)|$(SITE)"
    rows = _run(["apt-get", "indextargets", "--format", wanted, "Created-By: Packages"])
    for row in rows.splitlines():
        origin, codename, site = row.split("|")
        if origin == "Debian" and "-" not in codename:
            return site, codename
    say("apt knows no Debian mirror yet (apt-get update?): trying upstream's git")
    return None


def _unpack_debian(target):
    site, codename = _debian_mirror()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        work = Path(folder)
        # apt drops to user _apt, which must be able to enter
        work.chmod(0o755)
        apt = _private_apt(work, site, codename)
        _run([*apt, "update"])
        names = ["odoo-19", *COMPANIONS]
        wanted = [f"{name}/unstable" for name in names]
        _run([*apt, "download", *wanted, f"{FROM_OWN_SUITE}/{codename}"], cwd=work)
        tree = work / "tree"
        for package in sorted(work.glob("*.deb")):
            _run(["dpkg-deb", "-x", str(package), str(tree)])
        asset = _package_root(tree) / "odoo" / "addons" / MISSING_ASSET
        if not asset.exists():
            asset.parent.mkdir(parents=True, exist_ok=True)
            asset.touch()
        tree.rename(target)


def _private_apt(work, site, codename):
    """Return an apt-get command that keeps its state in `work`, nothing system-wide."""
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (work / folder).mkdir(parents=True)
    (work / "status").touch()
    signed = f"deb [signed-by={KEYRING}] {site}"
    sources = work / "sources.list"
    sources.write_text(f"{signed} unstable main\n{signed} {codename} main\n")
    options = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State": work / "state",
        "Dir::State::status": work / "status",
        "Dir::Cache": work / "cache",
        "APT::Sandbox::User": "root" if os.geteuid() == 0 else "",
    }
    pairs = [f"{key}={value}" for key, value in options.items() if str(value)]
    return ["apt-get", *(part for pair in pairs for part in ("-o", pair))]


def _clone_upstream(target):
    if not shutil.which("git"):
        raise ToolError("Odoo cannot be fetched: apt-get install git, or set ODOO_PATH")
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    _run(["git", "clone", "--depth", "1", "--branch", "19.0", UPSTREAM, str(partial)])
    partial.rename(target)
