from collections import Counter

import numpy as np
import pytest

from skmedcode.datasets import _phrasebook as book
from skmedcode.datasets._draw import Draw
from skmedcode.datasets._filler import add_filler


def filled(length, seed=0):
    sections = {name: [] for name in book.SECTIONS}
    add_filler(sections, length, Draw(np.random.RandomState(seed)))
    return sections


@pytest.mark.parametrize("length", [1, 100, 400, 3000])
def test_length(length):
    lengths = [
        sum(len(said.template.split()) for group in filled(length, seed).values() for said in group)
        for seed in range(20)
    ]
    assert all(0.7 * length <= n_words <= 1.3 * length + 90 for n_words in lengths)


def test_no_sentence_twice():
    sections = filled(3000)
    del sections["daily"]
    counts = Counter(said.template for statements in sections.values() for said in statements)
    assert max(counts.values()) == 1
    bank = {text for texts in book.FILLER.values() for text in texts}
    assert set(counts) == bank - {book.LAST[1]}


def test_days_come_last_and_in_order():
    assert filled(200)["daily"] == []
    days = [said.template for said in filled(3000)["daily"]]
    assert [text.split(":")[0] for text in days] == [f"Day {n + 1}" for n in range(len(days))]
    assert len(set(days)) == len(days) > 20
