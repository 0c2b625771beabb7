"""What a coder has learnt of the columns beside the notes, as plain values or through skops."""

import numpy as np
import torch
from sklearn.base import clone

from skmedcode.persistence._foreign import read_foreign, write_foreign
from skmedcode.persistence._values import NotPlain, from_json, to_json
from skmedcode.text import PatientColumns

LEARNT = ("numeric", "medians", "has_missing", "means", "scales", "values")
PLACE = "reader.columns"  # among the tensors, whose checksum covers it
NAME = "column_transformer"


def describe_columns(reader, tensors):
    """The columns of a fitted reader as JSON; arrays, and a transformer's bytes, go to ``tensors``.

    Parameters
    ----------
    reader : NoteReader
    tensors : dict of str to Tensor

    Returns
    -------
    dict, or None for a reader of no table

    Raises
    ------
    ValueError
        If the user's transformer cannot be written without pickle.
    ImportError
        If there is one, and skops is not installed.
    """
    if not hasattr(reader, "columns"):
        return None
    try:
        described = {"names": to_json(reader.feature_names_in_, {}, "names")}
        described["gives"] = to_json(getattr(reader, "gives", None), {}, "names")
    except NotPlain:
        raise ValueError("Names of columns must be str, numbers or tuples of them.") from None
    if isinstance(reader.columns, PatientColumns):
        learnt = {key: getattr(reader.columns, key) for key in LEARNT}
        return described | {"learnt": to_json(learnt, tensors, PLACE)}
    content = np.frombuffer(write_foreign(reader.columns, NAME), dtype=np.uint8)
    tensors[PLACE] = torch.from_numpy(content.copy())
    return described


def restore_columns(coder, reader, described, tensors):
    """Give a reader the columns that :func:`describe_columns` described, and a coder its parameter.

    Raises
    ------
    KeyError
        If nothing is said of the columns that the coder reads.
    ValueError
        If a transformer asks for a type that is not trusted.
    ImportError
        If there is one, and skops is not installed.
    """
    if described is None:
        if getattr(coder, "note_column", None) is not None:
            raise KeyError("table")
        return
    reader.feature_names_in_ = from_json(described["names"], tensors)
    if "learnt" not in described:
        reader.gives = from_json(described["gives"], tensors)
        reader.columns = read_foreign(tensors[PLACE].numpy().tobytes(), NAME)
        coder.column_transformer = reader.column_transformer = clone(reader.columns)
        return
    reader.columns = PatientColumns(reader.others)
    learnt = from_json(described["learnt"], tensors)
    for key in LEARNT:
        setattr(reader.columns, key, learnt[key])
