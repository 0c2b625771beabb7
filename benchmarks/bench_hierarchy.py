"""Does it help rare codes to go down the tree above them?

One network, a convolution under the words' embedding, and two ways to decode: one attention a code
("label_attention"), or one a node of the tree, each given that the node above is there
("hierarchical"), with the categories or with all levels of ICD-10-CM. Folds inside the training
cases of CodiEsp, on the codes with three cases or more, each case scored by the coder that did not
see it; and hard synthetic notes. The tables tell common codes from rare ones, and rare codes with
another code in their category from those that stand alone; AUC ranks the notes of each fold by
themselves.

    python benchmarks/bench_hierarchy.py --data FOLDER_WITH_CODIESP --keep FOLDER
    python benchmarks/bench_hierarchy.py --data FOLDER_WITH_CODIESP --corpora synthetic
"""

import argparse
from functools import partial
from pathlib import Path

import numpy as np
import torch
from _folds import gold, is_folds, pooled, within_folds
from _runs import Corpus, kept
from bench_knowledge import synthetic
from sklearn.utils import Bunch

from skmedcode import EncoderDecoderCoder, metrics
from skmedcode.code_systems import ICD10CM
from skmedcode.code_systems._groups import group_numbers
from skmedcode.datasets import load_codiesp
from skmedcode.metrics._frequency_bins import frequency_bins
from skmedcode.model_selection import MultilabelStratifiedKFold, compare_coders

N_FOLDS, MIN_COUNT = 5, 3
TREE = ICD10CM()
MODELS = {
    "label attention": {},
    "hierarchical, category": {"decoder": "hierarchical"},
    "hierarchical, ICD-10-CM": {"decoder": "hierarchical", "hierarchy": TREE},
}
PLAIN = "label attention"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or archive of the CodiEsp release")
    parser.add_argument("--corpora", nargs="+", choices=CORPORA, default=list(CORPORA))
    parser.add_argument("--keep", type=Path, help="folder that keeps runs, and spares repeats")
    arguments = parser.parse_args()
    for name in arguments.corpora:
        corpora, bins = CORPORA[name](arguments.data)
        print(f"\n{corpora[0].name.partition(', fold')[0]}; torch {torch.__version__}.\n")
        counts = np.sum([corpus.train.target.sum(axis=0) for corpus in corpora], axis=0)
        # each case is in the training part of all folds but one; each seed has all notes
        counts = counts // (N_FOLDS - 1 if is_folds(corpora) else len(corpora))
        inside = frequency_bins(counts, bins, len(counts))
        outcomes, ranked, names = {}, {}, corpora[0].train.target_names
        show_heads(inside)
        for model, options in MODELS.items():
            make = partial(coder_of, options)
            runs = [
                kept(model, make, corpus, seed, arguments.keep)
                for seed, corpus in enumerate(corpora)
            ]
            outcomes[model], seconds = pooled(runs, corpora)
            ranked[model] = within_folds(outcomes[model], corpora)
            pairs = zip(outcomes[model], ranked[model], strict=True)
            cells = [scores(gold(corpora), *pair, inside, names) for pair in pairs]
            show(model, np.mean(cells, axis=0), seconds)
        rare = next(iter(inside.items()))
        compare(outcomes, ranked, gold(corpora), rare, names)


def coder_of(options, seed, corpus):
    """A coder and the options of its ``fit``."""
    return EncoderDecoderCoder(
        code_names=corpus.train.target_names, random_state=seed, **options
    ), {}


def codiesp(path):
    """The folds, each a corpus of its own, and bins of cases."""
    cases = load_codiesp(path, subset="train", language="en")
    frequent = cases.target.sum(axis=0) >= MIN_COUNT
    Y, names = cases.target[:, frequent], cases.target_names[frequent]
    splitter = MultilabelStratifiedKFold(N_FOLDS, shuffle=True, random_state=0)
    corpora = [
        Corpus(
            f"CodiEsp, codes of {MIN_COUNT}, fold {number} of {N_FOLDS}",
            Bunch(data=cases.data[fitted], target=Y[fitted], target_names=names),
            Bunch(data=cases.data[held_out], target=Y[held_out]),
        )
        for number, (fitted, held_out) in enumerate(splitter.split(cases.data, Y))
    ]
    return corpora, (3, 6, 10)


def many_codes(path):
    """The same synthetic notes for each seed, and bins of training notes."""
    corpora, _ = synthetic(path)
    return corpora, (10, 20)


CORPORA = {"codiesp": codiesp, "synthetic": many_codes}


def show_heads(bins):
    heads = ["MAP", "micro F1", "macro F1", "macro AUC", "hierarchical F1"]
    heads += [
        f"{score}, {label} notes ({inside.sum()} codes)"
        for label, inside in bins.items()
        for score in ("macro AUC", "micro F1")
    ]
    print("| decoder | " + " | ".join(heads) + " | fit core-s |\n|---|" + "---|" * (len(heads) + 1))


def show(model, cells, seconds):
    values = " | ".join(f"{cell:.3f}" for cell in cells)
    print(f"| {model} | {values} | {seconds:.0f} |", flush=True)


def scores(Y, margins, ranks, bins, names):
    """The cells of one row."""
    given = (margins >= 0).astype(int)
    cells = [
        metrics.mean_average_precision(Y, margins),
        metrics.f1_micro(Y, given),
        metrics.f1_macro(Y, given),
        metrics.macro_auc(Y, ranks),
        metrics.hierarchical_f1(Y, given, hierarchy=TREE, code_names=names),
    ]
    for inside in bins.values():
        cells.append(metrics.macro_auc(Y[:, inside], ranks[:, inside]))
        cells.append(metrics.f1_micro(Y[:, inside], given[:, inside]))
    return cells


def compare(outcomes, ranked, Y, rare, names):
    """Print what each tree changes, with 95% intervals over notes."""
    label, rare = rare
    options = {"thresholds": dict.fromkeys(outcomes, 0.0), "reference": PLAIN, "random_state": 0}
    tree = {"hierarchy": TREE, "code_names": names}
    few = chosen(outcomes, rare)
    compared = {
        "MAP": compare_coders(Y, outcomes, metric="mean_average_precision", **options),
        "micro F1": compare_coders(Y, outcomes, metric="f1_micro", **options),
        "macro F1": compare_coders(Y, outcomes, metric="f1_macro", **options),
        "hierarchical F1": compare_coders(Y, outcomes, metric="hierarchical_f1", **tree, **options),
        f"micro F1, {label} notes": compare_coders(Y[:, rare], few, metric="f1_micro", **options),
    }
    groups = group_numbers(names)
    has_others = np.bincount(groups)[groups] > 1
    kinds = {"": rare, ", with siblings": rare & has_others, ", alone": rare & ~has_others}
    for kind, inside in kinds.items():
        compared[f"macro AUC, {label} notes{kind} ({inside.sum()})"] = compare_coders(
            Y[:, inside], chosen(ranked, inside), metric="macro_auc", n_resamples=500, **options
        )
    print(f"\n| decoder - {PLAIN} | " + " | ".join(compared) + " |\n|---|" + "---|" * len(compared))
    for model in outcomes:
        if model != PLAIN:
            rows = [comparison[model] for comparison in compared.values()]
            cells = [f"{row.difference:+.3f} [{row.low:+.3f}, {row.high:+.3f}]" for row in rows]
            print(f"| {model} | " + " | ".join(cells) + " |", flush=True)


def chosen(outcomes, inside):
    """The scores of some codes."""
    return {model: [own[:, inside] for own in arrays] for model, arrays in outcomes.items()}


if __name__ == "__main__":
    main()
