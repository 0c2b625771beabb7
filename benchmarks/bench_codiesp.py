"""How well do the coders code real clinical cases, beside the best linear model?

Fits on the 500 training cases of CodiEsp and scores on its 250 development cases, for the diagnosis
codes with at least ten training cases. The linear model is TF-IDF of single words and pairs with
one L1 logistic regression a code; its threshold is tuned on out-of-fold training predictions, the
coders' on the part of the training notes that they hold out. The development cases choose nothing.

The Spanish originals come with the words that support each code. There the coders are also fitted
with these as evidence, and what they attend to is compared with the words of the development cases.

    python benchmarks/bench_codiesp.py --data FOLDER_WITH_CODIESP --seeds 3
    python benchmarks/bench_codiesp.py --data FOLDER_WITH_CODIESP --seeds 3 --language es
"""

import argparse

import numpy as np
from _coders import (
    EVIDENCE,
    PLAIN,
    TITLES,
    TOGETHER,
    TOGETHER_EVIDENCE,
    TOGETHER_TITLES,
    linear,
)
from _runs import LINEAR, Corpus, arguments_of, fewer, run_all, setting, show

from skmedcode.code_systems import ICD10CM
from skmedcode.datasets import load_codiesp

MODELS = {
    "en": {LINEAR: linear()} | PLAIN | TITLES | TOGETHER | TOGETHER_TITLES,
    "es": {LINEAR: linear()} | PLAIN | EVIDENCE | TOGETHER | TOGETHER_EVIDENCE,
}


def main():
    parser = arguments_of(argparse.ArgumentParser(description=__doc__.splitlines()[0]))
    parser.add_argument("--language", default="en", choices=["en", "es"])
    parser.add_argument("--all-gold", action="store_true", help="count unseen gold codes as missed")
    arguments = parser.parse_args()
    names = ("data", "language", "min_count", "notes", "all_gold", "n_jobs")
    corpus = load(**{name: getattr(arguments, name) for name in names})
    print(f"CodiEsp, {arguments.language}: {setting(arguments, corpus)}")
    show(run_all(MODELS[arguments.language], corpus, arguments), corpus)


def load(data, language="en", min_count=10, notes=None, all_gold=False, n_jobs=1):
    """The corpus with the codes that enough training cases have."""
    options = {"language": language, "task": "D"}
    train = load_codiesp(data, subset="train", **options)
    names = train.target_names[train.target.sum(axis=0) >= min_count]
    dev = load_codiesp(data, subset="dev", **options)
    unseen = dev.target[:, ~np.isin(dev.target_names, names)] if all_gold else None
    train, dev = (
        load_codiesp(data, subset=subset, code_names=names, **options)
        for subset in ("train", "dev")
    )
    titles = ICD10CM() if language == "en" else None
    name = f"CodiEsp, {language}, codes of {min_count}, {notes or 'all'} notes"
    return Corpus(name, fewer(train, notes), dev, titles, unseen, n_jobs)


if __name__ == "__main__":
    main()
