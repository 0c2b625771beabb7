"""Why a coder gave a code."""

from skmedcode.inspection._agreement import evidence_agreement
from skmedcode.inspection._attributions import METHODS, attention, input_x_gradient
from skmedcode.inspection._evidence import evidence_of_notes, note_evidence, word_evidence
from skmedcode.inspection._slots import slot_attention

__all__ = [
    "METHODS",
    "attention",
    "evidence_agreement",
    "evidence_of_notes",
    "input_x_gradient",
    "note_evidence",
    "slot_attention",
    "word_evidence",
]
