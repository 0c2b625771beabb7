"""Splits that keep every code's share, comparisons of coders, and thresholds chosen with care."""

from skmedcode.model_selection._calibrator import MultilabelCalibrator
from skmedcode.model_selection._compare import compare_coders
from skmedcode.model_selection._group_kfold import MultilabelStratifiedGroupKFold
from skmedcode.model_selection._group_shuffle_split import MultilabelStratifiedGroupShuffleSplit
from skmedcode.model_selection._interval import bootstrap_interval
from skmedcode.model_selection._kfold import MultilabelStratifiedKFold
from skmedcode.model_selection._shift import shift_report
from skmedcode.model_selection._shuffle_split import MultilabelStratifiedShuffleSplit
from skmedcode.model_selection._temporal import TemporalSplit
from skmedcode.model_selection._threshold_tuner import ThresholdTuner
from skmedcode.model_selection._train_test_split import multilabel_train_test_split

__all__ = [
    "MultilabelCalibrator",
    "MultilabelStratifiedGroupKFold",
    "MultilabelStratifiedGroupShuffleSplit",
    "MultilabelStratifiedKFold",
    "MultilabelStratifiedShuffleSplit",
    "TemporalSplit",
    "ThresholdTuner",
    "bootstrap_interval",
    "compare_coders",
    "multilabel_train_test_split",
    "shift_report",
]
