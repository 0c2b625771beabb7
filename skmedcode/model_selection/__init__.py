"""Splitters that keep the share of every code; they work as ``cv=`` in scikit-learn."""

from skmedcode.model_selection._kfold import MultilabelStratifiedKFold
from skmedcode.model_selection._train_test_split import multilabel_train_test_split

__all__ = ["MultilabelStratifiedKFold", "multilabel_train_test_split"]
