"""What each part of a network gives: one part after another changed in one coder.

`EncoderDecoderCoder` with a convolution under one attention a code, and with another encoder, deep
connection or decoder in its place; all else is as it is. Folds inside the training cases of
CodiEsp, on the codes with ten cases or more, each case scored by the coder that did not see it.

    python benchmarks/bench_parts.py --data FOLDER_WITH_CODIESP --keep FOLDER
    python benchmarks/bench_parts.py --data FOLDER_WITH_CODIESP --folds 2 --models conv graph
"""

import argparse
from functools import partial
from pathlib import Path

import torch
from _folds import gold, pooled
from _runs import kept
from bench_knowledge import codiesp, make

from skmedcode import metrics
from skmedcode.model_selection import compare_coders

MIN_COUNT = 10
BASE = "conv"
MODELS = {
    BASE: {},
    "words": {"encoder": "words", "encoder_residual": False},
    "capsule": {"encoder": "capsule"},
    "graph": {"encoder": "graph"},
    "hierarchical": {"encoder": "hierarchical"},
    "recurrent": {"encoder": "recurrent", "encoder_params": {"hidden_size": 64}},
    "gated_conv": {"encoder": "gated_conv"},
    "conv, stacking": {"connection": "stacking"},
    "conv, dense": {"connection": "dense"},
    "conv, structured_attention": {"decoder": "structured_attention"},
    "conv, cross_attention": {
        "decoder": "cross_attention",
        "decoder_params": {"own_weights": True},
    },
    "conv, hierarchical": {"decoder": "hierarchical"},
    "conv, max_pool": {"decoder": "max_pool"},
}
METRICS = ["mean_average_precision", "f1_micro"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or archive of the CodiEsp release")
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument("--folds", type=int, default=5, help="how many of the five to score")
    parser.add_argument("--keep", type=Path, help="folder that keeps runs, and spares repeats")
    arguments = parser.parse_args()
    corpora = codiesp(arguments.data, MIN_COUNT)[0][: arguments.folds]
    print(f"\n{corpora[0].name.partition(', fold')[0]}; torch {torch.__version__}.\n")
    outcomes = {}
    for model in arguments.models:
        makes = partial(make, "EncoderDecoderCoder", MODELS[model])
        runs = [kept(model, makes, c, seed, arguments.keep) for seed, c in enumerate(corpora)]
        outcomes[model] = pooled(runs, corpora)
    show(outcomes, gold(corpora))


def show(outcomes, Y):
    """Print scores, and their differences from the first network with 95% intervals over notes."""
    heads = ["MAP", "micro F1", "macro F1"]
    beside = [f"{head} - {BASE}" for head in heads[:2]]
    print(f"| parts | {' | '.join([*heads, *beside])} | fit core-s |\n|---|" + "---|" * 6)
    for name, (margins, seconds) in outcomes.items():
        scores, given = margins[0], (margins[0] >= 0).astype(int)
        cells = [
            metrics.mean_average_precision(Y, scores),
            metrics.f1_micro(Y, given),
            metrics.f1_macro(Y, given),
        ]
        cells = [f"{cell:.3f}" for cell in cells] + differences(name, outcomes, Y)
        print(f"| {name} | {' | '.join(cells)} | {seconds:.0f} |", flush=True)


def differences(name, outcomes, Y):
    """The last cells of one row."""
    if name == BASE or BASE not in outcomes:
        return [""] * 2
    pair = {model: outcomes[model][0] for model in (BASE, name)}
    options = {"thresholds": dict.fromkeys(pair, 0.0), "random_state": 0, "n_resamples": 500}
    rows = [compare_coders(Y, pair, metric=m, **options)[name] for m in METRICS]
    return [f"{row.difference:+.3f} [{row.low:+.3f}, {row.high:+.3f}]" for row in rows]


if __name__ == "__main__":
    main()
