"""The command line."""

from skmedcode.cli._demo import demo
from skmedcode.cli._main import main

__all__ = ["demo", "main"]
