"""make run, make stop, make clean."""

import os
import shutil
import time
import webbrowser
from pathlib import Path

from . import browser, database, environment, ground, postgres, settings
from .console import ToolError, say, step
from .demo import accounts, load
from .odoo import free_port, terminate

PID = settings.STATE / "server.pid"


def run(_arguments):
    """Serve the suite; create and fill its database the first time."""
    start = time.monotonic()
    odoo = ground.prepare()
    name = settings.DATABASE
    running = _running()
    if name not in database.names(odoo.server):
        _build(odoo, name)
    elif not database.is_current(odoo.server, name):
        _halt(running)
        running = None
        with step("Updating the add-ons, data are kept"):
            _update(odoo, name)
        database.mark_current(name)
    optional = _get_optional()
    if optional:
        _halt(running)
        running = None
        with step(f"Adding {', '.join(optional)}"):
            odoo.call("module", "install", "-d", name, *optional, log="optional.log")
    port = running[1] if running else _start(odoo, name)
    _welcome(port, time.monotonic() - start)


def stop(_arguments):
    """Stop the server and, when it is ours, PostgreSQL. Data stay."""
    running = _running()
    _halt(running)
    PID.unlink(missing_ok=True)
    stopped = environment.inside() and postgres.stop()
    say("Stopped." if running or stopped else "Nothing was running.")


def clean(_arguments):
    """Remove this checkout's databases and environment; the cached Odoo stays."""
    if os.environ.get("PGHOST"):
        # a database without its files is worth nothing, and the server is not ours
        raise ToolError(
            f"PGHOST is set: drop database {settings.DATABASE} there (dropdb), then "
            "call make clean without PGHOST"
        )
    _halt(_running())
    if settings.venv_python().exists() and postgres.CLUSTER.exists():
        # the embedded server's library lives in the environment removed below
        os.spawnl(os.P_WAIT, settings.venv_python(), "python", "-m", "tools", "stop")
    for folder in (settings.STATE, settings.VENV, settings.ROOT / "dist"):
        shutil.rmtree(folder, ignore_errors=True)
    say("Clean: next make run starts from nothing.")


def _build(odoo, name):
    """Create the database under another name: `name` exists only when it is whole."""
    draft = f"{name}_draft"
    modules = [*settings.LOCALISATION, *settings.suite_modules()]
    database.create(odoo.server, odoo, draft, modules)
    load.fill(odoo, draft)
    database.rename(odoo.server, draft, name)
    database.mark_current(name)


def _update(odoo, name):
    """Bring the database to the current sources.

    By the server, which loads module after module: `odoo module upgrade` first loads
    all of them, and fails where a column of the new sources is not there yet. Texts
    whose translation changed are taken over: by default the old one stays.
    """
    modules = ",".join(settings.suite_modules())
    arguments = ("--update", modules, "--init", modules, "--i18n-overwrite")
    arguments += ("--stop-after-init",)
    odoo.call("server", "-d", name, "--no-http", *arguments, log="update.log")


def _get_optional():
    """Return the add-ons that SMART_WITH asks for beside the suite."""
    asked = os.environ.get("SMART_WITH", "").replace(",", " ").split()
    unknown = set(asked) - set(settings.OPTIONAL)
    if unknown:
        raise ToolError(
            f"SMART_WITH knows {', '.join(settings.OPTIONAL)}: not {unknown.pop()}"
        )
    return asked


def _running():
    """Return (pid, port) of the server this checkout started, or None.

    After a restart of the machine the number may be somebody else's process, so the
    process must also be an Odoo on this checkout's port.
    """
    if not PID.exists():
        return None
    pid, port = map(int, PID.read_text().split())
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return None
    ours = b"odoo" in command and str(port).encode() in command
    return (pid, port) if ours else None


def _halt(running):
    if running:
        terminate(running[0])


def _start(odoo, name):
    port = free_port(int(os.environ.get("SMART_PORT", "8069")))
    with step(f"Server on port {port}"):
        process = odoo.serve(name, port, log="server.log")
    PID.write_text(f"{process.pid} {port}")
    return port


def _welcome(port, seconds):
    address = f"http://localhost:{port}"
    for line in browser.missing_parts():
        say(f"! {line}")
    say(f"\nSmart is served at {address} (ready in {seconds:.0f} s)\n")
    width = max(len(account.login) for account in accounts.ACCOUNTS)
    for account in accounts.ACCOUNTS:
        say(f"  {account.login:<{width}}  {account.role}")
    say(f"\n  password for all of them: {accounts.PASSWORD}")
    say("\n  make stop   stop it, data are kept      make clean   start from nothing")
    if os.environ.get("SMART_OPEN"):
        webbrowser.open(address)
