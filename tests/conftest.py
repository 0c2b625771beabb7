"""Fixtures that all tests share."""

import os
from pathlib import Path

import pytest

BESIDE_CHECKOUT = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data():
    """Folder of the real corpora; tests that use it bear the mark ``shared_data``."""
    folder = Path(os.environ.get("SKMEDCODE_DATA", BESIDE_CHECKOUT))
    if not folder.is_dir():
        pytest.skip(f"no corpora in {folder}; set SKMEDCODE_DATA to the folder that holds them")
    return folder
