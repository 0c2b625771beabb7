"""Deep and linear coders together: members that err differently, mixed on their logits."""

from skmedcode.ensemble._evidence import evidence_by_member
from skmedcode.ensemble._frequent import FrequentCodes
from skmedcode.ensemble._hybrid import HybridCoder
from skmedcode.ensemble._linear import NOT_FITTED, L1LogisticRegression
from skmedcode.ensemble._member_list import as_members, check_members, equipped
from skmedcode.ensemble._member_logits import check_classes
from skmedcode.ensemble._members import fit_members, fitted_codes
from skmedcode.ensemble._mixed import MixedCoder
from skmedcode.ensemble._mixing import check_threshold, folds, known_evidence, mean_logits
from skmedcode.ensemble._out_of_fold import out_of_fold
from skmedcode.ensemble._scoring import row_blocks
from skmedcode.ensemble._seeds import EnsembleCoder
from skmedcode.ensemble._views import default_network, default_views

__all__ = [
    "NOT_FITTED",
    "EnsembleCoder",
    "FrequentCodes",
    "HybridCoder",
    "L1LogisticRegression",
    "MixedCoder",
    "as_members",
    "check_classes",
    "check_members",
    "check_threshold",
    "default_network",
    "default_views",
    "equipped",
    "evidence_by_member",
    "fit_members",
    "fitted_codes",
    "folds",
    "known_evidence",
    "mean_logits",
    "out_of_fold",
    "row_blocks",
]
