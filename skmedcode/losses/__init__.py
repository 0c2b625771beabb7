"""Losses: ``(outputs, targets) -> one value a note``."""

from skmedcode.losses._bce import BinaryCrossEntropy
from skmedcode.losses._class_balanced import ClassBalancedLoss
from skmedcode.losses._evidence import evidence_loss
from skmedcode.losses._focal import AsymmetricLoss, FocalLoss
from skmedcode.losses._groups import GroupLoss
from skmedcode.losses._hierarchy import HierarchyLoss
from skmedcode.losses._ldam import LDAMLoss
from skmedcode.losses._penalty import CodePenalty
from skmedcode.losses._smoothing import LabelSmoothing
from skmedcode.losses._two_tasks import TwoTaskLoss
from skmedcode.losses._weighted import WeightedBinaryCrossEntropy

__all__ = [
    "AsymmetricLoss",
    "BinaryCrossEntropy",
    "ClassBalancedLoss",
    "CodePenalty",
    "FocalLoss",
    "GroupLoss",
    "HierarchyLoss",
    "LDAMLoss",
    "LabelSmoothing",
    "TwoTaskLoss",
    "WeightedBinaryCrossEntropy",
    "evidence_loss",
]
