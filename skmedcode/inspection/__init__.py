"""Why a coder gave a code."""

from skmedcode.inspection._agreement import evidence_agreement
from skmedcode.inspection._attributions import METHODS, attention, input_x_gradient
from skmedcode.inspection._evidence import evidence_of_notes, note_evidence, word_evidence

__all__ = [
    "METHODS",
    "attention",
    "evidence_agreement",
    "evidence_of_notes",
    "input_x_gradient",
    "note_evidence",
    "word_evidence",
]
