"""The linear model that a user would otherwise pick."""

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

from skmedcode.metrics import best_f1_threshold


def linear_baseline(ngram_range=(1, 2)):
    """TF-IDF of single words and pairs, then one sparse logistic regression a code."""
    return make_pipeline(
        TfidfVectorizer(ngram_range=ngram_range, min_df=2, sublinear_tf=True),
        OneVsRestClassifier(LogisticRegression(l1_ratio=1, solver="liblinear", C=30)),
    )


def tuned_threshold(model, notes, Y, n_splits=5):
    """The probability cut with the best micro-F1 on out-of-fold predictions."""
    folds = KFold(n_splits, shuffle=True, random_state=0)
    chances = cross_val_predict(model, notes, Y, cv=folds, method="predict_proba")
    return best_f1_threshold(Y, chances)
