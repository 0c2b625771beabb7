"""Decoders: ``(hidden, mask) -> logits``, and ``attend`` where there is attention."""

from skmedcode.decoders._label_attention import LabelAttention
from skmedcode.decoders._max_pool import MaxPoolLinear
from skmedcode.decoders._note_code import NoteCodeInteraction

__all__ = ["LabelAttention", "MaxPoolLinear", "NoteCodeInteraction"]
