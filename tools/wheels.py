"""make wheels: build each add-on the way Odoo's ecosystem ships it."""

import shutil
import subprocess

from . import settings
from .console import ToolError, step

DIST = settings.ROOT / "dist"


def build(_arguments):
    """Build one wheel per add-on in dist/, replacing what is there."""
    shutil.rmtree(DIST, ignore_errors=True)
    for module in settings.every_module():
        with step(f"Wheel of {module}"):
            _build(settings.ADDONS / module)


def _build(module):
    # whool is pinned and installed: the build needs no environment of its own
    command = [
        settings.venv_python(), "-m", "build", "--wheel", "--no-isolation",
        "--outdir", DIST, module,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise ToolError(f"{module.name}:\n{(done.stderr or done.stdout)[-1500:]}")
