"""What does each part of RankingCoder bring?

Five folds inside the training cases of CodiEsp; the development cases are not touched. Members
score each fold's notes without having seen them, and so does the ranker. Scores are those of three
label spaces: the codes with at least ten, three and one cases in the fold's own training part. The
threshold of a fold is tuned on the other folds.

    python benchmarks/bench_ranking_parts.py --data FOLDER_WITH_CODIESP
    python benchmarks/bench_ranking_parts.py --data FOLDER_WITH_CODIESP --language es
"""

import argparse

import numpy as np
from scipy import sparse
from scipy.special import expit, logit
from sklearn.model_selection import KFold

from skmedcode import RankingCoder, metrics
from skmedcode.code_systems import ICD10CM
from skmedcode.code_systems._groups import group_numbers
from skmedcode.datasets import load_codiesp
from skmedcode.ensemble import (
    NOT_FITTED,
    FrequentCodes,
    default_network,
    default_views,
    mean_logits,
    out_of_fold,
)
from skmedcode.model_selection import compare_coders
from skmedcode.ranking._fit import cross_fitted
from skmedcode.ranking._rows import training_pairs
from skmedcode.ranking._sources import Sources

SPACES = (10, 3, 1)  # cases that a code must have in the training part of a fold
DEFAULT = "RankingCoder"
MEMBERS = ("words", "stems", "deep")
VARIANTS = {  # members, what the other tables are made of, groups
    DEFAULT: (MEMBERS, "all", "category"),
    "without synonyms": (MEMBERS, "titles", "category"),
    "without titles and synonyms": (MEMBERS, "lexicon", "category"),
    "without lexicon": (MEMBERS, "coverage", "category"),
    "without network": (MEMBERS[:2], "all", "category"),
    "without network and lexicon": (MEMBERS[:2], "coverage", "category"),
    "without groups": (MEMBERS, "all", None),
    "with category back-off": ((*MEMBERS, "category"), "all", "category"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or archive of the CodiEsp release")
    parser.add_argument("--language", default="en", choices=["en", "es"])
    parser.add_argument("--seeds", type=int, default=3, help="of the trees")
    parser.add_argument("--n-jobs", type=int, default=1)
    arguments = parser.parse_args()
    corpus = load_codiesp(arguments.data, subset="train", language=arguments.language)
    splits = list(KFold(5, shuffle=True, random_state=0).split(corpus.data))
    titles = ICD10CM() if arguments.language == "en" else None
    logits = member_scores(corpus, splits, titles, arguments.n_jobs)
    tables = source_tables(corpus, splits, titles, arguments.n_jobs)
    scores = {
        "one linear view": [logits["words"]],
        "two linear views": [mean_logits([logits["words"], logits["stems"]])],
        "network": [logits["deep"]],
        "mean of the three": [mean_logits([logits[name] for name in MEMBERS])],
    }
    for name, (members, source, groups) in VARIANTS.items():
        if source in tables:
            known = [logits[member] for member in members]
            numbers = group_numbers(corpus.target_names, groups)
            pairs = training_pairs(known, tables[source], _gold(corpus), splits, numbers, 50)
            scores[name] = [ranked(pairs, known, seed) for seed in range(arguments.seeds)]
    for least in SPACES:
        show(scores, corpus.target, splits, least)


def member_scores(corpus, splits, titles, n_jobs):
    """Out-of-fold logits of the members, and of a linear view that knows only categories."""
    network = FrequentCodes(coder=default_network(), min_count=3, code_descriptions=titles)
    network.code_names = corpus.target_names
    network.coder.random_state = 0
    members = [*default_views(), ("deep", network)]
    found = out_of_fold(members, corpus.data, corpus.target, splits, n_jobs)
    logits = {name: own for name, (own, _) in found.items()}
    category = group_numbers(corpus.target_names)
    n_codes = len(category)
    belongs = sparse.csr_array((np.ones(n_codes), (np.arange(n_codes), category)))
    groups = (corpus.target @ belongs > 0).astype(np.int32)
    own, known = out_of_fold(default_views()[:1], corpus.data, groups, splits, n_jobs)["words"]
    logits["category"] = _backed_off(own, known, corpus.target, groups, category, splits)
    return logits


def _backed_off(logits, known, Y, groups, category, splits):
    """Logit of a category's probability times the code's share of the category's notes."""
    result = np.full(Y.shape, NOT_FITTED, dtype=np.float32)
    for fold, (train, test) in enumerate(splits):
        share = Y[train].sum(axis=0) / np.maximum(groups[train].sum(axis=0), 1)[category]
        chances = expit(logits[test].astype(float))[:, category] * share
        with np.errstate(divide="ignore"):
            scores = np.clip(logit(chances), NOT_FITTED, -NOT_FITTED)
        result[test] = np.where(known[fold][category], scores, NOT_FITTED)
    return result


def source_tables(corpus, splits, titles, n_jobs):
    """What lexicon and titles say of each fold's notes."""
    settings = {"lexicon": {}}
    if titles is not None:
        settings["titles"] = {"code_descriptions": titles}
        settings["all"] = {"code_descriptions": titles, "code_synonyms": titles}
    used, tables = np.ones(len(corpus.data), dtype=bool), {}
    for name, options in settings.items():
        coder = RankingCoder(engine="sklearn", n_jobs=n_jobs, **options)
        sources = Sources(coder, corpus.target_names)
        tables[name] = sources.fit_tables(list(corpus.data), _gold(corpus), splits, used)
    if titles is None:
        tables["all"] = tables["lexicon"]
    tables["coverage"] = [own[1:] for own in tables["all"]]
    return tables


def ranked(pairs, logits, seed):
    """Logits of the ranker, cross-fitted; other codes behind, by the members' mean."""
    result = (mean_logits(logits) / 100 + NOT_FITTED).ravel()
    result[pairs.keys] = cross_fitted(pairs.X, pairs.y, pairs.part, seed=seed, engine="sklearn")
    return result.reshape(logits[0].shape)


def show(scores, Y, splits, least):
    """Print the scores of one label space, and differences from the default."""
    inside = np.zeros(Y.shape, dtype=bool)
    for train, test in splits:
        inside[test] = Y[train].sum(axis=0) >= least
    gold = np.where(inside, Y, 0)
    shifted = {
        name: [_cut_at_zero(np.where(inside, run, -99.0), gold, splits) for run in runs]
        for name, runs in scores.items()
    }
    options = {
        "thresholds": {name: [0.0] * len(runs) for name, runs in shifted.items()},
        "reference": DEFAULT,
        "random_state": 0,
    }
    average = compare_coders(gold, shifted, metric="mean_average_precision", **options)
    f1 = compare_coders(gold, shifted, metric="f1_micro", **options)
    print(f"\n{inside.sum() / len(Y):.0f} codes with >= {least} cases in a fold's training part\n")
    print("| model | MAP | micro F1 | macro F1 | MAP - default | micro F1 - default |")
    print("|---|---|---|---|---|---|")
    has_gold = gold.any(axis=0)
    for name, runs in shifted.items():
        macro = np.mean(
            [metrics.f1_macro(gold[:, has_gold], run[:, has_gold] >= 0) for run in runs]
        )
        cells = [f"{average[name].score:.3f}", f"{f1[name].score:.3f}", f"{macro:.3f}"]
        rows = average[name], f1[name]
        differences = [f"{r.difference:+.3f} [{r.low:+.3f}, {r.high:+.3f}]" for r in rows]
        cells += ["", ""] if name == DEFAULT else differences
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _cut_at_zero(scores, gold, splits):
    """Scores less the threshold that the other folds' notes tell."""
    result = np.empty(scores.shape, dtype=np.float32)
    for train, test in splits:
        threshold = metrics.best_f1_threshold(gold[train], scores[train])
        result[test] = scores[test] - threshold
    return result


def _gold(corpus):
    return sparse.csr_array(corpus.target, dtype=np.float32)


if __name__ == "__main__":
    main()
