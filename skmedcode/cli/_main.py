"""The parser of all commands, and what becomes of their errors."""

import argparse
import os
import sys

import skmedcode
from skmedcode.cli import _demo_command, _evaluate, _explain, _fit, _models, _predict
from skmedcode.cli._options import FAILED, FINE, INTERRUPTED, USAGE, UsageError

COMMANDS = (_demo_command, _fit, _predict, _evaluate, _explain, _models)
EPILOG = "exit codes: 0 fine, 1 an error, 2 wrong usage, 130 interrupted"


def main(argv=None):
    """Run the command line and return its exit code.

    Parameters
    ----------
    argv : list of str, default=None
        Arguments; None takes the process's own.

    Returns
    -------
    int
        0 fine, 1 an error, told in one line, 130 interrupted.

    Raises
    ------
    SystemExit
        With code 2 for wrong usage, as argparse does, and with 0 after ``--help``.
    """
    parser = make_parser()
    options = parser.parse_args(argv)
    name = f"skmedcode {options.command}"
    try:
        return options.run(options) or FINE
    except UsageError as error:
        parser.exit(USAGE, f"{name}: {one_line(error)}\n")
    except BrokenPipeError:  # who reads the output has seen enough, as head does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt as interruption:
        print(
            f"{name}: interrupted; {str(interruption) or 'nothing was written'}.", file=sys.stderr
        )
        return INTERRUPTED
    except Exception as error:
        if getattr(options, "traceback", False):
            raise
        print(f"{name}: {one_line(error)}", file=sys.stderr)
        return FAILED


def make_parser():
    """The parser; every command sets ``run``, a function of the options."""
    parser = argparse.ArgumentParser(
        prog="skmedcode", description=skmedcode.__doc__, epilog=EPILOG, allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=skmedcode.__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for command in COMMANDS:
        command.add_parser(commands)
    return parser


def one_line(error):
    """What an error says, in one line; errors of no kind that we raise also say their kind."""
    message = error.args[0] if isinstance(error, KeyError) and error.args else error
    message = " ".join(str(message).split())
    ours = isinstance(error, (ValueError, TypeError, ImportError, OSError, RuntimeError))
    return message if ours and message else f"{type(error).__name__}: {message}".rstrip(": ")
