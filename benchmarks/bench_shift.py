"""Does the report of a shift show one where there is one, and none where there is none?

Two cases. Folds inside the training cases of CodiEsp: a model learns the codes with ten cases in
three folds; the fourth fold is "old", the fifth "new", as it is and with misspelt words. Generated
notes: "new" has codes that "old" has not, other words for the same codes, and misspellings.

    python benchmarks/bench_shift.py --data FOLDER_WITH_CODIESP
    python benchmarks/bench_shift.py --data FOLDER_WITH_CODIESP --model AttentionCoder
"""

import argparse

import numpy as np
from bench_misspelling import misspell
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.utils import Bunch

from skmedcode import AttentionCoder
from skmedcode.datasets import load_codiesp, make_clinical_notes
from skmedcode.model_selection import bootstrap_interval, shift_report


def make_model(name, codes):
    """The linear model gives a code from probability 0.5 on; the coder tunes its threshold."""
    if name == "AttentionCoder":
        return AttentionCoder(code_names=codes, random_state=0)
    logistic = LogisticRegression(C=10, class_weight="balanced", solver="liblinear")
    return make_pipeline(TfidfVectorizer(sublinear_tf=True), OneVsRestClassifier(logistic))


def part(data, rows):
    """Some rows of a Bunch, with all its codes."""
    names = data.target_names
    return Bunch(data=data.data[rows], target=data.target[rows], target_names=names)


def real(path, name):
    """Report on folds of CodiEsp's training cases."""
    data = load_codiesp(path, subset="train", language="en")
    folds = [test for _, test in KFold(5, shuffle=True, random_state=0).split(data.data)]
    train = np.concatenate(folds[:3])
    known = np.flatnonzero(data.target[train].sum(axis=0) >= 10)
    codes = data.target_names[known]
    model = make_model(name, codes).fit(data.data[train], data.target[train][:, known])
    old, new = (part(data, rows) for rows in folds[3:])
    print(f"\nCodiEsp, {len(train)} cases to learn {len(codes)} codes from: another fold\n")
    print(shift_report(model, old, new, code_names=codes))
    for title, fold in (("old", old), ("new", new)):
        scores = model.predict_proba(fold.data)
        found = bootstrap_interval(fold.target[:, known], scores, random_state=0)
        print(f"{title}: MAP of known codes {found.score:.3f} [{found.low:.3f}, {found.high:.3f}]")
    noisy = Bunch(**{**new, "data": np.array(misspell(new.data, 0.2), dtype=object)})
    print("\nthe same fold, a fifth of its words misspelt\n")
    print(shift_report(model, old, noisy, code_names=codes))


def generated(name):
    """Report on generated notes."""
    old = make_clinical_notes(400, 20, random_state=0)
    options = {"misspelling": 0.1, "synonym_exponent": 0.0}
    new = make_clinical_notes(200, 26, random_state=1, **options)
    new.dates = np.repeat(["2021-01-01", "2022-01-01"], 100)
    model = make_model(name, old.target_names).fit(old.data[:300], old.target[:300])
    print("\ngenerated notes: six new codes, rarer synonyms, a tenth of the words misspelt\n")
    late = part(old, slice(300, None))
    print(shift_report(model, late, new, code_names=old.target_names))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", help="folder or archive of the CodiEsp release")
    parser.add_argument("--model", default="linear", choices=["linear", "AttentionCoder"])
    arguments = parser.parse_args()
    if arguments.data:
        real(arguments.data, arguments.model)
    generated(arguments.model)


if __name__ == "__main__":
    main()
