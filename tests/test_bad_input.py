"""Each mistake a user makes gets a clear error or the right result; no message shows a note."""

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer

from skmedcode import (
    CAMLCoder,
    CNNCoder,
    DCANCoder,
    DRCAMLCoder,
    GatedCNNCoder,
    JointLAATCoder,
    LAATCoder,
    MTRAMCoder,
    MultiResCNNCoder,
    RNNCoder,
)
from skmedcode.training._validation import split_rows
from skmedcode.utils.estimator_checks import toy_notes

SECRET = "Mrs Confidential has gout"


def tiny(cls=CAMLCoder, **parameters):
    own = {"hidden_size": 6, "dilations": (1, 2)} if cls is GatedCNNCoder else {"num_filters": 6}
    shared = {"embedding_dim": 8, "max_epochs": 1, "random_state": 0, "device": "cpu"}
    return cls(**own | shared | parameters)


@pytest.fixture(scope="module")
def fitted():
    return tiny().fit(*toy_notes())


def refused(error, match, X, Y, **parameters):
    with pytest.raises(error, match=match) as caught:
        tiny(**parameters).fit(X, Y)
    assert "Confidential" not in str(caught.value)


def test_a_bare_string():
    refused(TypeError, r"one bare str.*\[note\]", SECRET, [[1]])


def test_none_among_notes():
    refused(TypeError, "got None in row 1.*''", [SECRET, None], np.ones((2, 1)))


def test_nan_among_notes():
    refused(TypeError, "got NaN in row 1", pd.Series([SECRET, np.nan]), np.ones((2, 1)))


def test_bytes_among_notes():
    refused(TypeError, "got bytes in row 0.*decode", [SECRET.encode()], np.ones((1, 1)))


def test_an_empty_list():
    refused(ValueError, "at least one note", [], np.ones((0, 1)))


def test_notes_in_a_table():
    table = pd.DataFrame({"text": [SECRET] * 3, "age": [1, 2, 3]})
    refused(ValueError, r"X\['text'\]", table, np.eye(3))


def test_y_with_another_number_of_rows():
    refused(ValueError, "X has 3 notes, Y has 2 rows", [SECRET] * 3, np.eye(2))


def test_y_that_is_not_binary():
    refused(ValueError, "must be binary", [SECRET] * 2, [[0, 2], [1, 0]])
    refused(ValueError, "must be binary", [SECRET] * 2, sparse.csr_matrix([[0, 0.5], [1, 0]]))
    refused(ValueError, "must be binary", [SECRET] * 2, [[0, np.nan], [1, 0]])


def test_y_of_zeros():
    refused(ValueError, "zeros only", [SECRET] * 3, np.zeros((3, 2)))


def test_lists_of_codes_as_y():
    refused(ValueError, "MultiLabelBinarizer", [SECRET] * 2, [["I10"], ["I10", "E11.9"]])
    refused(ValueError, "MultiLabelBinarizer", [SECRET] * 2, ["I10", "E11.9"])


def test_one_dimensional_y():
    refused(ValueError, r"reshape\(-1, 1\)", [SECRET] * 2, [0, 1])


def test_y_without_columns():
    refused(ValueError, "at least one code", [SECRET] * 2, np.zeros((2, 0)))


@pytest.mark.parametrize(
    ("parameters", "match"),
    [
        ({"lr": 0}, "lr must be a number above 0, got 0"),
        ({"lr": "fast"}, "lr must be a number, got 'fast'"),
        ({"dropout": 1.5}, "dropout must be"),
        ({"batch_size": 2.5}, "batch_size must be an integer"),
        ({"max_epochs": True}, "max_epochs must be an integer"),
        ({"embedding_dim": 0}, "embedding_dim"),
        ({"validation_fraction": 1}, "validation_fraction"),
        ({"n_iter_no_change": 0}, "n_iter_no_change"),
        ({"monitor": "accuracy"}, "monitor must be one of.*got 'accuracy'"),
        ({"monitor": "precision_at_50"}, "precision_at_50.*needs at least 50 codes"),
        (
            {"loss": "mse"},
            "loss must be one of 'bce', 'bce_mean', 'focal', 'asymmetric', 'weighted_bce', "
            "'class_balanced', 'ldam'; got 'mse'",
        ),
        ({"optimizer": "adagrad9"}, "optimizer must be one of"),
        ({"embeddings": "word2vec"}, "there is no file 'word2vec'"),
        ({"embeddings": None}, "embeddings must not be None"),
        ({"embeddings": np.ones((3, 4))}, "embeddings must be.*rows"),
        ({"threshold": "best"}, "threshold must be one of"),
        ({"threshold": 2}, "threshold must be a number"),
        ({"device": "gpu"}, "device must be"),
        ({"device": "cuda:99"}, "CUDA"),
        ({"refit": "yes"}, "refit must be True or False"),
        ({"callbacks": "early"}, "callbacks must be a list"),
        ({"net_params": 3}, "net_params must be a dict"),
        ({"tokenizer": "words"}, "tokenizer must be"),
        ({"tokenizer": TfidfVectorizer(ngram_range=(1, 2))}, "single words"),
        ({"vocabulary": {"a": 0}}, "vocabulary must"),
        ({"code_names": ["A"]}, "code_names must name each column"),
        ({"code_names": ["A", "A", "B"]}, "unique"),
        ({"code_descriptions": {"I10": "hypertension"}}, "none of the 3 codes"),
        ({"kernel_size": 4}, "kernel_size must be odd"),
        ({"num_filters": 0}, "num_filters"),
    ],
)
def test_unknown_parameter_values(parameters, match):
    notes, Y = toy_notes()
    with pytest.raises((ValueError, TypeError), match=match):
        tiny(**parameters).fit(notes, Y)


@pytest.mark.parametrize(
    ("parameters", "match"),
    [
        ({"kernel_size": 2}, "odd with causal=False"),
        ({"dilations": ()}, "dilations must be a non-empty"),
        ({"dilations": (1, 0)}, "dilations must be an integer"),
        ({"interaction": "dot"}, "interaction must be one of"),
        ({"output_size": 7}, "output_size"),
        ({"init_std": 0}, "init_std"),
    ],
)
def test_unknown_values_of_the_gated_cnn(parameters, match):
    with pytest.raises((ValueError, TypeError), match=match):
        tiny(GatedCNNCoder, **parameters).fit(*toy_notes())


@pytest.mark.parametrize(
    ("parameters", "match"),
    [
        ({"kernel_sizes": ()}, "kernel_sizes must be a non-empty"),
        ({"kernel_sizes": 3}, "kernel_sizes must be a non-empty"),
        ({"kernel_sizes": (3, 4)}, "kernel_sizes must be odd, got 4"),
        ({"kernel_sizes": (3, 0)}, "kernel_sizes must be an integer"),
    ],
)
def test_unknown_values_of_kernel_sizes(parameters, match):
    with pytest.raises(ValueError, match=match):
        tiny(MultiResCNNCoder, **parameters).fit(*toy_notes())


@pytest.mark.parametrize(
    ("parameters", "match"),
    [
        ({"hidden_size": 0}, "hidden_size must be an integer"),
        ({"output_size": 2.5}, "output_size must be an integer"),
        ({"n_levels": 0}, "n_levels must be an integer"),
        ({"n_levels": 26}, "n_levels must be an integer"),
        ({"kernel_size": 0}, "kernel_size must be an integer"),
        ({"label_smoothing": 1.5}, "label_smoothing must be a number"),
        ({"encoder_residual": 1}, "encoder_residual must be True or False"),
    ],
)
def test_unknown_values_of_dcan(parameters, match):
    with pytest.raises((ValueError, TypeError), match=match):
        DCANCoder(**parameters).fit(*toy_notes())


@pytest.mark.parametrize(
    ("coder", "match"),
    [
        (RNNCoder(cell="elman"), "cell must be one of"),
        (RNNCoder(pooling="mean"), "pooling must be one of"),
        (RNNCoder(hidden_size=0), "hidden_size must be an integer"),
        (RNNCoder(bidirectional=2), "bidirectional must be True or False"),
        (MTRAMCoder(encoder="cnn2"), "encoder must be one of"),
        (MTRAMCoder(hidden_size=0), "hidden_size must be an integer"),
        (MTRAMCoder(encoder="cnn", kernel_sizes=(4,)), "kernel_sizes must be odd"),
        (MTRAMCoder(encoder="cnn", kernel_sizes=(3, 5)), "kernel_sizes must be one size"),
        (MTRAMCoder(group_weight=1.5), "group_weight must be a number"),
        (MTRAMCoder(recalibration="no"), "recalibration must be True or False"),
        (MTRAMCoder(code_groups="chapters"), 'code_groups must be "category", "ccs"'),
        (MTRAMCoder(code_groups={"zzz": 1}), "none of them"),
        (JointLAATCoder(level_size=0), "level_size must be an integer"),
        (DRCAMLCoder(description_weight=-1), "description_weight must be a number"),
        (DRCAMLCoder(kernel_size=4), "kernel_size must be odd"),
    ],
)
def test_unknown_values_of_other_coders(coder, match):
    with pytest.raises((ValueError, TypeError), match=match):
        coder.fit(*toy_notes())


@pytest.mark.parametrize("name", ["hidden_size", "attention_size"])
def test_unknown_values_of_laat(name):
    with pytest.raises(ValueError, match=f"{name} must be an integer"):
        LAATCoder(**{name: 0}).fit(*toy_notes())


def test_titles_for_a_network_without_a_place_for_them():
    with pytest.raises(ValueError, match="code_descriptions must be None for CNNCoder"):
        tiny(CNNCoder, code_descriptions={0: "gout"}).fit(*toy_notes())


def test_an_unknown_parameter_name():
    with pytest.raises(TypeError, match="kernel_sise"):
        CAMLCoder(kernel_sise=3)


def test_predict_before_fit():
    with pytest.raises(NotFittedError, match="CAMLCoder"):
        tiny().predict([SECRET])


def test_a_float_matrix_for_a_sequence_coder():
    matrix = TfidfVectorizer().fit_transform(toy_notes()[0])
    for X in (matrix, matrix.toarray()):
        refused(ValueError, "tokenizer=your_vectorizer", X, toy_notes()[1])


def test_token_ids_that_are_not_right_padded():
    refused(ValueError, "padded on the right.*row 1", [[3, 4], [0, 4]], np.eye(2))
    refused(ValueError, "0 or more", [[3, 4], [-1, 4]], np.eye(2))
    refused(ValueError, "rectangular", [[3, 4], [4]], np.eye(2))
    refused(ValueError, "list of lists of words", [["gout"], ["acute", "gout"]], np.eye(2))


def test_words_for_a_coder_of_ids():
    coder = tiny().fit(np.array([[2, 3], [3, 4], [2, 0]]), np.eye(3))
    with pytest.raises(ValueError, match="fitted on ids"):
        coder.predict([SECRET])
    with pytest.raises(ValueError, match="code_descriptions needs to know the words"):
        tiny(code_descriptions={0: "gout"}).fit(np.array([[2, 3], [3, 4]]), np.eye(2))


def test_a_note_of_200_000_words(fitted):
    chances = fitted.predict_proba(["kab " * 200_000, "kab " * 4000])
    np.testing.assert_allclose(chances[0], chances[1], atol=1e-6)


def test_empty_and_unknown_notes(fitted):
    chances = fitted.predict_proba(["", "\n", "12 34", "unheard of"])
    assert np.isfinite(chances).all()
    np.testing.assert_allclose(chances[0], chances[1:3][0], atol=1e-6)
    assert fitted.explain([""], codes=fitted.classes_[:1])[0][0][2][0][:3] == (0, 0, "")


def test_fewer_than_20_notes_warn_once():
    notes, Y = toy_notes(n_notes=19)
    with pytest.warns(UserWarning, match="19 notes, fewer than 20") as caught:
        coder = tiny(max_epochs=3).fit(notes, Y)
    assert len(caught) == 1
    assert coder.threshold_ == 0.5
    assert coder.n_iter_ == 3


def test_20_notes_are_enough():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tiny().fit(*toy_notes(n_notes=20))


def test_a_validation_part_without_a_positive_warns():
    notes, Y = toy_notes(n_notes=40)
    seed = np.random.RandomState(1).randint(2**31 - 1)  # as fit draws it from random_state=1
    Y[:] = 0
    Y[split_rows(40, 0.15, seed)[0], 0] = 1
    with pytest.warns(UserWarning, match="no note of the validation part has a code"):
        coder = tiny(random_state=1).fit(notes, Y)
    assert coder.threshold_ == 0.5


def test_sample_weight_of_the_wrong_kind(fitted):
    notes, Y = toy_notes()
    for weight, match in [([1, 2], "one value a note"), (-np.ones(30), "zero or more")]:
        with pytest.raises(ValueError, match=match):
            tiny().fit(notes, Y, sample_weight=weight)


def test_a_later_batch_with_other_codes(fitted):
    notes, Y = toy_notes()
    with pytest.raises(ValueError, match="Y has 2, got 3 names"):
        fitted.partial_fit(notes, Y[:, :2])
    with pytest.raises(ValueError, match="in that order"):
        fitted.score(notes, pd.DataFrame(Y, columns=["a", "b", "c"]))


def test_a_failed_fit_loses_nothing():
    notes, Y = toy_notes()
    coder = tiny().fit(notes, Y)
    before = coder.predict_proba(notes)
    with pytest.raises(ValueError, match="zeros only"):
        coder.fit(notes, np.zeros_like(Y))
    np.testing.assert_array_equal(coder.predict_proba(notes), before)


def test_codes_to_explain_that_are_not_known(fitted):
    for codes in ("I10", ["I10"]):
        with pytest.raises(ValueError, match="coder.classes_"):
            fitted.explain(["kab"], codes=codes)
    with pytest.raises(ValueError, match="method must be one of"):
        fitted.explain(["kab"], method="lime")
    with pytest.raises(ValueError, match="top_k"):
        fitted.predict_codes(["kab"], top_k=0)


@pytest.mark.parametrize(
    "coder",
    [
        CAMLCoder(encoder_residual="no"),
        LAATCoder(encoder_residual="no"),
        MultiResCNNCoder(encoder_residual="no"),
        GatedCNNCoder(causal="no"),
        GatedCNNCoder(bidirectional=1),
        GatedCNNCoder(encoder_residual=None),
        CAMLCoder(refit="yes"),
    ],
    ids=repr,
)
def test_switches_are_true_or_false(coder):
    with pytest.raises(TypeError, match="must be True or False, got"):
        coder.fit(["a b", "c d"], [[1], [0]])
