"""Tables of notes with columns beside them, from fit to load."""

import json
import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
import torch
from sklearn.base import clone
from sklearn.compose import make_column_transformer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from skmedcode import CAMLCoder, EncoderDecoderCoder, HybridCoder, load, save
from skmedcode.encoders import WordEncoder
from skmedcode.model_selection import multilabel_train_test_split
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()
AGE = np.random.RandomState(0).uniform(20, 100, len(NOTES))
TABLE = pd.DataFrame({"ward": list("ab") * (len(NOTES) // 2), "note": NOTES, "age": AGE})
SMALL = {"embedding_dim": 12, "lr": 0.01, "max_epochs": 1, "random_state": 0}
SMALL |= {"encoder_params": {"num_filters": 6, "kernel_size": 3}, "validation_fraction": 0}
OWN = make_column_transformer((StandardScaler(), ["age"]), (OneHotEncoder(), ["ward"]))


def coder(**own):
    return EncoderDecoderCoder(**SMALL | {"note_column": "note"} | own)


def old_people(n_notes, seed):
    """Notes that say nothing of age, and a code of the old."""
    rng = np.random.RandomState(seed)
    words = [f"w{a}{b}" for a in "abcde" for b in "abcde"]
    notes = [" ".join(rng.choice(words, 8)) for _ in range(n_notes)]
    ward = rng.choice(["icu", "er"], n_notes)
    table = pd.DataFrame({"note": notes, "age": rng.uniform(20, 100, n_notes), "ward": ward})
    return table, np.column_stack([table["age"] > 60, ["waa" in n for n in notes]]).astype(int)


def test_a_code_that_depends_on_a_column_is_learnt_with_it_alone():
    (train, codes), (test, truth) = old_people(150, 0), old_people(100, 1)
    params = {"validation_fraction": 0, "max_epochs": 4, "random_state": 0}
    with_age = EncoderDecoderCoder(note_column="note", encoder="words", **params).fit(train, codes)
    without = EncoderDecoderCoder(encoder="words", **params).fit(train["note"], codes)
    assert roc_auc_score(truth[:, 0], with_age.decision_function(test)[:, 0]) > 0.9
    assert roc_auc_score(truth[:, 0], without.decision_function(test["note"])[:, 0]) < 0.65
    assert roc_auc_score(truth[:, 1], with_age.decision_function(test)[:, 1]) > 0.9


@pytest.mark.parametrize("decoder", ["label_attention", "structured_attention", "max_pool"])
def test_zero_weights_are_the_network_without(decoder):
    made, alone = coder(decoder=decoder), coder(decoder=decoder, note_column=None)
    made.fit(TABLE, Y), alone.fit(NOTES, Y)
    weights = alone.net_.module_.state_dict()
    zero = torch.zeros_like(made.net_.module_.patient.weight)
    made.net_.module_.load_state_dict(weights | {"patient.weight": zero})
    np.testing.assert_array_equal(made.decision_function(TABLE), alone.decision_function(NOTES))


@pytest.mark.parametrize(
    ("encoder", "numbers"),
    [(WordEncoder, None), ("conv", {"num_filters": 6}), ("recurrent", {"hidden_size": 6})],
)
def test_tables_of_words_do_not_skip_the_patient(encoder, numbers):
    """Where predictions are looked up (words, convolutions) and where not."""
    made = coder(encoder=encoder, encoder_params=numbers, encoder_residual=False)
    made.fit(TABLE, Y)
    found, module = made.decision_function(TABLE), made.net_.module_.eval()
    sequences = made._reader.read(TABLE)
    for row in range(len(TABLE)):
        own = {name: torch.from_numpy(array) for name, array in sequences.inputs([row])[0].items()}
        hidden, mask = module.encode(module.embedding(own["ids"]), own["mask"])
        moved = hidden + module.patient.weight @ own["patient"][0]
        expected = module.decoder(moved, mask).detach().numpy()
        np.testing.assert_allclose(found[row], expected[0], atol=1e-5)


@pytest.mark.parametrize("decoder", ["label_attention", "structured_attention", "max_pool"])
def test_evidence_is_of_the_real_prediction(decoder):
    made = coder(decoder=decoder, max_epochs=2).fit(TABLE, Y)
    module, sequences = made.net_.module_.eval(), made._reader.read(TABLE)
    own = {name: torch.from_numpy(array) for name, array in sequences.inputs([0])[0].items()}
    embedded = module.embedding(own["ids"]).detach().requires_grad_()
    hidden, mask = module.encode(embedded, own["mask"])
    hidden = hidden + module.patient.weight @ own["patient"][0]
    logits = module.decoder(hidden, mask)
    (gradient,) = torch.autograd.grad(logits[0, 1], embedded)
    words = [word for *_, word in next(iter(made._reader.words(TABLE[:1])))]
    scores = (gradient * embedded).sum(-1)[0].detach().numpy()
    explained = made.explain(TABLE[:1], [1], method="input_x_gradient", top_k=99)[0][0]
    assert explained[1] == pytest.approx(torch.sigmoid(logits[0, 1]).item(), abs=1e-6)
    assert {(word, round(score, 4)) for *_, word, score in explained[2]} == {
        (word, round(float(s), 4)) for word, s in zip(words, scores, strict=True) if s > 0
    }
    if decoder != "max_pool":
        attended = module.decoder.attend(hidden, mask, torch.tensor([1]))[0, 0].detach().numpy()
        best = made.explain(TABLE[:1], [1], top_k=1)[0][0][2][0]
        assert best[2] == words[attended.argmax()]
        assert best[3] == pytest.approx(attended.max(), abs=1e-5)


@pytest.mark.parametrize("own", [None, OWN])
def test_predictions_survive_missing_and_unseen_cells_and_a_folder(own, tmp_path):
    if own is not None:
        own = make_column_transformer(
            (StandardScaler(), ["age"]), (OneHotEncoder(handle_unknown="ignore"), ["ward"])
        )
    made = coder(column_transformer=own).fit(TABLE, Y)
    new = TABLE.assign(ward="elsewhere")
    if own is None:
        new["age"] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        save(made, tmp_path / "coder")
        again = load(tmp_path / "coder", "cpu")
    copied = pickle.loads(pickle.dumps(made))
    for table in (TABLE, new, new[::-1]):
        found = made.predict_proba(table)
        assert np.isfinite(found).all()
        np.testing.assert_array_equal(again.predict_proba(table), found)
        np.testing.assert_array_equal(copied.predict_proba(table), found)
    assert again.feature_names_in_.tolist() == ["ward", "note", "age"]
    assert type(again.column_transformer) is type(own)
    clone(again).fit(TABLE, Y)
    again.partial_fit(TABLE, Y)


def test_a_transformer_that_only_pickle_could_write_is_named(tmp_path):
    own = make_column_transformer((FunctionTransformer(lambda table: table), ["age"]))
    made = coder(column_transformer=own).fit(TABLE, Y)
    with pytest.raises(ValueError, match="column_transformer .* cannot be saved without pickle"):
        save(made, tmp_path / "coder")


@pytest.mark.parametrize("table", [None, {"names": {"names": ["note"]}, "learnt": {}}])
def test_a_saved_coder_that_says_nothing_of_its_columns_is_refused(table, tmp_path):
    save(coder().fit(TABLE, Y), tmp_path / "coder")
    path = tmp_path / "coder" / "coder.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"table": table}))
    with pytest.raises(ValueError, match="does not describe a coder"):
        load(tmp_path / "coder", "cpu")


def test_a_loaded_transformer_still_gives_what_it_gave(tmp_path):
    own = make_column_transformer((StandardScaler(), ["age"])).set_output(transform="pandas")
    save(coder(column_transformer=own).fit(TABLE, Y), tmp_path / "coder")
    again = load(tmp_path / "coder", "cpu")
    assert again._reader.gives == ["standardscaler__age"]
    assert again.predict(TABLE).shape == Y.shape


def test_everything_that_takes_notes_takes_tables():
    made = coder(max_epochs=2, accumulate=2, r_drop=0.1, warm_start=True).fit(TABLE, Y)
    assert made.feature_names_in_.tolist() == ["ward", "note", "age"]
    assert made.predict(TABLE).shape == Y.shape and 0 <= made.score(TABLE, Y) <= 1
    assert len(made.predict_codes(TABLE[:3], top_k=2)) == 3
    columns = made._reader.columns
    made.partial_fit(TABLE[:9], Y[:9])
    made.fit(TABLE[9:], Y[9:])  # goes on, with the columns of the first fit
    assert made._reader.columns is columns
    gold = [[(0, 0, 3)] for _ in NOTES]
    coder().fit(TABLE, Y, evidence=gold, groups=np.arange(len(NOTES)) // 2)


def test_what_is_read_in_a_memory_depends_on_the_patient():
    own = {"encoder": "words", "encoder_params": None, "encoder_residual": False}
    made = coder(decoder="memory", max_epochs=3, **own).fit(TABLE, Y)
    slots = [made.memory_attention(TABLE.assign(age=age)) for age in (20, 100)]
    assert np.abs(slots[0] - slots[1]).max() > 1e-4


def test_searches_pipelines_and_splits():
    train, test, codes, truth = multilabel_train_test_split(TABLE, Y, random_state=0)
    assert isinstance(train, pd.DataFrame)
    search = GridSearchCV(coder(), {"column_transformer": [None, OWN]}, cv=2, error_score="raise")
    assert search.fit(train, codes).predict(test).shape == truth.shape
    later = FunctionTransformer(lambda table: table.assign(next_age=table["age"] + 1))
    pipeline = make_pipeline(later, coder()).fit(train, codes)
    assert pipeline.predict(test).shape == truth.shape
    assert pipeline[-1].feature_names_in_.tolist() == ["ward", "note", "age", "next_age"]


def test_tags_and_attributes():
    assert coder().__sklearn_tags__().input_tags.two_d_array
    assert not coder(note_column=None).__sklearn_tags__().input_tags.two_d_array
    assert not hasattr(coder(), "feature_names_in_")
    assert not hasattr(coder(note_column=None).fit(NOTES, Y), "feature_names_in_")


def test_the_network_runs_on_the_meta_device():
    module = coder().fit(TABLE, Y).net_.module_.to("meta").train()
    ids = torch.zeros(4, 11, dtype=torch.int32, device="meta")
    patient = torch.zeros(4, module.patient.weight.shape[1], device="meta")
    module(ids, torch.ones_like(ids, dtype=torch.bool), patient=patient).sum().backward()
    assert module.patient.weight.grad is not None


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: coder(note_column="text").fit(TABLE, Y), ValueError, "note_column must name"),
        (lambda: coder().fit(NOTES, Y), TypeError, "X must be a DataFrame"),
        (
            lambda: coder(note_column=None, column_transformer=OWN).fit(NOTES, Y),
            ValueError,
            "column_transformer must be None without note_column",
        ),
        (lambda: coder(column_transformer=3).fit(TABLE, Y), TypeError, "scikit-learn transformer"),
        (
            lambda: CAMLCoder(**ONE).fit(TABLE, Y),
            ValueError,
            "Pass the column that holds the notes",
        ),
        (lambda: HybridCoder().fit(TABLE, Y), ValueError, "Pass the column that holds the notes"),
    ],
)
def test_bad_use(make, error, message):
    with pytest.raises(error, match=message):
        make()


ONE = {"max_epochs": 1, "embedding_dim": 12}
