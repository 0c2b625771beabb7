"""Public names are documented the numpydoc way, coders with what the reader needs to know."""

import importlib
import inspect

import pytest
from numpydoc.validate import validate
from test_public_api import ROOMS

from skmedcode import BaseCoder, coders
from skmedcode.coders._pretrained import PretrainedCoder

# Numpydoc's house rules that are not ours: full stops after lists, See Also and Examples
# everywhere, type annotations in place of shapes, capital letters in parameter descriptions.
IGNORED = {"EX01", "SA01", "ES01", "GL01", "GL02", "GL03", "GL08", "PR01", "PR02", "PR07", "PR08"}
IGNORED |= {"PR09", "RT02", "RT03", "RT04", "RT05", "SA04", "SS05", "SS06", "YD01", "RT01", "PR06"}


def public_objects():
    names = ["skmedcode.BaseCoder", "skmedcode.coders._pretrained.PretrainedCoder"]
    for room in ROOMS:
        module = importlib.import_module(f"skmedcode.{room}")
        public = [name for name in module.__all__ if callable(getattr(module, name))]
        names += [f"skmedcode.{room}.{name}" for name in public]
    return names


@pytest.mark.parametrize("name", public_objects())
def test_docstring(name):
    report = validate(name)
    errors = [error for error in report["errors"] if error[0] not in IGNORED]
    assert report["docstring"], "no docstring"
    assert not errors


@pytest.mark.parametrize("name", public_objects())
def test_every_parameter_is_documented(name):
    module, _, attribute = name.rpartition(".")
    found = getattr(importlib.import_module(module), attribute)
    doc = inspect.getdoc(found) or ""
    own = inspect.signature(found).parameters
    if inspect.isclass(found) and issubclass(found, BaseCoder):
        shared = set()  # shown on the coder's page, see docs/shared_parameters.py
        for base in set(found.__mro__[1:]) & {BaseCoder, PretrainedCoder}:
            shared |= {p for p in inspect.signature(base).parameters if p in inspect.getdoc(base)}
        own = [parameter for parameter in own if parameter not in shared]
    missing = [p for p in own if p not in ("self", "args", "kwargs") and p not in doc]
    assert not missing


@pytest.mark.parametrize("name", coders.__all__)
def test_coders_name_their_paper_and_their_departures(name):
    doc = inspect.getdoc(getattr(coders, name))
    assert "Differs from the authors' code:" in doc
    assert ">>> coder" in doc
    assert any(str(year) in doc for year in range(2014, 2027)), "the paper's year"


def test_public_methods_of_the_base_are_documented():
    for name, method in inspect.getmembers(BaseCoder, inspect.isfunction):
        if not name.startswith("_") and method.__module__.startswith("skmedcode"):
            assert inspect.getdoc(method), name
