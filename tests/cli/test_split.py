"""The part that is held out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.utils import Bunch

from skmedcode.cli._split import split


def table(groups=None, n_notes=None):
    n_notes = len(groups) if n_notes is None else n_notes
    return Bunch(data=np.zeros(n_notes, dtype=object), groups=groups)


@given(st.lists(st.sampled_from("abcdefg"), min_size=8, max_size=30), st.randoms())
def test_patients_stay_together_in_any_order_of_rows(groups, random):
    if len(set(groups)) < 3:
        return
    kept, held_out = split(table(groups), 0.4)
    assert sorted([*kept, *held_out]) == list(range(len(groups)))
    outside = {groups[row] for row in held_out}
    assert not outside & {groups[row] for row in kept}
    assert len(outside) == round(0.4 * len(set(groups)))
    shuffled = random.sample(groups, len(groups))
    assert {shuffled[row] for row in split(table(shuffled), 0.4)[1]} == outside


def test_without_patients_by_row():
    kept, held_out = split(table(n_notes=50), 0.2)
    assert len(held_out) == 10 and len(kept) == 40
    np.testing.assert_array_equal(split(table(n_notes=50), 0.2)[1], held_out)
    assert held_out.tolist() != list(range(10))


def test_nothing_left_is_refused():
    with pytest.raises(ValueError, match="of 2 patients leaves one side empty"):
        split(table(["a", "a", "b"]), 0.1)
    with pytest.raises(ValueError, match="of 3 notes leaves one side empty"):
        split(table(n_notes=3), 0.9)
