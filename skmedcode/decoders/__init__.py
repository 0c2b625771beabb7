"""Decoders: ``(hidden, mask) -> logits``, and ``attend`` where there is attention."""

from skmedcode.decoders._cross_attention import CrossAttention
from skmedcode.decoders._described_attention import DescribedAttention
from skmedcode.decoders._hierarchical import HierarchicalAttention
from skmedcode.decoders._hyperbolic_graph import HyperbolicGraphAttention, hyperbolic_graph
from skmedcode.decoders._joint_attention import JointAttention, joint_attention
from skmedcode.decoders._label_attention import LabelAttention
from skmedcode.decoders._last_state import LastStateLinear
from skmedcode.decoders._memory import CondensedMemory
from skmedcode.decoders._note_code import NoteCodeInteraction
from skmedcode.decoders._pool import AttentionPoolLinear, MaxPoolLinear, MeanPoolLinear
from skmedcode.decoders._pooled import PooledLinear
from skmedcode.decoders._segment_attention import SegmentAttention
from skmedcode.decoders._structured_attention import StructuredAttention
from skmedcode.decoders._title_attention import TitleAttention
from skmedcode.decoders._title_queries import TitleQueryAttention, title_queries
from skmedcode.decoders._two_tasks import TwoTasks, two_tasks

__all__ = [
    "AttentionPoolLinear",
    "CondensedMemory",
    "CrossAttention",
    "DescribedAttention",
    "HierarchicalAttention",
    "HyperbolicGraphAttention",
    "JointAttention",
    "LabelAttention",
    "LastStateLinear",
    "MaxPoolLinear",
    "MeanPoolLinear",
    "NoteCodeInteraction",
    "PooledLinear",
    "SegmentAttention",
    "StructuredAttention",
    "TitleAttention",
    "TitleQueryAttention",
    "TwoTasks",
    "hyperbolic_graph",
    "joint_attention",
    "title_queries",
    "two_tasks",
]
