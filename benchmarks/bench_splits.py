"""How well do splitters keep the share of every code, and how long do they take?

Five shuffled test folds, averages over seeds. Codes that no note has are left out.

- *deviation*: |share of the code in the fold - its share overall| / its share overall, the mean
  over codes and folds. A code with fewer notes than folds cannot be shared out: its is large
  with every splitter.
- *missing*: codes that no note of the fold has, the mean over folds; *avoidable*: those of them
  that at least as many notes have as there are folds.
- *notes*: size of the smallest and of the largest fold.
- *seconds*: of one core, for all folds of one seed.

Synthetic codes: Zipf's law over codes, half of a note's codes drawn from those of its patient, who
has one note or a few. The package iterative-stratification is left out where it would take more
than minutes. With ``--data`` also the training cases of CodiEsp, all their codes.

    python benchmarks/bench_splits.py
    python benchmarks/bench_splits.py --data FOLDER_WITH_CODIESP --sizes
"""

import argparse
import time

import numpy as np
from iterstrat.ml_stratifiers import MultilabelStratifiedKFold as Package
from scipy import sparse
from sklearn.model_selection import GroupKFold, KFold

from skmedcode.datasets import load_codiesp
from skmedcode.model_selection import MultilabelStratifiedGroupKFold, MultilabelStratifiedKFold

N_FOLDS = 5
SLOW = 2e10  # n_notes * n_codes**2 from which the package takes minutes
# Notes, patients, codes, codes a note.
SIZES = {
    "small": (500, 400, 50, 6),
    "medium": (5_000, 4_000, 500, 10),
    "many-codes": (8_000, 6_500, 1_000, 16),
    "many-notes": (47_000, 38_000, 50, 6),
    "full": (47_000, 38_000, 8_921, 16),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="*", choices=SIZES, default=list(SIZES))
    parser.add_argument("--seeds", type=int, default=3, help="how many to average over")
    parser.add_argument("--data", help="folder or archive of the CodiEsp release")
    arguments = parser.parse_args()
    head = "notes x codes | splitter | deviation | missing | avoidable | notes | seconds"
    print(f"| {head} |\n|---|---|---|---|---|---|---|")
    for size in arguments.sizes:
        Y, patients = make_target(*SIZES[size])
        table(Y, splitters(Y), arguments.seeds)
        table(Y, GROUPED, arguments.seeds, patients)
    if arguments.data:
        train = load_codiesp(arguments.data, subset="train", language="en")
        Y = sparse.csr_array(train.target)
        table(Y, splitters(Y), arguments.seeds)


def make_target(n_notes, n_patients, n_codes, a_note, seed=0):
    """An indicator, csr_array of int, and the patient of each note."""
    rng = np.random.RandomState(seed)
    visits = np.minimum(rng.zipf(2.2, n_patients) - 1, 40) + 1e-3
    later = rng.choice(n_patients, n_notes - n_patients, p=visits / visits.sum())
    patients = rng.permutation(np.concatenate([np.arange(n_patients), later]))
    own, now = (draw(rng, n, n_codes, a_note / 2) for n in (n_patients, n_notes))
    Y = sparse.csr_array(own[patients] + now)
    Y.data[:] = 1
    return Y, patients


def draw(rng, n_rows, n_codes, a_row):
    """Codes by Zipf's law, about ``a_row`` a row."""
    chances = np.cumsum(1 / np.arange(1, n_codes + 1))
    rows = np.repeat(np.arange(n_rows), np.maximum(1, rng.poisson(a_row, n_rows)))
    columns = np.searchsorted(chances, rng.uniform(0, chances[-1], rows.size))
    return sparse.csr_array((np.ones(rows.size, int), (rows, columns)), (n_rows, n_codes))


def splitters(Y):
    """Name -> seed -> splitter, for notes without patients."""
    found = {
        "KFold": lambda seed: KFold(N_FOLDS, shuffle=True, random_state=seed),
        "iterative-stratification": lambda seed: Package(N_FOLDS, shuffle=True, random_state=seed),
        "ours, iterative": lambda seed: MultilabelStratifiedKFold(
            N_FOLDS, random_state=seed, method="iterative"
        ),
        "ours, greedy": lambda seed: MultilabelStratifiedKFold(
            N_FOLDS, random_state=seed, method="greedy"
        ),
    }
    if Y.shape[0] * Y.shape[1] ** 2 > SLOW:
        return {name: found[name] for name in ("KFold", "ours, greedy")}
    return found


GROUPED = {
    "GroupKFold": lambda seed: GroupKFold(N_FOLDS, shuffle=True, random_state=seed),
    "ours, with patients": lambda seed: MultilabelStratifiedGroupKFold(N_FOLDS, random_state=seed),
}


def table(Y, makers, n_seeds, patients=None):
    """Print a row for each splitter."""
    for name, make in makers.items():
        measured = [measure(make(seed), Y, patients) for seed in range(n_seeds)]
        deviation, missing, avoidable, low, high, seconds = np.mean(measured, axis=0)
        start = f"| {Y.shape[0]:,} x {Y.shape[1]:,} | {name} | {deviation:.3f} "
        start += f"| {missing:.1f} | {avoidable:.1f} "
        print(f"{start}| {low:,.0f} to {high:,.0f} | {seconds:.2f} |", flush=True)


def measure(splitter, Y, patients):
    """Deviation, missing codes, avoidably missing ones, smallest and largest fold, seconds."""
    target = Y.toarray() if isinstance(splitter, Package) else Y
    plain = np.zeros(Y.shape[0]) if isinstance(splitter, KFold | GroupKFold) else target
    start = time.process_time()
    tests = [test for _, test in splitter.split(np.zeros(Y.shape[0]), plain, patients)]
    seconds = time.process_time() - start
    total = Y.sum(axis=0)
    kept, total = total > 0, total[total > 0]
    counts = np.stack([Y[test].sum(axis=0)[kept] for test in tests])  # (n_folds, n_codes)
    sizes = np.array([len(test) for test in tests])
    shares, overall = counts / sizes[:, None], total / Y.shape[0]
    absent = counts == 0
    return (
        (np.abs(shares - overall) / overall).mean(),
        absent.sum(axis=1).mean(),
        absent[:, total >= N_FOLDS].sum(axis=1).mean(),
        sizes.min(),
        sizes.max(),
        seconds,
    )


if __name__ == "__main__":
    main()
