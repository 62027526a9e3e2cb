"""What all tests share: where tools are, which browser, and that CI skips nothing."""

import os
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
skipped = []


@pytest.fixture(scope="session")
def browser_path():
    """Path of a Chromium; without one the test is skipped on a learner's laptop and fails in CI."""
    given = os.environ.get("CHROME")
    found = given or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None or not shutil.which(found):
        reason = f"no browser: install Chromium, or name one in CHROME (looked for {given or ', '.join(BROWSERS)})"
        (pytest.fail if IN_CI else pytest.skip)(reason)
    return found


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
