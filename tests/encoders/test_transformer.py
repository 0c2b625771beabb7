"""Chunks of a transformer against a loop over notes, chunks and words."""

import pytest
import torch
from checkpoints import REASON
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from skmedcode.encoders import SmallTransformer, TransformerEncoder

PREFIX, SUFFIX = [7], [8, 9]


def notes(lengths, n_words=30, width=12, seed=0):
    """Embedding, ids and mask of notes of these lengths."""
    torch.manual_seed(seed)
    embedding = nn.Embedding(n_words, width, padding_idx=0)
    ids = torch.randint(2, n_words, (len(lengths), max(lengths)))
    mask = torch.arange(max(lengths)) < torch.tensor(lengths)[:, None]
    return embedding, ids * mask, mask


def small(width=12, n_positions=9):
    model = SmallTransformer(
        width, hidden_size=16, n_layers=2, n_heads=2, n_positions=n_positions, dropout=0.0
    )
    for parameter in model.parameters():  # what starts at zero would hide mistakes
        nn.init.normal_(parameter, std=0.3)
    return model


def chunks_by_hand(length, size, stride):
    """First and past-the-last word of each chunk."""
    start, found = 0, []
    while True:
        found.append((start, min(start + size, length)))
        if start + size >= length:
            return found
        start += size - stride


def states_by_hand(model, embedding, ids, prefix, suffix, size, stride):
    """The mean state of each word of one note, a chunk at a time."""
    total, times = torch.zeros(len(ids), 16), torch.zeros(len(ids), 1)
    for start, end in chunks_by_hand(len(ids), size, stride):
        chunk = torch.cat([torch.tensor(prefix), ids[start:end], torch.tensor(suffix)]).long()
        embedded = embedding(chunk)[None]
        states = model(inputs_embeds=embedded, attention_mask=torch.ones(embedded.shape[:2]))[0][0]
        total[start:end] += states[len(prefix) : len(prefix) + end - start]
        times[start:end] += 1
    return total / times


@settings(max_examples=25, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 25), min_size=1, max_size=4),
    size=st.integers(1, 7),
    data=st.data(),
    marks=st.sampled_from([([], []), (PREFIX, SUFFIX), ([], SUFFIX)]),
)
def test_equal_to_a_loop_over_chunks(lengths, size, data, marks):
    stride = data.draw(st.integers(0, size - 1))
    embedding, ids, mask = notes(lengths)
    prefix, suffix = marks
    model = small(n_positions=size + len(prefix) + len(suffix))
    encoder = TransformerEncoder(
        model, embedding, 16, chunk_size=size + len(prefix) + len(suffix), stride=stride,
        prefix=prefix, suffix=suffix, chunks_at_once=3,
    ).eval()  # fmt: skip
    hidden, hidden_mask = encoder(embedding(ids), mask)
    assert torch.equal(hidden_mask, mask)
    assert (hidden[~mask] == 0).all()
    for note, length in enumerate(lengths):
        expected = states_by_hand(
            model, embedding, ids[note, :length], prefix, suffix, size, stride
        )
        torch.testing.assert_close(hidden[note, :length], expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("pooling", ["first", "mean"])
def test_a_state_a_chunk(pooling):
    embedding, ids, mask = notes([3, 11, 6])
    model = small(n_positions=8)
    encoder = TransformerEncoder(
        model, embedding, 16, chunk_size=8, stride=1, prefix=PREFIX, suffix=SUFFIX, pooling=pooling
    ).eval()
    hidden, exists = encoder(embedding(ids), mask)
    assert exists.tolist() == [[True, False, False], [True] * 3, [True, True, False]]
    assert hidden.shape == (3, 3, 16)
    for note, length in enumerate([3, 11, 6]):
        for number, (start, end) in enumerate(chunks_by_hand(length, 5, 1)):
            words = ids[note, start:end]
            chunk = torch.cat([torch.tensor(PREFIX), words, torch.tensor(SUFFIX)])
            states = model(embedding(chunk)[None], torch.ones(1, len(chunk)))[0][0]
            expected = states[0] if pooling == "first" else states[1 : 1 + end - start].mean(0)
            torch.testing.assert_close(hidden[note, number], expected, rtol=0, atol=1e-5)
    assert (hidden[~exists] == 0).all()


def test_nothing_stands_behind_a_chunk():
    """Some models mix neighbours; what is past the end must be zero, not another word."""
    embedding, ids, mask = notes([3, 7])
    seen = []

    class Sees(nn.Module):
        def forward(self, inputs_embeds, attention_mask):
            seen.append((inputs_embeds, attention_mask))
            return (inputs_embeds,)

    encoder = TransformerEncoder(
        Sees(), embedding, 12, chunk_size=8, prefix=PREFIX, suffix=SUFFIX, stride=1
    )
    encoder(embedding(ids), mask)
    ((chunks, real),) = seen
    assert (chunks[real == 0] == 0).all()
    assert (chunks[real == 1].abs().sum(-1) > 0).all()
    assert (real == 0).any()


def test_gradient_checkpointing_changes_no_gradient():
    embedding, ids, mask = notes([17, 5])
    found = []
    for again in (False, True):
        torch.manual_seed(1)
        encoder = TransformerEncoder(
            small(), embedding, 16, chunk_size=9, gradient_checkpointing=again, chunks_at_once=1
        ).train()
        encoder(embedding(ids), mask)[0].square().sum().backward()
        found.append([parameter.grad.clone() for parameter in encoder.model.parameters()])
    torch.testing.assert_close(*found)


def test_gradient_checkpointing_keeps_one_slice_of_states():
    embedding, ids, mask = notes([90])
    kept = []
    for again in (False, True):
        encoder = TransformerEncoder(
            small(), embedding, 16, chunk_size=9, gradient_checkpointing=again, chunks_at_once=1
        ).train()
        sizes = []

        def pack(tensor, sizes=sizes):
            sizes.append(tensor.numel())
            return tensor

        with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
            encoder(embedding(ids), mask)
        kept.append(sum(sizes))
    assert kept[1] < kept[0] / 5


def test_a_frozen_model_reads_without_dropout_and_learns_nothing():
    embedding, ids, mask = notes([17, 5])
    model = SmallTransformer(12, hidden_size=16, n_heads=2, n_positions=9, dropout=0.5)
    encoder = TransformerEncoder(model, embedding, 16, chunk_size=9, freeze=True).train()
    torch.testing.assert_close(*(encoder(embedding(ids), mask)[0] for _ in range(2)))
    assert not any(parameter.requires_grad for parameter in model.parameters())
    embedded = embedding(ids).detach().requires_grad_()
    (gradient,) = torch.autograd.grad(encoder(embedded, mask)[0].sum(), embedded)
    assert gradient.abs().sum() > 0  # evidence by input times gradient


def test_autocast_and_half_the_notes():
    embedding, ids, mask = notes([17, 5])
    encoder = TransformerEncoder(small(), embedding, 16, chunk_size=9, stride=2, prefix=PREFIX)
    with torch.autocast("cpu", torch.bfloat16):
        hidden, _ = encoder.eval()(embedding(ids), mask)
    expected, _ = encoder(embedding(ids), mask)
    torch.testing.assert_close(hidden.float(), expected, rtol=0, atol=0.2)


def test_a_stride_that_leaves_no_step_is_refused():
    model, embedding = small(), notes([3])[0]
    for stride in (6, -1):
        with pytest.raises(ValueError, match="stride must be at least 0 and below the 6 words"):
            TransformerEncoder(
                model, embedding, 16, chunk_size=9, stride=stride, prefix=PREFIX, suffix=SUFFIX
            )
    with pytest.raises(ValueError, match="pooling must be None, 'first' or 'mean'"):
        TransformerEncoder(model, embedding, 16, pooling="last")


FAMILIES = {
    "BertModel": {},
    "RobertaModel": {"max_position_embeddings": 20, "pad_token_id": 1},
    "ElectraModel": {"embedding_size": 8},
    "DistilBertModel": {"dim": 16, "hidden_dim": 24, "n_layers": 2, "n_heads": 2},
    "DebertaV2Model": {"relative_attention": True, "pos_att_type": ["p2c", "c2p"]},
    "ModernBertModel": {"pad_token_id": 0, "max_position_embeddings": 64},
}


@pytest.mark.parametrize("family", FAMILIES)
def test_models_of_transformers(family):
    """The states of a chunk are those that the model gives for the ids of that chunk alone."""
    transformers = pytest.importorskip("transformers", reason=REASON)
    model_class = getattr(transformers, family)
    config = model_class.config_class(**{
        "vocab_size": 30, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
        "intermediate_size": 24, "initializer_range": 0.2, **FAMILIES[family],
    })  # fmt: skip
    torch.manual_seed(0)
    model = model_class(config).eval()
    embedding = model.get_input_embeddings()
    lengths = [23, 4, 9]
    ids = torch.randint(10, 30, (3, 23)) * (torch.arange(23) < torch.tensor(lengths)[:, None])
    mask = ids != 0
    encoder = TransformerEncoder(
        model, embedding, 16, chunk_size=10, stride=0, prefix=PREFIX, suffix=SUFFIX
    ).eval()
    with torch.no_grad():
        hidden, _ = encoder(embedding(ids), mask)
        for note, length in enumerate(lengths):
            for start in range(0, length, 7):
                end = min(start + 7, length)
                chunk = [*PREFIX, *ids[note, start:end].tolist(), *SUFFIX]
                states = model(input_ids=torch.tensor([chunk]))[0][0]
                torch.testing.assert_close(
                    hidden[note, start:end], states[1 : 1 + end - start], rtol=0, atol=1e-5
                )
