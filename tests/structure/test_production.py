# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The production shape, read as text: no Docker engine is needed to keep it honest."""

import configparser
import re

import pytest

from tools.settings import CONFIG, ROOT

ruamel = pytest.importorskip("ruamel.yaml")
COMPOSE = ruamel.YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
ONE_SHOT = {"setup"}
DOCKERFILE = (CONFIG / "Dockerfile").read_text()
PROXY = (CONFIG / "proxy" / "smart.conf.template").read_text()


def odoo_options():
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(CONFIG / "odoo.prod.conf")
    return parser["options"]


def location(path):
    """Return the body of the proxy's block `location <path>`."""
    return re.search(rf"location {re.escape(path)} {{(.*?)\n    }}", PROXY, re.S)[1]


def test_odoo_is_the_official_image():
    assert re.search(r"^ARG ODOO_IMAGE=odoo:19$", DOCKERFILE, re.M)
    assert re.search(r"^FROM \$\{ODOO_IMAGE\}$", DOCKERFILE, re.M)
    assert SERVICES["odoo"]["build"]["dockerfile"] == "config/Dockerfile"
    assert DOCKERFILE.rstrip().endswith("USER odoo"), "never runs as root"


def test_postgresql_and_proxy_are_pinned_to_a_release():
    assert re.fullmatch(r"postgres:\d+\.\d+-\w+", SERVICES["db"]["image"])
    assert SERVICES["db-replica"]["image"] == SERVICES["db"]["image"]
    assert re.fullmatch(r"nginx:\d+\.\d+\.\d+-\w+", SERVICES["proxy"]["image"])


def test_image_has_the_pins_of_pyproject():
    pins = re.findall(r"[\w-]+==[\w.]+", DOCKERFILE)
    project = (ROOT / "pyproject.toml").read_text()
    assert pins
    assert not [pin for pin in pins if f'"{pin}"' not in project]


def test_several_workers_serve_and_one_container_runs_the_crons():
    workers = re.search(r"--workers=\$\{ODOO_WORKERS:-(\d+)\}", str(SERVICES["odoo"]))
    assert int(workers[1]) >= 2
    assert int(odoo_options()["workers"]) >= 2
    assert "--max-cron-threads=0" in SERVICES["odoo"]["command"]
    assert "--max-cron-threads=2" in SERVICES["cron"]["command"]


def test_websocket_goes_to_the_gevent_port():
    port = odoo_options()["gevent_port"]
    assert re.search(rf"upstream odoo_websocket {{\s*server odoo:{port};", PROXY)
    assert "proxy_pass http://odoo_websocket;" in location("/websocket")
    assert "proxy_set_header Upgrade $http_upgrade;" in location("/websocket")
    assert "proxy_pass http://odoo;" in location("/")


def test_each_service_says_whether_it_is_healthy():
    for name in SERVICES.keys() - ONE_SHOT:
        assert SERVICES[name]["healthcheck"].get("test"), name


def test_data_live_in_named_volumes():
    mounted = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service["volumes"]
        if not volume.startswith("./")
    }
    assert mounted == COMPOSE["volumes"].keys()


def test_mounted_files_exist():
    bound = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service["volumes"]
        if volume.startswith("./")
    }
    assert not [path for path in bound if not (ROOT / path).is_file()]


def test_secrets_are_files_and_nothing_else():
    assert all(secret["file"] for secret in COMPOSE["secrets"].values())
    for name, service in SERVICES.items():
        for key, value in (service.get("environment") or {}).items():
            if "PASSWORD" in key:
                assert key.endswith("_FILE") and value.startswith("/run/secrets/"), name
    committed = {path.name for path in (CONFIG / "secrets").iterdir()}
    ignored = (CONFIG / "secrets" / ".gitignore").read_text().splitlines()
    assert committed == {".gitignore"} or "*" in ignored


def test_no_configuration_holds_a_password():
    example = (ROOT / ".env.example").read_text()
    assert not re.search(r"(?i)^\w*(password|secret|token)\w*=", example, re.M)
    assert not [key for key in odoo_options() if "passw" in key]


def test_the_database_manager_is_closed():
    options = odoo_options()
    assert options.getboolean("list_db") is False
    assert options["dbfilter"] == f"^{options['db_name']}$"
    assert options.getboolean("proxy_mode") is True
    assert "return 404;" in location("/web/database")


def test_searches_ignore_accents_with_an_index():
    script = (CONFIG / "postgres" / "init.sh").read_text()
    assert odoo_options().getboolean("unaccent") is True
    assert "CREATE EXTENSION unaccent;" in script
    assert "ALTER FUNCTION unaccent(text) IMMUTABLE;" in script
    assert f"CREATE DATABASE {odoo_options()['db_name']} OWNER odoo" in script
