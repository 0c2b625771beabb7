"""Ten minutes with skmedcode in two: fit, compare, read the evidence."""

import textwrap
import time
import warnings

from sklearn.model_selection import GroupShuffleSplit

from skmedcode import metrics
from skmedcode.cli._baseline import linear_baseline, tuned_threshold
from skmedcode.coders import GatedCNNCoder
from skmedcode.datasets import make_clinical_notes

N_TEST = 300


def demo(n_notes=900, n_codes=30, max_epochs=30, random_state=0):
    """Fit ``GatedCNNCoder`` on synthetic notes beside a linear model, and explain three notes.

    Parameters
    ----------
    n_notes : int, default=900
        A third of them, and at most 300, are test notes.
    n_codes : int, default=30
    max_epochs : int, default=30
    random_state : int, default=0
    """
    if n_notes < 60 or n_codes < 5:
        raise ValueError("needs at least 60 notes and 5 codes (--n-notes, --n-codes).")
    data = make_clinical_notes(n_notes, n_codes, random_state=random_state)
    train, test = split_by_patient(data.groups, min(N_TEST, n_notes // 3))
    notes, Y = data.data, data.target
    print(
        f"{len(train)} training notes, {len(test)} test notes, {Y.shape[1]} codes. One of them:\n"
    )
    print(quoted(notes[test[0]]), end="\n\n")

    print("Fitting GatedCNNCoder on the notes and the titles of the codes ...")
    coder = GatedCNNCoder(
        code_names=data.target_names,
        code_descriptions=data.code_descriptions,
        max_epochs=max_epochs,
        random_state=random_state,
        verbose=1,
    )
    start = time.perf_counter()
    coder.fit(notes[train], Y[train])
    seconds = time.perf_counter() - start
    rows = [("GatedCNNCoder", coder.predict_proba(notes[test]), coder.threshold_, seconds)]

    print("\nFitting the baseline: TF-IDF + L1 logistic regression ...")
    baseline = linear_baseline()
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Label .* is present in (all|no)")
        warnings.filterwarnings("ignore", message="Label not .* is present in all")
        threshold = tuned_threshold(baseline, notes[train], Y[train])
        baseline.fit(notes[train], Y[train])
    seconds = time.perf_counter() - start
    rows.append(("TF-IDF + L1", baseline.predict_proba(notes[test]), threshold, seconds))

    print("\nOn the test notes:\n")
    print(table(rows, Y[test]))
    print("\nThree test notes, their codes and the words that speak for them:")
    for note, codes, gold in explained(coder, notes[test], Y[test]):
        print("\n" + quoted(note, lines=4))
        for code, chance, words in codes:
            mark = "right" if code in gold else "wrong"
            title = data.code_descriptions[code]
            print(f"  {code:8} {chance:5.2f} {mark:5}  {title}\n{'':24}{', '.join(words)}")
        missed = sorted(gold - {code for code, *_ in codes})
        print(f"  missed: {', '.join(missed) or 'none'}")


def split_by_patient(groups, n_test):
    """Rows of training and test notes; no patient is in both."""
    splitter = GroupShuffleSplit(1, test_size=n_test / len(groups), random_state=0)
    return next(splitter.split(groups, groups=groups))


def table(rows, Y):
    """One line a model: ranking, classification, seconds."""
    header = (
        f"{'':16}{'MAP':>7}{'micro F1':>10}{'macro F1':>10}{'macro AUC':>11}{'P@5':>7}{'fit s':>8}"
    )
    lines = [header]
    for name, chances, threshold, seconds in rows:
        codes = (chances >= threshold).astype(int)
        lines.append(
            f"{name:16}{metrics.mean_average_precision(Y, chances):7.3f}"
            f"{metrics.f1_micro(Y, codes):10.3f}{metrics.f1_macro(Y, codes):10.3f}"
            f"{metrics.macro_auc(Y, chances):11.3f}{metrics.precision_at_k(Y, chances, 5):7.3f}"
            f"{seconds:8.1f}"
        )
    return "\n".join(lines)


def explained(coder, notes, Y, n_notes=3, n_words=4):
    """Yield notes with (code, probability, evidence words) of each code given, and gold codes."""
    for note, row in zip(notes[:n_notes], Y[:n_notes], strict=True):
        (codes,) = coder.explain([note], top_k=n_words)
        evidence = [
            (code, chance, [word for *_, word, weight in words if weight > 0.02])
            for code, chance, words in codes
        ]
        yield note, evidence, set(coder.classes_[row == 1])


def quoted(note, lines=None):
    """A note, wrapped and indented."""
    wrapped = [part for line in note.splitlines() for part in textwrap.wrap(line, 92)]
    shown = wrapped[:lines]
    return "\n".join(
        "  | " + line for line in shown + (["..."] if len(shown) < len(wrapped) else [])
    )
