"""C-MemNN as a coder: where its memory comes from, and what it tells of it."""

import warnings

import numpy as np
import pytest
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from tests_helpers import TITLES

from skmedcode import CMemNNCoder, NoteTokenizer, load, save
from skmedcode.facts import FitFacts, MemoryFacts
from skmedcode.learning import learn_facts, module_maker
from skmedcode.text import marking_terms, words_of_notes
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes(n_notes=60)
KNOWLEDGE = {0: ["kab kad loo", "kad"], 1: "kaf kag", 2: "kak kam unheard"}


def tiny(**parameters):
    shared = {"embedding_dim": 12, "max_epochs": 2, "lr": 0.01, "random_state": 0, "device": "cpu"}
    return CMemNNCoder(**shared | parameters)


def keys_of(coder):
    keys = coder.net_.module_.decoder.slots.keys
    return [ids.tolist() for ids in np.split(keys.ids.numpy(), keys.offsets[1:-1].numpy())]


def test_the_size_that_follows_from_the_paper():
    """20,000 words, width 500, 3 hops, 50 codes: 10.0 + 0.75 + 0.22 + 0.05 million weights."""
    facts = FitFacts(
        n_tokens=20_000,
        embedding_dim=500,
        code_names=np.arange(50),
        Y=sparse.csr_array((0, 50)),
        memory=MemoryFacts([[2]], [[3]], ["a"]),
    )
    module = CMemNNCoder(**CMemNNCoder.published_params())._make_module(facts)
    count = {name: weight.numel() for name, weight in module.named_parameters()}
    condensed = 250 + 125 + 62
    assert count.pop("embedding.weight") == 10_000_000
    assert count.pop("decoder.transform") == 3 * 500**2
    assert count.pop("decoder.weight") == 50 * (500 + condensed)
    assert count.pop("decoder.bias") == 50
    assert sum(count.values()) == 500 * condensed
    assert sum(weight.numel() for weight in module.parameters()) == pytest.approx(11.0e6, rel=5e-3)


def test_the_terms_are_of_the_notes_that_are_trained_on():
    """Held-out notes must not tell by which terms a code is looked up."""
    coder = tiny()
    facts, _, dataset, _ = learn_facts(coder, NOTES, Y)
    rows = np.arange(20)
    slots = module_maker(coder, facts, dataset)(dataset.part(rows)).decoder.slots
    words = words_of_notes(dataset.sequences, facts.n_tokens)
    expected = marking_terms(words[rows], sparse.csr_array(Y[rows]))
    assert slots.keys.ids.tolist() == [i for ids in expected for i in ids.tolist()]
    everything = marking_terms(words, sparse.csr_array(Y))
    assert slots.keys.ids.tolist() != [i for ids in everything for i in ids.tolist()]


def test_terms_survive_saving_and_further_training(tmp_path):
    coder = tiny(warm_start=True).fit(NOTES, Y)
    before = keys_of(coder)
    save(coder, tmp_path / "coder")
    assert keys_of(load(tmp_path / "coder", device="cpu")) == before
    assert coder.slot_names_ == [0, 1, 2]
    coder.fit(NOTES[:30], Y[:30])
    coder.partial_fit(NOTES[:30], Y[:30])
    assert keys_of(coder) == before


def test_knowledge_survives_saving(tmp_path):
    coder = tiny(knowledge=KNOWLEDGE).fit(NOTES, Y)
    assert coder.slot_names_ == [(0, 0), (0, 1), 1, 2]
    save(coder, tmp_path / "coder")
    loaded = load(tmp_path / "coder", device="cpu")
    assert loaded.slot_names_ == coder.slot_names_
    assert loaded.explain_slots(NOTES[:3]) == coder.explain_slots(NOTES[:3])
    assert loaded.partial_fit(NOTES, Y).n_iter_ == coder.n_iter_ + 1


def test_titles_are_read_where_texts_are_looked_up():
    coder = tiny(knowledge=KNOWLEDGE, code_descriptions=TITLES).fit(NOTES, Y)
    slots, words = coder.net_.module_.decoder.slots, coder.vocabulary_
    assert slots.values.ids.tolist()[:2] == [words["kab"], words["kad"]]
    plain = tiny(knowledge=KNOWLEDGE, code_descriptions=TITLES, memory="end_to_end").fit(NOTES, Y)
    assert plain.net_.module_.decoder.slots.values is None
    assert plain.net_.module_.decoder.transform is None


def test_notes_ids_and_matrices_read_the_same_knowledge():
    expected = keys_of(tiny(knowledge=KNOWLEDGE).fit(NOTES, Y))
    tokenizer = NoteTokenizer().fit(NOTES)
    ids = np.asarray(tokenizer.transform(NOTES))
    known = tiny(knowledge=KNOWLEDGE, vocabulary=tokenizer.vocabulary_).fit(ids, Y)
    assert keys_of(known) == expected
    vectorizer = CountVectorizer().fit(NOTES)
    matrix = vectorizer.transform(NOTES)
    coder = tiny(knowledge=KNOWLEDGE, vocabulary=vectorizer.vocabulary_).fit(matrix, Y)
    assert keys_of(coder)[2] == [vectorizer.vocabulary_[word] + 2 for word in ("kaf", "kag")]
    for X in (ids, matrix):
        with pytest.raises(ValueError, match="knowledge needs to know the words"):
            tiny(knowledge=KNOWLEDGE).fit(X, Y)
        tiny().fit(X, Y)  # terms need no words


def test_texts_without_known_words_are_counted():
    with pytest.warns(UserWarning, match="1 of 2 texts of the memory have no word"):
        coder = tiny(knowledge=["kab", "unheard"]).fit(NOTES, Y)
    assert coder.slot_names_ == [0]
    with pytest.raises(ValueError, match="none was found"):
        tiny(knowledge=["unheard"]).fit(NOTES, Y)


def test_slots_that_are_read_are_named():
    coder = tiny(knowledge=KNOWLEDGE, max_epochs=20).fit(NOTES, Y)
    weights = coder.memory_attention(NOTES)
    assert weights.shape == (60, 3, 4)
    np.testing.assert_allclose(weights.sum(axis=2), 1, atol=1e-5)
    explained = coder.explain_slots(NOTES, top_k=2)
    for note, own in zip(weights.mean(axis=1), explained, strict=True):
        best = np.argsort(-note, kind="stable")[:2]
        assert own == [(coder.slot_names_[j], pytest.approx(note[j])) for j in best]
    assert len(coder.explain_slots(["", NOTES[0]], top_k=9)[0]) == 4
    with pytest.raises(ValueError, match="top_k"):
        coder.explain_slots(NOTES, top_k=0)


def test_a_note_reads_the_slot_whose_words_it_has():
    texts = ["kab kad", "lob lod log", "mib mid mig"]
    coder = tiny(knowledge=texts, embedding_dim=100, embeddings="random", lr=1e-9).fit(NOTES, Y)
    read = coder.explain_slots(["kab tes tes tes", "tes lod", "tes mig mib"], top_k=1)
    assert [own[0][0] for own in read] == [0, 1, 2]


def test_words_are_explained_by_gradients():
    coder = tiny().fit(NOTES, Y)
    by_gradient = coder.explain(NOTES[:3], method="input_x_gradient")
    assert coder.explain(NOTES[:3], method="attention") == by_gradient
    with pytest.raises(ValueError, match="evidence needs a coder"):
        tiny().fit(NOTES, Y, evidence=[[(0, 0, 3)]] * 60)


def test_one_code_and_a_one_dimensional_y(tmp_path):
    y = np.where(Y[:, 0], "with gout", "no gout")
    matrix = CountVectorizer().fit_transform(NOTES)
    coder = tiny(embedding_dim=16, max_epochs=20, lr=0.02).fit(matrix, y)
    assert coder.score(matrix, y) > 0.9
    assert coder.slot_names_ == ["with gout"]
    save(coder, tmp_path / "coder")
    assert load(tmp_path / "coder", device="cpu").slot_names_ == ["with gout"]


@pytest.mark.parametrize("condensation", ["average", None])
def test_forms_of_condensation(condensation):
    coder = tiny(condensation=condensation).fit(NOTES, Y)
    assert coder.code_embeddings_.shape == (3, 12)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"hops": 0}, "hops"),
        ({"condensation": "sum"}, "condensation"),
        ({"memory": "plain"}, "memory"),
        ({"query": "all"}, "query"),
    ],
)
def test_wrong_parameters_are_named(wrong, message):
    with pytest.raises(ValueError, match=message):
        tiny(**wrong).fit(NOTES, Y)


def test_before_fit():
    with pytest.raises(AttributeError, match="no slot_names_ .yet"):
        _ = tiny().slot_names_


def test_an_empty_matrix_has_a_memory_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        coder = tiny().fit(np.zeros((60, 4)), Y)
    assert np.isfinite(coder.predict_proba(np.zeros((2, 4)))).all()
    assert coder.memory_attention(np.zeros((2, 4))).shape == (2, 3, 3)
