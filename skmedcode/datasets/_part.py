"""What sets training notes apart from the notes that they are tested on."""

import numpy as np
from sklearn.utils import check_random_state

from skmedcode.datasets._draw import Draw
from skmedcode.datasets._parameters import check_choice

__all__ = ["SUBSETS", "check_subset", "draw_for", "given_codes"]

SUBSETS = ("all", "train", "test")


def check_subset(subset, heldout_synonyms, label_noise):
    """Check that there are parts where something sets them apart."""
    check_choice("subset", subset, SUBSETS)
    for name, share in (("heldout_synonyms", heldout_synonyms), ("label_noise", label_noise)):
        if subset == "all" and share > 0:
            raise ValueError(
                f"{name} sets training notes apart from test notes, so it must be 0 with "
                f"subset='all'. Got {share}; pass subset='train' or subset='test'."
            )


def draw_for(random_state, subset):
    """Random choices of a part; the same seed gives other patients in train and in test."""
    state = check_random_state(random_state)
    if subset == "test":
        state = np.random.RandomState(int(state.random_sample() * 2**32))
    return Draw(state)


def given_codes(cases, share, draw):
    """The codes of each case that its label has, when a ``share`` of all is left out."""
    if not share:  # drawing nothing leaves the random stream as it is without noise
        return [[entry.code for entry in case.entries] for case in cases]
    return [[e.code for e in case.entries if not draw.chance(share)] for case in cases]
