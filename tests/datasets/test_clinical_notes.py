import hashlib
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import issparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import average_precision_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import LinearSVC

from skmedcode.datasets import make_clinical_notes
from skmedcode.datasets._lexicon import ENTRIES

N_MAX = len(ENTRIES)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    n_samples=st.integers(1, 15),
    n_codes=st.integers(1, N_MAX),
    length=st.integers(1, 300),
    negation=st.floats(0, 6),
    misspelling=st.floats(0, 1),
)
def test_spans_target_and_shapes_agree(seed, n_samples, n_codes, length, negation, misspelling):
    notes = make_clinical_notes(
        n_samples,
        n_codes,
        length=length,
        negation=negation,
        misspelling=misspelling,
        random_state=seed,
    )
    assert notes.data.shape == notes.groups.shape == (n_samples,)
    assert notes.target.shape == (n_samples, n_codes) and notes.target.dtype == np.int32
    names = notes.target_names.tolist()
    assert names == sorted(names) == list(notes.code_descriptions) == list(notes.code_synonyms)
    assert len(notes.evidence) == n_samples
    for text, row, spans in zip(notes.data, notes.target, notes.evidence, strict=True):
        assert isinstance(text, str)
        bounds = [place for _, start, end, _ in spans for place in (start, end)]
        assert bounds == sorted(bounds) and all(0 <= place <= len(text) for place in bounds)
        assert all(text[start:end].strip() == text[start:end] != "" for _, start, end, _ in spans)
        present = {code for code, *_, status in spans if status == "present"}
        absent = {code for code, *_, status in spans if status in ("negated", "family")}
        assert present == {name for name, has in zip(names, row, strict=True) if has}
        assert absent <= set(names) - present


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_same_seed_same_notes(seed):
    one, two = (make_clinical_notes(12, 30, random_state=seed) for _ in range(2))
    assert one.data.tolist() == two.data.tolist() and one.evidence == two.evidence
    np.testing.assert_array_equal(one.target, two.target)
    other = make_clinical_notes(12, 30, random_state=np.random.RandomState(seed))
    assert other.data.tolist() == one.data.tolist()


def test_seeds_differ_and_codes_do_not():
    one, two = (make_clinical_notes(20, random_state=seed) for seed in (0, 1))
    assert one.data.tolist() != two.data.tolist()
    assert one.target_names.tolist() == two.target_names.tolist()


def test_the_global_generator_is_left_alone():
    state = np.random.get_state()[1].copy()  # noqa: NPY002
    make_clinical_notes(5, random_state=0)
    np.testing.assert_array_equal(state, np.random.get_state()[1])  # noqa: NPY002


def test_notes_are_the_same_on_every_platform():
    """A new digest means new data for every user: put it into CHANGES.md."""
    notes = make_clinical_notes(60, N_MAX, random_state=0)
    digest = hashlib.sha256("\0".join(notes.data).encode()).hexdigest()
    assert digest[:16] == "6212775db154dd72"


def test_mentions_are_complete():
    """With the evidence blanked, no phrase of any code is left in a note."""
    notes = make_clinical_notes(300, N_MAX, misspelling=0, length=300, random_state=1)
    phrases = "|".join(re.escape(p) for e in ENTRIES for p in e.phrases)
    pattern = re.compile(rf"(?<!\w)({phrases})(?!\w)", re.IGNORECASE)
    for text, spans in zip(notes.data, notes.evidence, strict=True):
        for _, start, end, _ in spans:
            text = text[:start] + "|" * (end - start) + text[end:]
        assert not pattern.search(text)


def test_unmisspelt_mentions_are_synonyms():
    notes = make_clinical_notes(100, 40, misspelling=0, random_state=0)
    for text, spans in zip(notes.data, notes.evidence, strict=True):
        for code, start, end, _ in spans:
            assert text[start:end].lower() in [s.lower() for s in notes.code_synonyms[code]]


def test_documented_averages():
    notes = make_clinical_notes(1500, 40, random_state=0)
    statuses = [status for spans in notes.evidence for *_, status in spans]
    assert statuses.count("negated") / 1500 == pytest.approx(3, abs=0.3)
    assert statuses.count("family") / 1500 == pytest.approx(1, abs=0.15)
    assert np.mean([len(text.split()) for text in notes.data]) == pytest.approx(120, rel=0.15)
    counts = notes.target.sum(axis=1)
    assert counts.mean() == pytest.approx(3, abs=0.3)
    assert np.mean(counts == 0) == pytest.approx(0.05, abs=0.02)
    assert notes.target.sum(axis=0).min() >= 3
    assert notes.target.sum(axis=0).max() > 10 * notes.target.sum(axis=0).min()


def linear_map(**options):
    """Mean average precision of a linear model; 400 notes to fit and 200 to score."""
    notes = make_clinical_notes(600, 20, random_state=0, **options)
    X = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit_transform(notes.data)
    model = OneVsRestClassifier(LinearSVC(penalty="l1", dual=False, C=1, random_state=0))
    scores = model.fit(X[:400], notes.target[:400]).decision_function(X[400:])
    rows = zip(notes.target[400:], scores, strict=True)
    return np.mean([average_precision_score(y, s) for y, s in rows if y.any()])


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_a_linear_model_does_well_but_not_perfectly():
    assert 0.75 < linear_map() < 0.92


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_distractors_are_what_makes_it_hard():
    assert linear_map(negation=0, family_history=0) > 0.97


def test_output_forms():
    X, Y = make_clinical_notes(5, return_X_y=True, sparse_output=True, random_state=0)
    assert X.shape == (5,) and issparse(Y) and Y.shape == (5, 10)
    frame = make_clinical_notes(5, as_frame=True, random_state=0)
    assert list(frame.data) == list(X) and list(frame.target.columns) == list(frame.target_names)
    np.testing.assert_array_equal(frame.target.to_numpy(), Y.toarray())
    assert "public domain" in frame.DESCR


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"n_codes": N_MAX + 1}, ValueError, f"n_codes must be at most {N_MAX}.* Got {N_MAX + 1}"),
        ({"n_codes": 0}, ValueError, "n_codes"),
        ({"n_codes": 2.5}, TypeError, "n_codes"),
        ({"n_samples": 0}, ValueError, "n_samples"),
        ({"n_labels": 0.5}, ValueError, "n_labels"),
        ({"length": 0}, ValueError, "length"),
        ({"negation": -1}, ValueError, "negation"),
        ({"family_history": 21}, ValueError, "family_history"),
        ({"misspelling": 1.5}, ValueError, "misspelling"),
        ({"misspelling": "often"}, TypeError, "misspelling"),
        ({"siblings": -1}, ValueError, "siblings"),
        ({"siblings": 1, "n_codes": 120}, ValueError, "n_codes must be at most 93"),
        ({"max_gap": 21}, ValueError, "max_gap"),
        ({"max_gap": 2.5}, TypeError, "max_gap"),
        ({"synonym_exponent": -1}, ValueError, "synonym_exponent"),
        ({"heldout_synonyms": 1.5, "subset": "train"}, ValueError, "heldout_synonyms"),
        ({"heldout_synonyms": 0.2}, ValueError, "heldout_synonyms .* pass subset='train'"),
        ({"label_noise": 0.2}, ValueError, "label_noise .* pass subset='train'"),
        ({"n_labels": float("nan")}, ValueError, "n_labels must be a number .* got NaN"),
        (
            {"heldout_synonyms": float("nan"), "subset": "train"},
            ValueError,
            "heldout_synonyms must be a number .* got NaN",
        ),
        ({"subset": np.array([1, 2])}, ValueError, "subset must be one of"),
        ({"subset": "dev"}, ValueError, "subset must be one of"),
        ({"random_state": "x"}, ValueError, "seed"),
    ],
)
def test_bad_parameters(options, error, message):
    with pytest.raises(error, match=message):
        make_clinical_notes(**options)


def test_an_integer_of_numpy_will_do_as_exponent():
    notes = make_clinical_notes(5, random_state=0, synonym_exponent=np.int64(1))
    assert notes.data.tolist() == make_clinical_notes(5, random_state=0).data.tolist()
