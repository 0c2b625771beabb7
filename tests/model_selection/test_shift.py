"""The report of a shift shows what loops over notes show, and no word of a note."""

import json

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from sklearn.base import BaseEstimator
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.utils import Bunch

from skmedcode import metrics
from skmedcode.datasets import make_clinical_notes
from skmedcode.model_selection import shift_report
from skmedcode.text import NoteTokenizer


class WordCoder(BaseEstimator):
    """Gives a code where the note has the code's word."""

    def __init__(self, words):
        self.words = words
        self.classes_ = np.array(list(words))
        self.tokenizer_ = NoteTokenizer(vocabulary=list(words.values()))
        self.tokenizer_.fit([""])
        self.threshold_ = 0.5

    def predict_proba(self, X):
        return np.array([[0.9 if w in note else 0.1 for w in self.words.values()] for note in X])


CODER = WordCoder({"I10": "tension", "E11": "sugar"})
OLD = (["tension", "sugar tension", "nothing"], [[1, 0], [1, 1], [0, 0]])
NEW = Bunch(
    data=["tension zebra", "sugar quagga zebra", "tension sugar", "zebra"],
    target=np.array([[0, 1, 0], [1, 0, 1], [1, 1, 0], [0, 0, 1]]),
    target_names=["E11", "I10", "U07"],
    dates=["2020-05-01", "2021-01-01", "2020-01-01", "2021-02-01"],
)


def test_figures():
    report = shift_report(CODER, OLD, NEW, k=1)
    assert report.unseen_codes == report.unknown_codes == {"U07": 2}
    old, early, late = report.periods
    assert [part["period"] for part in report.periods] == ["old", "new 2020", "new 2021"]
    assert (old["n_notes"], old["n_gold"], old["unseen"], old["unknown"]) == (3, 3, 0, 0)
    assert old["f1_micro"] == old["f1_micro_known"] == old["mean_average_precision"] == 1
    assert old["unknown_words"] == 1 / 4
    assert (early["unseen"], early["unknown"], early["unknown_words"]) == (0, 0, 1 / 4)
    assert (late["n_notes"], late["n_gold"]) == (2, 3)
    assert late["unseen"] == late["unknown"] == 2 / 3
    assert late["unknown_words"] == 3 / 4
    # One code found; U07 is missed twice, in a note with one more code and in one without.
    assert late["f1_micro"] == pytest.approx(2 * 1 / (1 + 3))
    assert late["f1_micro_known"] == 1
    assert late["mean_average_precision"] == pytest.approx((1 / 2 + 0) / 2)
    assert late["precision_at_1"] == 1 / 2
    # The best code of the second note has the chance 0.1 and is wrong, that of the first 0.9.
    assert late["calibration_error"] == pytest.approx((0.1 + 0.1) / 2)


def test_codes_that_the_coder_has_but_old_notes_lack():
    report = shift_report(CODER, (OLD[0][:1], [[1, 0]]), NEW, period=None)
    assert report.unseen_codes == {"E11": 2, "U07": 2}
    assert report.unknown_codes == {"U07": 2}
    assert report.k == 2  # no more than the coder's codes
    assert report.periods[1]["unseen"] == 4 / 6


def test_forms_of_targets():
    expected = dict(shift_report(CODER, OLD, NEW))
    frame = pd.DataFrame(NEW.target, columns=NEW.target_names)
    sparse = Bunch(**{**NEW, "target": sp.csr_array(NEW.target), "data": pd.Series(NEW.data)})
    for new in (sparse, (NEW.data, frame, pd.to_datetime(NEW.dates))):
        assert dict(shift_report(CODER, (OLD[0], sp.csr_matrix(OLD[1])), new)) == expected


def test_text_shows_figures_and_no_words():
    report = shift_report(CODER, OLD, NEW)
    text = str(report)
    assert repr(report) == text
    assert text.splitlines()[:3] == [
        "new notes: 4, with 6 gold codes",
        "unseen in old notes: 1 code, 33.3% of the gold codes of new notes",
        "unknown to the coder: 1 code, 33.3% of the gold codes of new notes",
    ]
    table = text.splitlines()[4:]
    assert len({len(line) for line in table}) == 1 and len(table[0]) <= 100
    assert "zebra" not in text and "quagga" not in json.dumps(report)
    assert table[-1].split()[:6] == ["new", "2021", "2", "3", "66.7%", "66.7%"]


def test_uncountable_words_and_empty_periods():
    coder = WordCoder(CODER.words)
    coder.tokenizer_ = None
    new = Bunch(**{**NEW, "target": NEW.target * [[1], [0], [1], [0]]})
    late = shift_report(coder, OLD, new).periods[2]
    assert np.isnan(late["unknown_words"]) and np.isnan(late["mean_average_precision"])
    assert np.isnan(late["unseen"]) and late["f1_micro"] == 0
    assert " -" in str(shift_report(coder, OLD, new))
    tokenizer = CountVectorizer().fit(OLD[0])
    report = shift_report(coder, OLD, NEW, tokenizer=tokenizer)
    assert report.periods[0]["unknown_words"] == 0


def test_codes_without_a_column():
    new = Bunch(**{**NEW, "n_gold": [1, 2, 2, 5]})
    late = shift_report(CODER, OLD, new).periods[2]
    assert late["n_gold"] == 7
    assert late["unknown"] == 6 / 7


@pytest.mark.parametrize("model", [OneVsRestClassifier(LogisticRegression()),
                                   RandomForestClassifier(5, random_state=0)])  # fmt: skip
def test_models_of_sklearn(model):
    old = make_clinical_notes(60, n_codes=3, length=30, random_state=0)
    coder = make_pipeline(CountVectorizer(), model).fit(old.data, old.target)
    report = shift_report(coder, old, old, code_names=old.target_names, k=2, period=None)
    chances, given = coder.predict_proba(old.data), coder.predict(old.data)
    if isinstance(chances, list):
        chances = np.column_stack([table[:, 1] for table in chances])
    first, second = report.periods
    assert {**first, "period": "new"} == second
    assert first["f1_micro"] == pytest.approx(metrics.f1_micro(old.target, given))
    precision = metrics.precision_at_k(old.target, chances, 2)
    assert first["precision_at_2"] == pytest.approx(precision)
    assert first["unknown_words"] == 0
    with pytest.raises(ValueError, match=r"new must have codes that the coder knows.*code_names="):
        shift_report(coder, old, old)


@pytest.mark.parametrize(
    ("coder", "options", "error", "match"),
    [
        (CODER, {"k": 0}, ValueError, "k must be at least 1"),
        (CODER, {"period": "week"}, ValueError, "period must be"),
        (CODER, {"code_names": ["a"]}, ValueError, "code_names must name each column"),
        (CODER, {"tokenizer": 3}, TypeError, "tokenizer must be a fitted"),
        (LogisticRegression(), {}, AttributeError, "must be fitted and have predict_proba"),
    ],
)
def test_errors(coder, options, error, match):
    with pytest.raises(error, match=match):
        shift_report(coder, OLD, NEW, **options)
