"""JointAttention: the codes hear what was said of their groups."""

import torch

from skmedcode.decoders import JointAttention, StructuredAttention

GROUPS = torch.tensor([0, 1, 0, 2, 1])


def test_equal_to_the_equations():
    torch.manual_seed(0)
    codes, upper = (StructuredAttention(4, n, attention_size=3) for n in (5, 3))
    decoder = JointAttention(codes, upper, GROUPS, level_size=6).double()
    hidden = torch.randn(3, 6, 4).double()
    mask = torch.arange(6) < torch.tensor([6, 1, 3])[:, None]
    logits, of_groups = decoder(hidden, mask)
    torch.testing.assert_close(of_groups, upper(hidden, mask))
    for note in range(3):
        chances = of_groups[note].sigmoid()
        said = torch.stack([(row @ chances).sigmoid() for row in decoder.summary])
        contexts = decoder.attend(hidden, mask, torch.arange(5))[note] @ hidden[note]
        for code in range(5):
            both = torch.cat([contexts[code], said])
            weight = torch.cat([codes.weight[code], decoder.from_groups[code]])
            expected = weight @ both + codes.bias[code]
            torch.testing.assert_close(logits[note, code], expected, rtol=0, atol=1e-12)


def test_what_a_decoder_may_have():
    codes, upper = StructuredAttention(4, 5), StructuredAttention(4, 3)
    decoder = JointAttention(codes, upper, GROUPS)
    assert decoder.bias is codes.bias  # prior_bias starts it
    assert decoder.code_embeddings() is codes.queries
    assert decoder.is_distribution
    assert decoder.groups.tolist() == GROUPS.tolist()
    assert "bias" not in dict(decoder.named_parameters(recurse=False))
