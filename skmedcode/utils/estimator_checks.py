"""Checks that every coder passes, for our own and for yours.

>>> from skmedcode import CNNCoder
>>> from skmedcode.utils.estimator_checks import check_coder
>>> check_coder(CNNCoder(num_filters=16))
"""

import copy
import pickle
import tempfile
import warnings

import numpy as np
import torch
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import make_pipeline

TOLERANCE = 1e-5
WORDS = np.array([f"{a}{b}" for a in ("ka", "lo", "mi", "ru", "te") for b in "bdfgkmnprs"])


def check_coder(coder, search=None):
    """Run all checks on an unfitted coder; the first that fails raises ``AssertionError``.

    Parameters
    ----------
    coder : BaseCoder
        Of a small size: each of some twenty fits should take well below a second.
    search : dict, default=None
        A grid of at least one architecture and one training parameter for the check of
        ``GridSearchCV``; None searches over ``lr`` alone.
    """
    for check in CHECKS:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="No validation part")
            check(quick(coder), **({"search": search} if check is check_grid_search else {}))


def quick(coder, **parameters):
    """A copy that trains for two epochs on the CPU, with a fixed seed."""
    parameters = {"max_epochs": 2, "random_state": 0, "device": "cpu", "verbose": 0} | parameters
    return clone(coder).set_params(**parameters)


def toy_notes(n_notes=30, n_codes=3, seed=0):
    """Notes of random words of very different lengths, in which each code has two words."""
    rng = np.random.RandomState(seed)
    Y = (rng.uniform(size=(n_notes, n_codes)) < 0.4).astype(np.uint8)
    Y[:n_codes] |= np.eye(n_codes, dtype=np.uint8)
    notes = []
    for row in Y:
        words = rng.choice(WORDS[2 * n_codes :], size=rng.randint(1, 40)).tolist()
        for code in np.flatnonzero(row):
            words.insert(rng.randint(len(words) + 1), WORDS[2 * code + rng.randint(2)])
        notes.append(" ".join(words))
    return notes, Y


def same(first, second, tolerance=TOLERANCE, what="probabilities"):
    """Raise unless two arrays agree."""
    np.testing.assert_allclose(first, second, rtol=0, atol=tolerance, err_msg=what)


def require(condition, message):
    """Raise ``AssertionError`` with a message unless the condition holds."""
    if not condition:
        raise AssertionError(message)


def check_parameters(coder):
    """The constructor stores what it gets; clone, repr and set_params work."""
    for name, value in coder.get_params(deep=False).items():
        require(getattr(coder, name) is value, f"{name} is not stored as it is")
    other = clone(coder)
    require(repr(other) == repr(coder), "clone and original differ")
    require(
        not [name for name in vars(coder) if name.endswith("_")], "attributes were set before fit"
    )


def check_not_fitted(coder):
    """Every method that needs a fitted coder says so."""
    for method in ("predict", "predict_proba", "decision_function", "predict_codes", "explain"):
        try:
            getattr(coder, method)(["a note"])
        except NotFittedError:
            continue
        raise AssertionError(f"{method} must raise NotFittedError before fit")


def check_fit(coder):
    """fit returns self, changes neither parameters nor data, and sets what it promises."""
    notes, Y = toy_notes()
    before = copy.deepcopy((notes, Y.copy(), coder.get_params(deep=False)))
    require(coder.fit(notes, Y) is coder, "fit must return self")
    require(notes == before[0] and (before[1] == Y).all(), "fit changed X or Y")
    require(repr(clone(coder)) == repr(type(coder)(**before[2])), "fit changed a parameter")
    for name in ("classes_", "net_", "tokenizer_", "vocabulary_", "history_", "n_iter_"):
        require(hasattr(coder, name), f"fit must set {name}")
    require(0 <= coder.threshold_ <= 1, "threshold_ must be a probability")
    require(1 <= coder.n_iter_ <= 2 and len(coder.history_) == 2, "n_iter_ or history_ is wrong")


def check_outputs(coder):
    """Shapes, types and the relations between the outputs."""
    notes, Y = toy_notes()
    coder.fit(notes, Y)
    scores, chances = coder.decision_function(notes), coder.predict_proba(notes)
    codes = coder.predict(notes)
    require(scores.shape == chances.shape == codes.shape == Y.shape, "outputs have wrong shapes")
    same(1 / (1 + np.exp(-scores)), chances, what="probabilities are the sigmoid of the scores")
    require(np.issubdtype(codes.dtype, np.integer), "predict must return integers")
    require((codes == (chances >= coder.threshold_)).all(), "predict must follow threshold_")
    for row, names in zip(codes, coder.predict_codes(notes), strict=True):
        require(set(names) == set(coder.classes_[row == 1]), "predict_codes must follow predict")
    top = coder.predict_codes(notes, top_k=2)
    require(top[0] == coder.classes_[np.argsort(-chances[0])[:2]].tolist(), "top_k is wrong")
    require(0 <= coder.score(notes, Y) <= 1, "score must be an F1")


def check_padding(coder):
    """Neither padding, batch size, order nor neighbours change a probability."""
    notes, Y = toy_notes()
    coder.fit(notes, Y)
    together = coder.predict_proba(notes)
    same(np.vstack([coder.predict_proba([note]) for note in notes]), together, what="alone")
    same(coder.predict_proba(notes[::-1])[::-1], together, what="reversed order")
    ids = coder.tokenizer_.transform(notes)
    same(coder.predict_proba(np.pad(ids, ((0, 0), (0, 50)))), together, what="more padding")
    coder.net_.set_params(batch_size=3)
    same(coder.predict_proba(notes), together, what="another batch size")


def check_random_state(coder):
    """Equal seeds give equal coders; the global generators stay as they were."""
    notes, Y = toy_notes()
    numpy_before = np.random.get_state()[1].copy()  # noqa: NPY002 - the legacy one is meant
    torch_before = torch.get_rng_state()
    first = clone(coder).fit(notes, Y).predict_proba(notes)
    second = clone(coder).fit(notes, Y).predict_proba(notes)
    require((first == second).all(), "equal random_state must give equal probabilities")
    numpy_after = np.random.get_state()[1]  # noqa: NPY002
    require((numpy_after == numpy_before).all(), "numpy's generator was moved")
    require(torch.equal(torch.get_rng_state(), torch_before), "torch's generator was moved")
    again = coder.fit(notes, Y).fit(notes, Y).predict_proba(notes)
    require((again == first).all(), "a second fit must start afresh")


def check_input_forms(coder):
    """Notes as list, array and ids in a pipeline; Y dense, sparse and with names."""
    notes, Y = toy_notes()
    expected = clone(coder).fit(notes, Y).predict_proba(notes)
    array = np.array(notes, dtype=object)
    same(clone(coder).fit(array, Y.astype(bool)).predict_proba(array), expected, what="arrays")
    sparse_fit = clone(coder).fit(notes, sparse.csr_matrix(Y))
    same(sparse_fit.predict_proba(notes), expected, what="sparse Y")
    require(sparse.issparse(sparse_fit.predict(notes)), "a sparse Y must give sparse predictions")
    from skmedcode.text import NoteTokenizer

    if coder.code_descriptions is None and not isinstance(coder.embeddings, dict):
        tokenizer = coder._note_tokenizer() or NoteTokenizer()
        pipeline = make_pipeline(clone(tokenizer), clone(coder).set_params(tokenizer=None))
        same(pipeline.fit(notes, Y).predict_proba(notes), expected, what="ids in a pipeline")
    ids = NoteTokenizer().fit(notes)
    with_words = clone(coder).set_params(vocabulary=ids.vocabulary_, tokenizer=None)
    if coder._note_tokenizer() is None:
        with_words.fit(ids.transform(notes), Y)
        same(with_words.predict_proba(ids.transform(notes)), expected, what="ids and vocabulary")


def check_matrices(coder):
    """Coders that read document-term matrices read them dense and sparse alike."""
    if not coder._reads_matrices:
        return
    from skmedcode import load, save

    notes, Y = toy_notes()
    coder = coder.set_params(code_descriptions=None, tokenizer=None)
    matrix = CountVectorizer().fit_transform(notes)
    expected = clone(coder).fit(matrix, Y).predict_proba(matrix)
    dense = clone(coder).fit(matrix.toarray().astype(float), Y)
    same(dense.predict_proba(matrix.toarray().astype(float)), expected, what="dense matrix")
    alone = np.vstack([dense.predict_proba(row.toarray().astype(float)) for row in matrix])
    same(alone, expected, what="rows alone")
    with tempfile.TemporaryDirectory() as folder:
        save(dense, f"{folder}/coder")
        loaded = load(f"{folder}/coder", device="cpu")
    same(loaded.predict_proba(matrix), expected, what="after save and load")
    require(loaded.n_features_in_ == matrix.shape[1], "n_features_in_ must survive")
    binary = clone(coder).fit(matrix, np.where(Y[:, 0], "yes", "no"))
    require(binary.classes_.tolist() == ["no", "yes"], "a 1-D y must give its classes")
    require(binary.predict_proba(matrix).shape == (len(notes), 2), "a 1-D y must give two columns")


def check_code_names(coder):
    """Names come from code_names; predict_codes and explain use them."""
    notes, Y = toy_notes()
    if coder.code_names is None and coder.code_descriptions is None:
        coder.set_params(code_names=["A00", "B00", "C00"])
        coder.fit(notes, Y)
        require(coder.classes_.tolist() == ["A00", "B00", "C00"], "classes_ must be code_names")
        require(set(coder.predict_codes(notes[:1], top_k=3)[0]) == {"A00", "B00", "C00"}, "names")


def check_sample_weight(coder):
    """Weights of one change nothing; a heavy note is learnt."""
    notes, Y = toy_notes()
    plain = clone(coder).fit(notes, Y).predict_proba(notes)
    ones = clone(coder).fit(notes, Y, sample_weight=np.full(len(notes), 7.0)).predict_proba(notes)
    same(ones, plain, what="equal weights")
    weight = np.ones(len(notes))
    weight[0] = 50
    heavy = clone(coder).fit(notes, Y, sample_weight=weight).predict_proba(notes)
    require(not np.allclose(heavy, plain, atol=TOLERANCE), "sample_weight has no effect")


def check_groups(coder):
    """Notes of a patient are held out together, which leaves nothing of a single patient."""
    notes, Y = toy_notes()
    coder.set_params(validation_fraction=0.15)
    plain = clone(coder).fit(notes, Y).predict_proba(notes)
    patients = [f"patient {row:03}" for row in range(len(notes))]
    alone = clone(coder).fit(notes, Y, groups=patients).predict_proba(notes)
    same(alone, plain, 0, "a patient for each note must be as good as none")
    single = clone(coder).fit(notes, Y, groups=patients[:1] * len(notes))
    require("valid_loss" not in single.history_[0], "a single patient was torn apart")
    try:
        coder.fit(notes, Y, groups=patients[1:])
    except ValueError:
        return
    raise AssertionError("groups of a wrong length must be refused")


def check_partial_fit(coder):
    """The first call fixes words and codes; later ones train on."""
    notes, Y = toy_notes()
    require(coder.partial_fit(notes[:10], Y[:10]) is coder, "partial_fit must return self")
    before, words = coder.predict_proba(notes), dict(coder.vocabulary_)
    coder.partial_fit([*notes[10:], "entirely new words"], np.vstack([Y[10:], Y[:1]]))
    require(coder.n_iter_ == 2 and coder.vocabulary_ == words, "partial_fit must keep its words")
    require(not np.allclose(coder.predict_proba(notes), before), "partial_fit must train")


def check_edge_notes(coder):
    """Empty notes, unknown words, one note, one code, two codes, a code without a positive."""
    notes, Y = toy_notes()
    coder.fit(notes, Y)
    odd = ["", "zzz qqq", "7", notes[0]]
    chances = coder.predict_proba(odd)
    require(np.isfinite(chances).all(), "odd notes must get finite probabilities")
    same(chances[:1], coder.predict_proba([""]), what="an empty note alone")
    require(len(coder.explain(odd)) == 4, "odd notes must be explained")
    if coder.code_descriptions is not None or coder.code_names is not None:
        return
    for n_codes in (1, 2):
        narrow = clone(coder).fit(notes, Y[:, :n_codes])
        require(narrow.predict_proba(notes).shape == (len(notes), n_codes), "one array a code")
    Y = Y.copy()
    Y[:, 1] = 0
    chances = clone(coder).fit(notes, Y).predict_proba(notes)
    require(np.isfinite(chances).all(), "a code without a positive must not break the others")


def check_bad_input(coder):
    """Mistakes raise ValueError or TypeError, and never show a note's text."""
    _, Y = toy_notes()
    secret = "Mrs Confidential"
    bad = [
        (secret, Y[:1]),
        ([secret, None], Y[:2]),
        ([secret, np.nan], Y[:2]),
        ([secret, secret.encode()], Y[:2]),
        ([], Y[:0]),
        ([secret] * 3, Y[:2]),
        ([secret] * 2, Y[:2] + 2),
        ([secret] * 2, [["A00"], ["B00", "C00"]]),
        ([secret] * 2, np.zeros((2, 3))),
    ]
    if not coder._reads_matrices:
        bad.append((np.random.RandomState(0).uniform(size=(30, 5)), Y))
    for X, targets in bad:
        try:
            clone(coder).fit(X, targets)
        except (ValueError, TypeError) as error:
            require("Confidential" not in str(error), "a message shows a note's text")
        else:
            raise AssertionError(f"fit must refuse {type(X).__name__} with this Y")


def check_persistence(coder):
    """pickle and save / load give the same probabilities, and fitting can go on."""
    from skmedcode import load, save

    notes, Y = toy_notes()
    coder.fit(notes, Y)
    expected = coder.predict_proba(notes)
    same(pickle.loads(pickle.dumps(coder)).predict_proba(notes), expected, 0, "after pickle")
    with tempfile.TemporaryDirectory() as folder:
        save(coder, f"{folder}/coder")
        loaded = load(f"{folder}/coder", device="cpu")
    same(loaded.predict_proba(notes), expected, 0, "after save and load")
    require(loaded.threshold_ == coder.threshold_, "threshold_ must survive")
    require((loaded.classes_ == coder.classes_).all(), "classes_ must survive")
    require(loaded.partial_fit(notes, Y).n_iter_ == coder.n_iter_ + 1, "fitting must go on")


def check_explain(coder):
    """Evidence points at words of the note; attention is a distribution where it claims to be."""
    notes, Y = toy_notes()
    coder.fit(notes, Y)
    for method in ("attention", "input_x_gradient"):
        explained = coder.explain(notes[:4], codes=coder.classes_[:2], method=method, top_k=100)
        for note, codes in zip(notes, explained, strict=False):
            require(len(codes) == 2, "explain must cover the codes asked for")
            for code, chance, evidence in codes:
                require(code in coder.classes_ and 0 <= chance <= 1, "code or probability is wrong")
                for start, end, word, _ in evidence:
                    concept = f"[{word}]" in (coder.vocabulary_ or {})  # is called by its name
                    require(concept or note[start:end] == word, "evidence must point at its word")
                total = sum(score for *_, score in evidence)
                decoder = coder.net_.module_.decoder
                if method == "attention" and getattr(decoder, "is_distribution", False):
                    same(total, 1, what="attention sums to 1 over the words")


def check_grid_search(coder, search=None):
    """GridSearchCV over parameters of the network and of training."""
    notes, Y = toy_notes()
    search = search or {"lr": [1e-3, 1e-2]}
    found = GridSearchCV(coder, search, cv=KFold(2), error_score="raise").fit(notes, Y)
    require(np.isfinite(found.cv_results_["mean_test_score"]).all(), "a score is not finite")
    require(set(found.best_params_) == set(search), "best_params_ is incomplete")


def check_gradients(coder):
    """After two steps of the optimizer every parameter has had a gradient."""
    notes, Y = toy_notes()
    coder.set_params(batch_size=len(notes), validation_fraction=0.0).fit(notes, Y)
    for name, parameter in coder.net_.module_.named_parameters():
        if parameter.requires_grad:
            reached = parameter.grad is not None and bool((parameter.grad != 0).any())
            require(reached, f"{name} had no gradient: is it used?")


def check_overfits(coder):
    """Eight notes can be learnt by heart."""
    notes, Y = toy_notes(n_notes=8)
    coder.set_params(max_epochs=60, dropout=0.0, lr=0.02, validation_fraction=0.0, weight_decay=0)
    chances = coder.fit(notes, Y).predict_proba(notes)
    require(((chances >= 0.5) == Y).mean() > 0.95, "eight notes must be learnt by heart")


CHECKS = (
    check_parameters,
    check_not_fitted,
    check_fit,
    check_outputs,
    check_padding,
    check_random_state,
    check_input_forms,
    check_matrices,
    check_code_names,
    check_sample_weight,
    check_groups,
    check_partial_fit,
    check_edge_notes,
    check_bad_input,
    check_persistence,
    check_explain,
    check_grid_search,
    check_gradients,
    check_overfits,
)
