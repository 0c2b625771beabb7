"""The residual from the word embedding."""

import torch

from skmedcode.layers import EmbeddingResidual


def test_starts_as_the_identity():
    residual = EmbeddingResidual(4, 6)
    embedded, hidden = torch.randn(2, 3, 4), torch.randn(2, 3, 6)
    assert torch.equal(residual(embedded, hidden), embedded)
    assert residual.out_features == 4


def test_equal_to_loop():
    residual = EmbeddingResidual(4, 6).double()
    torch.nn.init.normal_(residual.projection.weight)
    embedded = torch.randn(2, 3, 4, dtype=torch.float64)
    hidden = torch.randn(2, 3, 6, dtype=torch.float64)
    found = residual(embedded, hidden)
    for note in range(2):
        for t in range(3):
            added = [(row @ hidden[note, t]).item() for row in residual.projection.weight]
            expected = embedded[note, t] + torch.tensor(added, dtype=torch.float64)
            torch.testing.assert_close(found[note, t], expected, rtol=0, atol=1e-12)


def test_zero_start_still_learns():
    residual = EmbeddingResidual(4, 6)
    residual(torch.randn(2, 3, 4), torch.randn(2, 3, 6)).sum().backward()
    assert (residual.projection.weight.grad != 0).all()
    assert [name for name, _ in residual.named_parameters()] == ["projection.weight"]


def test_dropout_falls_on_the_hidden_states():
    residual = EmbeddingResidual(4, 300, dropout=0.5)
    torch.nn.init.ones_(residual.projection.weight)
    embedded, hidden = torch.randn(2, 3, 4), torch.ones(2, 3, 300)
    torch.testing.assert_close(residual.eval()(embedded, hidden), embedded + 300)
    added = residual.train()(embedded, hidden) - embedded
    assert (added - 300).abs().max() > 1
    torch.testing.assert_close(added, (added / 2).round() * 2, rtol=0, atol=1e-3)
    assert len(added[..., 0].unique()) > 1  # element by element
