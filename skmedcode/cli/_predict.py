"""``skmedcode predict``: codes for notes, in memory that does not grow with their number."""

from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.special import expit

import skmedcode
from skmedcode.cli._options import UsageError, add_command, add_model, add_table, columns, positive
from skmedcode.cli._output import check_target, csv_writer, json_writer, number, writing
from skmedcode.cli._progress import Counter, tell, warnings_told
from skmedcode.datasets._table_rows import iter_table
from skmedcode.utils._responses import cuts_probabilities

COLUMNS = ("id", "codes", "probabilities")


def add_parser(commands):
    """Add the command to the parser."""
    parser = add_command(commands, "predict", run, "give notes their codes")
    add_table(parser, codes=False)
    add_model(parser)
    parser.add_argument("--out", type=Path, required=True, help="a .csv or .jsonl file")
    parser.add_argument(
        "--top-k",
        type=positive,
        metavar="K",
        help="so many codes a note (default: those whose probability reaches the threshold)",
    )


def run(options):
    """Run the command."""
    target = check_target(options.out, (".csv", ".jsonl"), options.table)
    coder = skmedcode.load(options.model, device=options.device)
    with warnings_told(), writing(target) as file:
        write = _writer(file, target, coder, options.separator)
        counter = Counter()
        for block in iter_table(options.table, **columns(options)):
            for name, codes, chances in predicted(coder, block, options.top_k, counter.n_notes):
                write(name, codes, chances)
            counter.add(len(block.notes))
    tell(f"{counter.n_notes} notes: {options.out}")


def predicted(coder, block, top_k, n_before):
    """Yield (name, codes, probabilities) of each note of a block, most probable code first.

    Notes without a name are numbered from 1; ``n_before`` notes came before the block.
    """
    has_logits = hasattr(coder, "decision_function")  # those of a calibrator are another's
    ask = coder.decision_function if has_logits else coder.predict_proba
    scores = np.asarray(ask(block.notes))
    if scores.shape != (len(block.notes), len(coder.classes_)):
        raise ValueError(
            "--model must give each note one score a code, got a model of one target. Fit it on "
            "lists of codes, or use it from Python."
        )
    names = block.ids or [str(n_before + place + 1) for place in range(len(block.notes))]
    order = np.argsort(-scores, axis=1, kind="stable")[:, :top_k]
    chances = expit(scores) if has_logits else scores
    given = _given(coder, block.notes, chances) if top_k is None else np.ones(scores.shape, bool)
    for name, row, best, own in zip(names, chances, order, given, strict=True):
        best = best[own[best]]
        codes = [str(code) for code in coder.classes_[best].tolist()]
        yield name, codes, [number(chance) for chance in row[best]]


def _given(coder, notes, chances):
    """What ``predict`` gives, without a second pass where probabilities tell."""
    if cuts_probabilities(coder):
        return chances >= coder.threshold_
    codes = coder.predict(notes)
    return (codes.toarray() if sparse.issparse(codes) else codes).astype(bool)


def _writer(file, target, coder, separator):
    """A function of (name, codes, probabilities) that writes one note."""
    if target.suffix.lower() == ".jsonl":
        write = json_writer(file)
        return lambda *values: write(dict(zip(COLUMNS, values, strict=True)))
    if any(separator in str(code) for code in coder.classes_.tolist()):
        raise UsageError(
            f"--separator must not occur in a code of the model, got {separator!r}. Choose another "
            "one, or write .jsonl."
        )
    write = csv_writer(file, COLUMNS)
    return lambda name, codes, chances: write(
        [name, separator.join(codes), separator.join(map(str, chances))]
    )
