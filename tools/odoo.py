"""Call Odoo's command line and serve databases, with one generated configuration."""

import configparser
import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from . import settings, source
from .console import ToolError


class Odoo:
    """Odoo as found on this machine, bound to one PostgreSQL server."""

    def __init__(self, root, server):
        self.root = root
        self.server = server
        self.config = settings.STATE / "odoo.conf"
        self._write_config()

    def _write_config(self):
        settings.LOGS.mkdir(parents=True, exist_ok=True)
        parser = configparser.ConfigParser(interpolation=None)
        parser.read(settings.CONFIG / "odoo.dev.conf")
        parser["options"].update(
            addons_path=",".join(
                [*source.addons_path(self.root), str(settings.ADDONS)]
            ),
            data_dir=str(settings.DATA_DIR),
            db_host=self.server.host,
            db_port=self.server.port,
            db_user=self.server.user,
        )
        if self.server.password:
            parser["options"]["db_password"] = self.server.password
        with self.config.open("w") as file:
            parser.write(file)
        self.config.chmod(0o600)

    def command(self, *arguments):
        """Return the command line `odoo <subcommand> …`."""
        return [str(settings.venv_python()), "-m", "odoo", *arguments]

    def environment(self):
        """Return the process environment that carries configuration and server."""
        return {**self.server.environment(), "ODOO_RC": str(self.config)}

    def call(self, *arguments, log, stdin=None):
        """Run a subcommand to its end; raise ToolError with the log's last lines."""
        path = settings.LOGS / log
        with path.open("w") as file:
            done = subprocess.run(
                self.command(*arguments),
                stdin=stdin or subprocess.DEVNULL,
                cwd=settings.ROOT,
                stdout=file,
                stderr=subprocess.STDOUT,
                env=self.environment(),
            )
        if done.returncode:
            tail = "\n".join(path.read_text(errors="replace").splitlines()[-25:])
            raise ToolError(f"odoo {arguments[0]} failed, log in {path}\n{tail}")

    def serve(self, database, port, log, crons=True):
        """Start a server for `database` and return its process once it answers.

        :param crons: whether what is due is done meanwhile
        """
        path = settings.LOGS / log
        with path.open("w") as file:
            process = subprocess.Popen(
                self.command(
                    "server",
                    "-d",
                    database,
                    "--db-filter",
                    f"^{database}$",
                    "--http-port",
                    str(port),
                    "--no-database-list",
                    *([] if crons else ["--max-cron-threads", "0"]),
                ),  # fmt: skip
                stdin=subprocess.DEVNULL,
                cwd=settings.ROOT,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=self.environment(),
            )
        wait_until_served(process, port, path)
        return process


def wait_until_served(process, port, log, timeout=180):
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError, urllib.error.URLError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=60)
            return
        time.sleep(0.3)
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    raise ToolError(f"Odoo does not answer on port {port}, log in {log}\n{tail}")


def free_port(preferred):
    """Return `preferred`, or the next port nobody listens on."""
    for port in range(preferred, preferred + 200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise ToolError(f"No free port between {preferred} and {preferred + 200}")


def terminate(pid):
    """Ask process `pid` to end, insist after ten seconds; return whether it lived."""
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        return False
    for _ in range(50):
        time.sleep(0.2)
        if not alive(pid):
            return True
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return True


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # a child that ended but was not waited for still answers signal 0
    with contextlib.suppress(ChildProcessError):
        return os.waitpid(pid, os.WNOHANG) == (0, 0)
    return True
