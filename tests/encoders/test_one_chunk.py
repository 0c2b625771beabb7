"""A transformer that reads one chunk of a note: its first words, or its last."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from skmedcode.encoders import SmallTransformer, TransformerEncoder


def parts(chunk_size=7, pooling="first", **options):
    torch.manual_seed(0)
    embedding = nn.Embedding(30, 12, padding_idx=0)
    model = SmallTransformer(12, hidden_size=16, n_heads=2, n_positions=chunk_size, dropout=0.0)
    for parameter in model.parameters():
        nn.init.normal_(parameter, std=0.3)
    encoder = TransformerEncoder(
        model, embedding, 16, chunk_size=chunk_size, prefix=[7], suffix=[8], pooling=pooling,
        **options,
    )  # fmt: skip
    return embedding, model, encoder.eval()


@settings(max_examples=20, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 14), min_size=1, max_size=4),
    where=st.sampled_from(["first", "last"]),
    pooling=st.sampled_from(["first", "mean"]),
)
def test_equal_to_a_loop(lengths, where, pooling):
    embedding, model, encoder = parts(where=where, pooling=pooling)
    ids = torch.randint(2, 30, (len(lengths), max(lengths)))
    mask = torch.arange(max(lengths)) < torch.tensor(lengths)[:, None]
    hidden, hidden_mask = encoder(embedding(ids * mask), mask)
    assert hidden.shape == (len(lengths), 1, 16)
    assert hidden_mask.all()
    for note, length in enumerate(lengths):
        words = ids[note, :length].tolist()
        chunk = [7, *(words[:5] if where == "first" else words[-5:]), 8]
        embedded = embedding(torch.tensor([chunk]))
        states = model(embedded, torch.ones(1, len(chunk)))[0][0]
        expected = states[0] if pooling == "first" else states[1:-1].mean(0)
        torch.testing.assert_close(hidden[note, 0], expected, rtol=0, atol=1e-5)


def test_a_short_note_is_the_same_in_all_ways():
    found = []
    for where in ("first", "last", None):
        embedding, _, encoder = parts(where=where)
        ids = torch.tensor([[3, 4, 5]])
        found.append(encoder(embedding(ids), ids > 0)[0])
    assert torch.equal(found[0], found[1])
    assert torch.equal(found[0], found[2])


def test_words_outside_have_no_gradient():
    embedding, _, encoder = parts(where="last")
    embedded = embedding(torch.randint(2, 30, (1, 9))).detach().requires_grad_()
    encoder(embedded, torch.ones(1, 9, dtype=torch.bool))[0].sum().backward()
    assert (embedded.grad[0, :4] == 0).all()
    assert (embedded.grad[0, 4:].abs().sum(-1) > 0).all()


def test_needs_pooling():
    with pytest.raises(ValueError, match="where needs pooling"):
        parts(where="first", pooling=None)


@pytest.mark.parametrize("where", ["first", "last"])
def test_runs_on_meta(where):
    embedding, _, encoder = parts(where=where)
    embedding, encoder = embedding.to("meta"), encoder.to("meta")
    ids = torch.ones(2, 9, dtype=torch.long, device="meta")
    hidden, mask = encoder(embedding(ids), ids.bool())
    assert hidden.shape == (2, 1, 16)
    assert mask.is_meta
