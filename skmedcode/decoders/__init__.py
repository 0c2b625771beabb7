"""Decoders: ``(hidden, mask) -> logits``, and ``attend`` where there is attention."""

from skmedcode.decoders._described_attention import DescribedAttention
from skmedcode.decoders._joint_attention import JointAttention
from skmedcode.decoders._label_attention import LabelAttention
from skmedcode.decoders._last_state import LastStateLinear
from skmedcode.decoders._max_pool import MaxPoolLinear
from skmedcode.decoders._note_code import NoteCodeInteraction
from skmedcode.decoders._structured_attention import StructuredAttention
from skmedcode.decoders._two_tasks import TwoTasks

__all__ = [
    "DescribedAttention",
    "JointAttention",
    "LabelAttention",
    "LastStateLinear",
    "MaxPoolLinear",
    "NoteCodeInteraction",
    "StructuredAttention",
    "TwoTasks",
]
