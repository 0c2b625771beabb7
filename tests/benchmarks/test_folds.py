"""The AUC of notes that several folds have scored."""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit
from sklearn.utils import Bunch

from skmedcode.metrics import macro_auc

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))
from _folds import gold, is_folds, pooled, within_folds

SIZES = (7, 12, 9)


def corpora_of(Y, sizes):
    ends = np.cumsum(sizes)[:-1]
    return [Bunch(dev=Bunch(target=part)) for part in np.split(Y, ends)]


def run_of(chances, threshold=0.3, seconds=2.0):
    return {"chances": chances, "threshold": threshold, "core_seconds": np.array([seconds, 1.0])}


def slow_ranks(scores, sizes):
    """Share of the notes of the same fold that score less; ties and the note itself count half."""
    fold = np.repeat(np.arange(len(sizes)), sizes)
    ranks = np.zeros(scores.shape)
    for code in range(scores.shape[1]):
        for note in range(len(scores)):
            beaten = 0.0
            for other in range(len(scores)):
                if fold[other] == fold[note]:
                    ours, theirs = scores[note, code], scores[other, code]
                    beaten += 1.0 if theirs < ours else 0.5 if theirs == ours else 0.0
            ranks[note, code] = beaten / sizes[fold[note]]
    return ranks


def slow_auc(gold, ranks):
    """Share of the pairs, a note with the code and one without, in which the first is ahead."""
    areas = []
    for code in range(gold.shape[1]):
        won = pairs = 0
        for with_code in ranks[gold[:, code] == 1, code]:
            for without in ranks[gold[:, code] == 0, code]:
                won += 1.0 if without < with_code else 0.5 if without == with_code else 0.0
                pairs += 1
        areas += [won / pairs] if pairs else []
    return np.mean(areas)


def test_ranks_and_auc_are_those_of_a_slow_loop():
    rng = np.random.default_rng(0)
    Y = rng.integers(0, 2, size=(sum(SIZES), 4))
    scores = rng.integers(0, 6, size=Y.shape).astype(float)  # many ties
    (ranks,) = within_folds([scores], corpora_of(Y, SIZES))
    expected = slow_ranks(scores, SIZES)
    np.testing.assert_allclose(ranks, expected)
    assert macro_auc(Y, ranks) == pytest.approx(slow_auc(Y, expected))


def test_the_level_of_a_fold_does_not_count():
    rng = np.random.default_rng(1)
    scores = rng.normal(size=(sum(SIZES), 3))
    corpora = corpora_of(np.zeros_like(scores), SIZES)
    shifted = scores + np.repeat([-5.0, 0.0, 9.0], SIZES)[:, None]
    (ranks,), (same,) = within_folds([scores], corpora), within_folds([shifted], corpora)
    np.testing.assert_array_equal(ranks, same)
    means = [part.mean() for part in np.split(ranks, np.cumsum(SIZES)[:-1])]
    np.testing.assert_allclose(means, 0.5, err_msg="a fold of few notes ranks as one of many")


def test_pooled_scores_are_biased_and_ranks_are_not():
    """A coder that knows nothing but how many of its training notes have each code."""
    rng = np.random.default_rng(2)
    sizes, n_codes = (40,) * 5, 400
    Y = np.zeros((200, n_codes), dtype=int)
    for code in range(n_codes):
        Y[rng.choice(200, size=3, replace=False), code] = 1
    corpora = corpora_of(Y, sizes)
    runs = []
    for corpus in corpora:
        n_training = Y.sum(axis=0) - corpus.dev.target.sum(axis=0)
        noise = rng.normal(scale=0.1, size=(40, n_codes))
        runs.append(run_of(expit(np.log((n_training + 0.5) / 160) + noise)))
    outcomes, _ = pooled(runs, corpora)
    ranks = within_folds(outcomes, corpora)
    assert macro_auc(gold(corpora), outcomes[0]) < 0.25, "as if it knew which notes lack a code"
    assert macro_auc(gold(corpora), ranks[0]) == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("name", ["bench_knowledge", "bench_guidelines"])
def test_tables_compare_notes_within_folds(name, capsys):
    """Two models that differ by the level of each fold alone have the same AUC."""
    benchmark = importlib.import_module(name)
    rng = np.random.default_rng(4)
    Y = rng.integers(0, 2, size=(sum(SIZES), 6))
    corpora, chances = corpora_of(Y, SIZES), rng.uniform(0.2, 0.8, size=Y.shape)
    parts = np.split(chances, np.cumsum(SIZES)[:-1])
    with_, without = benchmark.PAIRS[0]
    runs = {
        without: [run_of(part) for part in parts],
        with_: [run_of(part * level) for part, level in zip(parts, (0.2, 0.6, 1.2), strict=True)],
    }
    outcomes, seconds, ranked = benchmark.all_notes(runs, corpora)
    rare = np.arange(6) < 3
    benchmark.show(outcomes, ranked, seconds, Y, {"rare": rare})
    benchmark.compare(outcomes, ranked, Y, rare)
    table, differences = capsys.readouterr().out.split("\n\n")
    heads, _, *rows = [line.split(" | ") for line in table.splitlines()]
    columns = heads.index("macro AUC"), heads.index("macro AUC, rare (3)")
    (ranks,) = within_folds(outcomes[without], corpora)
    expected = [f"{slow_auc(Y, ranks):.3f}", f"{slow_auc(Y[:, rare], ranks[:, rare]):.3f}"]
    assert [[row[column] for column in columns] for row in rows] == [expected, expected]
    cells = differences.splitlines()[-1].strip(" |").split(" | ")
    assert cells[-1] == "+0.000 [+0.000, +0.000]", "AUC of rare codes"
    assert cells[2] != cells[-1], "micro F1 goes by the scores"


def test_seeds_on_the_same_notes_are_no_folds():
    rng = np.random.default_rng(3)
    corpus = Bunch(dev=Bunch(target=rng.integers(0, 2, size=(8, 3))))
    corpora = [corpus, corpus]
    runs = [run_of(rng.uniform(size=(8, 3)), seconds=s) for s in (2.0, 4.0)]
    outcomes, seconds = pooled(runs, corpora)
    assert not is_folds(corpora) and len(outcomes) == 2 and seconds == 3.0
    assert within_folds(outcomes, corpora) is outcomes
    assert gold(corpora) is corpus.dev.target
    given = [run["chances"] >= run["threshold"] for run in runs]
    np.testing.assert_array_equal(np.array(outcomes) >= 0, given)
