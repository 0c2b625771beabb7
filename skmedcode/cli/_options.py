"""Options that several commands share."""

import argparse
from pathlib import Path

__all__ = ["UsageError", "add_command", "add_model", "add_table", "positive", "share"]


FINE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130  # exit codes


class UsageError(ValueError):
    """Options that do not go together; exit code 2."""


def add_command(commands, name, run, text):
    """Add a command with what all commands on files have; its parser."""
    parser = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
    parser.add_argument("--traceback", action="store_true", help="show where an error came from")
    parser.set_defaults(run=run)
    return parser


def add_table(parser, codes, patient=False):
    """Add the table and its columns.

    Parameters
    ----------
    parser : ArgumentParser
    codes : bool
        Whether the table must have codes.
    patient : bool, default=False
        Whether there may be a column of patients.
    """
    parser.add_argument("table", type=Path, help="a .csv, .tsv, .jsonl or .parquet file")
    parser.add_argument("--text", required=True, metavar="COLUMN", help="the notes")
    if codes:
        parser.add_argument("--codes", required=True, metavar="COLUMN", help="codes of each note")
    parser.add_argument("--id", metavar="COLUMN", help="names of the notes")
    if patient:
        parser.add_argument(
            "--patient", metavar="COLUMN", help="hold out all notes of a patient, or none"
        )
    parser.add_argument(
        "--separator", default=";", metavar="TEXT", help="between the codes of a note (default: ;)"
    )


def add_model(parser):
    """Add the folder of a saved coder, and where it computes."""
    parser.add_argument("--model", type=Path, required=True, help="the folder that fit wrote")
    add_device(parser)


def add_device(parser):
    """Add where the network computes."""
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda, ... (default: auto)")


def columns(options):
    """The options of ``add_table`` as ``load_table`` and ``iter_table`` take them."""
    names = ("text", "codes", "id", "patient", "separator")
    return {name: getattr(options, name) for name in names if hasattr(options, name)}


def positive(text):
    """An integer of 1 or more, for argparse."""
    number = int(text) if text.strip().isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be an integer of 1 or more, got {text!r}")
    return number


def share(text):
    """A share of the notes, between 0 and 1, for argparse."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1:
        raise argparse.ArgumentTypeError(f"must be between 0 and 1, such as 0.2, got {text!r}")
    return number
