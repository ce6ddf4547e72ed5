"""Where things are. Nothing here touches the disk."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
CONFIG = ROOT / "config"
VENV = ROOT / ".venv"
# what belongs to this checkout alone: database cluster, filestore, logs, pids
STATE = ROOT / ".smart"
LOGS = STATE / "log"
DATA_DIR = STATE / "data"
# what several checkouts of one person share: the unpacked Odoo
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "smart-suite"

LANGUAGE = "fr_FR"
COUNTRY = "BE"
# the chart of accounts of the country the demonstration cooperative lives in
LOCALISATION = ["l10n_be"]
DATABASE = os.environ.get("SMART_DATABASE", "smart")


def suite_modules():
    """Return the technical names of the suite's add-ons, sorted."""
    return sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))


def venv_python():
    return VENV / "bin" / "python"
