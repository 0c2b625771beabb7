"""What users pass in: each form that is taken, each mistake with its cure."""

import itertools
import numbers

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse

from skmedcode.utils._validation import (
    check_code_names,
    check_codes,
    check_ids,
    check_notes,
    check_number,
    check_option,
    check_sample_weight,
    input_kind,
    looks_like_ids,
)

Y = np.array([[1, 0, 1], [0, 0, 0], [0, 1, 1]])


@pytest.mark.parametrize(
    ("X", "kind"),
    [
        (["a note"], "notes"),
        (("a note",), "notes"),
        (np.array(["a note"]), "notes"),
        (np.array(["a note", None], dtype=object), "notes"),
        (pd.Series(["a note"]), "notes"),
        (pd.Series([["a", "b"]]), "notes"),
        ([1, 2], "notes"),
        ([[1, 2], [3, 0]], "ids"),
        (((1, 2), (3, 0)), "ids"),
        ([np.array([1, 2]), np.array([3, 0])], "ids"),
        (np.zeros((2, 3), dtype=np.uint8), "ids"),
        (np.zeros((2, 0), dtype=int), "ids"),
        (pd.DataFrame({"a": [1, 2]}), "ids"),
        (np.zeros((2, 3)), "matrix"),
        (np.zeros((2, 3), dtype=bool), "matrix"),
        ([[0.5, 1.0]], "matrix"),
        (pd.DataFrame({"a": [1.5]}), "matrix"),
        (sparse.csr_array(Y), "matrix"),
        (sparse.coo_matrix(Y), "matrix"),
        (np.array([[1, 0.5]], dtype=object), "matrix"),
    ],
)
def test_input_kind(X, kind):
    assert input_kind(X) == kind


@pytest.mark.parametrize(
    ("X", "error", "message"),
    [
        ("SECRET", TypeError, r"one bare str.*\[note\]"),
        (b"SECRET", TypeError, "one bare bytes"),
        (iter(["SECRET"]), TypeError, "iterator into a list"),
        (5, TypeError, "got int"),
        (None, TypeError, "got NoneType"),
        ([], ValueError, "at least one note"),
        (np.zeros((0, 3), dtype=int), ValueError, "at least one note"),
        ({"a": "SECRET"}, TypeError, "got a dict"),
        ([["SECRET", "words"]], ValueError, "Join each note's words with spaces"),
        ([[1, 2], [3]], ValueError, "rows of different lengths.*Pad them on the right"),
        (np.zeros((2, 2, 2), dtype=int), ValueError, r"got 3 dimension\(s\)"),
        ([[[1]]], ValueError, r"got 3 dimension\(s\)"),
        (pd.DataFrame({"text": ["SECRET"], "n": [1]}), ValueError, r"2 column.*X\['text'\]"),
        (np.array([["SECRET"]]), ValueError, "1 column"),
        (np.array("SECRET"), (TypeError, ValueError), "X must be"),
        (np.array([1, 2]), ValueError, r"got 1 dimension\(s\) of int64"),
        (np.array([[1j]]), ValueError, "Complex data not supported"),
    ],
)
def test_input_kind_errors(X, error, message):
    with pytest.raises(error, match=message) as caught:
        input_kind(X)
    assert "SECRET" not in str(caught.value)


@given(st.lists(st.text(), min_size=1))
def test_notes(notes):
    assert check_notes(notes) == notes
    assert check_notes(tuple(notes)) == notes
    assert check_notes(pd.Series(notes, dtype=object)) == notes
    assert check_notes(np.array(notes, dtype=object)) == notes


@pytest.mark.parametrize(
    ("note", "message"),
    [
        (None, "got None in row 2. Replace missing notes by ''"),
        (float("nan"), "got NaN in row 2. Replace missing notes by ''"),
        (np.float64("nan"), "got NaN in row 2"),
        (1.5, "got float in row 2"),
        (b"SECRET", "got bytes in row 2. Decode it first"),
        (7, "got int in row 2. Convert it to str"),
        (["SECRET"], "got list in row 2. Convert"),
        (pd.NA, "got NAType in row 2"),
    ],
)
def test_bad_note(note, message):
    notes = ["SECRET", "SECRET", note]
    as_objects = np.empty(3, dtype=object)
    as_objects[:] = notes
    for X in (notes, as_objects, pd.Series(as_objects, dtype=object)):
        with pytest.raises(TypeError, match=message) as caught:
            check_notes(X)
        assert "SECRET" not in str(caught.value)


def test_ids_are_no_notes():
    with pytest.raises(TypeError, match=r"1-D notes \(str\), got ndarray of shape \(1, 2\)"):
        check_notes(np.array([[2, 3]]))


@settings(deadline=None)
@given(
    hnp.arrays(
        np.int64, st.tuples(st.integers(1, 4), st.integers(1, 5)), elements=st.integers(0, 3)
    )
)
def test_ids(ids):
    gaps = [
        row
        for row, note in enumerate(ids.tolist())
        if any(a == 0 and b != 0 for a, b in itertools.pairwise(note))
    ]
    assert looks_like_ids(ids) is not bool(gaps)
    if gaps:
        with pytest.raises(ValueError, match=f"0 before a token in row {gaps[0]}"):
            check_ids(ids)
        return
    sequences = check_ids(ids)
    for i, note in enumerate(ids.tolist()):
        assert sequences[i].tolist() == [token for token in note if token]


@pytest.mark.parametrize(
    ("ids", "message"), [([[2, -7]], "0 or more, got -7"), ([[2**31]], "int32, got 2147483648")]
)
def test_bad_ids(ids, message):
    with pytest.raises(ValueError, match=message):
        check_ids(np.array(ids))
    with pytest.raises(ValueError, match=message):
        check_ids(pd.DataFrame(ids))


FORMS = [
    np.asarray,
    lambda y: y.tolist(),
    lambda y: y.astype(bool),
    lambda y: y.astype(np.uint8),
    lambda y: y.astype(float),
    np.asfortranarray,
    sparse.csr_array,
    sparse.csr_matrix,
    sparse.csc_array,
    sparse.coo_array,
    sparse.lil_matrix,
    lambda y: sparse.csr_array(y.astype(bool)),
    pd.DataFrame,
]


@pytest.mark.parametrize("form", FORMS)
def test_codes(form):
    codes, classes = check_codes(form(Y), 3)
    assert isinstance(codes, sparse.csr_array)
    assert codes.dtype == np.float32
    assert codes.has_canonical_format
    np.testing.assert_array_equal(codes.toarray(), Y)
    assert classes.tolist() == [0, 1, 2]


def test_names_of_codes():
    assert check_codes(Y, 3, ["a", "b", "c"])[1].tolist() == ["a", "b", "c"]
    frame = pd.DataFrame(Y, columns=["x", "y", "z"])
    assert check_codes(frame, 3, ["a", "b", "c"])[1].tolist() == ["x", "y", "z"]
    assert check_codes(frame.iloc[:, ::-1], 3)[1].tolist() == ["z", "y", "x"]
    sparse_frame = pd.DataFrame.sparse.from_spmatrix(sparse.csr_matrix(Y), columns=["x", "y", "z"])
    codes, classes = check_codes(sparse_frame, 3)
    np.testing.assert_array_equal(codes.toarray(), Y)
    assert classes.tolist() == ["x", "y", "z"]


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        ([1, 0, 1], r"got 1 dimension.*reshape\(-1, 1\)"),
        (np.zeros((3, 1, 1)), "got 3 dimension"),
        (Y[:2], "X has 3 notes, Y has 2 rows"),
        (np.zeros((3, 0)), "at least one code"),
        (Y + 1, "must be binary"),
        (-Y, "must be binary"),
        (Y * 0.5, "must be binary"),
        (np.where(Y, np.nan, 0), "must be binary"),
        (sparse.csr_array(Y * 2), "must be binary"),
        ([["A00"], ["B00", "C00"], []], "MultiLabelBinarizer"),
        ([["A00"], ["B00"], ["C00"]], "MultiLabelBinarizer"),
        (["A00", "B00", "C00"], "MultiLabelBinarizer"),
        (np.array([[None], [1], [0]]), "MultiLabelBinarizer"),
    ],
    ids=str,
)
def test_bad_codes(codes, message):
    with pytest.raises(ValueError, match=f"(?s){message}"):
        check_codes(codes, 3)


def doubled(dtype=float):
    """One cell listed twice, one cell listed as zero."""
    cells = (np.array([1, 1, 0], dtype=dtype), np.array([0, 0, 1]), np.array([0, 2, 3]))
    return sparse.csr_array(cells, shape=(2, 2))


def test_no_codes():
    with pytest.raises(ValueError, match="y is None"):
        check_codes(None, 3)


def test_a_cell_listed_twice():
    with pytest.raises(ValueError, match="list a cell twice"):
        check_codes(doubled(), 2)


def test_the_users_matrix_is_left_alone():
    cells = (np.array([1.0, 0.0, 1.0]), np.array([2, 0, 1]), np.array([0, 2, 3]))
    matrix = sparse.csr_array(cells, shape=(2, 3))
    before = [part.copy() for part in (matrix.data, matrix.indices, matrix.indptr)]
    codes, _ = check_codes(matrix, 2)
    assert codes.nnz == 2
    for part, was in zip((matrix.data, matrix.indices, matrix.indptr), before, strict=True):
        np.testing.assert_array_equal(part, was)


def test_a_read_only_matrix():
    """As joblib hands large arrays to its workers."""
    matrix = sparse.csr_array(Y)
    for part in (matrix.data, matrix.indices, matrix.indptr):
        part.flags.writeable = False
    np.testing.assert_array_equal(check_codes(matrix, 3)[0].toarray(), Y)


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["a", "b"], "U"),
        (np.array(["a", "b"]), "U"),
        (("a", "b"), "U"),
        ([7, 3], "i"),
        (pd.Index(["a", "b"]), "U"),
        ([1.5, 2.5], "O"),
        ([None, "a"], "O"),
    ],
)
def test_code_names(names, kind):
    array = check_code_names(names, 2)
    assert array.dtype.kind == kind
    assert array.tolist() == list(names)


def test_code_names_keep_their_types():
    assert check_code_names([1, "a"], 2).tolist() == [1, "a"]


def test_tuples_as_code_names():
    names = [("ICD", "A00"), ("ICD", "B00")]
    array = check_code_names(names, 2)
    assert array.shape == (2,)
    assert array.tolist() == names


def test_no_code_names():
    assert check_code_names(None, 3).tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("names", "message"), [(["a"], "Y has 2, got 1 names"), (["a", "a"], "unique")]
)
def test_bad_code_names(names, message):
    with pytest.raises(ValueError, match=f"code_names must.*{message}"):
        check_code_names(names, 2)


@given(st.lists(st.floats(0.001, 1e6), min_size=1, max_size=9))
def test_sample_weight(weight):
    scaled = check_sample_weight(weight, len(weight))
    assert scaled.dtype == np.float64
    np.testing.assert_allclose(scaled.mean(), 1, rtol=1e-9)
    np.testing.assert_allclose(scaled * np.mean(weight), weight, rtol=1e-9)


def test_sample_weight_forms():
    assert check_sample_weight(None, 3) is None
    assert check_sample_weight(pd.Series([0, 1, 2]), 3).tolist() == [0, 1, 2]
    assert check_sample_weight(np.array([[1], [3]]), 2).tolist() == [0.5, 1.5]


@pytest.mark.filterwarnings("ignore:A column-vector")
@pytest.mark.parametrize(
    ("weight", "message"),
    [
        ([1.0], "X has 2, got 1"),
        ([1.0, np.nan], "finite"),
        ([1.0, np.inf], "finite"),
        ([1.0, -1.0], "zero or more"),
        ([0.0, 0.0], "not zero everywhere"),
        (np.ones((2, 2)), "must be 1-D"),
    ],
    ids=str,
)
def test_bad_sample_weight(weight, message):
    with pytest.raises(ValueError, match=message):
        check_sample_weight(weight, 2)


@pytest.mark.parametrize(
    ("value", "limits"),
    [
        (0, {"low": 0}),
        (1, {"high": 1}),
        (1e-9, {"low": 0, "open_low": True}),
        (None, {"none": True}),
        (np.int64(3), {"kind": numbers.Integral, "low": 3, "high": 3}),
        (np.float32(0.5), {"low": 0, "high": 1}),
        (-5, {}),
    ],
)
def test_number(value, limits):
    assert check_number(value, "width", **limits) is None


@pytest.mark.parametrize(
    ("value", "limits", "error", "message"),
    [
        (-1, {"low": 0}, ValueError, "width must be a number at least 0, got -1"),
        (2, {"high": 1}, ValueError, "width must be a number at most 1, got 2"),
        (2, {"low": 0, "high": 1}, ValueError, "at least 0 and at most 1, got 2"),
        (0, {"low": 0, "open_low": True}, ValueError, "above 0, got 0"),
        (1.0, {"kind": numbers.Integral}, TypeError, "an integer, got 1.0 of type float"),
        (None, {}, TypeError, "a number, got None"),
        ("3", {"none": True}, TypeError, "a number or None, got '3' of type str"),
        (True, {}, TypeError, "got True of type bool"),
        (np.True_, {"kind": numbers.Integral}, TypeError, "of type bool"),
        (float("nan"), {}, TypeError, "got nan"),
        (0, {"kind": numbers.Integral, "low": 1}, ValueError, "an integer at least 1, got 0"),
    ],
)
def test_bad_number(value, limits, error, message):
    with pytest.raises(error, match=message):
        check_number(value, "width", **limits)


def test_option():
    assert check_option("a", "form", ["a", "b"]) is None
    assert check_option("a", "form", {"a": 1}) is None


@pytest.mark.parametrize("value", ["c", "", None, 1, ["a"], "A"])
def test_bad_option(value):
    with pytest.raises(ValueError, match="form must be one of 'a', 'b'; got"):
        check_option(value, "form", ["a", "b"])
