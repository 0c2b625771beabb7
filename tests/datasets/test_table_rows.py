"""A table in blocks."""

import pytest

from skmedcode.datasets._table_rows import iter_table


@pytest.mark.parametrize("n_rows", [1, 3, 7, 8])
def test_blocks_together_are_the_table(tmp_path, n_rows):
    path = tmp_path / "t.csv"
    path.write_text("n,note\n" + "".join(f"{i},note {i}\n" for i in range(7)))
    blocks = list(iter_table(path, text="note", id="n", n_rows=n_rows))
    assert [len(block.notes) for block in blocks[:-1]] == [n_rows] * (len(blocks) - 1)
    assert [note for block in blocks for note in block.notes] == [f"note {i}" for i in range(7)]
    assert [name for block in blocks for name in block.ids] == list("0123456")
    assert [row for block in blocks for row in block.rows] == list(range(2, 9))
    assert not any(block.codes or block.groups for block in blocks)


def test_rows_are_read_when_they_are_asked_for(tmp_path):
    """A broken row does not keep the blocks before it back."""
    path = tmp_path / "t.jsonl"
    path.write_text('{"note": "a"}\n{"note": "b"}\nbroken')
    blocks = iter_table(path, text="note", n_rows=2)
    assert next(blocks).notes == ["a", "b"]
    with pytest.raises(ValueError, match="row 3 is not JSON"):
        next(blocks)
