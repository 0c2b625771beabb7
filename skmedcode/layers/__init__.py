"""Parts that encoders and decoders share."""

from skmedcode.layers._attended_words import AttendedWords
from skmedcode.layers._attention import attend, attention_weights, queries_at
from skmedcode.layers._code_graph import CodeGraph
from skmedcode.layers._connections import EmbeddingResidual
from skmedcode.layers._conv import conv_positions
from skmedcode.layers._conv_norm import ConvNorm, MaskedBatchNorm
from skmedcode.layers._dropout import Dropout, VariationalDropout
from skmedcode.layers._hyperbolic import poincare_distance, project_to_ball, to_ball
from skmedcode.layers._node_tree import NodeTree, lines_above
from skmedcode.layers._patient import PatientFeatures
from skmedcode.layers._precision import at_least_float, no_autocast
from skmedcode.layers._recalibration import RecalibratedAggregation
from skmedcode.layers._residual import ResidualBlock
from skmedcode.layers._slots import MemorySlots
from skmedcode.layers._spelled_titles import SpelledTitles
from skmedcode.layers._temporal import CausalConv, TemporalBlock
from skmedcode.layers._title_words import TitleWords
from skmedcode.layers._titles import TitleVectors
from skmedcode.layers._word_table import WordTable

__all__ = [
    "AttendedWords",
    "CausalConv",
    "CodeGraph",
    "ConvNorm",
    "Dropout",
    "EmbeddingResidual",
    "MaskedBatchNorm",
    "MemorySlots",
    "NodeTree",
    "PatientFeatures",
    "RecalibratedAggregation",
    "ResidualBlock",
    "SpelledTitles",
    "TemporalBlock",
    "TitleVectors",
    "TitleWords",
    "VariationalDropout",
    "WordTable",
    "at_least_float",
    "attend",
    "attention_weights",
    "conv_positions",
    "lines_above",
    "no_autocast",
    "poincare_distance",
    "project_to_ball",
    "queries_at",
    "to_ball",
]
