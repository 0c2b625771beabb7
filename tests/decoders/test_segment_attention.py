"""SegmentAttention by a loop over notes, codes and segments."""

import pytest
import torch
from torch import nn

from skmedcode.decoders import SegmentAttention

COUNTS = [4, 1, 2]


class Given(nn.Module):
    def __init__(self):
        super().__init__()
        self.vectors = nn.Parameter(torch.randn(5, 6, dtype=torch.float64))

    def forward(self):
        return self.vectors


def example():
    torch.manual_seed(0)
    hidden = torch.randn(3, 5, 6, dtype=torch.float64, requires_grad=True)  # padding is not zero
    return hidden, torch.arange(5) < torch.tensor(COUNTS)[:, None]


def by_loop(decoder, hidden):
    vectors = decoder.code_embeddings()
    logits = torch.empty(3, 5, dtype=torch.float64)
    for note, count in enumerate(COUNTS):
        states = hidden[note, :count]
        for code in range(5):
            if decoder.attention == "max":
                taken = states.max(dim=0).values
            elif decoder.attention == "mean":
                taken = sum(states) / count
            else:
                scores = torch.stack([vectors[code] @ state for state in states])
                if decoder.attention == "hard":
                    taken = states[scores.argmax()]
                else:
                    taken = sum(a * h for a, h in zip(scores.softmax(0), states, strict=True))
            weight = vectors[code] if decoder.weight is None else decoder.weight[code]
            logits[note, code] = taken @ weight + decoder.bias[code]
    return logits


@pytest.mark.parametrize("attention", ["soft", "hard", "max", "mean"])
@pytest.mark.parametrize("scorer", ["linear", "dot"])
@pytest.mark.parametrize("titles", [False, True])
def test_logits_are_those_of_a_loop(attention, scorer, titles):
    hidden, mask = example()
    given = Given() if titles else None
    decoder = SegmentAttention(6, 5, titles=given, attention=attention, scorer=scorer).double()
    nn.init.normal_(decoder.bias)
    logits = decoder(hidden, mask)
    torch.testing.assert_close(logits, by_loop(decoder, hidden))
    torch.testing.assert_close(logits, decoder(hidden, mask, decoder.code_embeddings()))


@pytest.mark.parametrize("attention", ["soft", "hard", "mean", "max"])
@pytest.mark.parametrize("scorer", ["linear", "dot"])
def test_every_parameter_gets_a_gradient(attention, scorer):
    hidden, mask = example()
    decoder = SegmentAttention(6, 5, attention=attention, scorer=scorer).double()
    decoder(hidden, mask).square().sum().backward()
    assert all((parameter.grad != 0).any() for parameter in decoder.parameters())
    assert not hidden.grad[~mask].any()


def test_a_hard_choice_teaches_the_chosen_segment_alone():
    hidden, mask = example()
    decoder = SegmentAttention(6, 5, attention="hard").double()
    logits = decoder(hidden, mask)
    chosen = decoder.attend(hidden, mask, torch.arange(5)).argmax(-1)
    for code in range(5):
        (gradient,) = torch.autograd.grad(logits[0, code], hidden, retain_graph=True)
        assert gradient.abs().sum(-1).nonzero().tolist() == [[0, int(chosen[0, code])]]
        torch.testing.assert_close(gradient[0, chosen[0, code]], decoder.weight[code])


def test_a_hard_choice_teaches_the_codes_as_the_softmax_would():
    hidden, mask = example()
    hard = SegmentAttention(6, 5, attention="hard").double()
    soft = SegmentAttention(6, 5, attention="soft").double()
    soft.load_state_dict(hard.state_dict())
    for decoder in (hard, soft):
        decoder(hidden.detach(), mask).sum().backward()
    torch.testing.assert_close(hard.queries.grad, soft.queries.grad)


@pytest.mark.parametrize("attention", ["soft", "hard", "mean"])
def test_attention_sums_to_one(attention):
    hidden, mask = example()
    decoder = SegmentAttention(6, 5, attention=attention).double()
    weights = decoder.attend(hidden, mask, torch.tensor([3, 1]))
    assert weights.shape == (3, 2, 5)
    torch.testing.assert_close(weights.sum(-1), torch.ones(3, 2, dtype=torch.float64))
    assert not weights.masked_select(~mask[:, None, :]).any()
    assert decoder.is_distribution == (attention == "soft")
    if attention != "mean":
        own = decoder.attend(hidden, mask, torch.tensor([[3], [1], [0]]))  # each note's own code
        torch.testing.assert_close(own[1, 0], weights[1, 1])
