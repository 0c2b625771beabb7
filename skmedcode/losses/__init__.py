"""Losses: ``(outputs, targets) -> one value a note``."""

from skmedcode.losses._bce import BinaryCrossEntropy

__all__ = ["BinaryCrossEntropy"]
