"""The Python environment of the checkout, and re-entering the tools inside it."""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
import venv

from . import settings
from .console import ToolError, step

# dependency groups (PEP 735) in pyproject.toml need pip 25.1
PIP = "pip==25.3"
GROUPS = ("odoo", "suite", "test", "lint")
STAMP = settings.VENV / ".pins"


def _fingerprint():
    pins = (settings.ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(pins + sys.version.encode()).hexdigest()


def _pip(*arguments):
    command = [settings.venv_python(), "-m", "pip", "--quiet", "install", *arguments]
    done = subprocess.run(command, cwd=settings.ROOT, capture_output=True, text=True)
    if done.returncode:
        errors = [row for row in done.stderr.splitlines() if "WARNING" not in row]
        reason = "\n".join(errors[-15:])
        raise ToolError(f"pip could not install the pinned packages:\n{reason}")


@contextlib.contextmanager
def _alone():
    """Let one command at a time build the environment; others wait for it."""
    settings.STATE.mkdir(exist_ok=True)
    with (settings.STATE / "environment.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def ensure():
    """Create or refresh `.venv` so that it holds exactly the pinned packages."""
    if not (3, 10) <= sys.version_info[:2] <= (3, 13):
        raise ToolError(
            "Odoo 19 runs on Python 3.10 to 3.13; call make PYTHON=python3.x"
        )
    with _alone():
        _ensure_pins(_fingerprint())


def _ensure_pins(fingerprint):
    if STAMP.exists() and STAMP.read_text() == fingerprint:
        return
    with step("Python packages in .venv"):
        try:
            venv.create(settings.VENV, with_pip=True, clear=True)
        except subprocess.CalledProcessError as error:
            raise ToolError(
                "Python cannot create environments here: apt-get install python3-venv"
            ) from error
        _pip(PIP)
        _pip(*(part for group in GROUPS for part in ("--group", group)))
        _pip("--no-deps", "--group", "oca")
        STAMP.write_text(fingerprint)


def expose(odoo_root):
    """Let the environment import Odoo from the folder that holds package `odoo`."""
    site = next((settings.VENV / "lib").glob("python3.*/site-packages"))
    (site / "smart_odoo.pth").write_text(f"{odoo_root}\n")


def inside():
    return os.path.realpath(sys.prefix) == os.path.realpath(settings.VENV)


def reenter(arguments):
    """Replace this process by the same command run by the environment's Python."""
    python = str(settings.venv_python())
    os.chdir(settings.ROOT)
    os.execv(python, [python, "-m", "tools", *arguments])
