"""What all tests share: where tools are, which browser, and that CI skips nothing."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import lab  # noqa: E402

IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")
skipped = []


@pytest.fixture(scope="session")
def browser_path():
    """Path of a Chromium; without one the test is skipped on a learner's laptop and fails in CI."""
    found = lab.find_browser()
    if found is None:
        reason = f"no browser: install Chromium, or name one in CHROME (looked for {', '.join(lab.BROWSERS)})"
        (pytest.fail if IN_CI else pytest.skip)(reason)
    return found


# For one file of tests only: while Playwright's loop runs, nothing else in this process may run a loop of its own.
@pytest.fixture(scope="module")
def browser(browser_path):
    """A headless Chromium."""
    with lab.chromium(browser_path) as started:
        yield started


@pytest.fixture
def page(browser):
    """A fresh page that keeps its complaints in ``page.complaints``."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(lab.PATIENCE)
    page.complaints = []
    page.on("console", lambda said: said.type == "error" and page.complaints.append(f"console: {said.text}"))
    page.on("pageerror", lambda error: page.complaints.append(f"page: {error}"))
    yield page
    page.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Note what was skipped; an expected failure (xfail) counts, too: CI proves all or fails."""
    report = yield
    if report.skipped:
        skipped.append(item.nodeid)
    return report


def pytest_collectreport(report):
    """Note whole files that were skipped."""
    if report.skipped:
        skipped.append(report.nodeid)


def pytest_sessionfinish(session, exitstatus):
    """Fail in CI if anything was skipped."""
    if IN_CI and skipped and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    """Say why CI failed although no test did."""
    if IN_CI and skipped:
        terminalreporter.section("skipped, which CI counts as failed", red=True)
        for name in skipped:
            terminalreporter.line(name)
