"""Does it help to train on documents made of what codes are called?

Coders with and without `GuidelineAugmenter`, with and without titles in the network itself. Folds
inside the training cases of CodiEsp, on the codes with three cases or more, each case scored by the
coder that did not see it; AUC ranks the notes of each fold by themselves.

    python benchmarks/bench_guidelines.py --data FOLDER_WITH_CODIESP --keep FOLDER
    python benchmarks/bench_guidelines.py --data FOLDER_WITH_CODIESP --folds 2 --models CAML ...
"""

import argparse
from functools import partial
from pathlib import Path

import numpy as np
import torch
from _folds import gold
from _runs import kept
from bench_knowledge import all_notes, codiesp, make, show

from skmedcode.code_systems import ICD10CM
from skmedcode.metrics._frequency_bins import frequency_bins
from skmedcode.model_selection import compare_coders
from skmedcode.text import GuidelineAugmenter

MIN_COUNT, BINS = 3, (4, 10)
TITLES = {"code_descriptions": True}
GUIDED = {"augmenter": GuidelineAugmenter(code_descriptions=ICD10CM())}
ALL_NAMES = GuidelineAugmenter(
    code_descriptions=ICD10CM(), code_synonyms=ICD10CM(), group_titles=ICD10CM()
)
MODELS = {
    "CAML": ("CAMLCoder", {}),
    "CAML, guidelines": ("CAMLCoder", GUIDED),
    "CAML, guidelines with synonyms and groups": ("CAMLCoder", {"augmenter": ALL_NAMES}),
    "CAML, titles": ("CAMLCoder", TITLES),
    "CAML, titles, guidelines": ("CAMLCoder", TITLES | GUIDED),
    "Attention": ("AttentionCoder", {}),
    "Attention, guidelines": ("AttentionCoder", GUIDED),
    "Attention, titles": ("AttentionCoder", TITLES),
    "Attention, titles, guidelines": ("AttentionCoder", TITLES | GUIDED),
}
PAIRS = [  # with, without
    ("CAML, guidelines", "CAML"),
    ("CAML, guidelines with synonyms and groups", "CAML"),
    ("CAML, guidelines with synonyms and groups", "CAML, guidelines"),
    ("CAML, titles", "CAML"),
    ("CAML, titles, guidelines", "CAML, titles"),
    ("CAML, guidelines", "CAML, titles"),
    ("Attention, guidelines", "Attention"),
    ("Attention, titles", "Attention"),
    ("Attention, titles, guidelines", "Attention, titles"),
]
METRICS = ["mean_average_precision", "f1_micro", "f1_macro"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or archive of the CodiEsp release")
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument("--folds", type=int, default=5, help="how many of the five to score")
    parser.add_argument("--keep", type=Path, help="folder that keeps runs, and spares repeats")
    arguments = parser.parse_args()
    corpora = codiesp(arguments.data, MIN_COUNT)[0][: arguments.folds]
    print(f"\n{corpora[0].name.partition(', fold')[0]}; torch {torch.__version__}.\n")
    runs = {}
    for model in arguments.models:
        makes = partial(make, *MODELS[model])
        runs[model] = [
            kept(model, makes, c, seed, arguments.keep) for seed, c in enumerate(corpora)
        ]
    outcomes, seconds, ranked = all_notes(runs, corpora)
    counts = np.mean([corpus.train.target.sum(axis=0) for corpus in corpora], axis=0)
    bins = frequency_bins(counts.round().astype(int), BINS, len(counts))
    show(outcomes, ranked, seconds, gold(corpora), bins)
    compare(outcomes, ranked, gold(corpora), next(iter(bins.values())))


def compare(outcomes, ranked, Y, rare):
    """Print what changes, with 95% intervals over notes."""
    heads = " | ".join([*METRICS, "macro_auc", "macro_auc of rare codes"])
    print(f"\n| with - without | {heads} |\n|---|" + "---|" * (len(METRICS) + 2))
    for name, without in PAIRS:
        if name not in outcomes or without not in outcomes:
            continue
        pair = {model: outcomes[model] for model in (without, name)}
        notes = {model: ranked[model] for model in pair}
        few = {model: [own[:, rare] for own in arrays] for model, arrays in notes.items()}
        options = {"thresholds": dict.fromkeys(pair, 0.0), "random_state": 0, "n_resamples": 500}
        rows = [compare_coders(Y, pair, metric=m, **options)[name] for m in METRICS]
        rows.append(compare_coders(Y, notes, metric="macro_auc", **options)[name])
        rows.append(compare_coders(Y[:, rare], few, metric="macro_auc", **options)[name])
        cells = [f"{row.difference:+.3f} [{row.low:+.3f}, {row.high:+.3f}]" for row in rows]
        print(f"| {name} - {without} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
