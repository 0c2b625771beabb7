"""Scorers in scikit-learn's tools, for one, two and three codes and every form of output."""

import pickle

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from sklearn import config_context
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, GroupKFold, KFold, cross_validate
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import MultiOutputClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skmedcode import metrics
from skmedcode.metrics import get_scorer, get_scorer_names


class TinyCoder(ClassifierMixin, BaseEstimator):
    """A ridge regression in a coder's clothes: 2-D scores also for one code."""

    def __init__(self, alpha=1.0, names=None):
        self.alpha = alpha
        self.names = names

    def fit(self, X, Y):
        self.sparse_ = sp.issparse(Y)
        target = 2.0 * (Y.toarray() if self.sparse_ else np.asarray(Y)) - 1
        gram = X.T @ X + self.alpha * np.eye(X.shape[1])
        self.coef_ = np.linalg.solve(gram, X.T @ target)
        self.classes_ = np.arange(Y.shape[1]) if self.names is None else np.asarray(self.names)
        self.n_calls_ = 0
        return self

    def decision_function(self, X):
        self.n_calls_ += 1
        return X @ self.coef_

    def predict_proba(self, X):
        return 1 / (1 + np.exp(-self.decision_function(X)))

    def predict(self, X):
        predicted = (X @ self.coef_ > 0).astype(int)
        return sp.csr_matrix(predicted) if self.sparse_ else predicted

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags


def make_data(n_codes, n_notes=60):
    rng = np.random.default_rng(n_codes)
    X = rng.normal(size=(n_notes, 4))
    return X, (X @ rng.normal(size=(4, n_codes)) + 0.5 > 0).astype(int)


ESTIMATORS = {
    "one-vs-rest": OneVsRestClassifier(LogisticRegression()),
    "forest": RandomForestClassifier(5, random_state=0),
    "multi-output": MultiOutputClassifier(LogisticRegression()),
    "mlp": MLPClassifier([4], max_iter=300, solver="lbfgs", random_state=0),
    "pipeline": make_pipeline(StandardScaler(), OneVsRestClassifier(LogisticRegression())),
    "coder": TinyCoder(),
}
NAMES = ["r_precision", "ndcg_at_1", "micro_auc", "macro_auc", "f1_micro", "f1_macro",
         "f1_macro_caml", "mean_average_precision", "precision_at_1", "recall_at_1"]  # fmt: skip


@pytest.mark.filterwarnings("ignore:A column-vector y was passed")
@pytest.mark.parametrize("n_codes", [1, 2, 3])
@pytest.mark.parametrize("estimator", ESTIMATORS.values(), ids=ESTIMATORS)
def test_every_estimator_learns(estimator, n_codes):
    X, Y = make_data(n_codes)
    scoring = {name: get_scorer(name) for name in NAMES}
    result = cross_validate(estimator, X, Y, cv=2, scoring=scoring, error_score="raise")
    for name in ("micro_auc", "macro_auc", "f1_micro"):
        # Upside-down scores, which make_scorer gives for one code, would be below one half.
        assert result[f"test_{name}"].min() > 0.6, name
    for name in NAMES:
        assert np.isfinite(result[f"test_{name}"]).all(), name


@pytest.mark.parametrize("n_codes", [1, 2, 3])
@pytest.mark.parametrize("kind", ["int", "str", "float", "frame"])
def test_names_of_codes_do_not_matter(n_codes, kind):
    X, Y = make_data(n_codes)
    names = {"int": None, "str": ["401.9", "428.0", "V10"], "float": [401.9, 428.0, 250.0]}
    names = names.get(kind, ["a", "b", "c"])
    coder = TinyCoder(names=names and names[:n_codes]).fit(X, Y)
    truth = pd.DataFrame(Y, columns=names[:n_codes]) if kind == "frame" else Y
    logits = X @ coder.coef_
    for name in NAMES[2:8]:
        function, output = getattr(metrics, name), logits
        if name.startswith("f1"):
            output = logits > 0
        assert get_scorer(name)(coder, X, truth) == function(Y, output)
    assert get_scorer("precision_at_1")(coder, X, truth) == metrics.precision_at_k(Y, logits, 1)


def test_sparse_target_in_search():
    X, Y = make_data(3)
    search = GridSearchCV(TinyCoder(), {"alpha": [0.1, 1.0]}, scoring=get_scorer("f1_micro"), cv=2)
    dense = search.fit(X, Y).best_score_
    assert search.fit(X, sp.csr_matrix(Y)).best_score_ == dense


@pytest.mark.parametrize("n_codes", [1, 3])
def test_list_of_names_asks_once(n_codes):
    X, Y = make_data(n_codes)
    coder = TinyCoder().fit(X, Y)
    values = get_scorer(NAMES)(coder, X, Y)
    assert coder.n_calls_ == 1
    assert values == {name: get_scorer(name)(coder, X, Y) for name in NAMES}
    search = GridSearchCV(
        TinyCoder(), {"alpha": [0.1, 1.0]}, cv=2, scoring=get_scorer(NAMES), refit="macro_auc"
    )
    assert {f"mean_test_{name}" for name in NAMES} <= set(search.fit(X, Y).cv_results_)


@pytest.mark.parametrize("name", ["micro_auc", ["micro_auc", "precision_at_1"]])
def test_pickle_clone_repr(name):
    X, Y = make_data(2)
    coder, scorer = TinyCoder().fit(X, Y), get_scorer(name)
    search = clone(GridSearchCV(coder, {"alpha": [1.0]}, scoring=scorer))
    for copy in (pickle.loads(pickle.dumps(scorer)), search.scoring):
        assert copy(coder, X, Y) == scorer(coder, X, Y)
    assert repr(scorer) == f"get_scorer({name!r})"


def test_two_processes():
    X, Y = make_data(2)
    search = GridSearchCV(
        RandomForestClassifier(3, random_state=0), {"max_depth": [1, 2]}, cv=2,
        scoring={name: get_scorer(name) for name in ("micro_auc", "f1_micro")},
        refit="micro_auc", error_score="raise",
    )  # fmt: skip
    alone = search.fit(X, Y).cv_results_["mean_test_micro_auc"]
    together = search.set_params(n_jobs=2).fit(X, Y).cv_results_["mean_test_micro_auc"]
    np.testing.assert_array_equal(alone, together)


def test_sample_weight_of_fit_does_not_disturb():
    X, Y = make_data(2)
    scoring = {name: get_scorer(name) for name in ("micro_auc", "f1_micro")}
    search = GridSearchCV(
        RandomForestClassifier(3, random_state=0), {"max_depth": [1]}, cv=2, scoring=scoring,
        refit="micro_auc",
    )  # fmt: skip
    with pytest.warns(UserWarning, match="does not support sample_weight"):
        search.fit(X, Y, sample_weight=np.ones(len(X)))
    assert np.isfinite(search.best_score_)


def test_metadata_routing():
    X, Y = make_data(2)
    groups = np.arange(60) // 6
    with config_context(enable_metadata_routing=True):
        for scoring in (get_scorer("micro_auc"), {"auc": get_scorer("micro_auc")}):
            search = GridSearchCV(
                TinyCoder(), {"alpha": [1.0]}, cv=GroupKFold(2), scoring=scoring,
                refit="auc" if isinstance(scoring, dict) else True, error_score="raise",
            )  # fmt: skip
            assert search.fit(X, Y, groups=groups).best_score_ > 0.6


def test_code_unseen_in_training_ranks_last():
    # A forest gives such a code the single column "absent", with probability 1.
    X, Y = make_data(3)
    Y[:30, 0] = 0
    forest = RandomForestClassifier(5, random_state=0).fit(X[:30], Y[:30])
    tables = forest.predict_proba(X[30:])
    scores = np.column_stack([np.zeros(30), tables[1][:, 1], tables[2][:, 1]])
    for name, k in (("precision_at_1", 1), ("precision_at_2", 2)):
        expected = metrics.precision_at_k(Y[30:], scores, k)
        assert get_scorer(name)(forest, X[30:], Y[30:]) == expected


def test_folds_without_a_code():
    X, Y = make_data(3)
    Y[:, 0] = 0
    Y[0, 0] = 1
    result = cross_validate(TinyCoder(), X, Y, cv=KFold(3), scoring=get_scorer("macro_auc"))
    assert np.isfinite(result["test_score"]).all()


@pytest.mark.parametrize("form", [np.asarray, pd.Series, list])
def test_one_dimensional_target(form):
    X, Y = make_data(1)
    model = LogisticRegression().fit(X, Y[:, 0])
    value = get_scorer("micro_auc")(model, X, form(Y[:, 0]))
    assert value == metrics.micro_auc(Y, model.decision_function(X)[:, None])


def test_names():
    assert {"micro_auc", "f1_macro_caml", "precision_at_8"} <= set(get_scorer_names())
    assert [repr(get_scorer(name)) for name in get_scorer_names()]
    for name in ("roc_auc", "precision_at_0", "precision_at_x", "recall_at_", 3.0, ["f1", "f2"]):
        with pytest.raises(ValueError, match="Known: f1_macro"):
            get_scorer(name)


def test_no_scores():
    class Mute(ClassifierMixin, BaseEstimator):
        pass

    with pytest.raises(AttributeError, match=r"decision_function or predict_proba.*F1"):
        get_scorer("micro_auc")(Mute(), [[0]], np.array([[1, 0]]))


def test_other_codes_than_in_training():
    X, Y = make_data(3)
    with pytest.raises(ValueError, match="one column per code"):
        get_scorer("micro_auc")(TinyCoder().fit(X, Y), X, Y[:, :2])
    with pytest.raises(ValueError, match="MultiLabelBinarizer"):
        get_scorer("micro_auc")(TinyCoder().fit(X, Y), X, [["a"], ["b", "c"]] * 30)


CODES = ["I50.1", "I50.9", "I10"]


@pytest.mark.parametrize("named_by", ["estimator", "frame"])
def test_hierarchical_scorers(named_by):
    X, Y = make_data(3)
    coder = TinyCoder(names=CODES if named_by == "estimator" else None).fit(X, Y)
    truth = pd.DataFrame(Y, columns=CODES) if named_by == "frame" else Y
    predicted, parents = coder.predict(X), {"I50.1": "I50", "I50.9": "I50", "I10": "I"}
    for name in ("hierarchical_f1", "hierarchical_precision", "hierarchical_recall"):
        function = getattr(metrics, name)
        assert get_scorer(name)(coder, X, truth) == function(Y, predicted, code_names=CODES)
        scorer = get_scorer([name, "f1_micro"], hierarchy=parents)
        expected = function(Y, predicted, hierarchy=parents, code_names=CODES)
        values = pickle.loads(pickle.dumps(scorer))(coder, X, truth)
        assert values == {name: expected, "f1_micro": metrics.f1_micro(Y, predicted)}
    assert repr(get_scorer(name, hierarchy=parents)) == f"get_scorer({name!r}, hierarchy=<dict>)"


def test_hierarchical_scorers_need_names():
    X, Y = make_data(3)
    with pytest.raises(ValueError, match="3 of 3 that it does not: 0, 1, 2"):
        get_scorer("hierarchical_f1")(TinyCoder().fit(X, Y), X, Y)
