"""The command line."""

import re
import subprocess
import sys

import numpy as np
import pytest

import skmedcode
from skmedcode.cli import main
from skmedcode.cli._demo import quoted, split_by_patient


def test_the_demo_fits_compares_and_explains(capsys):
    assert main(["demo", "--n-notes", "90", "--n-codes", "6", "--max-epochs", "3"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"GatedCNNCoder +0\.\d{3}", shown)
    assert re.search(r"TF-IDF \+ L1 +0\.\d{3}", shown)
    assert "valid_score" in shown
    assert shown.count("missed:") == 3


def test_a_size_that_cannot_be_is_named():
    with pytest.raises(SystemExit) as stopped:
        main(["demo", "--n-codes", "100000"])
    assert stopped.value.code == 2


def test_module_and_version():
    run = subprocess.run(
        [sys.executable, "-m", "skmedcode", "--version"], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == skmedcode.__version__


def test_no_patient_is_on_both_sides():
    groups = np.array([0, 0, 1, 2, 2, 2, 3, 4, 5, 5])
    train, test = split_by_patient(groups, 3)
    assert not set(groups[train]) & set(groups[test])
    assert sorted([*train, *test]) == list(range(10))
    assert 2 <= len(test) <= 6


def test_long_notes_are_cut():
    assert quoted("one\ntwo\nthree", lines=2).splitlines() == ["  | one", "  | two", "  | ..."]
