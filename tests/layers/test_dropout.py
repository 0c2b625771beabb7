"""Dropout with one mask along a note."""

import pytest
import torch

from skmedcode.layers import VariationalDropout


@pytest.fixture(autouse=True)
def seed():
    with torch.random.fork_rng():
        torch.manual_seed(0)
        yield


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_one_mask_a_note(p):
    dropped = VariationalDropout(p)(torch.ones(50, 7, 40))
    assert (dropped == dropped[:, :1]).all()
    assert len(dropped[:, 0].unique(dim=0)) > 1  # each note has its own
    kept = dropped[dropped != 0]
    torch.testing.assert_close(kept, torch.full_like(kept, 1 / (1 - p)))


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_expectation(p):
    mean = VariationalDropout(p)(torch.ones(400, 1, 100)).mean().item()
    spread = (p / (1 - p) / 40_000) ** 0.5
    assert abs(mean - 1) < 5 * spread


def test_evaluation_is_the_identity():
    hidden = torch.randn(2, 3, 4)
    dropout = VariationalDropout(0.5).eval()
    assert dropout(hidden) is hidden
    assert dropout.draw(hidden, 9) is None


def test_no_dropout():
    hidden = torch.randn(2, 3, 4)
    assert VariationalDropout(0.0)(hidden) is hidden
    assert VariationalDropout(0).draw(hidden, 9) is None


def test_drawn_mask():
    like = torch.zeros(3, 8, 4, dtype=torch.float64)
    mask = VariationalDropout(0.25).draw(like, 1000)
    assert mask.shape == (3, 1, 1000)
    assert mask.dtype == torch.float64
    assert not mask.requires_grad
    assert set(mask.unique().tolist()) == {0.0, 1 / 0.75}


def test_seeded_by_torch():
    dropout, hidden = VariationalDropout(0.5), torch.ones(2, 3, 40)
    torch.manual_seed(3)
    first = dropout(hidden)
    assert not torch.equal(dropout(hidden), first)
    torch.manual_seed(3)
    assert torch.equal(dropout(hidden), first)
