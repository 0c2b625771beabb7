"""Where chunks lie, against a list of them."""

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from skmedcode.encoders._chunks import cut


@settings(max_examples=80, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 30), min_size=1, max_size=4),
    size=st.integers(1, 9),
    data=st.data(),
    padding=st.integers(0, 5),
)
def test_every_word_is_in_a_chunk_and_no_chunk_is_idle(lengths, size, data, padding):
    stride = data.draw(st.integers(0, size - 1))
    mask = torch.arange(max(lengths) + padding) < torch.tensor(lengths)[:, None]
    chunks = cut(mask, size, stride)
    for note, length in enumerate(lengths):
        rows = chunks.note == note
        starts, counts = chunks.start[rows, 0].tolist(), chunks.count[rows, 0].tolist()
        assert starts == [number * (size - stride) for number in range(len(starts))]
        assert chunks.number[rows].tolist() == list(range(len(starts)))
        assert all(count == min(size, length - s) for s, count in zip(starts, counts, strict=True))
        assert starts[-1] + counts[-1] == length
        assert len(starts) == 1 or starts[-2] + counts[-2] < length  # the last one says more
        assert chunks.exists[note].sum() == len(starts)
