"""Metrics and scorers of automated medical coding; arrays in, plain floats out.

Truth and predictions are indicators of shape (n_notes, n_codes): arrays, DataFrames or sparse.
"""

from skmedcode.metrics._auc import macro_auc, micro_auc
from skmedcode.metrics._calibration import (
    brier_score,
    expected_calibration_error,
    reliability_curve,
)
from skmedcode.metrics._f1 import f1_macro, f1_macro_caml, f1_micro
from skmedcode.metrics._hierarchical import (
    hierarchical_f1,
    hierarchical_precision,
    hierarchical_recall,
)
from skmedcode.metrics._ndcg import ndcg_at_k
from skmedcode.metrics._r_precision import r_precision
from skmedcode.metrics._ranking import mean_average_precision, precision_at_k, recall_at_k
from skmedcode.metrics._report import coding_report
from skmedcode.metrics._scorers import get_scorer, get_scorer_names
from skmedcode.metrics._threshold import best_f1_threshold

__all__ = [
    "best_f1_threshold",
    "brier_score",
    "coding_report",
    "expected_calibration_error",
    "f1_macro",
    "f1_macro_caml",
    "f1_micro",
    "get_scorer",
    "get_scorer_names",
    "hierarchical_f1",
    "hierarchical_precision",
    "hierarchical_recall",
    "macro_auc",
    "mean_average_precision",
    "micro_auc",
    "ndcg_at_k",
    "precision_at_k",
    "r_precision",
    "recall_at_k",
    "reliability_curve",
]
