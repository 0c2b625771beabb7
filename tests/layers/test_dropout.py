"""Dropout of single elements against its law; dropout with one mask along a note."""

import pytest
import torch

from skmedcode.layers import Dropout, VariationalDropout


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


@pytest.mark.parametrize("p", [0.1, 0.2, 0.5, 0.9])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
def test_single_elements_follow_the_law(p, dtype):
    """Share of dropped elements, what is kept, and no tie between the four masks of a draw."""
    shape = (50, 40, 101)
    dropped = Dropout(p)(torch.ones(shape, dtype=dtype))
    assert dropped.dtype == dtype
    assert dropped.shape == shape
    gone = (dropped == 0).float().flatten()
    spread = (p * (1 - p) / gone.numel()) ** 0.5
    assert abs(gone.mean().item() - p) < 5 * spread + 2**-16
    kept = dropped[dropped != 0].float()
    torch.testing.assert_close(
        kept, torch.full_like(kept, 1 / (1 - p)), rtol=1e-2 if dtype == torch.bfloat16 else 2e-4,
        atol=0,
    )  # fmt: skip
    for lag in (1, 2, 3, 4, 101, 4040):
        together = (gone[lag:] * gone[:-lag]).mean().item()
        assert abs(together - p * p) < 6 * (p * p / gone.numel()) ** 0.5


def test_gradient_is_the_mask():
    hidden = torch.randn(3, 7, 5, dtype=torch.float64, requires_grad=True)
    dropped = Dropout(0.3)(hidden)
    (gradient,) = torch.autograd.grad(dropped.sum(), hidden)
    torch.testing.assert_close(dropped, hidden * gradient)
    assert set((gradient != 0).flatten().tolist()) == {False, True}


@pytest.mark.parametrize("p", [0.0, 1e-9, 1.0])
def test_extreme_probabilities(p):
    hidden = torch.randn(4, 6)
    torch.testing.assert_close(Dropout(p)(hidden), hidden if p < 1 else torch.zeros(4, 6))
    assert Dropout(p).eval()(hidden) is hidden


def test_odd_sizes_and_strides():
    for shape in [(1,), (3,), (2, 5), (0, 4)]:
        assert Dropout(0.5)(torch.ones(shape)).shape == shape
    turned = torch.ones(4, 6).T
    assert set(Dropout(0.5)(turned).flatten().tolist()) <= {0.0, 2.0}


def test_single_elements_are_seeded_by_torch():
    dropout, hidden = Dropout(0.5), torch.ones(2, 3, 40)
    torch.manual_seed(3)
    first = dropout(hidden)
    assert not torch.equal(dropout(hidden), first)
    torch.manual_seed(3)
    assert torch.equal(dropout(hidden), first)
