"""The package iterative-stratification does what it says, and ours calls it as it should."""

import numpy as np
import pytest
import scipy.sparse as sp
from iterstrat.ml_stratifiers import MultilabelStratifiedKFold as Theirs

from skmedcode.model_selection._iterative import is_small, iterative_parts


def test_the_package_makes_the_same_folds():
    Y = (np.random.default_rng(0).random((100, 8)) < 0.3).astype(int)
    theirs = Theirs(4, shuffle=True, random_state=0).split(Y, Y)
    rng = np.random.RandomState(0)
    order = rng.permutation(100)  # it shuffles by this first call of its generator
    ours = np.empty(100, dtype=int)
    ours[order] = iterative_parts(sp.csr_array(Y)[order], np.full(4, 25), rng)
    for fold, (_, test) in enumerate(theirs):
        assert np.flatnonzero(ours == fold).tolist() == test.tolist()


@pytest.mark.parametrize(
    ("shape", "small"), [((50_000, 140), True), ((1000, 1000), True), ((47_000, 8921), False)]
)
def test_small_is_what_takes_a_second_or_two(shape, small):
    assert is_small(sp.csr_array(shape)) == small
