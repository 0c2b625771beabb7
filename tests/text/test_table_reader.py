"""Reading notes with columns beside them."""

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from skmedcode.text import NoteReader, TableReader

TABLE = pd.DataFrame(
    {
        "sex": ["F", "M", "F", "M"],
        "text": ["renal colic", "", "no colic", "hip"],
        "age": [1, 2, 3, 4],
    }
)


def reader(**own):
    return TableReader(None, note_column="text", **own)


def test_sequences_are_those_of_the_notes_with_a_row_each():
    fitted = reader()
    sequences, alone = fitted.fit_read(TABLE), NoteReader().fit_read(TABLE["text"])
    np.testing.assert_array_equal(sequences.flat, alone.flat)
    own, shared = sequences.inputs([2, 0])
    np.testing.assert_array_equal(own["patient"], sequences.patient[[2, 0]])
    assert own["patient"].dtype == np.float32 and not shared
    assert [word for *_, word in list(fitted.words(TABLE))[2]] == ["no", "colic"]
    assert fitted.texts(TABLE) == TABLE["text"].tolist()


def test_columns_are_aligned_by_name():
    fitted = reader()
    rows = fitted.fit_read(TABLE).patient
    other = TABLE.assign(further=1)[["further", "age", "text", "sex"]]
    np.testing.assert_array_equal(fitted.read(other).patient, rows)
    own = reader(column_transformer=make_column_transformer((StandardScaler(), ["age"])))
    np.testing.assert_array_equal(own.fit_read(TABLE).patient, own.read(other).patient)


def test_a_transformer_is_cloned_and_may_give_sparse_numbers():
    given = make_column_transformer((OneHotEncoder(), ["sex"]), sparse_threshold=1.0)
    fitted = reader(column_transformer=given)
    np.testing.assert_array_equal(fitted.fit_read(TABLE).patient, [[1, 0], [0, 1], [1, 0], [0, 1]])
    assert not hasattr(given, "transformers_")


@pytest.mark.parametrize(
    ("table", "error", "message"),
    [
        (TABLE.drop(columns="sex"), ValueError, "missing: 'sex'"),
        (TABLE.drop(columns="text"), ValueError, "note_column must name a column of X"),
        (TABLE["text"], TypeError, "X must be a DataFrame"),
        (TABLE["text"].tolist(), TypeError, "X must be a DataFrame.*got list"),
        (TABLE.assign(text=1), TypeError, "note_column must name a column of str"),
        (TABLE.assign(text=["a", None, "b", "c"]), TypeError, "got N.* in row 1"),
        (pd.concat([TABLE, TABLE[["age"]]], axis=1), ValueError, "got 'age' several times"),
        (TABLE[:0], ValueError, "X must hold at least one note"),
        (TABLE.assign(age=10**400), ValueError, "finite numbers in column 'age'.* beyond 1e\\+100"),
    ],
)
def test_bad_tables(table, error, message):
    fitted = reader()
    fitted.fit_read(TABLE)
    with pytest.raises(error, match=message):
        fitted.read(table)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (TABLE[["text"]], "must have columns beside note_column='text'"),
        (TABLE[["text"]].assign(name=list("abcd")), "gave no number"),
        (
            TABLE.rename(columns={"age": np.nan}),
            "a name for each column, got NaN",
        ),  # lost by pickle
    ],
)
def test_tables_that_cannot_be_learnt_from(table, message):
    with pytest.raises(ValueError, match=message):
        reader().fit_read(table)


def last_column_alone(table):
    return table[["age"]].to_numpy().repeat(len(table), axis=1)


@pytest.mark.parametrize("function", [pd.get_dummies, last_column_alone])
def test_a_transformer_that_looks_at_the_table_at_hand_is_refused(function):
    own = reader(column_transformer=FunctionTransformer(function))
    own.fit_read(TABLE)
    own.read(TABLE[::-1])
    with pytest.raises(ValueError, match="must give the columns that it gave in fit.*OneHotEnc"):
        own.read(TABLE[:3].replace({"M": "other"}))


def fail(table):
    raise KeyError(f"no {table.iloc[0, 0]}")


def words(table):
    return table


def gaps(table):
    return np.full((len(table), 1), np.nan)


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (fail, "fit_transform failed with KeyError"),
        (words, "fit_transform failed with ValueError"),
        (gaps, "must give finite numbers"),
    ],
)
def test_errors_of_a_transformer_name_no_cell(function, message):
    own = reader(column_transformer=FunctionTransformer(function))
    table = TABLE.assign(sex="secret")
    with pytest.raises(ValueError, match=message) as caught:
        own.fit_read(table)
    assert "secret" not in str(caught.value) and caught.value.__context__ is None
