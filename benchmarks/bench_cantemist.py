"""How well do the coders find tumour morphologies in Spanish cases, beside the linear model?

Fits on the 751 cases of Cantemist's sets train and dev1 and scores on the 247 of dev2, as
bench_codiesp.py does on CodiEsp. The codes are ICD-O-3 morphologies; there are no titles.

    python benchmarks/bench_cantemist.py --data FOLDER_WITH_CANTEMIST --seeds 3
"""

import argparse

import numpy as np
from _coders import PLAIN, TOGETHER, linear
from _runs import LINEAR, Corpus, arguments_of, fewer, run_all, setting, show

from skmedcode.datasets import load_cantemist

MODELS = {LINEAR: linear()} | PLAIN | TOGETHER


def main():
    parser = arguments_of(argparse.ArgumentParser(description=__doc__.splitlines()[0]))
    parser.add_argument("--all-gold", action="store_true", help="count unseen gold codes as missed")
    arguments = parser.parse_args()
    corpus = load(arguments)
    print(f"Cantemist: {setting(arguments, corpus)}")
    show(run_all(MODELS, corpus, arguments), corpus)


def load(arguments):
    train = load_cantemist(arguments.data, subset=("train", "dev1"))
    names = train.target_names[train.target.sum(axis=0) >= arguments.min_count]
    dev = load_cantemist(arguments.data, subset="dev2")
    unseen = dev.target[:, ~np.isin(dev.target_names, names)] if arguments.all_gold else None
    train = load_cantemist(arguments.data, subset=("train", "dev1"), code_names=names)
    dev = load_cantemist(arguments.data, subset="dev2", code_names=names)
    name = f"Cantemist, codes of {arguments.min_count}, {arguments.notes or 'all'} notes"
    return Corpus(name, fewer(train, arguments.notes), dev, None, unseen, arguments.n_jobs)


if __name__ == "__main__":
    main()
