"""Fixtures that all tests share."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data():
    """Folder of the real corpora; tests that use it bear the mark ``shared_data``."""
    if "SKMEDCODE_DATA" not in os.environ:
        pytest.skip("needs the real corpora; set SKMEDCODE_DATA to the folder that holds them")
    return Path(os.environ["SKMEDCODE_DATA"])


def pytest_terminal_summary(terminalreporter):
    """Close a run of the parity tests with the published networks that are not built yet."""
    if any("test_parity.py" in key for key in map(str, _passed(terminalreporter))):
        from test_parity import MISSING

        names = ", ".join(MISSING) or "none"
        terminalreporter.write_line(f"published networks without a parity case yet: {names}")


def _passed(terminalreporter):
    return [report.nodeid for report in terminalreporter.stats.get("passed", [])]
