"""GatedConvEncoder against its equations, literally, one word at a time.

The twin runs both convolutions at all levels on all channels, with the forget gate everywhere,
and each note alone, without padding.
"""

import pytest
import torch
from torch import nn

from skmedcode.encoders import GatedConvEncoder

LENGTHS = [7, 1, 4]
DILATIONS = [(1,), (3,), (1, 2), (2, 2), (1, 2, 3), (1, 2, 4, 8)]


def example(lengths=LENGTHS, extra=0, width=3):
    mask = torch.arange(max(lengths) + extra) < torch.tensor(lengths)[:, None]
    generator = torch.Generator().manual_seed(0)
    embedded = torch.randn(len(lengths), max(lengths), width, generator=generator)
    embedded = nn.functional.pad(embedded.double(), (0, 0, 0, extra)) * mask.unsqueeze(-1)
    return embedded, mask


def encoder_of(dilations, *, causal, output_size=None, kernel_size=3, init_std=0.5):
    torch.manual_seed(0)
    encoder = GatedConvEncoder(
        3,
        hidden_size=6,
        output_size=output_size,
        kernel_size=kernel_size,
        dilations=dilations,
        causal=causal,
        init_std=init_std,
    )
    return encoder.double().eval()


@pytest.fixture(autouse=True)
def seed():
    with torch.random.fork_rng():
        yield


def twin(encoder, words, output_size, dropped=None):
    """Hidden states of one note, shape (length, output_size)."""
    size, kernel_size = encoder.hidden_size, encoder.weight_input.shape[-1]
    weight_hidden = encoder.weight_hidden
    if weight_hidden is None:  # one level never reads a state: any weights will do
        weight_hidden = torch.ones(4 * size, size, kernel_size, dtype=torch.float64)
    nothing = torch.zeros(size, dtype=torch.float64)
    length = len(words)
    hidden, cell = [nothing] * length, [nothing] * length
    for dilation in encoder.dilations:
        reach = (kernel_size - 1) * dilation
        left = reach if encoder.causal else reach // 2
        next_hidden, next_cell = [], []
        for t in range(length):
            gates = encoder.bias
            for tap in range(kernel_size):
                place = t - left + tap * dilation
                if 0 <= place < length:
                    state = hidden[place] if dropped is None else dropped * hidden[place]
                    gates = gates + encoder.weight_input[:, :, tap] @ words[place]
                    gates = gates + weight_hidden[:, :, tap] @ state
            i, o, g, f = gates.split(size)
            before = t - dilation if encoder.causal else t
            carried = cell[before] if before >= 0 else nothing
            next_cell.append(f.sigmoid() * carried + i.sigmoid() * g.tanh())
            next_hidden.append(o.sigmoid() * next_cell[-1].tanh())
        hidden, cell = next_hidden, next_cell
    return torch.stack(hidden)[:, size - output_size :]


def twin_batch(encoder, embedded, lengths, output_size, dropped=None):
    result = embedded.new_zeros(*embedded.shape[:2], output_size)
    for row, length in enumerate(lengths):
        mask = None if dropped is None else dropped[row, 0]
        result[row, :length] = twin(encoder, embedded[row, :length], output_size, mask)
    return result


@pytest.mark.parametrize("extra", [0, 5])
@pytest.mark.parametrize("output_size", [None, 4, 1])
@pytest.mark.parametrize("causal", [True, False])
@pytest.mark.parametrize("dilations", DILATIONS)
def test_equal_to_the_twin(dilations, causal, output_size, extra):
    encoder = encoder_of(dilations, causal=causal, output_size=output_size)
    width = output_size or 6
    embedded, mask = example(extra=extra)
    embedded.requires_grad_()
    found, found_mask = encoder(embedded, mask)
    expected = twin_batch(encoder, embedded, LENGTHS, width)
    assert encoder.out_features == width
    assert torch.equal(found_mask, mask)
    assert (found[~mask] == 0).all()
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-10)

    leaves = [embedded, *encoder.parameters()]
    ours = torch.autograd.grad(found.sin().sum(), leaves)
    theirs = torch.autograd.grad(expected.sin().sum(), leaves)
    ours = (ours[0] * mask.unsqueeze(-1), *ours[1:])  # at padding the embedding is not learnt
    for one, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=1e-10)


@pytest.mark.parametrize(
    ("kernel_size", "causal"), [(1, True), (2, True), (4, True), (1, False), (5, False)]
)
def test_other_kernels(kernel_size, causal):
    encoder = encoder_of((1, 2, 3), causal=causal, kernel_size=kernel_size, output_size=4)
    embedded, mask = example()
    expected = twin_batch(encoder, embedded, LENGTHS, 4)
    torch.testing.assert_close(encoder(embedded, mask)[0], expected, rtol=0, atol=1e-10)


class FixedMask(nn.Module):
    """Stands in for the variational dropout: known masks of the state and of the output."""

    def __init__(self, state, output):
        super().__init__()
        self.state, self.output = state, output

    def draw(self, like, channels):
        assert self.state.shape == (like.shape[0], 1, channels)
        return self.state

    def forward(self, hidden):
        return hidden * self.output


@pytest.mark.parametrize("causal", [True, False])
def test_dropout_masks(causal):
    """One mask of the hidden state for all positions and levels, another of the output."""
    encoder = encoder_of((1, 2, 3), causal=causal, output_size=4)
    generator = torch.Generator().manual_seed(1)
    state = torch.rand(3, 1, 6, generator=generator, dtype=torch.float64)
    output = torch.rand(3, 1, 4, generator=generator, dtype=torch.float64)
    encoder.dropout = FixedMask(state, output)
    embedded, mask = example()
    expected = twin_batch(encoder, embedded, LENGTHS, 4, state) * output
    torch.testing.assert_close(encoder(embedded, mask)[0], expected, rtol=0, atol=1e-10)


def test_dropout_is_off_in_evaluation():
    encoder = encoder_of((1, 2), causal=False)
    embedded, mask = example()
    quiet = encoder(embedded, mask)[0]
    torch.testing.assert_close(encoder(embedded, mask)[0], quiet, rtol=0, atol=0)
    encoder.train()
    loud = encoder(embedded, mask)[0]
    assert not torch.allclose(loud, quiet)
    off = (loud == 0)[mask]
    assert off.any()
    for row, length in enumerate(LENGTHS):  # a channel is off for the whole note or not at all
        zeros = loud[row, :length] == 0
        assert (zeros == zeros[:1]).all()


def test_causal_looks_left_only():
    encoder = encoder_of((1, 2, 3), causal=True)
    embedded, mask = example([9])
    changed = embedded.clone()
    changed[0, 5] += 1
    before, after = encoder(embedded, mask)[0][0], encoder(changed, mask)[0][0]
    assert torch.equal(before[:5], after[:5])
    assert (before[5] != after[5]).any()


def test_receptive_field():
    """1 + (k - 1) times the sum of the dilations, here 13 words."""
    encoder = encoder_of((1, 2, 3), causal=True)
    embedded, mask = example([20])
    changed = embedded.clone()
    changed[0, 2] += 1
    moved = (encoder(embedded, mask)[0] != encoder(changed, mask)[0]).any(-1)[0]
    assert moved.nonzero().flatten().tolist() == list(range(2, 15))


def test_parameters():
    encoder = GatedConvEncoder(3, hidden_size=40, kernel_size=5, init_std=0.01)
    shapes = {name: tuple(p.shape) for name, p in encoder.named_parameters()}
    assert shapes == {
        "weight_input": (160, 3, 5),
        "weight_hidden": (160, 40, 5),
        "bias": (160,),
    }
    for parameter in encoder.parameters():
        assert 0.008 < parameter.std() < 0.012
        assert abs(parameter.mean()) < 0.004
    assert GatedConvEncoder(3, dilations=(1,)).weight_hidden is None


@pytest.mark.parametrize("causal", [True, False])
@pytest.mark.parametrize("dilations", [(1,), (1, 2), (1, 2, 3)])
def test_every_weight_is_used(dilations, causal):
    encoder = encoder_of(dilations, causal=causal)
    embedded, mask = example()
    encoder(embedded, mask)[0].sum().backward()
    for name, parameter in encoder.named_parameters():
        used = (
            (parameter.grad != 0).flatten(1).any(1) if parameter.dim() > 1 else parameter.grad != 0
        )
        gates = used.view(4, 6).all(1).tolist()
        # One level has no cell to forget.
        assert gates == [True, True, True, len(dilations) > 1], name


@pytest.mark.cuda
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@pytest.mark.parametrize("causal", [True, False])
def test_cuda_agrees_with_cpu(causal):
    encoder = encoder_of((1, 2, 3), causal=causal, output_size=4)
    embedded, mask = example(extra=3)
    expected = encoder(embedded, mask)[0]
    found = encoder.cuda()(embedded.cuda(), mask.cuda())[0].cpu()
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-10)
