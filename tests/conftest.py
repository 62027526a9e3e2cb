"""What all tests share: where tools are, which browser, who runs which test, and that CI skips nothing."""

import os
import re
import sys
from pathlib import Path

import hypothesis
import pytest
from joblib import cpu_count
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import lab  # noqa: E402

IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")
# A lesson's kernel, or JupyterLab with a browser, takes 1 GB at most.
MOST_WORKERS = 8
# Files whose tests take minutes: what begins with them ends sooner.
LONG = ("test_browser", "test_notebooks")
skipped = []


# A busy machine is no failure.
hypothesis.settings.register_profile("patient", hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(autouse=True)
def _figures_closed():
    """What a test leaves open, no other test sees."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


@pytest.fixture
def places(tmp_path):
    """An empty source folder, and a target that does not exist."""
    (tmp_path / "in").mkdir()
    return tmp_path / "in", tmp_path / "out"


@pytest.fixture
def album(places):
    """The same two, with a photo of each sort in the source."""
    from folder_album import fill

    fill(places[0])
    return places


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


def pytest_xdist_auto_num_workers(config):
    """One process for each core that we may use; one file runs in this process, where a debugger works."""
    files = [part for part in config.args if Path(part.split("::")[0]).is_file()]
    one_file = len(config.args) == len(files) == 1 and "test_notebooks" not in files[0]
    return 0 if one_file or cpu_count() == 1 else min(cpu_count(), MOST_WORKERS)


class WholeFiles(LoadScopeScheduling):
    """Keeps the tests of a file, and of lessons those of one lesson, in one process: they share fixtures."""

    def _split_scope(self, nodeid):
        file, _, test = nodeid.partition("::")
        lesson = re.search(r"\[(\d\d_\w+)\]$", test)
        return lesson[1] if lesson and "test_notebooks" in file else file


def pytest_xdist_make_scheduler(config, log):
    """Say which test runs where."""
    return WholeFiles(config, log)


def pytest_collection_modifyitems(items):
    """Begin with what takes longest."""
    items.sort(key=lambda item: not item.path.stem.startswith(LONG))


def pytest_runtest_logreport(report):
    """Note what was skipped; an expected failure (xfail) counts, too: CI proves all or fails."""
    if report.skipped:
        skipped.append(report.nodeid)


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
