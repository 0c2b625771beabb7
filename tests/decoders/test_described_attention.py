"""DescribedAttention: each classifier beside the title of the same code."""

import numpy as np
import torch
from torch import nn

from skmedcode.decoders import DescribedAttention, LabelAttention, MaxPoolLinear
from skmedcode.encoders import ConvEncoder
from skmedcode.losses import BinaryCrossEntropy, CodePenalty
from skmedcode.module import EncoderDecoder

TITLES = [np.array([2, 3, 4]), np.array([], dtype=int), np.array([5]), np.array([7, 7, 1, 6])]


def decoder_of(kernel_size=3):
    table = nn.Embedding(9, 5, padding_idx=0)
    encoder = ConvEncoder(5, num_filters=6, kernel_size=kernel_size)
    describe = EncoderDecoder(table, encoder, MaxPoolLinear(6, 4), dropout=0.0)
    return DescribedAttention(4, 4, describe, TITLES).double()


def states():
    return torch.randn(3, 6, 4).double(), torch.arange(6) < torch.tensor([6, 1, 3])[:, None]


def described_by_loop(decoder, ids):
    """The title's vector: convolution, tanh, maximum, linear layer, one number at a time."""
    table, encoder, linear = (
        getattr(decoder.describe, part) for part in ("embedding", "encoder", "decoder")
    )
    words = [table.weight[i] for i in ids]
    size, padding = encoder.weight.shape[-1], encoder.weight.shape[-1] // 2
    windows = []
    for start in range(len(words) + 2 * padding - size + 1):
        total = encoder.bias
        for tap in range(size):
            if 0 <= start - padding + tap < len(words):
                total = total + encoder.weight[:, :, tap] @ words[start - padding + tap]
        windows.append(total.tanh())
    return linear.weight @ torch.stack(windows).amax(0) + linear.bias


def test_distances_equal_to_loop():
    for kernel_size in (3, 4):
        decoder = decoder_of(kernel_size)
        expected = torch.zeros(4, dtype=torch.float64)
        for code, ids in enumerate(TITLES):
            if len(ids):
                apart = decoder.weight[code] - described_by_loop(decoder, ids)
                expected[code] = sum(x * x for x in apart) / 4
        torch.testing.assert_close(decoder.distances(), expected, rtol=0, atol=1e-12)
        assert expected[1] == 0  # a code without a title


def test_classifiers_meet_the_titles_of_their_own_codes():
    """What the published code gets wrong: it pairs a note's classifiers, in ascending order, with
    the descriptions in the order of a Python set."""
    torch.manual_seed(0)
    decoder = decoder_of().train()
    gold = [0, 2, 3]
    targets = torch.zeros(1, 4).double()
    targets[0, gold] = 1
    hidden, mask = states()
    outputs = decoder(hidden[:1], mask[:1])
    plain = BinaryCrossEntropy("mean")
    penalty = CodePenalty(plain, 10.0)(outputs, targets) - plain(outputs[0], targets)

    def published(order):
        """lambda * mean over (labels, features) of the squares * number of labels."""
        described = torch.stack([described_by_loop(decoder, TITLES[code]) for code in order])
        return 10.0 * (decoder.weight[gold] - described).square().mean() * len(gold)

    torch.testing.assert_close(penalty[0], published(gold), rtol=0, atol=1e-12)
    for order in ([2, 0, 3], [3, 0, 2], [3, 2, 0]):
        assert (penalty[0] - published(order)).abs() > 1e-3


def test_prediction_is_plain_label_attention():
    decoder, plain = decoder_of().eval(), LabelAttention(4, 4).double()
    plain.load_state_dict({name: decoder.get_parameter(name) for name in plain.state_dict()})
    assert torch.equal(decoder(*states_of_seed()), plain(*states_of_seed()))
    codes = torch.tensor([2, 0])
    found = decoder.attend(*states_of_seed(), codes)
    assert torch.equal(found, plain.attend(*states_of_seed(), codes))


def states_of_seed():
    with torch.random.fork_rng():
        torch.manual_seed(1)
        return states()


def test_the_gradient_draws_both_together():
    decoder = decoder_of().train()
    _, distances = decoder(*states())
    distances.sum().backward()
    for name, parameter in decoder.named_parameters():
        read = name == "weight" or name.startswith("describe.")
        assert (parameter.grad is not None and bool((parameter.grad != 0).any())) == read, name


def test_no_title_with_a_known_word():
    decoder = DescribedAttention(4, 2, nn.Identity(), [[], []]).train()
    logits, distances = decoder(torch.randn(1, 3, 4), torch.ones(1, 3, dtype=torch.bool))
    assert logits.shape == (1, 2)
    assert distances.tolist() == [0, 0]
