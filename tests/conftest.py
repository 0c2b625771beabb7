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


def pytest_terminal_summary(terminalreporter):
    """Close a run of the parity tests with the published networks that are not built yet."""
    if any("test_parity.py" in key for key in map(str, _passed(terminalreporter))):
        from test_parity import MISSING

        names = ", ".join(MISSING) or "none"
        terminalreporter.write_line(f"published networks without a parity case yet: {names}")


def _passed(terminalreporter):
    return [report.nodeid for report in terminalreporter.stats.get("passed", [])]
