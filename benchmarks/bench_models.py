"""All coders side by side: on synthetic notes in which context decides, and on real cases.

Every coder with its defaults, several seeds, the same notes for all, beside the linear model. On
the English cases the coders know the titles of the codes, where they can read them. Prints the
scores, what fitting and predicting cost in core-seconds, weights and peak memory, and differences
from the linear model and from CAML.

    python benchmarks/bench_models.py --data FOLDER_WITH_CODIESP --seeds 3 --keep FOLDER
    python benchmarks/bench_models.py --data FOLDER_WITH_CODIESP --corpora synthetic --seeds 1
"""

import argparse

from _coders import PLAIN, TITLES, linear
from _runs import LINEAR, arguments_of, run_all, show
from bench_codiesp import load
from bench_synthetic import MODELS as SYNTHETIC
from bench_synthetic import PHRASES, hard_corpus, show_mentions

DRCAML = "DRCAMLCoder, titles"  # cannot do without
MODELS = {
    "synthetic": {PHRASES: SYNTHETIC[PHRASES], DRCAML: TITLES[DRCAML]} | PLAIN,
    "en": {LINEAR: linear(), "CNNCoder": PLAIN["CNNCoder"]} | TITLES,
    "es": {LINEAR: linear()} | PLAIN,
}
CAML = {"synthetic": "CAMLCoder", "en": "CAMLCoder, titles", "es": "CAMLCoder"}


def main():
    parser = arguments_of(argparse.ArgumentParser(description=__doc__.splitlines()[0]))
    parser.add_argument("--corpora", nargs="+", choices=MODELS, default=list(MODELS))
    arguments = parser.parse_args()
    for language in arguments.corpora:
        if language == "synthetic":
            train, test, corpus = hard_corpus()
        else:
            corpus = load(arguments.data, language, arguments.min_count, arguments.notes)
        n_codes = corpus.train.target.shape[1]
        print(f"\n{corpus.name}: {len(corpus.train.data)} notes to train on, {n_codes} codes.\n")
        models = MODELS[language]
        runs = run_all(models, corpus, arguments)
        show(runs, corpus, next(iter(models)), CAML[language])
        if language == "synthetic":
            show_mentions(runs, train, test)


if __name__ == "__main__":
    main()
