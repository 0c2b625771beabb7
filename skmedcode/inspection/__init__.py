"""Why a coder gave a code, and pictures of what it has learnt."""

from skmedcode.inspection._agreement import evidence_agreement
from skmedcode.inspection._attributions import METHODS, attention, input_x_gradient
from skmedcode.inspection._embedding_display import CodeEmbeddingDisplay
from skmedcode.inspection._evidence import evidence_of_notes, note_evidence, word_evidence
from skmedcode.inspection._loss_display import CodeLossDisplay

__all__ = [
    "METHODS",
    "CodeEmbeddingDisplay",
    "CodeLossDisplay",
    "attention",
    "evidence_agreement",
    "evidence_of_notes",
    "input_x_gradient",
    "note_evidence",
    "word_evidence",
]
