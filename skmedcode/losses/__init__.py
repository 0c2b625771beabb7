"""Losses: ``(outputs, targets) -> one value a note``."""

from skmedcode.losses._bce import BinaryCrossEntropy
from skmedcode.losses._evidence import evidence_loss

__all__ = ["BinaryCrossEntropy", "evidence_loss"]
