"""Create, clone and drop databases together with their filestores."""

import hashlib
import shutil

from . import settings
from .console import say, step


def filestore(name):
    return settings.DATA_DIR / "filestore" / name


def names(server):
    """Return the names of the databases on `server`."""
    with server.connect() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall()}


def drop(server, name):
    connection = server.connect()
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    connection.close()
    shutil.rmtree(filestore(name), ignore_errors=True)


def clone(server, source, target):
    """Copy database `source` and its filestore, replacing `target`.

    Assets live in the filestore: a database copied without it answers 404.
    """
    drop(server, target)
    connection = server.connect()
    with connection.cursor() as cursor:
        _disconnect(cursor, source)
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    connection.close()
    if filestore(source).exists():
        shutil.copytree(filestore(source), filestore(target), dirs_exist_ok=True)


def rename(server, source, target):
    """Give database `source` and its filestore the name `target`, which is free."""
    connection = server.connect()
    with connection.cursor() as cursor:
        _disconnect(cursor, source)
        cursor.execute(f'ALTER DATABASE "{source}" RENAME TO "{target}"')
    connection.close()
    if filestore(source).exists():
        filestore(source).rename(filestore(target))


def _disconnect(cursor, name):
    cursor.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
        (name,),
    )


def create(server, odoo, name, modules):
    """Create database `name` with `modules`, in French, without Odoo's own demo."""
    drop(server, name)
    with step(f"Database {name}: {', '.join(modules)}"):
        odoo.call(
            "db", "init", name, "--language", settings.LANGUAGE, "--country",
            settings.COUNTRY, log=f"{name}-init.log",
        )  # fmt: skip
        odoo.call("module", "install", "-d", name, *modules, log=f"{name}-install.log")
    if not _has_unaccent(server, name):
        say(
            "! Searching will not ignore accents: the PostgreSQL role does not own "
            "unaccent(). Give it SUPERUSER, or prepare template1 with the extensions "
            "pg_trgm and unaccent, and unaccent(text) made IMMUTABLE."
        )


def _has_unaccent(server, name):
    connection = server.connect(name)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_proc WHERE proname = 'unaccent' AND provolatile = 'i'"
        )
        found = cursor.fetchone()
    connection.close()
    return bool(found)


def fingerprint():
    """Return a digest of the add-ons and of the story, to know what is behind."""
    digest = hashlib.sha256()
    for folder in (settings.ADDONS, settings.ROOT / "tools" / "demo"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(settings.ROOT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _stamp(name):
    return settings.STATE / f"{name}.fingerprint"


def is_current(server, name):
    """Tell whether `name` exists and was built from the sources as they are."""
    stamp = _stamp(name)
    known = stamp.read_text() if stamp.exists() else ""
    return name in names(server) and known == fingerprint()


def mark_current(name):
    _stamp(name).write_text(fingerprint())


def ensure_template(server, odoo, name, modules):
    """Return `name`, a database with `modules` installed from the current sources.

    Tests clone it: installing takes a minute or two, cloning a second or two.
    """
    if is_current(server, name):
        say(f"→ Database {name} is up to date")
        return name
    create(server, odoo, name, modules)
    mark_current(name)
    return name
