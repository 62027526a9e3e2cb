"""The papers that other machines read: workflows, the image, the citation. They are parsed here and run elsewhere."""

import json
import os
import re
import subprocess
import tomllib
from itertools import product

import pytest
import yaml
from conftest import ROOT
from packaging.specifiers import SpecifierSet

from faceblur_utils import __version__

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
CI, RELEASE = (ROOT / ".github" / "workflows" / name for name in ("ci.yml", "release.yml"))


def read(path):
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    loaded["on"] = loaded.pop(True)  # YAML 1.1 reads "on" as a truth value
    return loaded


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_fork_changes_nothing_and_gets_what_was_tried(path):
    workflow, text = read(path), path.read_text(encoding="utf-8")
    for step in steps(workflow):
        assert ("uses" in step) != ("run" in step)
        if "uses" in step:
            assert re.fullmatch(r"[\w./-]+@(v\d+(\.\d+)*|[0-9a-f]{40})", step["uses"]), step["uses"]
    assert not re.findall(r"secrets\.(?!GITHUB_TOKEN)\w+", text), "a fork has no secrets"
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())
    assert "permissions" in workflow, "by default a token may write"


def test_what_workflows_call_is_here_and_may_be_run():
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    called = set(re.findall(r"(?<![\w/])\.ci/\w+", text))
    assert called >= {".ci/run", ".ci/lowest", ".ci/wheel"}
    for call in called:
        assert (ROOT / call).read_text(encoding="utf-8").startswith("#!")
        assert os.name != "posix" or os.access(ROOT / call, os.X_OK)


def test_each_change_runs_ci_and_each_week_all_systems_and_pythons():
    workflow = read(CI)
    assert {"push", "pull_request", "schedule"} <= workflow["on"].keys()
    assert ".ci/run" in [step.get("run") for step in workflow["jobs"]["change"]["steps"]]
    matrix = workflow["jobs"]["newest"]["strategy"]["matrix"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = SpecifierSet(project["project"]["requires-python"])
    assert matrix["python"] == [f"3.{minor}" for minor in range(9, 20) if wanted.contains(f"3.{minor}.0")]
    assert {re.match("[a-z]+", system)[0] for system in matrix["system"]} == {"ubuntu", "windows", "macos"}
    assert len(list(product(*matrix.values()))) == 12
    command = next(step["run"] for step in workflow["jobs"]["newest"]["steps"] if "pytest" in step.get("run", ""))
    assert f"```\n{command}\n```" in (ROOT / "README.md").read_text(encoding="utf-8"), "the command that README names"


def test_only_a_release_may_write():
    assert [path for path in WORKFLOWS if read(path)["permissions"].get("contents") == "write"] == [RELEASE]
    assert list(read(RELEASE)["on"]) == ["push"] and list(read(RELEASE)["on"]["push"]) == ["tags"]


@pytest.mark.skipif(os.name != "posix", reason="runs on the workflow's Linux")
def test_a_tag_that_is_not_the_version_makes_no_release(tmp_path):
    command = [str(ROOT / ".ci" / "wheel"), str(tmp_path / "dist"), "v0.0.1"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1 and not (tmp_path / "dist").exists()
    assert done.stderr.startswith(f"The tag is v0.0.1, and faceblur_utils/__init__.py says {__version__}: ")


def test_citation_and_changelog_know_this_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()  # what the format asks for
    assert citation["version"] == __version__
    assert f"\n## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_image_takes_what_the_project_says():
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "xargs -a /tmp/apt.txt" in image and "ARG NB_UID" in image and "USER ${NB_USER}" in image
    hub = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["hub"]
    assert re.search(r'ARG JUPYTERHUB="(.+)"', image)[1] in hub
    text = (ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8")
    container = json.loads(re.sub(r"^//.*\n", "", text))
    assert (ROOT / ".devcontainer" / container["build"]["dockerfile"]).resolve() == ROOT / "Dockerfile"
    assert container["build"]["args"]["NB_USER"] == container["remoteUser"]
