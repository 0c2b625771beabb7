"""What does misspelling cost, beside the linear model?

Fits on the training cases of CodiEsp as they are, and scores on its development cases with more and
more words misspelt: in a share of the words of four letters or more, one letter is left out,
doubled, replaced or swapped with the next. All models read the same misspelt cases.

    python benchmarks/bench_misspelling.py --data FOLDER_WITH_CODIESP --seeds 3
"""

import argparse
import re

import numpy as np
from bench_codiesp import load

from skmedcode import AttentionCoder, CAMLCoder, metrics
from skmedcode.cli._baseline import linear_baseline
from skmedcode.text import NoteTokenizer

SHARES = (0, 0.05, 0.1, 0.2)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def models(names, seed):
    """The coders with and without the reading of misspelt words, and the linear model once."""
    strict = NoteTokenizer(handle_unknown="unknown")
    options = {"code_names": names, "random_state": seed}
    chosen = {
        "AttentionCoder": AttentionCoder(**options),
        'AttentionCoder, handle_unknown="unknown"': AttentionCoder(tokenizer=strict, **options),
        "CAMLCoder": CAMLCoder(**options),
    }
    return chosen if seed else {"TF-IDF 1-2-grams + L1": linear_baseline()} | chosen


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or archive of the CodiEsp release")
    parser.add_argument("--language", default="en", choices=["en", "es"])
    parser.add_argument("--min-count", type=int, default=10, help="training cases of a code")
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    corpus = load(arguments.data, arguments.language, arguments.min_count)
    names, Y = corpus.train.target_names, corpus.dev.target
    noisy = [misspell(corpus.dev.data, share) for share in SHARES]
    scores = {}
    for seed in range(arguments.seeds):
        for name, model in models(names, seed).items():
            model.fit(corpus.train.data, corpus.train.target)
            row = [metrics.mean_average_precision(Y, model.predict_proba(X)) for X in noisy]
            scores.setdefault(name, []).append(row)
    heads = " | ".join(f"{share:.0%} misspelt" for share in SHARES)
    print(
        f"MAP, mean of {arguments.seeds} seeds.\n\n| model | {heads} |\n|---|"
        + "---|" * len(SHARES)
    )
    for name, rows in scores.items():
        print(f"| {name} | " + " | ".join(f"{mean:.3f}" for mean in np.mean(rows, axis=0)) + " |")


def misspell(notes, share):
    """Notes in which a share of the longer words has one slip of the pen each."""
    rng = np.random.RandomState(0)

    def slip(match):
        word = match[0]
        if rng.uniform() >= share:
            return word
        place = rng.randint(1, len(word) - 1)
        kind = rng.randint(4)
        before, letter, after = word[:place], word[place], word[place + 1 :]
        if kind == 3:
            return before + after[0] + letter + after[1:]
        letter = ["", 2 * letter, LETTERS[rng.randint(len(LETTERS))]][kind]
        return before + letter + after

    return [re.sub(r"[^\W\d_]{4,}", slip, note) for note in notes]


if __name__ == "__main__":
    main()
