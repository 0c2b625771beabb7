"""The table of the field: the coders on MIMIC-III, by the papers' recipes and in their units.

Fits on CAML's training part and scores on its test part, over several seeds. By default codes are
those of CAML's published data (`--compat none` reads them without its slips), and each coder has
the parameters of its paper; `--defaults` takes ours. Prints macro and micro AUC and F1, precision
at k (5 for the 50 codes; 8 and 15 for all) in per cent with the deviation over seeds, and trainable
parameters. "F1 macro" is the papers' (of the mean precision and recall over all codes), "F1 mean"
the mean over the codes that the test part has.

Differs from the papers: a coder stops early by notes of the training part that it holds out, not by
the development part, which is not used; word vectors start from the training notes alone.

    python benchmarks/bench_mimic3.py --data FOLDER --subset top50 --seeds 5 --keep KEPT
    python benchmarks/bench_mimic3.py --data FOLDER --lists LISTS --subset full --models CAMLCoder

FOLDER has the tables of MIMIC-III, LISTS CAML's lists of admissions; without `--lists` they are
beside the tables. DR-CAML needs titles and GatedCNN reads them: D_ICD_DIAGNOSES and
D_ICD_PROCEDURES beside the tables, or `--titles` with lines of code, tab and title.
"""

import argparse
import gzip

import numpy as np
import torch
from _coders import CODERS
from _runs import Corpus, arguments_of_runs, run_all

from skmedcode import metrics
from skmedcode.datasets import load_mimic3

ORDER = ("CNN", "RNN", "CAML", "DRCAML", "DCAN", "MultiResCNN", "LAAT", "JointLAAT", "GatedCNN")
NAMES = [f"{name}Coder" for name in ORDER]
TITLED = ("DRCAMLCoder", "GatedCNNCoder")  # whose papers have the codes' titles
PRECISION_AT = {"top50": (5,), "full": (8, 15)}
# As published, of the 50 codes: AUC macro, micro; F1 macro, micro; P@5.
PUBLISHED = {
    "CAMLCoder": ("87.5", "90.9", "53.2", "61.4", "60.9"),
    "MultiResCNNCoder": ("89.9±0.4", "92.8±0.2", "60.6±1.1", "67.0±0.3", "64.1±0.1"),
    "GatedCNNCoder": ("91.5±0.3", "93.8±0.1", "62.9±0.5", "68.6±0.1", "65.3±0.1"),
}


def main():
    arguments = parse()
    corpus = load(arguments)
    models = {name: maker(name, arguments) for name in NAMES if _runs_on(corpus, name)}
    if unknown := set(arguments.models or ()).difference(models):
        raise SystemExit(f"--models must be of {', '.join(models)}; got {', '.join(unknown)}.")
    print(heading(arguments, corpus), flush=True)
    show(run_all(models, corpus, arguments), corpus, arguments.subset)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder of the tables of MIMIC-III")
    parser.add_argument("--lists", help="folder of CAML's lists of admissions; default: --data")
    parser.add_argument("--subset", default="top50", choices=PRECISION_AT)
    parser.add_argument("--compat", default="caml", choices=["caml", "none"])
    parser.add_argument("--titles", help="lines of code, tab, title; plain or .gz")
    parser.add_argument("--defaults", action="store_true", help="our parameters, not the papers'")
    parser.add_argument("--max-epochs", type=int, help="fewer epochs than the parameters say")
    return arguments_of_runs(parser).parse_args()


def load(arguments):
    """The training and the test part as a corpus; its name changes with what it holds."""
    compat = None if arguments.compat == "none" else arguments.compat
    lists = arguments.lists or arguments.data
    train, test = (
        load_mimic3(arguments.data, arguments.subset, lists, part, compat=compat)
        for part in ("train", "test")
    )
    titles = _read_titles(arguments.titles) if arguments.titles else train.code_descriptions
    setting = "defaults" if arguments.defaults else "published"
    setting += f", {arguments.max_epochs} epochs" if arguments.max_epochs else ""
    hashes = f"{train.split_hash[:8]}, {train.label_set_hash[:8]}"
    name = f"MIMIC-III, {arguments.subset}, {hashes}, {setting}"
    return Corpus(name, train, test, titles, n_jobs=arguments.n_jobs)


def _read_titles(path):
    kind = gzip.open if path.endswith(".gz") else open
    with kind(path, "rt", encoding="utf-8") as file:
        return dict(line.rstrip("\n").split("\t", 1) for line in file)


def _runs_on(corpus, name):
    return name != "DRCAMLCoder" or bool(corpus.titles)


def maker(name, arguments):
    """``(seed, corpus) -> coder, options of fit``."""
    cls = CODERS[name]

    def make(seed, corpus):
        own = {} if arguments.defaults else cls.published_params(split=arguments.subset)
        if arguments.max_epochs:
            own["max_epochs"] = arguments.max_epochs
        if name in TITLED:
            own["code_descriptions"] = corpus.titles
        return cls(**own, code_names=corpus.train.target_names, random_state=seed), {}

    return make


def heading(arguments, corpus):
    """What is compared, so that others can tell whether it is the same."""
    train, test = corpus.train, corpus.dev
    return (
        f"{corpus.name}: {len(train.data):,} training and {len(test.data):,} test notes, "
        f"{train.target.shape[1]:,} codes; mean±deviation of {arguments.seeds} seeds, in per cent; "
        f"torch {torch.__version__}.\nsplit_hash {train.split_hash}\n"
        f"label_set_hash {train.label_set_hash}\n"
    )


def show(runs, corpus, subset):
    """Print the table, and under each coder what its paper has."""
    ks = PRECISION_AT[subset]
    columns = ["AUC macro", "AUC micro", "F1 macro", "F1 micro", *(f"P@{k}" for k in ks)]
    columns += ["F1 mean", "parameters"]
    print("| coder | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    for name, own in runs.items():
        values = 100 * np.array([scores(corpus.dev.target, run, ks) for run in own])
        cells = [_cell(column) for column in values.T]
        weights = f"{np.mean([run['trainable'] for run in own]) / 1e6:.1f}M"
        print(f"| {name} | " + " | ".join([*cells, weights]) + " |")
        if subset == "top50" and name in PUBLISHED:
            print("| as published | " + " | ".join([*PUBLISHED[name], "", ""]) + " |")


def _cell(values):
    deviation = f"±{values.std():.1f}" if len(values) > 1 else ""
    return f"{values.mean():.1f}{deviation}"


def scores(Y, run, ks):
    """The figures of one run, in the order of the columns."""
    chances = run["chances"]
    codes = (chances >= run["threshold"]).astype(int)
    return [
        metrics.macro_auc(Y, chances),
        metrics.micro_auc(Y, chances),
        metrics.f1_macro_caml(Y, codes),
        metrics.f1_micro(Y, codes),
        *(metrics.precision_at_k(Y, chances, k) for k in ks),
        metrics.f1_macro(Y, codes),
    ]


if __name__ == "__main__":
    main()
