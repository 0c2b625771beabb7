"""Encoders: ``(embedded, mask) -> hidden, mask``, with the attribute ``out_features``."""

from skmedcode.encoders._bidirectional import Bidirectional
from skmedcode.encoders._capsule import CapsuleEncoder
from skmedcode.encoders._conv import ConvEncoder
from skmedcode.encoders._deep import (
    DenseEncoder,
    HighwayEncoder,
    InjectedEncoder,
    ResidualEncoder,
    StackedEncoder,
)
from skmedcode.encoders._dilated_conv import DilatedConvEncoder
from skmedcode.encoders._gated_conv import GatedConvEncoder
from skmedcode.encoders._graph import GraphEncoder
from skmedcode.encoders._hierarchical import HierarchicalEncoder
from skmedcode.encoders._multi_res_conv import MultiResConvEncoder
from skmedcode.encoders._recalibrated import RecalibratedEncoder, recalibrated
from skmedcode.encoders._recurrent import RecurrentEncoder
from skmedcode.encoders._small_transformer import SmallTransformer
from skmedcode.encoders._spelled import SpelledEncoder
from skmedcode.encoders._transformer import TransformerEncoder, chunked_transformer
from skmedcode.encoders._words import WordEncoder

__all__ = [
    "Bidirectional",
    "CapsuleEncoder",
    "ConvEncoder",
    "DenseEncoder",
    "DilatedConvEncoder",
    "GatedConvEncoder",
    "GraphEncoder",
    "HierarchicalEncoder",
    "HighwayEncoder",
    "InjectedEncoder",
    "MultiResConvEncoder",
    "RecalibratedEncoder",
    "RecurrentEncoder",
    "ResidualEncoder",
    "SmallTransformer",
    "SpelledEncoder",
    "StackedEncoder",
    "TransformerEncoder",
    "WordEncoder",
    "chunked_transformer",
    "recalibrated",
]
