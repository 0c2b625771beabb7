"""CapsuleEncoder one word and one capsule at a time."""

import pytest
import torch
from torch.nn import functional as F

from skmedcode.encoders import CapsuleEncoder

LENGTHS = [6, 1, 3]


def example(extra=2):
    generator = torch.Generator().manual_seed(0)
    embedded = torch.randn(3, 6 + extra, 4, generator=generator, dtype=torch.float64)
    mask = torch.arange(6 + extra) < torch.tensor(LENGTHS)[:, None]
    return embedded, mask  # padding is not even zero


def squashed(vector):
    length = vector.norm()
    return vector / length * length**2 / (1 + length**2)


def votes_of(encoder, words):
    """The vote of each word for each capsule, by one window at a time."""
    size = encoder.weight.shape[-1]
    left = size // 2
    padded = F.pad(words, (0, 0, left, size))
    votes = []
    for place in range(len(words)):
        window = padded[place : place + size]  # (size, in_features)
        flat = torch.einsum("ofk,kf->o", encoder.weight, window) + encoder.bias
        votes.append([squashed(own) for own in flat.chunk(encoder.n_capsules)])
    return votes


def by_loop(encoder, words):
    votes, n_capsules = votes_of(encoder, words), encoder.n_capsules
    agreement = [[0.0] * n_capsules for _ in votes]
    for _ in range(encoder.n_routing):
        shares = [
            n_capsules * torch.softmax(torch.tensor(own, dtype=torch.float64), 0)
            for own in agreement
        ]
        got = [[shares[t][c] * votes[t][c] for c in range(n_capsules)] for t in range(len(votes))]
        capsules = [squashed(sum(own[c] for own in got)) for c in range(n_capsules)]
        for t in range(len(votes)):
            for c in range(n_capsules):
                agreement[t][c] += (votes[t][c] @ capsules[c]).item()
    return torch.stack([torch.cat(own) for own in got])


@pytest.mark.parametrize("kernel_size", [1, 3, 4])
@pytest.mark.parametrize("n_routing", [1, 2, 4])
def test_equal_to_loop(n_routing, kernel_size):
    torch.manual_seed(0)
    encoder = CapsuleEncoder(
        4, n_capsules=3, capsule_size=2, kernel_size=kernel_size, n_routing=n_routing
    ).double()
    torch.nn.init.normal_(encoder.bias)
    embedded, mask = example()
    hidden, found_mask = encoder(embedded, mask)
    assert hidden.shape == (3, 8, encoder.out_features) and encoder.out_features == 6
    assert torch.equal(found_mask, mask)
    assert (hidden[~mask] == 0).all()
    for note, length in enumerate(LENGTHS):
        expected = by_loop(encoder, embedded[note, :length])
        torch.testing.assert_close(hidden[note, :length], expected, rtol=0, atol=1e-12)


def test_routing_gives_more_to_capsules_that_agree():
    """Three of four words vote alike for the first capsule, and against each other elsewhere."""
    encoder = CapsuleEncoder(2, n_capsules=2, capsule_size=2, kernel_size=1, n_routing=3)
    alike = torch.tensor([[2.0, 0.0], [2.0, 0.0], [2.0, 0.0], [2.0, 0.0]])
    apart = torch.tensor([[2.0, 0.0], [-2.0, 0.0], [0.0, 2.0], [0.0, -2.0]])
    votes = torch.stack([alike, apart], dim=1)[None]  # (1, 4, 2, 2)
    shares = encoder._shares(votes, torch.ones(1, 4, dtype=torch.bool))
    assert (shares[..., 0] > 1.2).all() and (shares[..., 1] < 0.8).all()
    torch.testing.assert_close(shares.sum(-1), torch.full((1, 4), 2.0))


def test_gradients_reach_all_weights_and_no_padding():
    encoder = CapsuleEncoder(4, n_capsules=2, capsule_size=3).double()
    embedded, mask = example()
    embedded.requires_grad_()
    encoder(embedded, mask)[0].sin().sum().backward()
    assert all(weight.grad.abs().min() > 0 for weight in encoder.parameters())
    assert (embedded.grad[~mask] == 0).all() and (embedded.grad[mask].abs().sum(-1) > 0).all()


def test_words_without_a_vote_are_harmless():
    encoder = CapsuleEncoder(4, n_capsules=2, capsule_size=3)
    embedded = torch.zeros(2, 3, 4, requires_grad=True)
    hidden, _ = encoder(embedded, torch.ones(2, 3, dtype=torch.bool))
    hidden.sum().backward()
    assert (hidden == 0).all() and torch.isfinite(embedded.grad).all()


@pytest.mark.parametrize("name", ["n_capsules", "n_routing"])
def test_numbers_are_checked(name):
    with pytest.raises(ValueError, match=f"{name} must be at least 1, got 0"):
        CapsuleEncoder(4, **{name: 0})
