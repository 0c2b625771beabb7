"""``skmedcode fit``: a coder learns from a table and is saved."""

import os
import time
from pathlib import Path

import numpy as np

import skmedcode
from skmedcode.cli._evaluate import add_top_k, report
from skmedcode.cli._models import CODERS
from skmedcode.cli._options import (
    INTERRUPTED,
    UsageError,
    add_command,
    add_device,
    add_table,
    columns,
    share,
)
from skmedcode.cli._progress import EpochLines, tell, warnings_told
from skmedcode.cli._settings import make_coder
from skmedcode.cli._split import split
from skmedcode.cli._titles import make_titles
from skmedcode.code_systems import CodeSystem
from skmedcode.datasets import load_table
from skmedcode.persistence._folder import check_replaceable


def add_parser(commands):
    """Add the command to the parser."""
    parser = add_command(commands, "fit", run, "learn to code from notes with codes")
    add_table(parser, codes=True, patient=True)
    parser.add_argument(
        "--coder", choices=CODERS, default="AttentionCoder", metavar="NAME", help="see models"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to save the coder in")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the coder; may be given again",
    )
    parser.add_argument(
        "--titles",
        metavar="WHAT",
        help="icd9cm, icd10cm, icd10pcs, or a CSV of code and title",
    )
    parser.add_argument(
        "--validation",
        type=share,
        metavar="SHARE",
        help="hold out a share of the notes, and report on them",
    )
    add_top_k(parser)
    add_device(parser)
    parser.add_argument("--quiet", action="store_true", help="no progress")


def run(options):
    """Run the command; the exit code."""
    if options.patient and not options.validation:
        raise UsageError("--patient must come with --validation, got it alone. Add a share.")
    coder = make_coder(options.coder, options.set, options.device)
    folder = _folder(options.out)
    table = load_table(options.table, **columns(options), sparse_output=True)
    if not len(table.target_names):
        raise ValueError(
            f"--codes must have codes, got {options.codes!r}, which is empty throughout."
        )
    rows, held_out = np.arange(len(table.data)), None
    if options.validation:
        rows, held_out = split(table, options.validation)
    several = not isinstance(coder, skmedcode.BaseCoder)
    _equip(coder, options, table.target_names.tolist())
    start = time.monotonic()
    with warnings_told(stops=several) as interruptions:
        if not options.quiet:
            tell(f"{options.coder}: {len(rows)} notes, {len(table.target_names)} codes")
        patients = None if table.groups is None else table.groups[rows]
        coder.fit(table.data[rows], table.target[rows], groups=patients)
        _set_shared(coder, {"callbacks": None})  # else they keep their coder from being saved
        skmedcode.save(coder, folder)
        seconds = time.monotonic() - start
        print(f"{options.coder} saved in {options.out} after {seconds:.0f} s")
        if interruptions:
            tell("skmedcode fit: interrupted; what was learnt before is saved.")
            return INTERRUPTED
        if held_out is not None:
            print(f"\nOn {len(held_out)} notes held out:\n")
            print(report(coder, table, held_out, options.top_k))
    return 0


def _folder(path):
    """Where the coder can be saved: found out now, and not after training."""
    folder = path.expanduser().resolve()
    if folder == Path.cwd():
        raise UsageError("--out must not be the working directory itself. Name a folder in it.")
    check_replaceable(folder)
    above = next(parent for parent in folder.parents if parent.exists())
    if not above.is_dir() or not os.access(above, os.W_OK):
        raise UsageError(f"--out must be a folder that can be made, got {path}: look at {above}.")
    return folder


def _equip(coder, options, names):
    """Give the coder the names and titles of the codes, and a voice."""
    shared = {"code_names": names}
    if options.titles:
        titles = make_titles(options.titles, names)
        shared["code_descriptions"] = titles
        if isinstance(titles, CodeSystem):
            shared["code_synonyms"] = titles
    if not options.quiet:
        shared["callbacks"] = [("lines", EpochLines)]
    _set_shared(coder, shared)


def _set_shared(coder, shared):
    """Set parameters of the coder, and of the coder inside it."""
    known = coder.get_params()
    for name, value in shared.items():
        for parameter in (name, f"coder__{name}"):
            if parameter in known:
                coder.set_params(**{parameter: value})
