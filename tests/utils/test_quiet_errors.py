"""Errors over text come without the text; others come as they are."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.exceptions import NotFittedError

from skmedcode.utils._quiet_errors import call_quietly
from skmedcode.utils._validation import check_notes

NOTE = "Jane Roe, 61"
FORMS = [
    [NOTE],
    [[NOTE, 1]],
    np.array([NOTE]),
    np.array([[1, NOTE]], dtype=object),
    pd.Series([NOTE]),
    pd.DataFrame({"age": [61], "note": [NOTE]}),
]
NUMBERS = [[[1.0]], np.eye(2), sparse.eye(2), pd.DataFrame({"age": [61]}), pd.Series([1.5])]


def fail(error=ValueError):
    raise error(f"could not convert {NOTE!r}")


@pytest.mark.parametrize("X", FORMS, ids=lambda X: type(X).__name__)
def test_text_is_never_quoted(X):
    with pytest.raises(
        RuntimeError, match=r"The member could not be read: ValueError in"
    ) as caught:
        call_quietly("The member", "be read", X, fail)
    assert "Roe" not in str(caught.value) and "left out" in str(caught.value)
    assert caught.value.__cause__ is None and caught.value.__context__ is None


@pytest.mark.parametrize("X", NUMBERS, ids=lambda X: type(X).__name__)
def test_numbers_may_be(X):
    with pytest.raises(ValueError, match="Roe"):
        call_quietly("The member", "be read", X, fail)


@pytest.mark.parametrize("error", [MemoryError, NotFittedError])
def test_some_errors_pass(error):
    with pytest.raises(error):
        call_quietly("The member", "be read", FORMS[0], fail, error)


def test_our_own_errors_and_results_pass():
    with pytest.raises(TypeError, match="row 1"):
        call_quietly("The member", "be read", FORMS[0], check_notes, [NOTE, None])
    assert call_quietly("The member", "be read", FORMS[0], check_notes, [NOTE]) == [NOTE]
