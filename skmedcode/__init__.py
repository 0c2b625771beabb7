"""Deep learning for automated medical coding, as scikit-learn estimators."""

from skmedcode.base import BaseCoder
from skmedcode.coders import (
    AttentionCoder,
    AttentiveLSTMCoder,
    CAMLCoder,
    ClinicalBERTCoder,
    CMemNNCoder,
    CNNCoder,
    DCANCoder,
    DLACCoder,
    DRCAMLCoder,
    EncoderDecoderCoder,
    GatedCNNCoder,
    HyperCoreCoder,
    JointLAATCoder,
    LAATCoder,
    MARNCoder,
    MTRAMCoder,
    MultiResCNNCoder,
    PLMCACoder,
    PLMICDCoder,
    RNNCoder,
)
from skmedcode.ensemble import EnsembleCoder, HybridCoder
from skmedcode.persistence import load, save
from skmedcode.ranking import RankingCoder
from skmedcode.text import NoteTokenizer

__version__ = "0.1.0.dev0"

__all__ = [
    "AttentionCoder",
    "AttentiveLSTMCoder",
    "BaseCoder",
    "CAMLCoder",
    "CMemNNCoder",
    "CNNCoder",
    "ClinicalBERTCoder",
    "DCANCoder",
    "DLACCoder",
    "DRCAMLCoder",
    "EncoderDecoderCoder",
    "EnsembleCoder",
    "GatedCNNCoder",
    "HybridCoder",
    "HyperCoreCoder",
    "JointLAATCoder",
    "LAATCoder",
    "MARNCoder",
    "MTRAMCoder",
    "MultiResCNNCoder",
    "NoteTokenizer",
    "PLMCACoder",
    "PLMICDCoder",
    "RNNCoder",
    "RankingCoder",
    "load",
    "save",
]
