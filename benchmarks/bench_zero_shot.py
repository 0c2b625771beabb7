"""Can codes that no training note had be found from their titles?

Fits on the cases of CodiEsp's training part, adds the codes that only the cases to score have, and
ranks these codes alone. Beside it the similarity of note and title by TF-IDF, of words and of
characters. Choices were made with ``--held-out 0.25`` and several ``--hide-seed``: a quarter of the
training codes hidden, a fifth of the training cases scored. The last column is the ranking of the
codes that were fitted, in the same cases, beside a coder that learns each of them on its own.

    python benchmarks/bench_zero_shot.py --data FOLDER_WITH_CODIESP
    python benchmarks/bench_zero_shot.py --data FOLDER_WITH_CODIESP --held-out 0.25 --hide-seed 1
"""

import argparse

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils import Bunch

from skmedcode import CAMLCoder, EncoderDecoderCoder, metrics
from skmedcode.code_systems import ICD10CM
from skmedcode.datasets import load_codiesp

ENCODERS = {
    "words": ("words", {}),
    "convolution": ("conv", {"num_filters": 50, "kernel_size": 5}),
}
K = (5, 15)
EPOCHS = 5  # more of them serve the seen codes, at the cost of the others


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or archive of the CodiEsp release")
    parser.add_argument("--held-out", type=float, help="share of the training codes to hide")
    parser.add_argument("--hide-seed", type=int, default=0, help="which codes and cases these are")
    parser.add_argument("--models", nargs="+", choices=ENCODERS, default=list(ENCODERS))
    parser.add_argument("--beside", action="store_true", help="fit CAMLCoder to the seen codes")
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    fitted, scored, seen, unseen = parts(arguments.data, arguments.held_out, arguments.hide_seed)
    names = fitted.target_names
    system = ICD10CM()
    titles = {name: system.description(name) for name in names}
    gold = scored.target[:, unseen]
    rows = gold.sum(axis=1) > 0
    print(
        f"{len(fitted.data)} cases and {seen.sum()} codes to fit; {gold.sum()} occurrences of "
        f"{unseen.sum()} codes that none of them has, in {rows.sum()} of {len(scored.data)} cases "
        f"({gold.sum() / scored.target[:, seen | unseen].sum():.1%} of all occurrences).\n"
    )
    heads = ["MAP", *(f"recall@{k}" for k in K), "macro AUC"]
    print("| ranks the unseen codes by | " + " | ".join(heads) + " | MAP, seen codes |")
    print("|---|" + "---|" * (len(heads) + 1))
    notes, further = [scored.data[row] for row in np.flatnonzero(rows)], names[unseen]
    known = scored.target[:, seen]
    texts = [titles[name] for name in further]
    show("chance", [chance(gold[rows], seed) for seed in range(arguments.seeds)], gold[rows])
    for name, options in SIMILAR.items():
        show(name, [similarity(options, fitted.data, notes, texts)], gold[rows])
    for name in arguments.models:
        runs = []
        for seed in range(arguments.seeds):
            coder = fit(*ENCODERS[name], fitted, seen, titles, seed)
            coder.add_codes({code: titles[code] for code in further})
            runs.append(coder.decision_function(scored.data))
        unseen_scores = [scores[rows, seen.sum() :] for scores in runs]
        old = seen_map(known, [scores[:, : seen.sum()] for scores in runs])
        show(f"title attention, {name}", unseen_scores, gold[rows], old)
    if arguments.beside:
        runs = [label_attention(fitted, seen, titles, seed) for seed in range(arguments.seeds)]
        old = seen_map(known, [coder.decision_function(scored.data) for coder in runs])
        print(f"| CAMLCoder, with titles |{' |' * len(heads)} {old:.3f} |", flush=True)


SIMILAR = {
    "TF-IDF similarity of words": {"stop_words": "english"},
    "TF-IDF similarity of characters": {"analyzer": "char_wb", "ngram_range": (3, 5)},
}


def parts(path, held_out, hide_seed):
    """Cases to fit and to score, and which codes are seen and unseen."""
    train = load_codiesp(path, subset="train", language="en")
    if held_out is None:
        names = train.target_names
        dev = load_codiesp(path, subset="dev", language="en")
        names = np.array(sorted(set(names) | set(dev.target_names)))
        train = load_codiesp(path, subset="train", language="en", code_names=names)
        dev = load_codiesp(path, subset="dev", language="en", code_names=names)
        seen = train.target.sum(axis=0) > 0
        return train, dev, seen, ~seen & (dev.target.sum(axis=0) > 0)
    rng = np.random.RandomState(hide_seed)
    hidden = rng.rand(len(train.target_names)) < held_out
    rows = rng.rand(len(train.data)) < 0.2
    fitted, scored = Bunch(**train), Bunch(**train)
    fitted.data, fitted.target = train.data[~rows], train.target[~rows]
    scored.data, scored.target = train.data[rows], train.target[rows]
    seen = ~hidden & (fitted.target.sum(axis=0) > 0)
    return fitted, scored, seen, ~seen & (scored.target.sum(axis=0) > 0)


def fit(encoder, numbers, fitted, seen, titles, seed):
    """A coder of the seen codes that knows them by their titles alone."""
    coder = EncoderDecoderCoder(
        encoder=encoder,
        encoder_params=numbers,
        encoder_residual=encoder != "words",
        decoder="title_attention",
        code_names=fitted.target_names[seen],
        code_descriptions=titles,
        max_epochs=EPOCHS,
        validation_fraction=0,  # which would stop where the seen codes are ranked best
        random_state=seed,
    )
    return coder.fit(fitted.data, fitted.target[:, seen])


def label_attention(fitted, seen, titles, seed):
    """A coder that learns each seen code on its own, and starts at its title."""
    names = fitted.target_names[seen]
    coder = CAMLCoder(code_names=names, code_descriptions=titles, random_state=seed)
    return coder.fit(fitted.data, fitted.target[:, seen])


def seen_map(known, runs):
    """Mean average precision over the codes that were fitted, the mean over seeds."""
    rows = known.sum(axis=1) > 0
    maps = [metrics.mean_average_precision(known[rows], scores[rows]) for scores in runs]
    return np.mean(maps)


def similarity(options, corpus, notes, texts):
    """Cosine of note and title."""
    vectorizer = TfidfVectorizer(sublinear_tf=True, **options).fit([*corpus, *texts])
    return (vectorizer.transform(notes) @ vectorizer.transform(texts).T).toarray()


def chance(gold, seed):
    """Random scores."""
    return np.random.RandomState(seed).rand(*gold.shape)


def show(name, runs, gold, old=None):
    """Print one row, the mean over seeds."""
    cells = [
        [
            metrics.mean_average_precision(gold, scores),
            *(metrics.recall_at_k(gold, scores, k) for k in K),
            metrics.macro_auc(gold, scores),
        ]
        for scores in runs
    ]
    mean = np.mean(cells, axis=0)
    cells = [f"{cell:.3f}" for cell in mean] + ["" if old is None else f"{old:.3f}"]
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
