"""Splitters that keep the share of every code, and a fair comparison of coders."""

from skmedcode.model_selection._compare import compare_coders
from skmedcode.model_selection._group_kfold import MultilabelStratifiedGroupKFold
from skmedcode.model_selection._group_shuffle_split import MultilabelStratifiedGroupShuffleSplit
from skmedcode.model_selection._kfold import MultilabelStratifiedKFold
from skmedcode.model_selection._shuffle_split import MultilabelStratifiedShuffleSplit
from skmedcode.model_selection._train_test_split import multilabel_train_test_split

__all__ = [
    "MultilabelStratifiedGroupKFold",
    "MultilabelStratifiedGroupShuffleSplit",
    "MultilabelStratifiedKFold",
    "MultilabelStratifiedShuffleSplit",
    "compare_coders",
    "multilabel_train_test_split",
]
