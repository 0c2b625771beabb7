"""What ``make_clinical_notes`` promises of the notes that benchmarks use."""

import hashlib
import re
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import LinearSVC

from skmedcode.datasets import HARD_NOTES, make_clinical_notes
from skmedcode.datasets._frames import ANY, CONDITIONS
from skmedcode.datasets._phrasebook import HEADINGS, RELATIVES
from skmedcode.metrics import mean_average_precision

STATUSES = {"present", "negated", "ruled out", "family", "sibling"}
WORD = re.compile(r"[\w'-]+")


@pytest.fixture(scope="module")
def train():
    return make_clinical_notes(700, 50, subset="train", random_state=0, **HARD_NOTES)


@pytest.fixture(scope="module")
def scored():
    return make_clinical_notes(700, 50, subset="test", random_state=0, **HARD_NOTES)


def mentions(notes):
    """(text, code, start, end, status, rank) of every mention."""
    for text, spans, ranks in zip(notes.data, notes.evidence, notes.evidence_ranks, strict=True):
        for span, rank in zip(spans, ranks, strict=True):
            yield (text, *span, rank)


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    n_codes=st.integers(2, 93),
    length=st.integers(1, 600),
    max_gap=st.integers(1, 20),
    siblings=st.floats(0.1, 5),
    misspelling=st.floats(0, 1),
    subset=st.sampled_from(["train", "test"]),
)
def test_spans_and_target_agree(seed, n_codes, length, max_gap, siblings, misspelling, subset):
    own = {"length": length, "max_gap": max_gap, "siblings": siblings, "misspelling": misspelling}
    options = HARD_NOTES | own | {"label_noise": 0.0, "subset": subset}
    notes = make_clinical_notes(6, n_codes, random_state=seed, **options)
    for text, row, spans in zip(notes.data, notes.target, notes.evidence, strict=True):
        bounds = [place for _, start, end, _ in spans for place in (start, end)]
        assert bounds == sorted(bounds) and all(0 <= place <= len(text) for place in bounds)
        codes = [code for code, *_ in spans]
        assert len(set(codes)) == len(codes)  # one mention, so one status, a code
        assert {status for *_, status in spans} <= STATUSES
        present = {code for code, *_, status in spans if status == "present"}
        assert present == set(notes.target_names[row.astype(bool)])


def test_hard_notes_are_the_same_on_every_platform(train):
    """A new digest means new data for every benchmark: put it into CHANGES.md."""
    digest = hashlib.sha256("\0".join(train.data).encode()).hexdigest()
    assert digest[:16] == "d34ad08523a43502"


def test_there_are_enough_distractors(train):
    counts = Counter(status for *_, status, _ in mentions(train))
    assert counts.keys() == STATUSES
    assert sum(counts.values()) - counts["present"] >= 1.5 * counts["present"]
    means = {status: count / 700 for status, count in counts.items()}
    denied = means["negated"] + means["ruled out"]
    assert denied == pytest.approx(HARD_NOTES["negation"], rel=0.1)
    assert means["family"] == pytest.approx(HARD_NOTES["family_history"], rel=0.1)
    assert means["sibling"] == pytest.approx(HARD_NOTES["siblings"], rel=0.15)
    assert min(means.values()) > 1


def test_every_code_is_also_mentioned_where_it_is_not(train):
    present, absent = Counter(), Counter()
    for _, code, _, _, status, _ in mentions(train):
        (present if status == "present" else absent)[code] += 1
    assert set(present) == set(absent) == set(train.target_names)
    assert np.median([absent[code] / present[code] for code in present]) > 1.2


def test_a_sibling_stands_beside_the_code_that_the_note_has(train):
    for spans in train.evidence:
        present = {code[:3] for code, *_, status in spans if status == "present"}
        categories = {code[:3] for code, *_, status in spans if status == "sibling"}
        assert bool(categories) <= bool(present)
    shared = [
        bool({c[:3] for c, *_, s in spans if s == "present"} & {code[:3]})
        for spans in train.evidence
        for code, *_, status in spans
        if status == "sibling"
    ]
    assert np.mean(shared) > 0.6  # a family is wider than a category of ICD-10-CM


def test_heldout_phrases_are_in_no_training_note(train, scored):
    heldout = {(code, p) for code, phrases in train.heldout_synonyms.items() for p in phrases}
    assert train.heldout_synonyms == scored.heldout_synonyms and len(heldout) == 50
    written = {
        name: {
            (code, notes.code_synonyms[code][rank]) for _, code, _, _, _, rank in mentions(notes)
        }
        for name, notes in (("train", train), ("test", scored))
    }
    assert not heldout & written["train"]
    assert len(heldout & written["test"]) > 25


def test_ranks_name_the_phrase():
    options = HARD_NOTES | {"misspelling": 0}
    notes = make_clinical_notes(50, 50, subset="test", random_state=0, **options)
    for text, code, start, end, _, rank in mentions(notes):
        assert text[start:end].lower() == notes.code_synonyms[code][rank].lower()


def test_synonyms_have_a_steep_tail(scored):
    ranks = Counter(rank for *_, rank in mentions(scored))
    shares = np.array([ranks[rank] for rank in range(4)]) / ranks.total()
    assert shares[0] > 0.5 and 0 < shares[3] < 0.12
    even = make_clinical_notes(200, 50, synonym_exponent=0, random_state=0)
    assert Counter(r for *_, r in mentions(even))[0] < 0.3 * len(list(mentions(even)))


def test_noise_is_in_the_labels_of_training_notes_alone(train, scored):
    def truth(notes):
        return np.array(
            [
                np.isin(notes.target_names, [c for c, *_, s in spans if s == "present"])
                for spans in notes.evidence
            ]
        )

    np.testing.assert_array_equal(truth(scored), scored.target)
    assert not (train.target & ~truth(train)).any()
    missed = 1 - train.target.sum() / truth(train).sum()
    assert missed == pytest.approx(HARD_NOTES["label_noise"], abs=0.015)
    options = HARD_NOTES | {"label_noise": 0.0}
    clean = make_clinical_notes(700, 50, subset="train", random_state=0, **options)
    assert clean.data.tolist() == train.data.tolist() and clean.evidence == train.evidence
    np.testing.assert_array_equal(clean.target, truth(train))


def test_parts_of_one_seed_are_other_patients(train, scored):
    assert not set(train.data) & set(scored.data)


def test_lengths(train):
    lengths = [len(text.split()) for text in train.data]
    assert np.mean(lengths) == pytest.approx(215, rel=0.1)


@pytest.mark.parametrize("length", [400, 3000])
def test_long_notes(length):
    options = HARD_NOTES | {"length": length, "misspelling": 0}
    notes = make_clinical_notes(30, 50, subset="test", random_state=0, **options)
    lengths = [len(text.split()) for text in notes.data]
    assert np.mean(lengths) == pytest.approx(length, rel=0.15)
    for text in notes.data:
        days = re.findall(r"Day (\d+):", text)
        assert days == [str(day + 1) for day in range(len(days))]


def cue_words():
    """Words that only some statuses have in a frame, and relatives."""
    words = {word for names in RELATIVES.values() for name in names for word in name.split()}
    for _, cues in (*CONDITIONS, *ANY):
        sets = [
            {w.lower() for text in texts for w in WORD.findall(text)} for texts in cues.values()
        ]
        words |= set.union(*sets) - set.intersection(*sets)
    return words - {"he", "his", "him", "rel", "the", "a", "and", "has", "in"}


def test_a_window_of_five_words_does_not_decide(scored):
    cues, seen = cue_words(), {status: [] for status in STATUSES}
    for text, _, start, end, status, _ in mentions(scored):
        before = WORD.findall(text[:start].lower())[-5:]
        after = WORD.findall(text[end:].lower())[:5]
        seen[status].append(bool(cues & {*before, *after}))
    shares = {status: np.mean(values) for status, values in seen.items()}
    assert max(shares.values()) < 0.75
    assert max(shares.values()) - min(shares.values()) < 0.3


def test_relatives_under_a_heading_have_no_other_cue(scored):
    heading = re.compile(
        "|".join(rf"^{re.escape(h)}" for hs in HEADINGS.values() for h in hs), re.M
    )
    relatives = {word for names in RELATIVES.values() for name in names for word in name.split()}
    named, n_family = [], 0
    for text, _, start, end, status, _ in mentions(scored):
        n_family += status == "family"
        section = text[list(heading.finditer(text[:start]))[-1].start() : start]
        if status == "family" and section.startswith(HEADINGS["relatives"]):
            assert len(section.split()) > 2 + HARD_NOTES["max_gap"] / 2
            near = WORD.findall(section.lower()) + WORD.findall(text[end:].lower())[:5]
            named.append(bool(relatives & set(near)))
    assert 0.4 < len(named) / n_family < 0.75
    assert np.mean(named) < 0.05  # by chance, the next section begins with another relative


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_words_tell_no_more_than_who_is_mentioned():
    """A linear model on words ranks codes hardly better than knowing which are mentioned would."""
    train, scored = (
        make_clinical_notes(600, 20, subset=subset, random_state=0, **HARD_NOTES)
        for subset in ("train", "test")
    )
    features = TfidfVectorizer(sublinear_tf=True).fit(train.data)
    model = OneVsRestClassifier(LinearSVC(penalty="l1", dual=False, C=1, random_state=0))
    model.fit(features.transform(train.data), train.target)
    scores = model.decision_function(features.transform(scored.data))
    mentioned = np.array(
        [np.isin(scored.target_names, [code for code, *_ in spans]) for spans in scored.evidence]
    )
    found = mean_average_precision(scored.target, scores)
    assert found < mean_average_precision(scored.target, mentioned + 1e-6 * scores) + 0.05
    assert found < 0.7


def test_groups_are_patients(train):
    counts = np.bincount(train.groups)
    assert set(counts) == {1, 2, 3} and train.groups.max() + 1 == len(counts)


def test_no_gap_keeps_the_plain_sentences():
    notes = make_clinical_notes(100, 50, siblings=2, random_state=0)
    statuses = Counter(status for *_, status, _ in mentions(notes))
    assert set(statuses) == {"present", "negated", "family", "sibling"}
    assert statuses["sibling"] / 100 == pytest.approx(2, abs=0.7)
