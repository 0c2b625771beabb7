"""How much memory and time does RankingCoder take for a hospital's notes and all its codes?

Generated notes, each with the words of some fifteen codes among words that mean nothing, and one
member that costs next to nothing, since the time of members is their own: what is measured is the
ranker, its lexicon, its titles, and the out-of-fold scores of the member.

    python benchmarks/bench_ranking_scale.py --notes 5000 --codes 1000
    python benchmarks/bench_ranking_scale.py --notes 50000 --codes 9000
"""

import argparse
import resource
import time
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

from skmedcode import RankingCoder

N_FILLER, N_LABELS = 50_000, 15


@dataclass(kw_only=True, eq=False, repr=False)
class Centroids(BaseEstimator):
    """Ten times the cosine to the mean of the notes that have the code."""

    def fit(self, X, Y):
        Y = sparse.csr_array(Y, dtype=np.float32)
        count = np.maximum(Y.sum(axis=0), 1)
        self.centroids_ = (Y / count).T.tocsr() @ sparse.csr_array(X, dtype=np.float32)
        norm = np.sqrt(np.maximum(self.centroids_.power(2).sum(axis=1), 1e-12))
        self.centroids_ = sparse.csr_array(self.centroids_ / norm[:, None])
        return self

    def decision_function(self, X):
        return 10 * (sparse.csr_array(X, dtype=np.float32) @ self.centroids_.T).toarray() - 5


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notes", type=int, default=5000)
    parser.add_argument("--codes", type=int, default=1000)
    parser.add_argument("--words", type=int, default=200, help="of a note")
    parser.add_argument("--scored", type=int, default=2000, help="notes to score")
    parser.add_argument("--members", type=int, default=3)
    parser.add_argument("--cv", type=int, default=5)
    arguments = parser.parse_args()
    notes, Y, titles = generate(arguments.notes, arguments.codes, arguments.words)
    print(f"{arguments}\nnotes made: {peak():.1f} GiB at most")
    members = [
        (f"centroids {i}", make_pipeline(TfidfVectorizer(dtype=np.float32), Centroids()))
        for i in range(arguments.members)
    ]
    names = np.array(list(titles), dtype=object)
    coder = RankingCoder(
        members=members,
        code_names=names,
        code_descriptions=titles,
        cv=arguments.cv,
        engine="sklearn",
        random_state=0,
    )
    start = time.perf_counter()
    coder.fit(notes, Y)
    print(f"fit: {time.perf_counter() - start:.0f} s, {peak():.1f} GiB at most", flush=True)
    start = time.perf_counter()
    codes = coder.predict(notes[: arguments.scored])
    rate = arguments.scored / (time.perf_counter() - start)
    gold = Y[: arguments.scored]
    f1 = 2 * (codes * gold).sum() / (codes.sum() + gold.sum())
    print(f"predict: {rate:.0f} notes/s, {peak():.1f} GiB at most; micro F1 in training {f1:.2f}")


def generate(n_notes, n_codes, n_words, seed=0):
    """Notes, a sparse Y of codes with a steep tail, and titles of three words."""
    rng = np.random.default_rng(seed)
    filler = np.array([f"w{spelled(i)}" for i in range(N_FILLER)])
    names = [f"{chr(65 + i % 26)}{i // 26 // 10:02d}.{i // 26 % 10}" for i in range(n_codes)]
    own = np.array([[f"{part}{spelled(i)}" for part in "xyz"] for i in range(n_codes)])
    draw = 1 / np.arange(1, n_codes + 1) ** 0.8
    draw = np.cumsum(draw / draw.sum())
    rare = 1 / np.arange(1, N_FILLER + 1)
    rare = np.cumsum(rare / rare.sum())
    notes, columns = [], []
    for _ in range(n_notes):
        codes = np.unique(np.searchsorted(draw, rng.random(N_LABELS)).clip(max=n_codes - 1))
        said = [" ".join(own[code, rng.random(3) < 0.7]) for code in codes]
        words = filler[np.searchsorted(rare, rng.random(n_words)).clip(max=N_FILLER - 1)]
        parts = np.array_split(words, len(codes))
        notes.append(" ".join(f"{' '.join(w)} {s}." for w, s in zip(parts, said, strict=True)))
        columns.append(codes)
    starts = np.cumsum([0, *map(len, columns)])
    values = np.ones(starts[-1], dtype=np.int32)
    Y = sparse.csr_array((values, np.concatenate(columns), starts), shape=(n_notes, n_codes))
    return notes, Y, {name: " ".join(words) for name, words in zip(names, own, strict=True)}


def spelled(number):
    """A number in letters, so that it is a word."""
    letters = ""
    for _ in range(4):
        number, rest = divmod(number, 26)
        letters = chr(97 + rest) + letters
    return letters


def peak():
    """Largest memory so far, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main()
