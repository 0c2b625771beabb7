"""The user's own notes, in a table."""

import numpy as np

from skmedcode.datasets._bunch import indicator, make_bunch
from skmedcode.datasets._parameters import check_code_names
from skmedcode.datasets._table_errors import defect
from skmedcode.datasets._table_rows import Block, iter_table

__all__ = ["load_table"]

DESCR = """Notes of {name}.

{n_notes} rows; the notes are the column {text!r}{codes}."""


def load_table(
    path,
    *,
    text,
    codes=None,
    id=None,
    patient=None,
    separator=";",
    code_names=None,
    return_X_y=False,
    as_frame=False,
    sparse_output=False,
):
    r"""Load notes and their codes from a table of your own.

    Parameters
    ----------
    path : str or path-like
        A ``.csv`` or ``.tsv`` file with names of columns in its first row, a ``.jsonl`` file with
        one object a line, or a ``.parquet`` file, which needs pyarrow
        (``pip install skmedcode[tables]``). Text must be UTF-8, with or without byte order mark.
    text : str
        Column of the notes. An empty note is a note; a missing one (null) is refused.
    codes : str, default=None
        Column of the codes of each note: text such as "I10;E11.9", empty where there are none. JSON
        and Parquet may have lists. None loads notes without codes.
    id : str, default=None
        Column that names each note; no two may share a name.
    patient : str, default=None
        Column of the patient of each note, for grouped splits.
    separator : str, default=";"
        What stands between the codes of a note.
    code_names : sequence of str, default=None
        Columns of ``target``; other codes are left out. None takes all codes of the table, sorted.
    return_X_y : bool, default=False
        Return only notes and codes.
    as_frame : bool, default=False
        Notes as Series, codes as DataFrame; needs pandas.
    sparse_output : bool, default=False
        Codes as a sparse matrix.

    Returns
    -------
    data : sklearn.utils.Bunch
        With these items:

        data : ndarray of str objects, shape (n_notes,)
            The notes.
        target : ndarray of int32, shape (n_notes, n_codes), or None
            1 where the note has the code.
        target_names : ndarray of str objects, shape (n_codes,)
            The codes.
        ids : ndarray of str objects, shape (n_notes,), or None
            Name of each note.
        groups : ndarray of str objects, shape (n_notes,), or None
            Patient of each note.
        n_gold : ndarray of int, shape (n_notes,), or None
            Codes of each note in the table, those that ``code_names`` leaves out included.
        DESCR : str
            What the data are.

    (data, target) : tuple
        With ``return_X_y=True``.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is of another kind, empty or no UTF-8, lacks a column, repeats an ``id``, or has
        a row that cannot be read; the message says which row, and never shows a note.
    ImportError
        If the table is Parquet and pyarrow is missing.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from skmedcode.datasets import load_table
    >>> path = Path(tempfile.mkdtemp()) / "notes.csv"
    >>> rows = ["note,codes", "Known hypertension.,I10", '"Diabetes, hypertension.",E11.9;I10']
    >>> n_characters = path.write_text("\n".join(rows))
    >>> notes = load_table(path, text="note", codes="codes")
    >>> notes.target_names.tolist()
    ['E11.9', 'I10']
    >>> notes.target.tolist()
    [[0, 1], [1, 1]]
    """
    names = check_code_names(code_names)
    columns = {"text": text, "codes": codes, "id": id, "patient": patient}
    table = _whole(iter_table(path, **columns, separator=separator))
    if id is not None:
        _check_unique(path, id, table.ids, table.rows)
    gold = None if codes is None else table.codes
    if names is None:
        names = [] if gold is None else sorted(set().union(*gold))
    about = "" if codes is None else f", their codes the column {codes!r}"
    return make_bunch(
        table.notes,
        None if gold is None else indicator(gold, names),
        names,
        index=None if id is None else table.ids,
        ids=None if id is None else np.array(table.ids, dtype=object),
        groups=None if patient is None else np.array(table.groups, dtype=object),
        n_gold=None if gold is None else np.array([len(own) for own in gold], dtype=np.int64),
        DESCR=DESCR.format(name=path, n_notes=len(table.notes), text=text, codes=about),
        return_X_y=return_X_y,
        as_frame=as_frame,
        sparse_output=sparse_output,
    )


def _whole(blocks):
    """All blocks as one."""
    table = Block([], [], [], [], [])
    for block in blocks:
        for whole, part in zip(table, block, strict=True):
            whole.extend(part)
    return table


def _check_unique(path, column, ids, rows):
    """Refuse a name that two notes share; rows are told, since names may tell of patients."""
    first = {}
    for name, row in zip(ids, rows, strict=True):
        if name in first:
            what = f"repeats the {column!r} of row {first[name]}"
            raise defect(path, row, what, f"Name each note once, or leave out {column!r}.")
        first[name] = row
