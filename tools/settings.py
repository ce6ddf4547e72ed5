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
# installed on demand: they bring the website app or the inventory app, which not every
# office wants
OPTIONAL = ("smart_purchase_stock", "smart_purchase_training")
DATABASE = os.environ.get("SMART_DATABASE", "smart")


def every_module():
    """Return the technical names of all add-ons of the repository, sorted."""
    return sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))


def suite_modules():
    """Return the add-ons that are installed together, sorted."""
    return [name for name in every_module() if name not in OPTIONAL]


def venv_python():
    return VENV / "bin" / "python"
