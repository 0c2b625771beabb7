"""The table of MIMIC-III runs, on made-up files of its schema."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from mimic_files import make_release, write_lists, write_mimic3

import skmedcode
from skmedcode.datasets._mimic_labels import CAML_TOP50

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    release = make_release(60, top50=CAML_TOP50)
    path = tmp_path_factory.mktemp("mimic3")
    return write_lists(write_mimic3(path, release), release)


def run(folder, *options):
    package = Path(skmedcode.__file__).parents[1]
    command = [sys.executable, "benchmarks/bench_mimic3.py", "--data", str(folder), *options]
    env = os.environ | {"PYTHONPATH": str(package), "PYTHONWARNINGS": "ignore"}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)


def test_top50(folder, tmp_path):
    models = ["--models", "CAMLCoder", "DRCAMLCoder", "--max-epochs", "1"]
    done = run(folder, *models, "--seeds", "2", "--keep", str(tmp_path))
    assert done.returncode == 0, done.stderr
    head, *lines = done.stdout.split("\n| ")
    assert "35 training and 12 test notes, 50 codes" in head and "label_set_hash" in head
    assert lines[0].startswith("coder | AUC macro | AUC micro | F1 macro | F1 micro | P@5 |")
    assert [line.split(" | ")[0] for line in lines[1:]] == [
        "CAMLCoder",
        "as published",
        "DRCAMLCoder",
    ]
    cells = lines[1].split(" | ")
    assert all(re.fullmatch(r"[\d.]+±[\d.]+", cell) for cell in cells[1:7])
    kept = sorted(tmp_path.glob("*/CAMLCoder*.npz"))
    assert len(kept) == 2, "one a seed"
    assert np.load(kept[0])["chances"].shape == (12, 50)
    assert run(folder, *models, "--seeds", "2", "--keep", str(tmp_path)).stdout == done.stdout


def test_full_with_defaults(folder):
    options = ["--subset", "full", "--seeds", "1", "--max-epochs", "1", "--compat", "none"]
    done = run(folder, *options, "--defaults", "--models", "CNNCoder")
    assert done.returncode == 0, done.stderr
    assert "| P@8 | P@15 |" in done.stdout and "| CNNCoder | " in done.stdout
    assert "defaults" in done.stdout and "±" not in done.stdout.split("| CNNCoder")[1]


def test_a_model_that_is_none(folder):
    done = run(folder, "--models", "BERT")
    assert done.returncode == 1 and "--models must be of CNNCoder" in done.stderr
