"""Tables in Parquet files."""

from skmedcode.datasets._table_errors import check_columns, no_rows
from skmedcode.utils._optional import import_optional

__all__ = ["read_parquet"]

BATCH = 256  # rows that are Python objects at a time


def read_parquet(path, asked):
    """Yield the rows of a Parquet file, of which one row group is in memory.

    Parameters
    ----------
    path : Path
    asked : dict of str to str
        Parameter -> name of the column.

    Yields
    ------
    row : int
        Counted from 1.
    line : None
    values : list
        In the order of ``asked``.

    Raises
    ------
    ImportError
        If pyarrow is missing.
    ValueError
        For a column that is missing, and a file that is damaged or no Parquet.
    """
    parquet = import_optional("pyarrow.parquet", extra="tables", purpose=f"Reading {path.name}")
    arrow = import_optional("pyarrow", extra="tables", purpose=f"Reading {path.name}")
    row = 0
    try:
        with parquet.ParquetFile(path, pre_buffer=False) as file:
            check_columns(path, asked, file.schema_arrow.names)
            columns = list(dict.fromkeys(asked.values()))
            for batch in file.iter_batches(batch_size=BATCH, columns=columns):
                cells = [batch.column(name).to_pylist() for name in asked.values()]
                for values in zip(*cells, strict=True):
                    row += 1
                    yield row, None, list(values)
    except (arrow.ArrowException, OSError) as error:
        kind = type(error).__name__  # its message may quote what is in the file
        raise ValueError(
            f"{path} cannot be read after row {row}: it is damaged or no Parquet file ({kind}). "
            "Write it again, for example with DataFrame.to_parquet."
        ) from None
    if row == 0:
        raise no_rows(path)
