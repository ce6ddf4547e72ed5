"""Rules for the whole run: what was not run has not passed."""


def pytest_sessionfinish(session, exitstatus):
    """Fail a run in which a test was skipped.

    Browser tests skip themselves without Chromium or without an HTTP server; a
    green run must not hide that.
    """
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter else 0
    if skipped and not exitstatus:
        reporter.write_line(f"{skipped} tests were skipped: this counts as a failure")
        session.exitstatus = 1
