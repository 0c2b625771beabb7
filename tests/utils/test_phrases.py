"""Lists of phrases are told from notes and ids, and never mixed with notes."""

import numpy as np
import pandas as pd
import pytest

from skmedcode.utils._phrases import check_phrases, is_phrases


def test_what_is_phrases():
    rows = np.empty(2, dtype=object)
    rows[:] = [["a"], ["b", "c"]]
    for X in ([["a", "b"], []], [[], ["a"]], (("a",),), [[], []], rows, pd.Series([["a"], []])):
        assert is_phrases(X)
    for X in (["a", "b"], "ab", [[1, 2], [3, 4]], np.zeros((2, 2)), [], pd.DataFrame({"a": ["b"]})):
        assert not is_phrases(X)
    assert not is_phrases(np.array(["a"]))
    assert check_phrases(rows) == [["a"], ["b", "c"]]


@pytest.mark.parametrize(
    ("X", "message"),
    [
        ([["secret"], "secret"], "got a list of phrases in another row and str in row 1"),
        ([None, ["secret"]], "NoneType in row 0"),
        ([["secret"], ["secret", None]], "got NoneType in row 1"),
        ([["secret"], [1]], "got int in row 1"),
    ],
)
def test_mixtures_name_the_row_and_show_no_text(X, message):
    assert is_phrases(X)
    with pytest.raises(TypeError, match=message) as caught:
        check_phrases(X)
    assert "secret" not in str(caught.value)
