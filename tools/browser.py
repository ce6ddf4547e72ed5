"""Programs that are optional to run and needed to test."""

import os
import shutil
import subprocess

from .console import ToolError, step

# program → (what is lost without it, Debian package)
PARTS = {
    "wkhtmltopdf": ("reports cannot be printed as PDF", "wkhtmltopdf"),
    "chromium": ("browser tests cannot run", "chromium"),
}


def missing_parts():
    """Return one line per missing program, with the command that installs it."""
    return [
        f"{program} is missing, {loss}: sudo apt-get install -y {package}"
        for program, (loss, package) in PARTS.items()
        if not shutil.which(program)
    ]


def chromium():
    """Return the path of Chromium, installing Debian's package when root."""
    found = shutil.which("chromium") or shutil.which("google-chrome-stable")
    if not found:
        # Ubuntu's package of that name is a snap, which does not start in a container:
        # there Google's own package has to be installed by hand
        _install("chromium", "fonts-dejavu-core")
    return found or shutil.which("chromium")


def printer():
    """Install what prints reports as PDF, unless it is there."""
    if not shutil.which("wkhtmltopdf"):
        _install("wkhtmltopdf")


def _install(*packages):
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        command = f"sudo apt-get install -y {' '.join(packages)}"
        raise ToolError(f"{packages[0]} is needed to test: {command}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step(f"Debian packages {' '.join(packages)}"):
        for command in (
            ["apt-get", "-qq", "update"],
            ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *packages],
        ):
            done = subprocess.run(command, env=quiet, capture_output=True, text=True)
            if done.returncode:
                raise ToolError(f"{' '.join(command)}:\n{done.stderr[-800:]}")
