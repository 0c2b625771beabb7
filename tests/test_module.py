"""Every encoder with every decoder, composed: padding, meta device, state, gradients."""

import io
import itertools
import random
import re

import numpy as np
import pytest
import torch
from torch import nn

from skmedcode.decoders import (
    LabelAttention,
    LastStateLinear,
    MaxPoolLinear,
    NoteCodeInteraction,
    StructuredAttention,
)
from skmedcode.encoders import (
    Bidirectional,
    CapsuleEncoder,
    ConvEncoder,
    DenseEncoder,
    DilatedConvEncoder,
    GatedConvEncoder,
    GraphEncoder,
    HierarchicalEncoder,
    MultiResConvEncoder,
    RecurrentEncoder,
    WordEncoder,
)
from skmedcode.layers import EmbeddingResidual, TitleVectors
from skmedcode.module import EncoderDecoder

WIDTH, N_TOKENS, N_CODES = 5, 20, 6
TITLES = [[2, 3], [], [4], [5, 5], [6], [19, 1]]
LENGTHS = [9, 1, 4, 2]

ENCODERS = {
    "words": lambda: WordEncoder(WIDTH),
    "conv": lambda: ConvEncoder(WIDTH, num_filters=4, kernel_size=3),
    "even conv": lambda: ConvEncoder(WIDTH, num_filters=4, kernel_size=4),
    "whole windows": lambda: ConvEncoder(WIDTH, num_filters=4, kernel_size=3, padding=0),
    "gated": lambda: GatedConvEncoder(WIDTH, hidden_size=6, init_std=0.5),
    "gated causal": lambda: GatedConvEncoder(
        WIDTH, hidden_size=6, output_size=4, dilations=(1, 2), causal=True, init_std=0.5
    ),
    "gated, one level": lambda: GatedConvEncoder(
        WIDTH, hidden_size=6, output_size=4, dilations=(2,), init_std=0.5
    ),
    "both ways": lambda: Bidirectional(
        GatedConvEncoder(WIDTH, hidden_size=4, causal=True, init_std=0.5)
    ),
    "conv both ways": lambda: Bidirectional(ConvEncoder(WIDTH, num_filters=4, kernel_size=3)),
    "dilated": lambda: DilatedConvEncoder(WIDTH, hidden_size=6, output_size=8, n_levels=2),
    "recurrent": lambda: RecurrentEncoder(WIDTH, hidden_size=3),
    "recurrent, gru": lambda: RecurrentEncoder(WIDTH, hidden_size=6, cell="gru"),
    "several widths": lambda: MultiResConvEncoder(WIDTH, kernel_sizes=(3, 5), num_filters=3),
    "capsule": lambda: CapsuleEncoder(WIDTH, n_capsules=2, capsule_size=3),
    "graph": lambda: GraphEncoder(WIDTH, hidden_size=6, window=2),
    "graph of graphs": lambda: DenseEncoder(
        WIDTH, lambda width: GraphEncoder(width, hidden_size=3, n_layers=1)
    ),
    "hierarchical": lambda: HierarchicalEncoder(WIDTH, hidden_size=2, segment_length=3),
}
DECODERS = {
    "attention": lambda width, titles: LabelAttention(width, N_CODES),
    "attention, titles": lambda width, titles: LabelAttention(width, N_CODES, titles=titles(width)),
    "structured attention": lambda width, titles: StructuredAttention(
        width, N_CODES, attention_size=4, titles=titles(width)
    ),
    "last state": lambda width, titles: LastStateLinear(width, N_CODES),
    "pool": lambda width, titles: MaxPoolLinear(width, N_CODES),
    "interaction": lambda width, titles: NoteCodeInteraction(width, N_CODES),
    "interaction, titles": lambda width, titles: NoteCodeInteraction(
        width, N_CODES, titles=titles(width)
    ),
    "mean interaction": lambda width, titles: NoteCodeInteraction(width, N_CODES, mean=True),
}
WITHOUT_ATTENTION = {"pool", "last state"}
KEEP_THE_LENGTH = set(ENCODERS) - {"even conv", "whole windows"}
COMBINATIONS = [
    (encoder, decoder, residual)
    for encoder, decoder, residual in itertools.product(ENCODERS, DECODERS, [False, True])
    if not residual or encoder in KEEP_THE_LENGTH
]
every_combination = pytest.mark.parametrize(("encoder", "decoder", "residual"), COMBINATIONS)


def build(encoder, decoder, residual, seed=0):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        embedding = nn.Embedding(N_TOKENS, WIDTH, padding_idx=0)
        encoder = ENCODERS[encoder]()
        connection = EmbeddingResidual(WIDTH, encoder.out_features) if residual else None
        if residual:
            nn.init.normal_(connection.projection.weight)
        width = (connection or encoder).out_features
        decoder = DECODERS[decoder](width, lambda wide: TitleVectors(embedding, TITLES, wide))
        return EncoderDecoder(embedding, encoder, decoder, connection=connection)


def notes():
    generator = torch.Generator().manual_seed(1)
    return [torch.randint(1, N_TOKENS, (n,), generator=generator) for n in LENGTHS]


def batch(rows, extra=0):
    ids = nn.utils.rnn.pad_sequence(rows, batch_first=True)
    ids = nn.functional.pad(ids, (0, extra))
    return ids, ids != 0


@every_combination
def test_padding_and_neighbours_change_nothing(encoder, decoder, residual):
    module = build(encoder, decoder, residual).double().eval()
    rows = notes()
    with torch.no_grad():
        alone = torch.cat([module(*batch([row])) for row in rows])
        together = module(*batch(rows))
        wide = module(*batch(rows, extra=7))
        turned = module(*batch(rows[::-1])).flip(0)
    assert alone.shape == (len(rows), N_CODES)
    assert torch.isfinite(alone).all()
    for other in (together, wide, turned):
        torch.testing.assert_close(other, alone, rtol=0, atol=1e-12)


@every_combination
def test_padding_changes_no_attention(encoder, decoder, residual):
    module = build(encoder, decoder, residual).double().eval()
    if decoder in WITHOUT_ATTENTION:
        assert not hasattr(module.decoder, "attend")
        return
    rows, codes = notes(), torch.tensor([3, 0])

    def attention(ids, mask):
        hidden, positions = module.encode(module.embed(ids), mask)
        return module.decoder.attend(hidden, positions, codes), positions

    with torch.no_grad():
        together, positions = attention(*batch(rows, extra=3))
        for i, row in enumerate(rows):
            alone, own = attention(*batch([row]))
            real = together[i][:, positions[i]]
            torch.testing.assert_close(real, alone[0][:, own[0]], rtol=0, atol=1e-12)
            assert (together[i][:, ~positions[i]] == 0).all()


@every_combination
def test_padding_changes_no_gradient(encoder, decoder, residual):
    module = build(encoder, decoder, residual).double().eval()
    gradients = []
    for extra in (0, 5):
        module.zero_grad()
        module(*batch(notes(), extra)).sin().sum().backward()
        gradients.append({name: p.grad.clone() for name, p in module.named_parameters()})
    for name, gradient in gradients[0].items():
        torch.testing.assert_close(gradients[1][name], gradient, rtol=0, atol=1e-11)
        assert (gradient != 0).any(), name
    assert (gradients[0]["embedding.weight"][0] == 0).all()


@every_combination
def test_meta_device(encoder, decoder, residual):
    """What mixes in a tensor of another device fails here, as it would on CUDA."""
    module = build(encoder, decoder, residual).to("meta")
    ids, mask = (part.to("meta") for part in batch(notes()))
    logits = module(ids, mask)
    assert logits.device.type == "meta"
    assert logits.shape == (len(LENGTHS), N_CODES)
    loss = nn.functional.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))
    loss.sum().backward()
    for parameter in module.parameters():
        assert parameter.grad.shape == parameter.shape
    hidden, positions = module.encode(module.embed(ids), mask)
    if decoder not in WITHOUT_ATTENTION:
        codes = torch.tensor([3, 0], device="meta")
        attended = module.decoder.attend(hidden, positions, codes)
        assert attended.shape == (len(LENGTHS), 2, positions.shape[1])
        own = codes.expand(len(LENGTHS), 2)
        assert module(ids, mask, codes=own)[1].shape == (len(LENGTHS), 2, ids.shape[1])


@every_combination
def test_built_on_meta(encoder, decoder, residual):
    with torch.device("meta"):
        module = build(encoder, decoder, residual)
    assert {p.device.type for p in module.parameters()} == {"meta"}
    usual = build(encoder, decoder, residual).state_dict()
    assert {k: v.shape for k, v in module.state_dict().items()} == {
        k: v.shape for k, v in usual.items()
    }


@every_combination
def test_a_module_holds_numbers_only(encoder, decoder, residual):
    module = build(encoder, decoder, residual)
    for name, tensor in module.state_dict().items():
        assert re.fullmatch(r"[a-z0-9_.]+", name)
        assert isinstance(tensor, torch.Tensor)
        assert tensor.dtype in (torch.float32, torch.int64)
    ours = [part for part in module.modules() if type(part).__module__.startswith("skmedcode")]
    for part in ours:  # torch's own recurrent layers know their name
        for name, value in vars(part).items():
            assert not isinstance(value, (str, bytes, torch.device)), name
            if isinstance(value, (list, tuple, set)):
                assert not any(isinstance(item, str) for item in value), name


@every_combination
def test_construction(encoder, decoder, residual):
    """Equal seeds, equal weights; no other random generator is touched."""
    numpy_before, python_before = np.random.get_state()[1].copy(), random.getstate()  # noqa: NPY002
    first, second = (build(encoder, decoder, residual).state_dict() for _ in range(2))
    assert all(torch.equal(first[name], second[name]) for name in first)
    other = build(encoder, decoder, residual, seed=1).state_dict()
    assert not all(torch.equal(first[name], other[name]) for name in first)
    assert (np.random.get_state()[1] == numpy_before).all()  # noqa: NPY002
    assert random.getstate() == python_before


@every_combination
def test_state_goes_to_another_module(encoder, decoder, residual):
    first, second = build(encoder, decoder, residual), build(encoder, decoder, residual, seed=1)
    file = io.BytesIO()
    torch.save(first.state_dict(), file)
    file.seek(0)
    second.load_state_dict(torch.load(file, weights_only=True))
    inputs = batch(notes())
    assert torch.equal(first.eval()(*inputs), second.eval()(*inputs))


@every_combination
def test_half_precision(encoder, decoder, residual):
    module = build(encoder, decoder, residual).eval()
    inputs = batch(notes())
    with torch.autocast("cpu", torch.bfloat16):
        logits = module(*inputs)
    assert torch.isfinite(logits).all()
    usual = module(*inputs)
    assert (logits - usual).abs().max() < 0.1 * (1 + usual.abs().max())


def test_composition():
    module = build("gated", "attention", True).double().eval()
    ids, mask = batch(notes())
    embedded = module.embedding(ids)
    hidden, positions = module.encoder(embedded, mask)
    expected = module.decoder(module.connection(embedded, hidden), positions)
    assert torch.equal(module(ids, mask), expected)
    assert torch.equal(module.embed(ids), embedded)
    assert (module.embed(ids)[~mask] == 0).all()


def test_encoders_are_given_what_they_ask_for():
    ids, mask = batch(notes())
    sentences = (torch.arange(ids.shape[1]) // 2).expand_as(ids)
    for name, known in (("graph", {"ids": ids}), ("hierarchical", {"sentences": sentences})):
        module = build(name, "attention", True).double().eval()
        embedded = module.embedding(ids)
        hidden, positions = module.encoder(embedded, mask, **known)
        hidden = module.connection(embedded, hidden)
        given = {"ids": ids, "sentences": sentences}
        assert torch.equal(module.encode(embedded, mask, **given)[0], hidden)
        found = module(ids, mask, sentences=sentences)
        assert torch.equal(found, module.decoder(hidden, positions))
        codes = torch.tensor([1])
        _, attention = module(ids, mask, codes=codes, sentences=sentences)
        assert torch.equal(attention, module.attend(hidden, positions, mask, codes))
        without = module.decoder(*module.encode(embedded, mask))
        assert (found - without).abs().max() > 1e-6


class Frozen(GraphEncoder):
    """Keeps what it makes of notes, as a frozen transformer does."""

    is_frozen = True
    dropout = nn.Identity()

    def read(self, embedded, mask, ids):
        return self(embedded, mask, ids)


def test_a_frozen_encoder_is_told_the_same_when_it_reads_once():
    module = EncoderDecoder(
        nn.Embedding(N_TOKENS, WIDTH), Frozen(WIDTH), LabelAttention(100, N_CODES)
    )
    ids, mask = batch(notes())
    states, positions = module.eval().read(ids, mask, sentences=ids)
    found = module(ids, mask, states=states, states_mask=positions)
    assert torch.equal(found, module(ids, mask))


def test_values_weigh_the_words():
    module = build("gated", "attention", True).double().eval()
    ids, mask = batch(notes())
    generator = torch.Generator().manual_seed(2)
    values = torch.rand(ids.shape, generator=generator, dtype=torch.float64) * mask
    expected = module.embedding(ids) * values[:, :, None]
    assert torch.equal(module.embed(ids, values), expected)
    weighed = module.decoder(*module.encode(expected, mask))
    assert torch.equal(module(ids, mask, values), weighed)
    torch.testing.assert_close(module(ids, mask, mask.double()), module(ids, mask))


def test_embedding_dropout():
    module = EncoderDecoder(
        nn.Embedding(9, 200, padding_idx=0), nn.Identity(), nn.Identity(), dropout=0.5
    )
    ids = torch.tensor([[3, 3, 0]])
    embedded = module.train().embed(ids)
    off = embedded == 0
    assert 0.3 < off[0, :2].float().mean() < 0.7
    assert (off[0, 0] != off[0, 1]).any()  # element by element, unlike the variational one
    usual = module.eval().embed(ids)
    torch.testing.assert_close(embedded[~off], 2 * usual[~off])
    assert (usual[0, 2] == 0).all()


@pytest.mark.parametrize("dtype", [torch.int32, torch.int64])
def test_integer_types_of_ids(dtype):
    module = build("conv", "attention", False).eval()
    ids, mask = batch(notes())
    assert torch.equal(module(ids.to(dtype), mask), module(ids, mask))


def test_a_decoder_may_return_more_than_logits():
    class Pair(nn.Module):
        def forward(self, hidden, mask):
            return hidden.sum(1), mask

    module = EncoderDecoder(nn.Embedding(20, 5), ENCODERS["conv"](), Pair())
    outputs = module(*batch(notes()))
    assert isinstance(outputs, tuple)
    assert outputs[0].shape == (4, 4)


@pytest.mark.cuda
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@every_combination
def test_cuda_agrees_with_cpu(encoder, decoder, residual):
    module = build(encoder, decoder, residual).eval()
    inputs = batch(notes(), extra=2)
    expected = module(*inputs)
    expected.sin().sum().backward()
    wanted = {name: p.grad.clone() for name, p in module.named_parameters()}
    module.zero_grad()
    found = module.cuda()(*(part.cuda() for part in inputs))
    torch.testing.assert_close(found.cpu(), expected, rtol=1e-4, atol=1e-4)
    found.sin().sum().backward()
    for name, parameter in module.named_parameters():
        torch.testing.assert_close(parameter.grad.cpu(), wanted[name], rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("encoder", ["conv", "even conv", "words"])
def test_attention_of_each_notes_own_codes(encoder):
    module = build(encoder, "attention", False).eval()
    ids, mask = batch(notes())
    codes = torch.arange(len(ids) * 2).reshape(len(ids), 2) % N_CODES
    logits, attention = module(ids, mask, codes=codes)
    torch.testing.assert_close(logits, module(ids, mask))
    _, every = module(ids, mask, codes=torch.arange(N_CODES))
    for note in range(len(ids)):
        torch.testing.assert_close(attention[note], every[note, codes[note]])
    torch.testing.assert_close(attention.sum(-1), torch.ones(len(ids), 2))
    assert not attention.transpose(1, 2)[~mask].any()


TABULATED = {
    "words": lambda: WordEncoder(8),
    "conv": lambda: ConvEncoder(8, num_filters=6, kernel_size=3),
    "conv, even": lambda: ConvEncoder(8, num_filters=6, kernel_size=4),
    "conv, whole windows": lambda: ConvEncoder(8, num_filters=6, kernel_size=9, padding=0),
    "gated": lambda: GatedConvEncoder(8, hidden_size=6, init_std=0.5),
    "gated, causal": lambda: GatedConvEncoder(
        8, hidden_size=6, output_size=4, dilations=(1, 2, 3), causal=True, init_std=0.5
    ),
    "capsule": lambda: CapsuleEncoder(8, n_capsules=2, capsule_size=3),
    "capsule, even": lambda: CapsuleEncoder(8, n_capsules=2, capsule_size=3, kernel_size=4),
    "gated, one level": lambda: GatedConvEncoder(8, hidden_size=6, output_size=4, dilations=(2,)),
    "told ids and sentences": lambda: ToldConv(8, num_filters=6, kernel_size=3),
}


class ToldConv(ConvEncoder):
    """Looks words up, and reads ids and sentences besides."""

    word_weight = ConvEncoder.word_weight

    def forward(self, embedded, mask, convolve=None, ids=None, sentences=None):
        hidden, mask = super().forward(embedded, mask, convolve)
        return hidden + (ids + sentences).unsqueeze(-1), mask


@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("name", TABULATED)
def test_a_table_of_words_gives_the_same_logits(name, residual):
    with torch.random.fork_rng():
        torch.manual_seed(0)
        encoder, connection = TABULATED[name](), None
        if residual and name not in ("words", "conv, even", "conv, whole windows"):
            connection = EmbeddingResidual(8, encoder.out_features)
            nn.init.normal_(connection.projection.weight)
        width = encoder.out_features if connection is None else 8
        module = EncoderDecoder(
            nn.Embedding(30, 8, padding_idx=0),
            encoder,
            LabelAttention(width, 5),
            connection=connection,
        )
        module = module.double().eval()
        ids = torch.randint(1, 30, (4, 13))
    ids[1, 5:] = ids[2, 1:] = 0
    words = torch.unique(torch.cat([torch.zeros(1, dtype=torch.long), ids.flatten()]))
    with torch.no_grad():
        table, more = module.tabulate(words), {"sentences": ids % 3}
        found = module(ids, ids != 0, table=table, **more)
        torch.testing.assert_close(found, module(ids, ids != 0, **more), rtol=0, atol=1e-12)


def test_no_table_where_a_subclass_embeds_or_encodes_otherwise():
    class Other(EncoderDecoder):
        def embed(self, ids, values=None):
            return super().embed(ids, values) + 1

    parts = nn.Embedding(30, 8, padding_idx=0), ConvEncoder(8), LabelAttention(50, 5)
    words = torch.arange(10)
    assert EncoderDecoder(*parts).tabulate(words) is not None
    assert Other(*parts).tabulate(words) is None
    assert EncoderDecoder(parts[0], WordEncoder(8), MaxPoolLinear(8, 5)).tabulate(words) is None


def test_no_table_of_encoders_and_embeddings_that_do_other_things():
    class Late(WordEncoder):
        def forward(self, embedded, mask):
            return embedded * torch.arange(embedded.shape[1]).view(1, -1, 1), mask

    class Twice(ConvEncoder):
        def forward(self, embedded, mask):
            return super().forward(2 * embedded, mask)

    class Same(ConvEncoder):
        pass

    class Doubled(nn.Embedding):
        def forward(self, ids):
            return 2 * super().forward(ids)

    embedding, words = nn.Embedding(30, 8, padding_idx=0), torch.arange(10)
    assert EncoderDecoder(embedding, Late(8), LabelAttention(8, 5)).tabulate(words) is None
    assert EncoderDecoder(embedding, Twice(8), LabelAttention(50, 5)).tabulate(words) is None
    assert EncoderDecoder(embedding, Same(8), LabelAttention(50, 5)).tabulate(words) is not None
    doubled = Doubled(30, 8, padding_idx=0)
    assert EncoderDecoder(doubled, ConvEncoder(8), LabelAttention(50, 5)).tabulate(words) is None


def test_words_too_weak_for_the_table_are_read_the_usual_way():
    with torch.random.fork_rng():
        torch.manual_seed(0)
        decoder = LabelAttention(8, 5)
        module = EncoderDecoder(nn.Embedding(30, 8, padding_idx=0), WordEncoder(8), decoder).eval()
    ids = torch.arange(1, 13).view(3, 4)
    with torch.no_grad():
        decoder.queries.mul_(200)
        table = module.tabulate(torch.arange(13))
        assert table.logits(ids) is None
        torch.testing.assert_close(module(ids, ids != 0, table=table), module(ids, ids != 0))
