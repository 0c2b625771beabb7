"""Word scores against the network itself: attention as read, gradients by finite differences."""

import numpy as np
import pytest
import torch
from torch import nn

from skmedcode.decoders import LabelAttention, MaxPoolLinear, NoteCodeInteraction
from skmedcode.encoders import ConvEncoder, GatedConvEncoder
from skmedcode.inspection import METHODS, attention, input_x_gradient
from skmedcode.inspection._attributions import choose_method
from skmedcode.layers import EmbeddingResidual
from skmedcode.module import EncoderDecoder

LENGTHS = [7, 1, 4]
CODES = torch.tensor([3, 0, 3])


def notes():
    generator = torch.Generator().manual_seed(0)
    mask = torch.arange(7) < torch.tensor(LENGTHS)[:, None]
    return torch.randint(1, 20, (3, 7), generator=generator) * mask, mask


def build(kernel_size=3, decoder=LabelAttention, padding=None, residual=False, encoder=None):
    with torch.random.fork_rng():
        torch.manual_seed(0)
        encoder = encoder or ConvEncoder(5, num_filters=4, kernel_size=kernel_size, padding=padding)
        connection = None
        width = encoder.out_features
        if residual:
            connection = EmbeddingResidual(5, width)
            nn.init.normal_(connection.projection.weight)
            width = 5
        module = EncoderDecoder(
            nn.Embedding(20, 5, padding_idx=0), encoder, decoder(width, 6), connection=connection
        )
    return module.double().eval()


def raw_attention(module, ids, mask):
    with torch.no_grad():
        hidden, positions = module.encode(module.embed(ids), mask)
        return module.decoder.attend(hidden, positions, CODES)


@pytest.mark.parametrize("kernel_size", [1, 3, 5, 2, 4, 10])
def test_attention_sums_to_one_over_the_words(kernel_size):
    ids, mask = notes()
    scores = attention(build(kernel_size), ids, mask, CODES)
    assert scores.shape == (3, 3, 7)
    np.testing.assert_allclose(scores.sum(-1), 1, rtol=0, atol=1e-12)
    assert (scores.transpose(1, 2)[~mask] == 0).all()
    assert (scores >= 0).all()
    torch.testing.assert_close(scores[:, 0], scores[:, 2])


@pytest.mark.parametrize("kernel_size", [3, 5])
def test_odd_kernels_give_attention_as_it_is(kernel_size):
    ids, mask = notes()
    module = build(kernel_size)
    scores = attention(module, ids, mask, CODES)
    torch.testing.assert_close(scores, raw_attention(module, ids, mask), rtol=0, atol=1e-12)


@pytest.mark.parametrize("kernel_size", [2, 4, 10])
def test_even_kernels_add_the_last_position_to_the_last_word(kernel_size):
    ids, mask = notes()
    module = build(kernel_size)
    raw = raw_attention(module, ids, mask)
    assert raw.shape[-1] == 8
    scores = attention(module, ids, mask, CODES)
    for note, length in enumerate(LENGTHS):
        for code in range(len(CODES)):
            expected = raw[note, code, :length].tolist()
            expected[-1] += raw[note, code, length].item()
            found = scores[note, code, :length].tolist()
            assert found == pytest.approx(expected, abs=1e-12)
            assert raw[note, code, length] > 0


def test_whole_windows_stand_at_their_first_word():
    ids, mask = notes()
    module = build(3, padding=0)
    raw, scores = raw_attention(module, ids, mask), attention(module, ids, mask, CODES)
    assert raw.shape[-1] == 5
    torch.testing.assert_close(scores[:, :, :5], raw, rtol=0, atol=1e-12)
    assert (scores[:, :, 5:] == 0).all()


@pytest.mark.parametrize("kernel_size", [3, 4])
def test_attention_does_not_see_padding(kernel_size):
    ids, mask = notes()
    module = build(kernel_size)
    together = attention(module, ids, mask, CODES)
    for note, length in enumerate(LENGTHS):
        part = slice(note, note + 1)
        alone = attention(module, ids[part, :length], mask[part, :length], CODES)
        torch.testing.assert_close(together[part, :, :length], alone, rtol=0, atol=1e-12)


def test_interaction_scores_add_up_to_the_logit():
    ids, mask = notes()
    module = build(decoder=NoteCodeInteraction)
    scores = attention(module, ids, mask, CODES)
    logits = (module(ids, mask) - module.decoder.bias)[:, CODES]
    torch.testing.assert_close(scores.sum(-1), logits, rtol=0, atol=1e-12)


NETWORKS = {
    "attention": lambda: build(),
    "even kernel": lambda: build(4),
    "residual": lambda: build(residual=True),
    "pool": lambda: build(decoder=MaxPoolLinear),
    "interaction": lambda: build(decoder=NoteCodeInteraction),
    "gated": lambda: build(
        encoder=GatedConvEncoder(5, hidden_size=4, dilations=(1, 2), init_std=0.5)
    ),
}
every_network = pytest.mark.parametrize("network", NETWORKS)


def logits_from(module, embedded, mask):
    return module.decoder(*module.encode(embedded, mask))


@every_network
def test_gradients_equal_finite_differences(network):
    module = NETWORKS[network]()
    ids, mask = notes()
    found = input_x_gradient(module, ids, mask, CODES)
    assert found.shape == (3, 3, 7)
    assert not found.requires_grad
    step = 1e-6
    with torch.no_grad():
        embedded = module.embed(ids)
        for note, length in enumerate(LENGTHS):
            for t in range(length):
                # Scaling a word up and down: the derivative along its own vector.
                shift = torch.zeros_like(embedded)
                shift[note, t] = embedded[note, t] * step
                up = logits_from(module, embedded + shift, mask)[note, CODES]
                down = logits_from(module, embedded - shift, mask)[note, CODES]
                expected = (up - down) / (2 * step)
                torch.testing.assert_close(found[note, :, t], expected, rtol=0, atol=1e-7)
    assert (found.transpose(1, 2)[~mask] == 0).all()


@every_network
def test_gradients_equal_one_backward_pass_a_note_and_code(network):
    module = NETWORKS[network]()
    ids, mask = notes()
    found = input_x_gradient(module, ids, mask, CODES)
    for note, length in enumerate(LENGTHS):
        for place, code in enumerate(CODES.tolist()):
            embedded = module.embed(ids[note : note + 1, :length]).detach().requires_grad_()
            whole = torch.ones(1, length, dtype=torch.bool)
            logits_from(module, embedded, whole)[0, code].backward()
            expected = (embedded * embedded.grad).sum(-1)[0].detach()
            torch.testing.assert_close(found[note, place, :length], expected, rtol=0, atol=1e-12)


@every_network
def test_the_network_is_left_as_it_was(network):
    module = NETWORKS[network]()
    ids, mask = notes()
    before = {name: tensor.clone() for name, tensor in module.state_dict().items()}
    with torch.no_grad():
        scores = input_x_gradient(module, ids, mask, CODES)
    assert torch.isfinite(scores).all()
    assert all(parameter.grad is None for parameter in module.parameters())
    assert all(torch.equal(before[name], now) for name, now in module.state_dict().items())


def test_frozen_embeddings_have_gradients_too():
    module = build()
    expected = input_x_gradient(module, *notes(), CODES)
    for parameter in module.parameters():
        parameter.requires_grad_(False)
    torch.testing.assert_close(input_x_gradient(module, *notes(), CODES), expected)


def test_outputs_beside_the_logits():
    class Pair(LabelAttention):
        def forward(self, hidden, mask):
            return super().forward(hidden, mask), hidden

    module, plain = build(decoder=Pair), build()
    plain.load_state_dict(module.state_dict())
    expected = input_x_gradient(plain, *notes(), CODES)
    torch.testing.assert_close(input_x_gradient(module, *notes(), CODES), expected)


def test_choice_of_method():
    assert set(METHODS) == {"attention", "input_x_gradient"}
    assert choose_method(build(), "attention") is attention
    assert choose_method(build(), "input_x_gradient") is input_x_gradient
    assert choose_method(build(decoder=MaxPoolLinear), "attention") is input_x_gradient
    for method in ("saliency", None):
        with pytest.raises(ValueError, match="method must be one of 'attention', 'input_x"):
            choose_method(build(), method)


def test_meta():
    ids, mask = (part.to("meta") for part in notes())
    module, codes = build().to("meta"), CODES.to("meta")
    assert attention(module, ids, mask, codes).shape == (3, 3, 7)
