"""A fitted vectorizer as JSON and tensors, and back."""

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer

from skmedcode.persistence._values import NotPlain, from_json, to_json

VECTORIZERS = {cls.__name__: cls for cls in (CountVectorizer, TfidfVectorizer)}


def describe_vectorizer(vectorizer, tensors, name):
    """Parameters, words and weights of a vectorizer.

    Parameters
    ----------
    vectorizer : CountVectorizer or TfidfVectorizer
        Fitted.
    tensors : dict of str to Tensor
        Takes the weights.
    name : str

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        If a parameter is a function.
    """
    parameters = {}
    for key, item in vectorizer.get_params(deep=False).items():
        try:
            parameters[key] = to_json(item, tensors, f"{name}.{key}")
        except NotPlain:
            raise ValueError(
                f"{name} cannot be saved without pickle: its {key} is no plain value. Use a "
                "pattern or words in place of a function."
            ) from None
    terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)
    described = {"vectorizer": type(vectorizer).__name__, "parameters": parameters, "terms": terms}
    if isinstance(vectorizer, TfidfVectorizer) and vectorizer.use_idf:
        described["idf"] = to_json(np.asarray(vectorizer.idf_), tensors, f"{name}.idf")
    return described


def make_vectorizer(described, tensors):
    """The vectorizer that :func:`describe_vectorizer` described."""
    parameters = {key: from_json(item, tensors) for key, item in described["parameters"].items()}
    made = VECTORIZERS[described["vectorizer"]](**parameters)
    made.vocabulary_ = {term: column for column, term in enumerate(described["terms"])}
    made.fixed_vocabulary_ = made.vocabulary is not None
    if isinstance(made, TfidfVectorizer):
        own = {key: getattr(made, key) for key in ("norm", "use_idf", "smooth_idf", "sublinear_tf")}
        nothing = sparse.csr_matrix((1, len(made.vocabulary_)), dtype=made.dtype)
        made._tfidf = TfidfTransformer(**own).fit(nothing)
        if "idf" in described:
            made.idf_ = from_json(described["idf"], tensors)
    return made
