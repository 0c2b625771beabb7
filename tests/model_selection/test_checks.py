"""Parameters that splitters share."""

import numpy as np
import pytest

from skmedcode.model_selection._checks import check_method, check_shuffle, random_state_of


@pytest.mark.parametrize("pair", [(None, None), (None, 0), (True, 0), (True, None), (False, None)])
def test_a_seed_goes_with_shuffling(pair):
    check_shuffle(*pair)


def test_a_seed_without_shuffling_is_a_contradiction():
    with pytest.raises(ValueError, match="random_state must be None while shuffle=False.*got 0"):
        check_shuffle(False, 0)


@pytest.mark.parametrize("method", ["fast", None, 1])
def test_methods(method):
    with pytest.raises(ValueError, match="method must be one of 'auto', 'iterative', 'greedy'"):
        check_method(method)


def test_none_is_never_the_global_generator():
    assert random_state_of(None) is not np.random.mtrand._rand
    rng = np.random.RandomState(0)
    assert random_state_of(rng) is rng
