"""Words are counted as a loop over them would, and by what reads them."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.utils import Bunch

from skmedcode.model_selection._unknown_words import check_tokenizer, count_words, find_tokenizer
from skmedcode.text import NoteTokenizer, make_tokenizer

OLD = ["acute renal failure", "renal stones"]
NEW = ["acute renal failrue", "", "stones, colic and stones 3"]


@pytest.mark.parametrize(
    "tokenizer",
    [
        NoteTokenizer().fit(OLD),
        CountVectorizer(token_pattern=r"[a-z]+").fit(OLD),
        TfidfVectorizer(token_pattern=r"[a-z]+").fit(OLD),
    ],
)
def test_counts(tokenizer):
    n_words, n_unknown = count_words(tokenizer, NEW)
    assert n_words.tolist() == [3, 0, 4]
    assert n_unknown.tolist() == [1, 0, 2]  # the misspelt word is unknown though it may be guessed


def test_a_vectorizer_inside_a_coder():
    tokenizer, _ = make_tokenizer(CountVectorizer())
    tokenizer.fit_encode(OLD)
    assert count_words(check_tokenizer(tokenizer), NEW)[1].tolist() == [1, 0, 2]


def test_token_ids_and_matrices():
    counts = count_words(None, np.array([[4, 1, 1], [5, 0, 0]]))
    np.testing.assert_array_equal(counts, [[3, 1], [2, 0]])
    assert np.isnan(count_words(None, NEW)).all()
    assert np.isnan(count_words(NoteTokenizer().fit(OLD), np.ones((2, 3)))).all()


def test_where_the_tokenizer_is():
    tokenizer, vectorizer = NoteTokenizer().fit(OLD), CountVectorizer().fit(OLD)
    coder = Bunch(tokenizer_=tokenizer)
    assert find_tokenizer(coder) is tokenizer
    assert find_tokenizer(Bunch(best_estimator_=coder)) is tokenizer
    assert find_tokenizer(Bunch(estimator_=make_pipeline(vectorizer, Bunch()))) is vectorizer
    assert find_tokenizer(make_pipeline(vectorizer, Bunch())) is vectorizer
    assert find_tokenizer(make_pipeline("passthrough", coder)) is tokenizer
    assert find_tokenizer(Bunch(tokenizer_=None)) is None
    assert find_tokenizer(Bunch()) is None


def test_other_tokenizers():
    for other in (NoteTokenizer(), "word", CountVectorizer()):
        with pytest.raises(TypeError, match="tokenizer must be a fitted NoteTokenizer"):
            check_tokenizer(other)
