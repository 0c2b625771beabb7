"""The coders: one published architecture, one file, one estimator."""

from skmedcode.coders._caml import CAMLCoder
from skmedcode.coders._cnn import CNNCoder
from skmedcode.coders._gated_cnn import GatedCNNCoder

__all__ = ["CAMLCoder", "CNNCoder", "GatedCNNCoder"]
