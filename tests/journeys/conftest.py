"""People at their browsers, on a database with the demonstration data."""

import os
import re
import subprocess
import xmlrpc.client
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tools import database, ground, settings
from tools.demo import accounts
from tools.odoo import free_port, terminate

WIDE, PHONE = 1400, 390
SCREENSHOTS = settings.STATE / "screenshots"
# each of these keeps Chromium from calling home, which a closed network refuses
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]


@pytest.fixture(scope="package")
def served():
    """Serve the journey database of this process; yield (address, database)."""
    name, worker = os.environ["SMART_JOURNEY_DATABASE"], ""
    if "PYTEST_XDIST_WORKER" in os.environ:
        worker = os.environ["PYTEST_XDIST_WORKER"]
        name = f"{name}_{worker}"
    odoo = ground.prepare()
    # far apart: both processes look for a port at the same moment
    port = free_port(8269 + 50 * int(worker.removeprefix("gw") or 0))
    # a journey says itself when night falls
    process = odoo.serve(name, port, log=f"journeys{worker}.log", crons=False)
    yield f"http://127.0.0.1:{port}", name
    terminate(process.pid)


def install_optional(odoo, name):
    """Install the add-ons on demand in `name` and run their tests, in one go."""
    tags = ",".join(f"/{module}" for module in settings.OPTIONAL)
    done = subprocess.run(
        odoo.command(
            "server", "-d", name, "-i", ",".join(settings.OPTIONAL),
            "--test-tags", tags, "--stop-after-init", "--max-cron-threads", "0",
            "--log-level", "error", "--http-port", str(free_port(8869)),
        ),
        cwd=settings.ROOT,
        env={**odoo.environment(), "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert not done.returncode, (done.stdout + done.stderr)[-4000:]


@pytest.fixture(scope="package")
def optional():
    """Serve a clone of the demonstration with the add-ons on demand.

    Yield (address, name). Their unit tests run in it, before anybody looks.
    """
    odoo = ground.prepare()
    name = f"{os.environ['SMART_JOURNEY_DATABASE']}_optional"
    database.clone(odoo.server, os.environ["SMART_DEMO_DATABASE"], name)
    install_optional(odoo, name)
    port = free_port(8869)
    process = odoo.serve(name, port, log="optional.log", crons=False)
    yield f"http://127.0.0.1:{port}", name
    terminate(process.pid)
    database.drop(odoo.server, name)


@pytest.fixture(scope="package")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("SMART_CHROMIUM", "/usr/bin/chromium"),
            args=FLAGS,
        )
        yield browser
        browser.close()


class Person:
    """Somebody logged in, with her own browser context and her own RPC session."""

    def __init__(self, browser, served, login, journey):
        self.address, self.database = served
        self.login = login
        self.journey = journey
        self.context = browser.new_context(
            viewport={"width": WIDE, "height": 900}, locale="fr-FR"
        )
        self.context.set_default_timeout(30_000)
        self.page = self.context.new_page()
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self._log_in()

    def _log_in(self):
        self.page.goto(f"{self.address}/web/login")
        self.page.fill("input[name=login]", self.login)
        self.page.fill("input[name=password]", accounts.PASSWORD)
        self.page.click(".oe_login_form button[type=submit]")
        self.page.wait_for_url(re.compile(r"/(odoo|my)"))

    def forget(self):
        """Become anybody: no account, whatever the last page still asks for."""
        self.page.goto("about:blank")
        self.context.clear_cookies()

    def go(self, path):
        """Open a page of the server and return it once its network is quiet."""
        self.page.goto(self.address + path)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def look(self, name, full=True):
        """Keep the page as it looks on a desk and on a phone."""
        folder = SCREENSHOTS / self.journey
        folder.mkdir(parents=True, exist_ok=True)
        # wide first: the back office's menu stays small once it was
        for width, height in ((WIDE, 900), (PHONE, 844)):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.wait_for_timeout(400)
            self.page.screenshot(path=folder / f"{name}-{width}.png", full_page=full)
        self.page.set_viewport_size({"width": WIDE, "height": 900})
        return Path(folder)

    def keep(self, name):
        """Keep what is on the screen now, of a journey that did not arrive."""
        folder = SCREENSHOTS / self.journey
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png")

    def reads(self, text):
        """Wait until `text` can be read on the page."""
        self.page.get_by_text(text).first.wait_for()

    def call(self, model, method, *arguments, **options):
        """Call a method over RPC as this person, as a script of hers would."""
        common = xmlrpc.client.ServerProxy(f"{self.address}/xmlrpc/2/common")
        uid = common.authenticate(self.database, self.login, accounts.PASSWORD, {})
        proxy = xmlrpc.client.ServerProxy(f"{self.address}/xmlrpc/2/object")
        return proxy.execute_kw(
            self.database, uid, accounts.PASSWORD, model, method, arguments, options
        )

    def fits_a_phone(self):
        """Tell whether nothing sticks out sideways at 390 pixels."""
        self.page.set_viewport_size({"width": PHONE, "height": 844})
        self.page.wait_for_timeout(300)
        fits = self.page.evaluate(
            "document.documentElement.scrollWidth <= window.innerWidth + 1"
        )
        self.page.set_viewport_size({"width": WIDE, "height": 900})
        return fits


@pytest.fixture(scope="package")
def enter(chromium, served):
    """Return a function (login, journey) → Person, for whoever closes it herself."""
    return lambda login, journey: Person(chromium, served, login, journey)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.has_failed = report.failed
    return report


@pytest.fixture
def person(enter, request):
    """Return a function that lets somebody log in; no page may end in an error."""
    people = []
    journey = request.node.path.stem.removeprefix("test_")

    def log_in(login):
        people.append(enter(login, journey))
        return people[-1]

    yield log_in
    if getattr(request.node, "has_failed", False):
        for someone in people:
            someone.keep(f"failed-{request.node.name}-{someone.login}")
    errors = [error for someone in people for error in someone.errors]
    for someone in people:
        someone.context.close()
    assert not errors, errors
