"""What encoders are given beside words and mask."""

import pytest
import torch
from torch import nn

from skmedcode.encoders import (
    ConvEncoder,
    DenseEncoder,
    GraphEncoder,
    HierarchicalEncoder,
    RecalibratedEncoder,
    StackedEncoder,
)
from skmedcode.layers._beside import asked, chosen


class Both(nn.Module):
    out_features = 4

    def forward(self, embedded, mask, *, sentences, ids):
        return embedded * (ids + sentences).unsqueeze(-1), mask


class Inherited(Both):
    pass


def mixed(width):
    """Two layers in turn: the first asks for ids, the second for sentences."""
    mixed.n_made += 1
    if mixed.n_made % 2:
        return GraphEncoder(width, hidden_size=3)
    return HierarchicalEncoder(width, hidden_size=2)


@pytest.mark.parametrize(
    ("encoder", "names"),
    [
        (ConvEncoder, ()),
        (GraphEncoder, ("ids",)),
        (HierarchicalEncoder, ("sentences",)),
        (Both, ("ids", "sentences")),
        (Inherited, ("ids", "sentences")),
        (StackedEncoder, ()),  # not known before it is made
    ],
)
def test_names_among_the_parameters(encoder, names):
    assert asked(encoder) == names
    if encoder not in (Both, Inherited, StackedEncoder):
        assert asked(encoder(4)) == names


def test_encoders_of_encoders_ask_for_what_these_ask_for():
    mixed.n_made = 0
    assert asked(DenseEncoder(4, mixed, depth=2)) == ("ids", "sentences")
    assert asked(StackedEncoder(4, GraphEncoder)) == ("ids",)
    assert asked(StackedEncoder(4, ConvEncoder)) == ()
    assert asked(RecalibratedEncoder(DenseEncoder(4, GraphEncoder))) == ("ids",)


def test_what_is_not_known_is_not_given():
    known = {"ids": torch.ones(1, 2), "sentences": None, "values": torch.ones(1, 2)}
    assert chosen(Both(), known) == {"ids": known["ids"]}
    assert chosen(ConvEncoder(4), known) == {}
