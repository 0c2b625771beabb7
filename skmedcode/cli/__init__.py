"""The command line."""

import argparse

import skmedcode
from skmedcode.cli._demo import demo

__all__ = ["demo", "main"]


def main(argv=None):
    """Run the command line and return its exit code.

    Parameters
    ----------
    argv : list of str, default=None
        Arguments; None takes the process's own.

    Returns
    -------
    int
    """
    parser = argparse.ArgumentParser(prog="skmedcode", description=skmedcode.__doc__)
    parser.add_argument("--version", action="version", version=skmedcode.__version__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser(
        "demo",
        help="learn from synthetic notes beside a linear baseline, and explain three of them",
    )
    command.add_argument(
        "--n-notes", type=int, default=900, help="training and test notes, from 60"
    )
    command.add_argument("--n-codes", type=int, default=30, help="from 5")
    command.add_argument("--max-epochs", type=int, default=30)
    command.add_argument("--random-state", type=int, default=0)
    options = vars(parser.parse_args(argv))
    options.pop("command")
    try:
        demo(**options)
    except ValueError as error:
        parser.exit(2, f"skmedcode demo: {error}\n")
    return 0
