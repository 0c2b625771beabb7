"""Graph convolution against loops over codes and their neighbours."""

import numpy as np
import pytest
import torch
from scipy import sparse

from skmedcode.facts import FitFacts
from skmedcode.layers import CodeGraph


def facts(Y):
    codes = np.arange(Y.shape[1])
    return FitFacts(9, 4, codes, sparse.csr_array(Y.astype(np.float32)))


def notes(seed=0, n_notes=20, n_codes=7):
    Y = np.random.default_rng(seed).random((n_notes, n_codes)) < 0.3
    Y[:, 2] = False  # a code that no note has
    return Y


def slow_adjacency(Y):
    """A dense one, entry by entry."""
    n_codes = Y.shape[1]
    counts = np.eye(n_codes)
    for i in range(n_codes):
        for j in range(n_codes):
            if i != j:
                counts[i, j] = sum(note[i] and note[j] for note in Y)
    sums = counts.sum(axis=1)
    return np.array(
        [
            [counts[i, j] / np.sqrt(sums[i] * sums[j]) for j in range(n_codes)]
            for i in range(n_codes)
        ]
    )


def test_the_graph_of_the_notes():
    Y = notes()
    graph = CodeGraph(5, facts(Y).graph())
    expected = slow_adjacency(Y)
    found = graph.spread(torch.eye(7))
    torch.testing.assert_close(found, torch.from_numpy(expected).float())
    assert len(graph.edges) == (expected != 0).sum()
    assert expected[2].tolist() == np.eye(7)[2].tolist()


def test_without_notes_there_is_none():
    assert facts(notes()[:0]).graph() is None


def test_convolutions_by_a_loop():
    torch.manual_seed(0)
    Y, vectors = notes(), torch.randn(7, 5)
    graph = CodeGraph(5, facts(Y).graph(), n_layers=2)
    expected, adjacency = vectors, slow_adjacency(Y)
    for weight in graph.weights:
        rows = []
        for code in range(7):
            total = sum(adjacency[code, other] * expected[other] for other in range(7))
            rows.append(torch.tanh(total @ weight))
        expected = torch.stack(rows)
    torch.testing.assert_close(graph(vectors), expected, rtol=1e-5, atol=1e-6)


def test_gradients_are_right():
    torch.manual_seed(0)
    graph = CodeGraph(3, facts(notes()).graph(), n_layers=2).double()
    vectors = torch.randn(7, 3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(graph, vectors)


@pytest.mark.parametrize("amp", [False, True])
def test_full_precision_under_autocast(amp):
    graph = CodeGraph(3, facts(notes()).graph())
    vectors = torch.randn(7, 3, requires_grad=True)
    with torch.autocast("cpu", torch.bfloat16, enabled=amp):
        out = graph(vectors)
    out.sum().backward()
    assert out.dtype == torch.float32 and torch.isfinite(vectors.grad).all()


def test_without_a_graph_the_buffers_wait_for_theirs():
    graph, empty = CodeGraph(3, facts(notes()).graph()), CodeGraph(3)
    for name, buffer in empty.named_buffers():
        buffer.materialize(getattr(graph, name).shape)
        buffer.copy_(getattr(graph, name))
    empty.weights.load_state_dict(graph.weights.state_dict())
    vectors = torch.randn(7, 3)
    assert torch.equal(graph(vectors), empty(vectors))
    assert {name: b.dtype for name, b in graph.named_buffers()} == {
        name: b.dtype for name, b in empty.named_buffers()
    }
