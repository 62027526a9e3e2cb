"""The examples in docstrings are run, and public functions have one."""

import doctest
import importlib
import inspect
import pkgutil
import warnings

import pytest

import faceblur_utils

MODULES = [one.name for one in pkgutil.walk_packages(faceblur_utils.__path__, "faceblur_utils.")]
# Whose public functions have an example each.
WITH_EXAMPLES = ("blur", "figures", "privacy", "roi", "samples")


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__main__")])
def test_examples_give_what_they_say(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)  # an example that writes a file writes it there
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert not found.failed, capsys.readouterr().out


def public_functions(module):
    """Functions of the module, methods of its classes: what a reader calls by name."""
    for name in getattr(module, "__all__", [name for name in vars(module) if not name.startswith("_")]):
        one = getattr(module, name)
        if inspect.isfunction(one) and one.__module__.startswith(module.__name__):
            yield name, one
        elif inspect.isclass(one) and one.__module__.startswith(module.__name__):
            for each, method in inspect.getmembers(one, lambda m: inspect.isfunction(m) or inspect.ismethod(m)):
                if not each.startswith("_") and each in vars(one):
                    yield f"{name}.{each}", method


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_public_functions_have_an_example(name):
    module = importlib.import_module(f"faceblur_utils.{name}")
    named = dict(public_functions(module))
    assert named
    assert [each for each, one in named.items() if ">>>" not in (one.__doc__ or "")] == []
