"""Parameters that splitters share."""

import numbers

import numpy as np
from sklearn.utils import check_random_state

METHODS = ("auto", "iterative", "greedy")


def check_n_splits(n_splits, low):
    """Check a number of folds or of repeated splits."""
    if isinstance(n_splits, bool) or not isinstance(n_splits, numbers.Integral):
        raise TypeError(f"n_splits must be an int; got {n_splits!r}. Pass for example 5.")
    if n_splits < low:
        raise ValueError(f"n_splits must be at least {low}; got {n_splits}. Pass for example 5.")


def check_shuffle(shuffle, random_state):
    """Check the pair: a seed where nothing is shuffled is a contradiction."""
    if not (shuffle is None or isinstance(shuffle, bool)):
        raise TypeError(
            f"shuffle must be True, False or None; got {shuffle!r}. None shuffles if "
            "random_state is given."
        )
    if shuffle is False and random_state is not None:
        raise ValueError(
            f"random_state must be None while shuffle=False, where it has no effect; got "
            f"{random_state!r}. Leave one of the two out."
        )


def check_method(method):
    """Check the name of a way to stratify."""
    if method not in METHODS:
        names = ", ".join(map(repr, METHODS))
        raise ValueError(f"method must be one of {names}; got {method!r}. 'auto' suits any size.")


def random_state_of(random_state):
    """Return a RandomState; None gives a fresh one, never numpy's global generator.

    Parameters
    ----------
    random_state : int, RandomState or None

    Returns
    -------
    rng : RandomState
    """
    return np.random.RandomState() if random_state is None else check_random_state(random_state)
