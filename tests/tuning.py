"""Small notes and coders for searches, and a scorer that looks at the process it runs in."""

import re
from pathlib import Path

import numpy as np
import torch
from sklearn.base import clone

from skmedcode import AttentionCoder, CAMLCoder, GatedCNNCoder
from skmedcode.datasets import make_clinical_notes
from skmedcode.metrics import get_scorer

_DATA = make_clinical_notes(n_samples=48, n_codes=4, length=30, random_state=0)
NOTES, Y, PATIENTS = np.asarray(_DATA.data, dtype=object), _DATA.target, np.arange(48) // 3
QUICK = {"embedding_dim": 8, "max_epochs": 2, "refit": False, "random_state": 0, "lr": 0.01}
ATTENTION = AttentionCoder(**QUICK)
CAML = CAMLCoder(num_filters=6, validation_fraction=0.0, **QUICK)
GATED = GatedCNNCoder(hidden_size=6, dilations=(1,), validation_fraction=0.0, **QUICK)
MAP = get_scorer("mean_average_precision")


def documented(word):
    """The block of docs/user_guide/search.md that needs an optional package, by a word in it."""
    page = Path(__file__).resolve().parents[1] / "docs" / "user_guide" / "search.md"
    blocks = re.findall(r"^```python optional\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
    (block,) = [block for block in blocks if word in block]
    return compile(block, str(page), "exec")


def by_hand(coder, parameters, folds, metric=MAP, **metadata):
    """Score of each fold, by a loop that scikit-learn has no part in."""
    scores = []
    for train, test in folds:
        own = {name: values[train] for name, values in metadata.items()}
        fitted = clone(coder).set_params(**parameters).fit(NOTES[train], Y[train], **own)
        scores.append(metric(fitted, NOTES[test], Y[test]))
    return scores


def mean_chance(estimator, X, y):
    """A scorer that every change of a network moves."""
    return float(estimator.predict_proba(X).mean())


def n_threads(estimator, X, y):
    """A scorer: how many threads torch takes in this process."""
    return torch.get_num_threads()
