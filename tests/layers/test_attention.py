"""Attention against a softmax written out position by position."""

import math

import numpy as np
import pytest
import torch

from skmedcode.layers import attend, attention_weights


def example(dtype=torch.float64, scale=1.0, n_codes=5):
    generator = torch.Generator().manual_seed(0)
    queries = torch.randn(n_codes, 4, generator=generator, dtype=dtype) * scale
    hidden = torch.randn(3, 6, 4, generator=generator, dtype=dtype)
    mask = torch.arange(6) < torch.tensor([[6], [1], [4]])
    return queries, hidden, mask


def weights_by_loop(queries, hidden, mask):
    queries, hidden = queries.detach().numpy(), hidden.detach().numpy()
    weights = np.zeros((hidden.shape[0], queries.shape[0], hidden.shape[1]))
    for note, states in enumerate(hidden):
        for code, query in enumerate(queries):
            real = [t for t in range(len(states)) if mask[note, t]]
            scores = [sum(q * h for q, h in zip(query, states[t], strict=True)) for t in real]
            largest = max(scores)
            exponents = [math.exp(score - largest) for score in scores]
            for t, exponent in zip(real, exponents, strict=True):
                weights[note, code, t] = exponent / sum(exponents)
    return weights


@pytest.mark.parametrize("scale", [0.0, 1.0, 30.0])
def test_weights_equal_to_loop(scale):
    example_ = example(scale=scale)
    weights = attention_weights(*example_)
    np.testing.assert_allclose(weights, weights_by_loop(*example_), rtol=0, atol=1e-12)
    np.testing.assert_allclose(weights.sum(-1), 1, rtol=0, atol=1e-12)
    assert (weights.transpose(1, 2)[~example_[2]] == 0).all()


@pytest.mark.parametrize("scale", [0.0, 1.0, 30.0])
def test_attend_equal_to_loop(scale):
    queries, hidden, mask = example(scale=scale)
    weights = weights_by_loop(queries, hidden, mask)
    context = attend(queries, hidden, mask)
    assert context.shape == (3, 5, 4)
    np.testing.assert_allclose(context, weights @ hidden.numpy(), rtol=0, atol=1e-12)


def test_what_stands_at_masked_positions_does_not_matter():
    queries, hidden, mask = example()
    other = hidden.masked_fill(~mask.unsqueeze(-1), 1e6)
    torch.testing.assert_close(attend(queries, other, mask), attend(queries, hidden, mask))
    torch.testing.assert_close(
        attention_weights(queries, other, mask), attention_weights(queries, hidden, mask)
    )


@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-12), (torch.float32, 1e-5)])
def test_gradients_equal_to_a_plain_softmax(dtype, tolerance):
    queries, hidden, mask = example(dtype)
    leaves = [queries.requires_grad_(), hidden.requires_grad_()]
    found = torch.autograd.grad(attend(queries, hidden, mask).sin().sum(), leaves)
    plain = attention_weights(queries, hidden, mask) @ hidden
    expected = torch.autograd.grad(plain.sin().sum(), leaves)
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=tolerance)
        assert torch.isfinite(ours).all()


def test_no_tensor_of_codes_by_length_is_saved():
    """Neither forward nor backward holds (notes, codes, length) floats."""
    n_codes, length = 300, 400
    queries = torch.randn(n_codes, 8).requires_grad_()
    hidden, mask = torch.randn(2, length, 8), torch.ones(2, length, dtype=torch.bool)
    sizes = []
    with torch.autograd.graph.saved_tensors_hooks(
        lambda tensor: sizes.append(tensor.untyped_storage().nbytes()) or tensor, lambda t: t
    ):
        attend(queries, hidden, mask)
    assert sizes
    assert max(sizes) < 2 * n_codes * length * 4


@pytest.mark.cuda
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_cuda_agrees_with_cpu():
    queries, hidden, mask = example(torch.float32)
    found = attend(queries.cuda(), hidden.cuda(), mask.cuda())
    torch.testing.assert_close(found.cpu(), attend(queries, hidden, mask), rtol=0, atol=1e-5)


@pytest.mark.parametrize("width", [2, 4, 7])
def test_values_of_another_width(width):
    hidden, mask = torch.randn(2, 5, 4).double(), torch.arange(5) < torch.tensor([5, 2])[:, None]
    values, queries = torch.randn(2, 5, width).double(), torch.randn(3, 4).double()
    found = attend(queries, hidden, mask, values=values)
    expected = attention_weights(queries, hidden, mask) @ values
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-12)
