import numpy as np
import pytest

from skmedcode.datasets._draw import Draw
from skmedcode.datasets._frames import GAP_PARTS
from skmedcode.datasets._gap import gap

ROW_OF = {part: row for row, parts in enumerate(GAP_PARTS) for part in parts}


def parts_of(text):
    """The parts that a gap is made of, found from the left."""
    rows = []
    while text:
        (part,) = [p for p in ROW_OF if text == p or text.startswith(f"{p} ")]
        rows.append(ROW_OF[part])
        text = text[len(part) + 1 :]
    return rows


@pytest.mark.parametrize("n_words", [0, 1, 2, 5, 12, 20])
def test_length_and_order(n_words):
    draw = Draw(np.random.RandomState(0))
    for _ in range(200):
        text = gap(n_words, draw)
        assert len(text.split()) <= n_words
        rows = parts_of(text)
        assert rows == sorted(set(rows))


@pytest.mark.parametrize("n_words", [1, 4, 8, 12])
def test_most_gaps_are_as_long_as_asked_for(n_words):
    draw = Draw(np.random.RandomState(0))
    lengths = [len(gap(n_words, draw).split()) for _ in range(300)]
    assert max(lengths) == n_words and np.mean(lengths) > 0.8 * n_words


def test_every_part_is_used():
    draw = Draw(np.random.RandomState(0))
    texts = " ".join(gap(12, draw) for _ in range(1000))
    assert all(part in texts for part in ROW_OF)


def test_no_part_says_anything_about_truth():
    words = {word for part in ROW_OF for word in part.lower().split()}
    assert not words & {
        "no",
        "not",
        "never",
        "without",
        "denies",
        "positive",
        "negative",
        "family's",
    }
