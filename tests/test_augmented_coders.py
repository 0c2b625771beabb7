"""Coders that train on documents besides notes."""

import pickle
import re

import numpy as np
import pytest
from checkpoints import REASON, write_bert
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import make_pipeline

from skmedcode import (
    AttentionCoder,
    AttentiveLSTMCoder,
    CAMLCoder,
    HybridCoder,
    NoteTokenizer,
    PLMCACoder,
    load,
    save,
)
from skmedcode.learning import learn_facts
from skmedcode.metrics import get_scorer
from skmedcode.text import GuidelineAugmenter
from skmedcode.training import CodeDocuments
from skmedcode.utils.estimator_checks import WORDS, check_coder, quick, toy_notes

NOTES, Y = toy_notes()[:2]
TITLES = {0: "kab kad", 1: "kaf zebra", 2: "kak kam"}  # the notes have no zebra
SMALL = {"num_filters": 6, "embedding_dim": 8, "max_epochs": 2, "random_state": 0, "device": "cpu"}


def augmenter(**parameters):
    return GuidelineAugmenter(**{"code_descriptions": TITLES} | parameters)


def chances(X=NOTES, read=NOTES, **parameters):
    return CAMLCoder(**SMALL | parameters).fit(X, Y).predict_proba(read)


def test_the_contract_holds():
    check_coder(
        CAMLCoder(
            num_filters=8,
            embedding_dim=8,
            lr=0.01,
            code_descriptions=TITLES,
            augmenter=GuidelineAugmenter(),
        )
    )


def test_words_that_are_spelled_are_all_known():
    options = {"word_size": 8, "hidden_size": 8, "embedding_dim": 8, "max_epochs": 1}
    coder = AttentiveLSTMCoder(**options, augmenter=augmenter(), random_state=0, device="cpu")
    sequences = learn_facts(coder, NOTES, Y)[2].documents.sequences
    assert sequences.lengths.tolist() == [2, 2, 2]
    phrases = [note.split() for note in NOTES]
    without = coder.fit(phrases, Y).predict_proba(phrases)
    coder.set_params(augmenter=None)
    assert abs(coder.fit(phrases, Y).predict_proba(phrases) - without).max() > 1e-4


def test_no_weight_is_no_augmenter():
    np.testing.assert_array_equal(chances(), chances(augmenter=augmenter(weight=0)))
    assert abs(chances() - chances(augmenter=augmenter())).max() > 1e-4


def test_same_seed_same_network():
    first, second = (chances(augmenter=augmenter(code_synonyms={0: ["kad"]})) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_notes_and_ids_give_the_same():
    tokenizer = NoteTokenizer().fit(NOTES)
    ids, options = tokenizer.transform(NOTES), {"augmenter": augmenter()}
    expected = chances(**options)
    np.testing.assert_allclose(chances(ids, ids, **options), expected, atol=1e-6)
    plain, words = np.asarray(ids), tokenizer.vocabulary_
    found = chances(plain, plain, vocabulary=words, **options)
    np.testing.assert_allclose(found, expected, atol=1e-6)
    pipeline = make_pipeline(NoteTokenizer(), CAMLCoder(**SMALL, **options)).fit(NOTES, Y)
    np.testing.assert_allclose(pipeline.predict_proba(NOTES), expected, atol=1e-6)
    with pytest.raises(ValueError, match="augmenter needs to know the words behind the token ids"):
        chances(plain, plain, **options)


def test_matrices_are_refused():
    matrix = CountVectorizer().fit_transform(NOTES)
    with pytest.raises(
        ValueError, match="augmenter must be None where X is a document-term matrix"
    ):
        AttentionCoder(augmenter=augmenter()).fit(matrix, Y)


@pytest.mark.parametrize("wrong", [TITLES, "titles", GuidelineAugmenter])
def test_other_objects_are_refused(wrong):
    with pytest.raises(TypeError, match="augmenter must be None or a GuidelineAugmenter"):
        CAMLCoder(augmenter=wrong).fit(NOTES, Y)


@pytest.mark.parametrize(
    ("weight", "error"), [(-1, ValueError), (True, TypeError), ("1", TypeError)]
)
def test_weights_are_checked(weight, error):
    with pytest.raises(error, match=re.escape("augmenter.weight must be a number")):
        CAMLCoder(augmenter=augmenter(weight=weight)).fit(NOTES, Y)


def documents(**parameters):
    return learn_facts(CAMLCoder(**SMALL | parameters), NOTES, Y)[2].documents


def test_words_that_no_note_has_are_left_out():
    found = documents(augmenter=augmenter())
    tokenizer = NoteTokenizer().fit(NOTES)
    read = [[tokenizer.vocabulary_[w] for w in t.split() if w != "zebra"] for t in TITLES.values()]
    assert isinstance(found, CodeDocuments)
    assert [found.sequences[k].tolist() for k in range(3)] == read


def test_titles_of_the_coder_stand_in():
    own, coders = (
        documents(augmenter=augmenter(code_synonyms={2: ["kam"]})),
        documents(
            augmenter=GuidelineAugmenter(), code_descriptions=TITLES, code_synonyms={2: ["kam"]}
        ),
    )
    assert own.phrases.texts == coders.phrases.texts
    assert [names.tolist() for names in own.phrases.names] == [[0], [1], [2, 3]]
    without = documents(augmenter=augmenter(code_synonyms={}), code_synonyms={2: ["kam"]})
    assert len(without.phrases.texts) == 3


def test_codes_without_a_name_the_notes_know():
    titles = TITLES | {1: "zebra zebra"}
    with pytest.warns(UserWarning, match="no name in the notes' words of 1 of 3 codes, such as 1"):
        found = documents(augmenter=augmenter(code_descriptions=titles))
    assert found.phrases.has_name.tolist() == [True, False, True]
    with pytest.raises(ValueError, match="augmenter must know a name in the notes' words"):
        documents(augmenter=augmenter(code_descriptions={1: "zebra"}))
    with pytest.raises(ValueError, match="GuidelineAugmenter needs to know what the codes are"):
        documents(augmenter=GuidelineAugmenter())


def test_where_codes_start_is_the_notes_alone():
    coders = [CAMLCoder(**SMALL, augmenter=own) for own in (None, augmenter(code_synonyms={}))]
    learnt = [learn_facts(coder, NOTES, Y) for coder in coders]
    np.testing.assert_array_equal(learnt[0][0].word_vectors, learnt[1][0].word_vectors)
    assert learnt[0][0].title_ids is learnt[1][0].title_ids is None
    assert len(learnt[0][2]) == len(learnt[1][2]) == len(NOTES)


def test_further_training_has_documents_too(monkeypatch):
    asked = []
    draw = CodeDocuments.draw

    def watched(self, codes, *args):
        asked.append(codes.shape[0])
        return draw(self, codes, *args)

    monkeypatch.setattr(CodeDocuments, "draw", watched)
    coder = CAMLCoder(**SMALL | {"max_epochs": 1}, augmenter=augmenter(), validation_fraction=0)
    coder.partial_fit(NOTES[:20], Y[:20])
    assert sum(asked) == 20
    coder.partial_fit(NOTES[20:], Y[20:])
    assert sum(asked) == 30
    coder.set_params(warm_start=True).fit(NOTES, Y)
    assert sum(asked) == 60
    coder.predict(NOTES), coder.score(NOTES, Y), coder.explain(NOTES[:2])
    assert sum(asked) == 60
    coder.set_params(augmenter=None).partial_fit(NOTES, Y)
    assert sum(asked) == 60


def test_kept_states_of_notes_and_documents_go_together(tmp_path):
    """A frozen encoder's states are kept for notes; documents, drawn anew, are read anew."""
    pytest.importorskip("transformers", reason=REASON)
    folder = write_bert(tmp_path / "bert", words=WORDS.tolist())
    options = {"encoder": folder, "chunk_size": 16, "stride": 4, "freeze_encoder": True}
    coder = quick(PLMCACoder(dropout=0.0, augmenter=augmenter(), **options))
    kept = coder.fit(NOTES, Y).predict_proba(NOTES)
    read = coder.set_params(cache=None).fit(NOTES, Y).predict_proba(NOTES)
    np.testing.assert_allclose(kept, read, atol=1e-3)
    without = coder.set_params(augmenter=None).fit(NOTES, Y).predict_proba(NOTES)
    assert abs(without - read).max() > 5e-3


def test_members_take_the_titles_of_the_whole():
    found = []
    for weight in (0.0, 1.0):
        member = CAMLCoder(**SMALL, augmenter=GuidelineAugmenter(weight=weight))
        hybrid = HybridCoder(deep=[("caml", member)], code_descriptions=TITLES, random_state=0)
        found.append(hybrid.fit(NOTES, Y).predict_proba(NOTES))
    assert abs(found[0] - found[1]).max() > 1e-4


def test_searches_reach_the_weight():
    coder = CAMLCoder(**SMALL | {"max_epochs": 1}, augmenter=augmenter(), validation_fraction=0)
    grid = [{"augmenter__weight": [0.0, 20.0]}, {"augmenter": [None]}]
    scorer = get_scorer("mean_average_precision")
    search = GridSearchCV(coder, grid, cv=KFold(2), scoring=scorer).fit(NOTES, Y)
    none, much, without = search.cv_results_["mean_test_score"]
    assert none == without != much
    assert coder.augmenter.weight == 1.0


def test_saved_and_loaded(tmp_path):
    own = augmenter(code_synonyms={0: ["kad"]}, group_titles={1: ["kab"]}, weight=0.25)
    coder = CAMLCoder(**SMALL, augmenter=own).fit(NOTES, Y)
    save(coder, tmp_path / "coder")
    loaded = load(tmp_path / "coder", device="cpu")
    assert loaded.augmenter.get_params() == own.get_params()
    np.testing.assert_array_equal(loaded.predict_proba(NOTES), coder.predict_proba(NOTES))
    again = pickle.loads(pickle.dumps(coder))
    for one in (again, loaded, coder):
        one.partial_fit(NOTES, Y)
    np.testing.assert_array_equal(again.predict_proba(NOTES), coder.predict_proba(NOTES))


def test_what_is_not_plain_is_left_out_of_a_file(tmp_path):
    class System:
        def description(self, code):
            return TITLES[code]

    coder = CAMLCoder(**SMALL, augmenter=GuidelineAugmenter(code_descriptions=System()))
    coder.fit(NOTES, Y)
    with pytest.warns(UserWarning, match="Not saved, because they are no plain values: augmenter"):
        save(coder, tmp_path / "coder")
    assert load(tmp_path / "coder", device="cpu").augmenter is None
