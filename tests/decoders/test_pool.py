"""MaxPoolLinear feature by feature."""

import numpy as np
import torch

from skmedcode.decoders import MaxPoolLinear

LENGTHS = [6, 1, 3]


def states():
    generator = torch.Generator().manual_seed(0)
    hidden = torch.randn(3, 6, 4, generator=generator, dtype=torch.float64)
    return hidden, torch.arange(6) < torch.tensor(LENGTHS)[:, None]


def test_equal_to_loop():
    decoder = MaxPoolLinear(4, 5).double()
    hidden, mask = states()
    hidden = hidden - 10  # padding as zero would win
    found = decoder(hidden, mask).detach().numpy()
    weight, bias = decoder.weight.detach().numpy(), decoder.bias.detach().numpy()
    for note, length in enumerate(LENGTHS):
        strongest = [max(hidden[note, t, f].item() for t in range(length)) for f in range(4)]
        for code in range(5):
            expected = bias[code] + sum(w * s for w, s in zip(weight[code], strongest, strict=True))
            np.testing.assert_allclose(found[note, code], expected, rtol=0, atol=1e-12)


def test_gradient_goes_to_the_strongest_word():
    decoder = MaxPoolLinear(4, 5).double()
    hidden, mask = states()
    hidden.requires_grad_()
    decoder(hidden, mask)[:, 2].sum().backward()
    for note, length in enumerate(LENGTHS):
        for feature in range(4):
            place = int(hidden[note, :length, feature].argmax())
            gradient = hidden.grad[note, :, feature].tolist()
            expected = [0.0] * 6
            expected[place] = decoder.weight[2, feature].item()
            assert gradient == expected
    assert torch.isfinite(hidden.grad).all()


def test_no_attention():
    assert not hasattr(MaxPoolLinear(4, 5), "attend")
    assert MaxPoolLinear(4, 5).code_embeddings().shape == (5, 4)


def test_parameters():
    decoder = MaxPoolLinear(40, 30)
    bound = (6 / 70) ** 0.5
    assert decoder.weight.shape == (30, 40)
    assert 0.98 * bound < decoder.weight.abs().max() <= bound
    assert decoder.bias.abs().max() <= 40**-0.5
