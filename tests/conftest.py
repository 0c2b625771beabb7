"""Fixtures that all tests share."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("MPLBACKEND", "Agg")  # no windows
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # a core for each process


@pytest.fixture(scope="session")
def shared_data():
    """Folder of the real corpora; tests that use it bear the mark ``shared_data``."""
    if "SKMEDCODE_DATA" not in os.environ:
        pytest.skip("needs the real corpora; set SKMEDCODE_DATA to the folder that holds them")
    return Path(os.environ["SKMEDCODE_DATA"])
