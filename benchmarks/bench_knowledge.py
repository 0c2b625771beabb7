"""Does it help a coder to know what codes mean?

Each coder with and without a piece of knowledge: titles, a second task on groups of codes (MT-RAM),
hierarchy and co-occurrence of codes (HyperCore); and with focal loss (MARN) beside the plain one.
Folds inside the training cases of CodiEsp, on the codes with four cases or more, each case scored
by the coder that did not see it; and synthetic notes. The tables tell common codes from rare ones;
AUC ranks the notes of each fold by themselves.
`AttentiveLSTMCoder` reads phrases; bench_phrases.py has it with and without titles.

    python benchmarks/bench_knowledge.py --data FOLDER_WITH_CODIESP --keep FOLDER
    python benchmarks/bench_knowledge.py --data FOLDER_WITH_CODIESP --corpora codiesp --models ...
"""

import argparse
from functools import partial
from pathlib import Path

import numpy as np
import torch
from _folds import gold, pooled, within_folds
from _runs import Corpus, kept
from sklearn.utils import Bunch

import skmedcode
from skmedcode import metrics
from skmedcode.code_systems import ICD10CM
from skmedcode.datasets import HARD_NOTES, load_codiesp, make_clinical_notes
from skmedcode.metrics._frequency_bins import frequency_bins
from skmedcode.model_selection import MultilabelStratifiedKFold, compare_coders

N_FOLDS, MIN_COUNT = 5, 4
SIZE, N_CODES, N_SEEDS = (600, 400), 90, 2
TITLES, TREE = {"code_descriptions": True}, {"hierarchy": ICD10CM()}
MODELS = {
    "CAML": ("CAMLCoder", {}),
    "CAML, titles": ("CAMLCoder", TITLES),
    "MT-RAM, no groups": ("MTRAMCoder", {"group_weight": 0.0}),
    "MT-RAM, categories": ("MTRAMCoder", {}),
    "MT-RAM, CCSR": ("MTRAMCoder", {"code_groups": "ccs"}),
    "MARN, categories": ("MARNCoder", {}),
    "HyperCore": ("HyperCoreCoder", TITLES | TREE),
    "HyperCore, no tree": ("HyperCoreCoder", TITLES | {"use_hyperbolic": False}),
    "HyperCore, no co-occurrence": ("HyperCoreCoder", TITLES | TREE | {"use_cograph": False}),
    "HyperCore, no titles": ("HyperCoreCoder", TREE),
    "C-MemNN": ("CMemNNCoder", {}),
    "C-MemNN, titles": ("CMemNNCoder", TITLES),
}
PAIRS = [  # with, without
    ("CAML, titles", "CAML"),
    ("MT-RAM, categories", "MT-RAM, no groups"),
    ("MT-RAM, CCSR", "MT-RAM, no groups"),
    ("MARN, categories", "MT-RAM, categories"),
    ("HyperCore", "HyperCore, no tree"),
    ("HyperCore", "HyperCore, no co-occurrence"),
    ("HyperCore", "HyperCore, no titles"),
    ("C-MemNN, titles", "C-MemNN"),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or archive of the CodiEsp release")
    parser.add_argument("--corpora", nargs="+", choices=CORPORA, default=list(CORPORA))
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument("--keep", type=Path, help="folder that keeps runs, and spares repeats")
    arguments = parser.parse_args()
    for name in arguments.corpora:
        corpora, bins = CORPORA[name](arguments.data)
        print(f"\n{corpora[0].name.partition(', fold')[0]}; torch {torch.__version__}.\n")
        runs = {
            model: [
                kept(model, partial(make, *MODELS[model]), corpus, seed, arguments.keep)
                for seed, corpus in enumerate(corpora)
            ]
            for model in arguments.models
        }
        outcomes, seconds, ranked = all_notes(runs, corpora)
        counts = np.mean([corpus.train.target.sum(axis=0) for corpus in corpora], axis=0)
        inside = frequency_bins(counts.round().astype(int), bins, len(counts))
        show(outcomes, ranked, seconds, gold(corpora), inside)
        compare(outcomes, ranked, gold(corpora), counts < bins[0])


def make(coder_name, options, seed, corpus):
    """A coder and the options of its ``fit``."""
    options = {
        name: corpus.titles if name == "code_descriptions" and value is True else value
        for name, value in options.items()
    }
    cls = getattr(skmedcode, coder_name)
    return cls(code_names=corpus.train.target_names, random_state=seed, **options), {}


def codiesp(path, min_count=MIN_COUNT):
    """The folds, each a corpus of its own, and bins of training cases."""
    cases = load_codiesp(path, subset="train", language="en")
    frequent = cases.target.sum(axis=0) >= min_count
    Y, names = cases.target[:, frequent], cases.target_names[frequent]
    system = ICD10CM()
    titles = {name: system.description(name) for name in names}
    splitter = MultilabelStratifiedKFold(N_FOLDS, shuffle=True, random_state=0)
    corpora = [
        Corpus(
            f"CodiEsp, codes of {min_count}, fold {number} of {N_FOLDS}",
            Bunch(data=cases.data[fitted], target=Y[fitted], target_names=names),
            Bunch(data=cases.data[held_out], target=Y[held_out]),
            titles,
        )
        for number, (fitted, held_out) in enumerate(splitter.split(cases.data, Y))
    ]
    return corpora, (8, 20)


def synthetic(path):
    """The same notes for three seeds, and bins of training notes."""
    train, test = (
        make_clinical_notes(n, subset=subset, random_state=0, **HARD_NOTES | {"n_codes": N_CODES})
        for subset, n in zip(("train", "test"), SIZE, strict=True)
    )
    name = f"synthetic, {SIZE[0]} notes, {N_CODES} codes"
    scored = Bunch(data=test.data, target=test.target)
    return [Corpus(name, train, scored, test.code_descriptions)] * N_SEEDS, (12, 30)


CORPORA = {"codiesp": codiesp, "synthetic": synthetic}


def all_notes(runs, corpora):
    """Scores of each model, the seconds of its fits, and the ranks that its AUC goes by."""
    outcomes, seconds = {}, {}
    for model, own in runs.items():
        outcomes[model], seconds[model] = pooled(own, corpora)
    ranked = {model: within_folds(margins, corpora) for model, margins in outcomes.items()}
    return outcomes, seconds, ranked


def show(outcomes, ranked, seconds, Y, bins):
    """Print the scores, and those of common and of rare codes."""
    heads = ["MAP", "micro F1", "macro F1", "macro AUC"]
    heads += [
        f"{score}, {label} ({inside.sum()})"
        for label, inside in bins.items()
        for score in ("macro AUC", "micro F1")
    ]
    print("| model | " + " | ".join(heads) + " | fit core-s |\n|---|" + "---|" * (len(heads) + 1))
    for name, margins in outcomes.items():
        pairs = zip(margins, ranked[name], strict=True)
        cells = np.mean([scores(Y, *pair, bins) for pair in pairs], axis=0)
        values = " | ".join(f"{cell:.3f}" for cell in cells)
        print(f"| {name} | {values} | {seconds[name]:.0f} |", flush=True)


def scores(Y, margins, ranks, bins):
    """The cells of one row."""
    given = (margins >= 0).astype(int)
    cells = [
        metrics.mean_average_precision(Y, margins),
        metrics.f1_micro(Y, given),
        metrics.f1_macro(Y, given),
        metrics.macro_auc(Y, ranks),
    ]
    for inside in bins.values():
        cells.append(metrics.macro_auc(Y[:, inside], ranks[:, inside]))
        cells.append(metrics.f1_micro(Y[:, inside], given[:, inside]))
    return cells


def compare(outcomes, ranked, Y, rare):
    """Print what each piece of knowledge changes, with 95% intervals over notes."""
    print("\n| knowledge | MAP | micro F1 | macro AUC of rare codes |\n|---|---|---|---|")
    for name, without in PAIRS:
        if name not in outcomes or without not in outcomes:
            continue
        pair = {model: outcomes[model] for model in (without, name)}
        few = {model: [own[:, rare] for own in ranked[model]] for model in pair}
        options = {"thresholds": dict.fromkeys(pair, 0.0), "random_state": 0}
        compared = [
            compare_coders(Y, pair, metric="mean_average_precision", **options),
            compare_coders(Y, pair, metric="f1_micro", **options),
            compare_coders(Y[:, rare], few, metric="macro_auc", n_resamples=500, **options),
        ]
        rows = [comparison[name] for comparison in compared]
        cells = [f"{row.difference:+.3f} [{row.low:+.3f}, {row.high:+.3f}]" for row in rows]
        print(f"| {name} - {without} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
