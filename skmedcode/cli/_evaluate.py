"""``skmedcode evaluate``: a saved coder on notes whose codes are known."""

import numpy as np

import skmedcode
from skmedcode.cli._options import UsageError, add_command, add_model, add_table, columns, positive
from skmedcode.cli._options import share as share_of_notes
from skmedcode.cli._progress import tell, warnings_told
from skmedcode.cli._split import split
from skmedcode.datasets import load_table
from skmedcode.metrics import coding_report
from skmedcode.utils._responses import cuts_probabilities

KS = (5, 8, 15)


def add_parser(commands):
    """Add the command to the parser."""
    parser = add_command(commands, "evaluate", run, "score a coder on notes with known codes")
    add_table(parser, codes=True, patient=True)
    add_model(parser)
    parser.add_argument(
        "--split",
        type=share_of_notes,
        metavar="SHARE",
        help="score only the notes that 'fit --validation SHARE' on this table held out",
    )
    add_top_k(parser)


def add_top_k(parser):
    """Add at which ranks precision and recall are taken."""
    parser.add_argument(
        "--top-k",
        type=positive,
        action="append",
        metavar="K",
        help="precision and recall at K; may be given again (default: 5, 8 and 15)",
    )


def run(options):
    """Run the command."""
    if options.patient and not options.split:
        raise UsageError("--patient must come with --split, got it alone. Leave it out or split.")
    coder = skmedcode.load(options.model, device=options.device)
    names = [str(code) for code in coder.classes_.tolist()]
    table = load_table(options.table, **columns(options), code_names=names, sparse_output=True)
    rows = np.arange(len(table.data))
    if options.split:
        _, rows = split(table, options.split)
        tell(f"{len(rows)} of {len(table.data)} notes held out")
    with warnings_told():
        print(report(coder, table, rows, options.top_k))


def report(coder, table, rows, top_k):
    """The report on some rows of a table; codes that the coder does not know are told."""
    gold = table.target[rows]
    n_unknown = int(table.n_gold[rows].sum() - gold.sum())
    if n_unknown:
        tell(
            f"warning: {n_unknown} of the {table.n_gold[rows].sum()} codes that these notes have "
            "are unknown to the coder and not counted."
        )
    if not gold.nnz:
        raise ValueError(
            f"None of the {len(rows)} notes has a code that the coder knows. Are the codes spelled "
            "as in training (dots, capitals, --separator)?"
        )
    if hasattr(coder, "k_"):
        raise ValueError(
            "--model must give codes by a threshold, got one that gives each note "
            f"{coder.k_} codes. Use it from Python."
        )
    cuts_others = hasattr(coder, "threshold_") and not cuts_probabilities(coder)
    scores = (coder.decision_function if cuts_others else coder.predict_proba)(table.data[rows])
    threshold = getattr(coder, "threshold_", 0.5)  # a calibrator has none, and cuts there
    return coding_report(gold, scores, threshold=threshold, k=tuple(top_k or KS))
